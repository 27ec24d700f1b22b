"""Register files: those that wait, those that were, and the rows that were left out of one."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission
from access.queries.accesses import Access
from canvass.enums import ImportState
from canvass.models import RegisterImport, RejectedRow
from canvass.queries import register
from kit.templatetags.rosette import number

UNDER_WAY = (ImportState.CHECKING, ImportState.CHECKED, ImportState.APPLYING)
AT_WORK = (ImportState.CHECKING, ImportState.APPLYING)


def files(unit: Unit) -> QuerySet[RegisterImport]:
    """Return all files of this unit, newest first, with the people who uploaded and approved them."""
    return (
        RegisterImport.objects.filter(unit=unit).select_related("uploaded_by", "approved_by").order_by("-uploaded_at")
    )


def under_way(unit: Unit) -> QuerySet[RegisterImport]:
    """Return the files that are being read, wait for approval, or are being brought in; the longest waiting first."""
    return RegisterImport.objects.filter(unit=unit, state__in=UNDER_WAY).order_by("uploaded_at")


def left_out(register_import: RegisterImport) -> QuerySet[RejectedRow]:
    """Return the rows that were left out, in the order of the file."""
    return RejectedRow.objects.filter(register_import=register_import).order_by("line")


def units_to_see_to(*, silent: datetime.datetime, unapproved: datetime.datetime, rows: datetime.datetime) -> list[int]:
    """Return the ids of the units with a file at work that was silent since then, one that nobody approved since
    then, or rows kept from one that was finished before then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM canvass_units_with_imports(%s, %s, %s)", [silent, unapproved, rows])
        return sorted(row[0] for row in cursor.fetchall())


def files_known() -> set[str]:
    """Return the names of all stored files that belong to an import, of whatever unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM canvass_files_of_imports()")
        return {row[0] for row in cursor.fetchall()}


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what the start page asks of those who bring in the register: a file that waits, or a first one."""
    if unit.kind != UnitKind.CLP or not access.may(Permission.IMPORT_REGISTER, unit):
        return []
    files = list(under_way(unit)[:5])
    if files:
        return [_waiting(unit, file) for file in files if file.state == ImportState.CHECKED]
    return [] if register.current_edition(unit) else [_first(unit)]


def _waiting(unit: Unit, file: RegisterImport) -> Need:
    electors, rejected = file.report["electors"], file.report["rejected"]
    what = ngettext("%(electors)s elector in %(file)s.", "%(electors)s electors in %(file)s.", electors)
    said = {"electors": number(electors), "file": file.file_name}
    if rejected:
        what += " " + ngettext("%(rejected)s row was left out.", "%(rejected)s rows were left out.", rejected)
        said["rejected"] = number(rejected)
    return Need(
        title=_("Check the register and approve it"),
        what=what % said,
        why=_("Until somebody approves it, boards and polling day use the register that you hold now."),
        url=reverse("canvass:import", kwargs={"unit": unit.code, "file": file.pk}),
        button=_("Look at it"),
        since=file.uploaded_at,
    )


def _first(unit: Unit) -> Need:
    return Need(
        title=_("Bring in the electoral register"),
        what=_("There is none here yet. Your council gives it to the party free of charge, as data, on request."),
        why=_("Without it there are no streets to make boards from, and nobody to count on polling day."),
        url=reverse("canvass:import_new", kwargs={"unit": unit.code}),
        button=_("Bring in a register"),
    )
