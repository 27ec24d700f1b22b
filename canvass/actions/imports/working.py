"""What every step of a register file needs: to be the only one at it, and to say what came of it."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.queries import units
from canvass.actions.imports import files
from canvass.enums import ImportState
from canvass.models import Council, RegisterImport
from kit.errors import Refused

log = structlog.get_logger(__name__)
# A worker that dies three times over one file would die a fourth time.
ATTEMPTS = 3


class SecondPersonNeeded(Refused):
    """More would be deleted than one person may approve."""


def begin(register_import: UUID, state: ImportState) -> RegisterImport | None:
    """Return the import if it is in that state, having counted one more attempt; None when there is nothing to do."""
    unit = units.of_row(RegisterImport, register_import)  # the job knows its import by id alone
    with scoping.units([] if unit is None else [unit]), transaction.atomic():
        row = RegisterImport.objects.select_related("council").filter(pk=register_import, state=state).first()
        if row is None or not locked(register_import):
            log.info("import_left_alone", register_import=str(register_import), state=state.value)
            return None
        attempts = row.report.get("attempts", 0) + 1
        if attempts > ATTEMPTS or not row.stored_as or not files.where(row.stored_as).is_file():
            fail(row, state)
            return None
        row.report = row.report | {"attempts": attempts}
        row.save(update_fields=["report", "touched_at"])
    return row


def locked(register_import: UUID) -> bool:
    """Make this transaction the only one at work on the import; False when another is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext('canvass.import'), hashtext(%s))", [str(register_import)]
        )
        return bool(cursor.fetchone()[0])


def is_stale(row: RegisterImport) -> bool:
    """Say whether the council's register changed since the file was compared with it."""
    return bool(Council.objects.values_list("version", flat=True).get(pk=row.council_id) != row.report.get("version"))


def finish(row: RegisterImport, was: ImportState, **changes: object) -> bool:
    """Write the outcome. Returns False, having written nothing, when the import is no longer in state `was`."""
    now = timezone.now()
    if changes["state"] == ImportState.APPLIED:
        changes["finished_at"] = now
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(RegisterImport.objects.filter(pk=row.pk, state=was).update(stage="", touched_at=now, **changes))


def refuse(row: RegisterImport, problem: str) -> None:
    """The file is no register: say why, and keep nothing of it."""
    with scoping.units([row.unit_id]), transaction.atomic():
        changed = RegisterImport.objects.filter(pk=row.pk, state=row.state).update(
            state=ImportState.REFUSED, problem=problem, stored_as="", stage="", finished_at=timezone.now()
        )
        if changed:
            audit.record("register.refused", by=row.uploaded_by, unit=row.unit_id, obj=row)
    files.remove(row.stored_as)


def fail(row: RegisterImport, was: ImportState) -> None:
    """The work can't be done: say that nothing was changed, and keep nothing of the file."""
    with scoping.units([row.unit_id]), transaction.atomic():
        changed = RegisterImport.objects.filter(pk=row.pk, state=was).update(
            state=ImportState.FAILED,
            problem=_("Rosette stopped while it worked on this file. Nothing was changed. Bring the file in again."),
            stored_as="",
            stage="",
            finished_at=timezone.now(),
        )
        if changed:
            audit.record("register.failed", by=row.uploaded_by, unit=row.unit_id, obj=row, was=was.value)
    files.remove(row.stored_as)


def not_waiting(row: RegisterImport) -> str:
    """Return why nothing can be decided about a file that is not waiting for it."""
    if row.state == ImportState.SECOND and row.approved_by is not None:
        return _("%(name)s has approved this file already. It waits for a second person.") % {
            "name": row.approved_by.name
        }
    if row.state in {ImportState.APPLYING, ImportState.APPLIED} and row.approved_by is not None:
        return _("%(name)s has approved this file already. There is nothing left to do.") % {
            "name": row.approved_by.name
        }
    return _("This file is not waiting for approval any more: %(state)s.") % {"state": row.get_state_display().lower()}
