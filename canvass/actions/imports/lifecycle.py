"""What people and workers do with a register file: upload, read, approve, apply, throw away."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import Unit, User
from access.queries import units
from canvass.actions.imports import applying, files, running
from canvass.actions.imports.progress import Progress, Told
from canvass.enums import ImportState
from canvass.models import Council, RegisterEdition, RegisterImport
from canvass.rules.files import WrongFile
from kit import clock, jobs
from kit.errors import Refused

log = structlog.get_logger(__name__)
_OPEN = (ImportState.CHECKING, ImportState.CHECKED)
# A worker that dies three times over one file would die a fourth time.
ATTEMPTS = 3
_SHOWN = 20


def upload(
    *, unit: Unit, file_name: str, chunks: Iterable[bytes], supplied_by: str, dated_on: datetime.date, by: User
) -> RegisterImport:
    """Keep an uploaded file and have it read. Nothing that anybody works with changes."""
    stored = files.store(chunks)
    try:
        with transaction.atomic():
            made = RegisterImport.objects.create(
                unit=unit,
                file_name=Path(file_name).name[-200:],
                stored_as=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                council=_council(unit, supplied_by),
                dated_on=dated_on,
                uploaded_by=by,
            )
            audit.record("register.uploaded", by=by, unit=unit, obj=made, size=stored.size, sha256=stored.sha256)
            jobs.enqueue("canvass.read_import", register_import=str(made.pk))
    except BaseException:
        files.remove(stored.name)
        raise
    return made


def read(register_import: UUID) -> None:
    """Read an uploaded file and keep what was found: CHECKING becomes CHECKED or REFUSED.

    Safe to run twice, also at the same time: the second run finds the first at work, or nothing to do.
    """
    row = _begin(register_import, ImportState.CHECKING)
    if row is None:
        return
    with Told(row.pk, row.unit_id) as progress:
        try:
            with scoping.units([row.unit_id]), transaction.atomic():
                if not _locked(row.pk):
                    return
                examined = running.examine(files.where(row.stored_as), row.unit_id, progress)
                running.keep_left_out(row)
                if not _finish(row, ImportState.CHECKING, state=ImportState.CHECKED, report=examined.report()):
                    transaction.set_rollback(True)  # thrown away in the meantime
        except WrongFile as wrong:
            _refuse(row, str(wrong))
        except OperationalError:
            raise  # the database went away: the sweeper tries again
        except Exception:
            # Whatever it was, the page must not wait for ever; the worker's log has the fault itself.
            _fail(row, ImportState.CHECKING)
            raise


@transaction.atomic
def approve(*, register_import: RegisterImport, by: User) -> bool:
    """Have a checked file brought in. Returns False when it must be looked at once more.

    That is so when the register changed since the file was compared with it: then it is read again, and nothing
    else happens. Raises Refused when the file is not waiting for approval, or another is being brought in.
    """
    with connection.cursor() as cursor:
        # One approval at a time in a CLP, so that of two at once exactly one wins.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.approve'), %s)", [register_import.unit_id])
    row = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if row.state != ImportState.CHECKED:
        raise Refused(_not_waiting(row))
    if RegisterImport.objects.filter(unit_id=row.unit_id, state=ImportState.APPLYING).exists():
        raise Refused(_("Another register file is being brought in. Wait until it is done, then look here again."))
    if row.report["against"] != _current(row.unit_id):
        row.state, row.stage, row.done = ImportState.CHECKING, "", 0
        row.save(update_fields=["state", "stage", "done", "touched_at"])
        jobs.enqueue("canvass.read_import", register_import=str(row.pk))
        return False
    row.state, row.approved_by, row.approved_at = ImportState.APPLYING, by, timezone.now()
    row.stage, row.done, row.total = "", 0, 0
    row.report = row.report | {"attempts": 0}
    row.save()
    audit.record("register.approved", by=by, unit=row.unit_id, obj=row, electors=row.report["electors"])
    jobs.enqueue("canvass.apply_import", register_import=str(row.pk))
    return True


def apply(register_import: UUID) -> None:
    """Bring in an approved file: APPLYING becomes APPLIED, all of it or nothing.

    Safe to run twice: killed half way it leaves the old register, and the sweeper starts it again. A register that
    changed after the approval sends the file back to be read and approved anew.
    """
    row = _begin(register_import, ImportState.APPLYING)
    if row is None:
        return
    stored = row.stored_as
    with Told(row.pk, row.unit_id) as progress:
        try:
            with scoping.units([row.unit_id]), transaction.atomic():
                if not _locked(row.pk):
                    return
                applying.lock(row.unit_id)
                if row.report["against"] != _current(row.unit_id):
                    _finish(row, ImportState.APPLYING, state=ImportState.CHECKING, approved_by=None, approved_at=None)
                    jobs.enqueue("canvass.read_import", register_import=str(row.pk))
                    return
                _bring_in(row, files.where(stored), progress)
        except Refused:
            log.info("register_busy", register_import=str(row.pk))
            return  # another is being brought in; the sweeper comes back to this one
        except WrongFile as wrong:
            _refuse(row, str(wrong))
        except OperationalError:
            raise  # the database went away: the sweeper tries again
        except Exception:
            # Whatever it was, nothing was changed, and the page must say so; the worker's log has the fault itself.
            _fail(row, ImportState.APPLYING)
            raise
        files.remove(stored)


@transaction.atomic
def discard(*, register_import: RegisterImport, by: User) -> None:
    """Throw a file away that was not brought in: the file and the rows kept from it go at once."""
    row = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if row.state not in _OPEN:
        raise Refused(_not_waiting(row))
    audit.record("register.discarded", by=by, unit=row.unit_id, obj=row)
    row.rejected_rows.all().delete()
    stored, row.stored_as = row.stored_as, ""
    row.state, row.finished_at = ImportState.DISCARDED, timezone.now()
    row.save()
    transaction.on_commit(lambda: files.remove(stored))


def note_left_out_taken(*, register_import: RegisterImport, by: User) -> None:
    """Note in the record that somebody downloaded the rows that were left out: they hold names and addresses."""
    audit.record(
        "register.left_out_downloaded",
        by=by,
        unit=register_import.unit_id,
        obj=register_import,
        rows=register_import.rejected_rows.count(),
    )


def examine_only(*, path: Path, unit: Unit) -> dict:
    """Read a file from a disk and return the report of what would happen, with the first rows that are left out.

    Leaves no trace. Raises Refused for a wrong file.
    """
    with scoping.units([unit.pk]), transaction.atomic():
        try:
            report = running.examine(path, unit.pk, Progress()).report()
        except WrongFile as wrong:
            raise Refused(str(wrong)) from wrong
        report["left_out"] = running.left_out(_SHOWN)
        transaction.set_rollback(True)
    return report


def bring_in_file(
    *, path: Path, unit: Unit, supplied_by: str = "", dated_on: datetime.date | None = None, by: User | None = None
) -> RegisterImport:
    """Read a file from a disk and bring it in at once: for the command line, where giving --approve is the approval.

    Raises Refused for a wrong file, or when another is being brought in; then nothing was changed.
    """
    print_of = files.fingerprint(path)
    try:
        with scoping.units([unit.pk]), transaction.atomic():
            applying.lock(unit.pk)
            row = RegisterImport.objects.create(
                unit=unit,
                file_name=path.name[-200:],
                sha256=print_of.sha256,
                size=print_of.size,
                council=_council(unit, supplied_by),
                dated_on=dated_on or clock.today(),
                state=ImportState.APPLYING,
                uploaded_by=by,
                approved_by=by,
                approved_at=timezone.now(),
            )
            _bring_in(row, path, Progress())
    except WrongFile as wrong:
        raise Refused(str(wrong)) from wrong
    return row


def _council(unit: Unit, name: str) -> Council:
    """Return the council of that name, made if need be; without a name the one there is, if there is one."""
    known = Council.objects.filter(unit=unit)
    found = known.filter(name=name.strip()).first() if name.strip() else known.first()
    return found or Council.objects.create(unit=unit, name=name.strip() or _("The council"))


def _begin(register_import: UUID, state: ImportState) -> RegisterImport | None:
    """Return the import if it is in that state, having counted one more attempt; None when there is nothing to do."""
    unit = units.of_row(RegisterImport, register_import)  # the job knows its import by id alone
    with scoping.units([] if unit is None else [unit]), transaction.atomic():
        row = RegisterImport.objects.filter(pk=register_import, state=state).first()
        if row is None or not _locked(register_import):
            log.info("import_left_alone", register_import=str(register_import), state=state.value)
            return None
        attempts = row.report.get("attempts", 0) + 1
        if attempts > ATTEMPTS or not row.stored_as or not files.where(row.stored_as).is_file():
            _fail(row, state)
            return None
        row.report = row.report | {"attempts": attempts}
        row.save(update_fields=["report", "touched_at"])
    return row


def _locked(register_import: UUID) -> bool:
    """Make this transaction the only one at work on the import; False when another is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext('canvass.import'), hashtext(%s))", [str(register_import)]
        )
        return bool(cursor.fetchone()[0])


