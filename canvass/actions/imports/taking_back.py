"""A file that is in use is taken back: somebody asks, and a worker does it, in one transaction."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import User
from access.queries import units
from canvass.actions import coordinates, finding
from canvass.actions.imports import applying, undoing, working
from canvass.enums import ImportState
from canvass.models import RegisterImport
from canvass.queries import imports as queries
from kit import jobs
from kit.errors import Refused

log = structlog.get_logger(__name__)


@transaction.atomic
def take_back(*, register_import: RegisterImport, by: User) -> None:
    """Have a file that is in use taken back. The register stays as it is until that is done.

    Raises Refused when it is not the last change of its council's register, or is being taken back already.
    """
    row = RegisterImport.objects.select_for_update(of=("self",)).select_related("council").get(pk=register_import.pk)
    if row.stage == queries.TAKING_BACK:
        raise Refused(_("This file is being taken back already."))
    if reason := undoing.why_not(row):
        raise Refused(reason)
    row.stage, row.undone_by, row.problem, row.done, row.total = queries.TAKING_BACK, by, "", 0, 0
    row.save(update_fields=["stage", "undone_by", "problem", "done", "total", "touched_at"])
    audit.record("register.undo_asked", by=by, unit=row.unit_id, obj=row)
    jobs.enqueue("canvass.undo_import", register_import=str(row.pk))


def undo(register_import: UUID) -> None:
    """Take back a file for which that was asked: APPLIED becomes UNDONE, all of it or nothing.

    Safe to run twice. What is refused is said on the file's page, and the register stays as it is.
    """
    unit = units.of_row(RegisterImport, register_import)  # the job knows its import by id alone
    if unit is None:
        return
    try:
        with scoping.units([unit]), transaction.atomic():
            row = _asked(register_import)
            if row is not None:
                undo_at_once(register_import=row, by=row.undone_by)
    except Refused as refused:
        _stop(register_import, unit, str(refused))
    except OperationalError:
        raise  # the database went away: the sweeper tries again
    except Exception:
        # Whatever it was, nothing was changed, and the page must say so; the worker's log has the fault itself.
        _stop(register_import, unit, _("Rosette stopped while it took this file back. Nothing was changed. Try again."))
        raise


@transaction.atomic
def undo_at_once(*, register_import: RegisterImport, by: User | None) -> dict[str, int]:
    """Take a file back in the caller's transaction; return what that changed (undoing.undo). Raises Refused."""
    counts = undoing.undo(register_import, by)
    RegisterImport.objects.filter(pk=register_import.pk).update(stage="")
    coordinates.follow_register(unit=register_import.unit)
    finding.ask(register_import.unit_id)
    return counts


def _asked(register_import: UUID) -> RegisterImport | None:
    """Return the import when it is to be taken back and nobody is at it; None otherwise."""
    rows = RegisterImport.objects.filter(state=ImportState.APPLIED, stage=queries.TAKING_BACK)
    row = rows.select_related("undone_by").filter(pk=register_import).first()
    if row is None or not working.locked(register_import):
        log.info("undoing_left_alone", register_import=str(register_import))
        return None
    try:
        applying.lock(row.unit_id)
    except Refused:
        log.info("register_busy", register_import=str(register_import))
        return None  # another is being brought in; the sweeper comes back to this one
    return row


def _stop(register_import: UUID, unit: int, problem: str) -> None:
    with scoping.units([unit]):
        RegisterImport.objects.filter(pk=register_import, state=ImportState.APPLIED).update(
            stage="", undone_by=None, problem=problem, touched_at=timezone.now()
        )
