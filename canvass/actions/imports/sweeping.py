"""Every minute: take over imports whose worker fell silent, and throw away what has been kept long enough."""

from __future__ import annotations

import datetime

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from canvass.actions.imports import files
from canvass.enums import ImportState
from canvass.models import ChangeSample, RegisterImport, RejectedRow
from canvass.queries import imports as queries
from kit import jobs

log = structlog.get_logger(__name__)
# A running import tells where it is every half second, and between two stages at the latest.
SILENT_AFTER = datetime.timedelta(minutes=2)
# A register file is kept for a week at most, rows of it that were left out or shown as samples for a month.
FILE_KEPT = datetime.timedelta(days=7)
ROWS_KEPT = datetime.timedelta(days=30)
# For a person: to say what the columns hold, to approve, to confirm.
_WAITING = (ImportState.UNMAPPED, ImportState.CHECKED, ImportState.SECOND)
_JOBS = {ImportState.CHECKING: "canvass.read_import", ImportState.APPLYING: "canvass.apply_import"}


def sweep() -> None:
    """Do all of it, one unit at a time. Safe at any time and as often as one likes."""
    now = timezone.now()
    for unit in queries.units_to_see_to(silent=now - SILENT_AFTER, unapproved=now - FILE_KEPT, rows=now - ROWS_KEPT):
        with scoping.units([unit]):
            _take_over(now)
            _forget_rows(now)
            thrown_away = _throw_away(now)
        for name in thrown_away:
            files.remove(name)
    for name in files.strays(queries.files_known(), (now - FILE_KEPT).timestamp()):
        files.remove(name)


def _take_over(now: datetime.datetime) -> None:
    """Ring again for imports that should be running and are silent. One that does run is left alone by the job."""
    silent = RegisterImport.objects.filter(state__in=_JOBS, touched_at__lt=now - SILENT_AFTER)
    for row in silent.order_by("touched_at"):
        log.warning("import_taken_over", register_import=str(row.pk), state=row.state)
        jobs.enqueue(_JOBS[ImportState(row.state)], register_import=str(row.pk))
    half_back = RegisterImport.objects.filter(state=ImportState.APPLIED, stage=queries.TAKING_BACK)
    for row in half_back.filter(touched_at__lt=now - SILENT_AFTER):
        log.warning("undoing_taken_over", register_import=str(row.pk))
        jobs.enqueue("canvass.undo_import", register_import=str(row.pk))


def _throw_away(now: datetime.datetime) -> list[str]:
    """Give up files that nobody approved for a week. Returns their names, to be removed after the commit."""
    removed: list[str] = []
    for row in RegisterImport.objects.filter(state__in=_WAITING, uploaded_at__lt=now - FILE_KEPT):
        changed = RegisterImport.objects.filter(pk=row.pk, state=row.state).update(
            state=ImportState.DISCARDED,
            problem=_("Nobody approved this file for a week, so it was thrown away. Nothing was changed."),
            stored_as="",
            finished_at=now,
        )
        if changed:
            row.rejected_rows.all().delete()
            row.samples.all().delete()
            audit.record("register.expired", by=None, unit=row.unit_id, obj=row)
            removed.append(row.stored_as)
    return removed


def _forget_rows(now: datetime.datetime) -> None:
    for rows in (RejectedRow, ChangeSample):
        rows.objects.filter(register_import__finished_at__lt=now - ROWS_KEPT).delete()
