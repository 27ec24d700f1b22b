"""Every minute: take over imports whose worker fell silent, and throw away what has been kept long enough."""

from __future__ import annotations

import datetime

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from canvass.actions.imports import files
from canvass.enums import ImportState
from canvass.models import RegisterImport, RejectedRow
from kit import jobs

log = structlog.get_logger(__name__)
# A running import tells where it is every half second, and between two stages at the latest.
SILENT_AFTER = datetime.timedelta(minutes=2)
# A register file is kept for a week at most, the text of rows that were left out for a month.
FILE_KEPT = datetime.timedelta(days=7)
ROWS_KEPT = datetime.timedelta(days=30)
_JOBS = {ImportState.CHECKING: "canvass.read_import", ImportState.APPLYING: "canvass.apply_import"}


def sweep() -> None:
    """Do all of it. Safe at any time and as often as one likes."""
    with scoping.everything("a sweep serves every unit"):
        _take_over()
        _throw_away_old_files()
        _forget_rows()


def _take_over() -> None:
    """Ring again for imports that should be running and are silent. One that does run is left alone by the job."""
    silent = RegisterImport.objects.filter(state__in=_JOBS, touched_at__lt=timezone.now() - SILENT_AFTER)
    for row in silent.order_by("touched_at"):
        log.warning("import_taken_over", register_import=str(row.pk), state=row.state)
        jobs.enqueue(_JOBS[ImportState(row.state)], register_import=str(row.pk))


def _throw_away_old_files() -> None:
    """Files that nobody approved for a week go, and files that belong to no import."""
    limit = timezone.now() - FILE_KEPT
    for row in RegisterImport.objects.filter(state=ImportState.CHECKED, uploaded_at__lt=limit):
        with transaction.atomic():
            changed = RegisterImport.objects.filter(pk=row.pk, state=ImportState.CHECKED).update(
                state=ImportState.DISCARDED,
                problem=_("Nobody approved this file for a week, so it was thrown away. Nothing was changed."),
                stored_as="",
                finished_at=timezone.now(),
            )
            if changed:
                row.rejected_rows.all().delete()
                audit.record("register.expired", by=None, unit=row.unit_id, obj=row)
        if changed:
            files.remove(row.stored_as)
    known = set(RegisterImport.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for name in files.strays(known, limit.timestamp()):
        files.remove(name)


def _forget_rows() -> None:
    RejectedRow.objects.filter(register_import__finished_at__lt=timezone.now() - ROWS_KEPT).delete()
