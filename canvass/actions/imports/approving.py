"""A file that was read is approved, by two people where many would go, and becomes the register."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, mail
from access.enums import MailKind
from access.models import User
from access.permissions import Permission
from access.queries import accesses
from canvass.actions import coordinates, finding
from canvass.actions.imports import applying, files, running, working
from canvass.actions.imports.progress import Progress, Told
from canvass.enums import ImportState
from canvass.models import RegisterImport
from canvass.queries import imports as queries
from canvass.rules import imports as rules
from canvass.rules.files import WrongFile
from kit import jobs
from kit.errors import Refused

log = structlog.get_logger(__name__)
_UNDECIDED = {"approved_by": None, "approved_at": None, "confirmed_by": None, "confirmed_at": None}
_COUNTED = (
    "rows", "electors", "households", "polling_districts", "rejected", "added", "amended", "deleted", "unmatched",
)  # fmt: skip


@transaction.atomic
def approve(*, register_import: RegisterImport, by: User) -> bool:
    """Have a checked file brought in, or wait for a second person. Returns False when it must be looked at once more.

    That is so when the register changed since the file was compared with it: then it is read again, and nothing
    else happens. Raises Refused when the file is not waiting for approval, or another is being brought in.
    """
    row = _to_decide(register_import, ImportState.CHECKED)
    if working.is_stale(row):
        _read_again(row)
        return False
    row.approved_by, row.approved_at = by, timezone.now()
    audit.record("register.approved", by=by, unit=row.unit_id, obj=row, electors=row.report["electors"])
    if row.report["needs_second"]:
        row.state = ImportState.SECOND
        row.save()
        for person in queries.who_may_confirm(row):
            _ask(person, row)
        return True
    _start(row)
    return True


@transaction.atomic
def confirm(*, register_import: RegisterImport, figures: str, by: User) -> bool:
    """Be the second person: have the file brought in. Returns False when it must be looked at once more.

    `figures` are those that the person saw (rules.imports.as_seen). Raises Refused when they are others now, when it
    is the person who approved it, who may not bring in a register, or when the file is not waiting for this.
    """
    row = _to_decide(register_import, ImportState.SECOND)
    if by.pk == row.approved_by_id:
        raise Refused(_("You approved this file yourself. Somebody else has to look at it too. Nothing was changed."))
    if not accesses.of(by).may(Permission.IMPORT_REGISTER, row.unit):
        raise Refused(_("%(name)s may not bring in a register here. Nothing was changed.") % {"name": by.name})
    if working.is_stale(row):
        _read_again(row)
        return False
    if figures != rules.as_seen(row.report):
        raise Refused(
            _("The figures are not those that you saw any more. Nothing was changed. Look at them once more.")
        )
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    audit.record("register.confirmed", by=by, unit=row.unit_id, obj=row, deleted=row.report["deleted"])
    _start(row)
    return True


def _to_decide(register_import: RegisterImport, state: ImportState) -> RegisterImport:
    """Return the file, held until the transaction ends. One decision at a time in a CLP: of two at once one wins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.approve'), %s)", [register_import.unit_id])
    rows = RegisterImport.objects.select_for_update(of=("self",)).select_related("unit", "approved_by", "council")
    row = rows.get(pk=register_import.pk)
    if row.state != state:
        raise Refused(working.not_waiting(row))
    busy = Q(state=ImportState.APPLYING) | Q(state=ImportState.APPLIED, stage=queries.TAKING_BACK)
    if RegisterImport.objects.filter(busy, unit_id=row.unit_id).exists():
        raise Refused(_("Another register file is being worked on. Wait until it is done, then look here again."))
    return row


def _read_again(row: RegisterImport) -> None:
    row.state, row.stage, row.done = ImportState.CHECKING, "", 0
    for name, value in _UNDECIDED.items():
        setattr(row, name, value)
    row.save()
    jobs.enqueue("canvass.read_import", register_import=str(row.pk))


