"""What people and workers do with a register file before it is approved: upload, read, throw away."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone

from access import scoping
from access.actions import audit
from access.models import Unit, User
from canvass.actions.imports import files, running, working
from canvass.actions.imports.progress import Told
from canvass.enums import Entitlement, ImportState
from canvass.models import Council, RegisterImport
from canvass.rules.files import UnknownLayout, WrongFile
from kit import jobs
from kit.errors import Refused

_OPEN = (ImportState.CHECKING, ImportState.UNMAPPED, ImportState.CHECKED, ImportState.SECOND)


@dataclass(frozen=True)
class Supply:
    """On what terms a council supplied a file (reliability L3).

    `received_by` is who got it from the council. `delete_by` is the day by which it has to go, None for none.
    """

    entitlement: Entitlement = Entitlement.PARTY
    received_by: str = ""
    terms: str = ""
    delete_by: datetime.date | None = None


def upload(
    *,
    unit: Unit,
    file_name: str,
    chunks: Iterable[bytes],
    council: Council,
    dated_on: datetime.date,
    by: User,
    supply: Supply = Supply(),
) -> RegisterImport:
    """Keep an uploaded file and have it read. Nothing that anybody works with changes.

    `council` is one of the unit's, or a new one that is not saved yet: it is made with the file.
    """
    stored = files.store(chunks)
    try:
        with transaction.atomic():
            if not council.pk:
                council.save()
                audit.record("council.added", by=by, unit=unit, obj=council)
            made = RegisterImport.objects.create(
                unit=unit,
                file_name=Path(file_name).name[-200:],
                stored_as=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                council=council,
                dated_on=dated_on,
                entitlement=supply.entitlement,
                received_by=supply.received_by.strip(),
                terms=supply.terms.strip(),
                delete_by=supply.delete_by,
                uploaded_by=by,
            )
            audit.record("register.uploaded", by=by, unit=unit, obj=made, size=stored.size, sha256=stored.sha256)
            jobs.enqueue("canvass.read_import", register_import=str(made.pk))
    except BaseException:
        files.remove(stored.name)
        raise
    return made


def read(register_import: UUID) -> None:
    """Read an uploaded file and keep what was found: CHECKING becomes CHECKED, UNMAPPED or REFUSED.

    Safe to run twice, also at the same time: the second run finds the first at work, or nothing to do.
    """
    row = working.begin(register_import, ImportState.CHECKING)
    if row is None:
        return
    with Told(row.pk, row.unit_id) as progress:
        try:
            with scoping.units([row.unit_id]), transaction.atomic():
                if not working.locked(row.pk):
                    return
                examined = running.examine(files.where(row.stored_as), row.council, progress)
                running.keep_findings(row, examined)
                found = {"kind": examined.kind, "report": examined.report()}
                if not working.finish(row, ImportState.CHECKING, state=ImportState.CHECKED, **found):
                    transaction.set_rollback(True)  # thrown away in the meantime
        except UnknownLayout:
            _wait_for_columns(row)
        except WrongFile as wrong:
            working.refuse(row, str(wrong))
        except OperationalError:
            raise  # the database went away: the sweeper tries again
        except Exception:
            # Whatever it was, the page must not wait for ever; the worker's log has the fault itself.
            working.fail(row, ImportState.CHECKING)
            raise


def _wait_for_columns(row: RegisterImport) -> None:
    """Nobody has said yet what the columns of such a file hold: keep it until somebody does."""
    with scoping.units([row.unit_id]):
        RegisterImport.objects.filter(pk=row.pk, state=row.state).update(
            state=ImportState.UNMAPPED, stage="", touched_at=timezone.now()
        )


@transaction.atomic
def discard(*, register_import: RegisterImport, by: User) -> None:
    """Throw a file away that was not brought in: the file and the rows kept from it go at once."""
    row = RegisterImport.objects.select_for_update(of=("self",)).get(pk=register_import.pk)
    if row.state not in _OPEN:
        raise Refused(working.not_waiting(row))
    audit.record("register.discarded", by=by, unit=row.unit_id, obj=row)
    row.rejected_rows.all().delete()
    row.samples.all().delete()
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
