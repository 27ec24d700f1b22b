"""A file on the server's own disk: looked at, or brought in at once. For the command line."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from canvass.actions.imports import applying, approving, files, running
from canvass.actions.imports.progress import Progress
from canvass.enums import ImportState
from canvass.models import Council, RegisterImport
from canvass.rules.files import WrongFile
from kit import clock
from kit.errors import Refused

_SHOWN = 20


def examine_only(*, path: Path, unit: Unit, supplied_by: str = "") -> dict:
    """Read a file from a disk and return the report of what would happen, with the first rows that are left out.

    Leaves no trace. Raises Refused for a wrong file.
    """
    with scoping.units([unit.pk]), transaction.atomic():
        try:
            report = running.examine(path, _council(unit, supplied_by), Progress()).report()
        except WrongFile as wrong:
            raise Refused(str(wrong)) from wrong
        report["left_out"] = running.left_out(_SHOWN)
        transaction.set_rollback(True)
    return report


def bring_in_file(
    *,
    path: Path,
    unit: Unit,
    supplied_by: str = "",
    dated_on: datetime.date | None = None,
    by: User | None = None,
    confirmed_by: User | None = None,
) -> RegisterImport:
    """Read a file from a disk and bring it in at once: giving --approve on the command line is the approval.

    `supplied_by` names the council, "" for the one there is; `confirmed_by` is the second person, whom a file with
    more than five deletions in a hundred needs. Raises Refused without one, for somebody who may not bring in a
    register here, for a wrong file, or when another is being brought in; then nothing was changed.
    """
    if confirmed_by is not None and not accesses.of(confirmed_by).may(Permission.IMPORT_REGISTER, unit):
        raise Refused(
            _("%(name)s may not bring in a register here. Nothing was changed.") % {"name": confirmed_by.name}
        )
    print_of, now = files.fingerprint(path), timezone.now()
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
                approved_at=now,
                confirmed_by=confirmed_by,
                confirmed_at=now if confirmed_by else None,
            )
            approving.bring_in(row, path, Progress())
    except WrongFile as wrong:
        raise Refused(str(wrong)) from wrong
    return row


def _council(unit: Unit, name: str) -> Council:
    """Return the council of that name, made if need be; without a name the one there is, if there is one."""
    known = Council.objects.filter(unit=unit)
    found = known.filter(name=name.strip()).first() if name.strip() else known.first()
    return found or Council.objects.create(unit=unit, name=name.strip() or _("The council"))