def _start(row: RegisterImport) -> None:
    row.state, row.stage, row.done, row.total = ImportState.APPLYING, "", 0, 0
    row.report = row.report | {"attempts": 0}
    row.save()
    jobs.enqueue("canvass.apply_import", register_import=str(row.pk))


def _ask(person: User, row: RegisterImport) -> None:
    """Write to somebody who may be the second person."""
    address = reverse("canvass:import", kwargs={"unit": row.unit.code, "file": row.pk})
    context = {"person": person, "file": row, "unit": row.unit, "link": f"{settings.BASE_URL}{address}"}
    mail.queue(
        to=person.email,
        kind=MailKind.SERVICE,
        purpose="second_person",
        subject=render_to_string("canvass/emails/second_person.subject.txt", context),
        text=render_to_string("canvass/emails/second_person.txt", context),
        unit=row.unit,
        dedupe_key=f"second_person:{row.pk}:{row.approved_at:%s}:{person.pk}",
    )


def apply(register_import: UUID) -> None:
    """Bring in an approved file: APPLYING becomes APPLIED, all of it or nothing.

    Safe to run twice: killed half way it leaves the old register, and the sweeper starts it again. A register that
    changed after the approval sends the file back to be read and approved anew.
    """
    row = working.begin(register_import, ImportState.APPLYING)
    if row is None:
        return
    stored = row.stored_as
    with Told(row.pk, row.unit_id) as progress:
        try:
            with scoping.units([row.unit_id]), transaction.atomic():
                if not working.locked(row.pk):
                    return
                applying.lock(row.unit_id)
                if working.is_stale(row):
                    _decide_again(row)
                    return
                bring_in(row, files.where(stored), progress)
        except working.SecondPersonNeeded:
            with scoping.units([row.unit_id]), transaction.atomic():
                _decide_again(row)
            return
        except Refused:
            log.info("register_busy", register_import=str(row.pk))
            return  # another is being brought in; the sweeper comes back to this one
        except WrongFile as wrong:
            working.refuse(row, str(wrong))
        except OperationalError:
            raise  # the database went away: the sweeper tries again
        except Exception:
            # Whatever it was, nothing was changed, and the page must say so; the worker's log has the fault itself.
            working.fail(row, ImportState.APPLYING)
            raise
        files.remove(stored)


def _decide_again(row: RegisterImport) -> None:
    """What was approved is not what would happen any more: have it read, and approved, anew."""
    working.finish(row, ImportState.APPLYING, state=ImportState.CHECKING, **_UNDECIDED)
    jobs.enqueue("canvass.read_import", register_import=str(row.pk))


def bring_in(row: RegisterImport, path: Path, progress: Progress) -> None:
    """Examine and apply the file, keep the report, and note it in the record; all in the caller's transaction.

    Raises Refused and WrongFile, with nothing changed once the transaction is rolled back. More than five deletions
    in a hundred are refused without a second person, whatever way the file came.
    """
    began = time.monotonic()
    examined = running.examine(path, row.council, progress)
    found = examined.report()
    if found["needs_second"] and row.confirmed_by_id is None:
        raise working.SecondPersonNeeded(rules.second_person_missing(found))
    running.keep_findings(row, examined)
    edition = running.bring_in(examined, row, progress)
    report = examined.report() | {"seconds": round(time.monotonic() - began, 2)}
    outcome = {"state": ImportState.APPLIED, "kind": examined.kind, "edition": edition, "stored_as": ""}
    if not working.finish(row, ImportState.APPLYING, report=report, **outcome):
        raise Refused(_("This file was stopped. Nothing was changed."))
    audit.record(
        "register.applied",
        by=row.approved_by,
        unit=row.unit_id,
        obj=row,
        edition=str(edition.pk),
        **{name: report[name] for name in _COUNTED},
    )
    coordinates.follow_register(unit=row.unit)
    finding.ask(row.unit_id)