def _bring_in(row: RegisterImport, path: Path, progress: Progress) -> None:
    """Examine and apply the file, keep the report, and note it in the record; all in the caller's transaction."""
    began = time.monotonic()
    examined = running.examine(path, row.unit_id, progress)
    running.keep_left_out(row)
    edition = running.bring_in(
        examined,
        row.unit_id,
        council=row.council_id,
        dated_on=row.dated_on or clock.today(),
        progress=progress,
    )
    report = examined.report() | {"seconds": round(time.monotonic() - began, 2)}
    if not _finish(row, ImportState.APPLYING, state=ImportState.APPLIED, report=report, edition=edition, stored_as=""):
        raise Refused(_("This file was stopped. Nothing was changed."))
    counted = ("rows", "electors", "households", "polling_districts", "rejected", "added", "amended", "gone")
    audit.record(
        "register.applied",
        by=row.approved_by,
        unit=row.unit_id,
        obj=row,
        edition=str(edition.pk),
        **{name: report[name] for name in counted},
    )


def _finish(row: RegisterImport, was: ImportState, **changes: object) -> bool:
    """Write the outcome. Returns False, having written nothing, when the import is no longer in state `was`."""
    now = timezone.now()
    if changes["state"] == ImportState.APPLIED:
        changes["finished_at"] = now
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(RegisterImport.objects.filter(pk=row.pk, state=was).update(stage="", touched_at=now, **changes))


def _refuse(row: RegisterImport, problem: str) -> None:
    """The file is no register: say why, and keep nothing of it."""
    with scoping.units([row.unit_id]), transaction.atomic():
        changed = RegisterImport.objects.filter(pk=row.pk, state=row.state).update(
            state=ImportState.REFUSED, problem=problem, stored_as="", stage="", finished_at=timezone.now()
        )
        if changed:
            audit.record("register.refused", by=row.uploaded_by, unit=row.unit_id, obj=row)
    files.remove(row.stored_as)


def _fail(row: RegisterImport, was: ImportState) -> None:
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


def _current(unit: int) -> str:
    """Return the id of the current edition, "" for none."""
    edition = RegisterEdition.objects.filter(unit_id=unit, is_current=True).first()
    return str(edition.pk) if edition else ""


def _not_waiting(row: RegisterImport) -> str:
    if row.state in {ImportState.APPLYING, ImportState.APPLIED} and row.approved_by is not None:
        return _("%(name)s has approved this file already. There is nothing left to do.") % {
            "name": row.approved_by.name
        }
    return _("This file is not waiting for approval any more: %(state)s.") % {"state": row.get_state_display().lower()}
