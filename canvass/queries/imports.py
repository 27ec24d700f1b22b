"""Register files: those that wait, those that were, what one would change, and the rows that were left out of it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.queries.accesses import Access
from canvass.enums import FileKind, ImportState
from canvass.models import ChangeSample, Council, PollingDistrict, RegisterEdition, RegisterImport, RejectedRow
from canvass.queries import register
from kit.templatetags.rosette import number

UNDER_WAY = (
    ImportState.CHECKING,
    ImportState.UNMAPPED,
    ImportState.CHECKED,
    ImportState.SECOND,
    ImportState.APPLYING,
)
AT_WORK = (ImportState.CHECKING, ImportState.APPLYING)
# The stage of a file that is in use and is being taken back. Until that is done it is in use like any other.
TAKING_BACK = "taking_back"


def files(unit: Unit) -> QuerySet[RegisterImport]:
    """Return all files of this unit, newest first, with their council and who uploaded and approved them."""
    rows = RegisterImport.objects.filter(unit=unit).select_related("uploaded_by", "approved_by", "council")
    return rows.order_by("-uploaded_at")


def under_way(unit: Unit) -> QuerySet[RegisterImport]:
    """Return the files that are being read, wait for somebody, or are being brought in; the longest waiting first."""
    rows = RegisterImport.objects.filter(unit=unit, state__in=UNDER_WAY)
    return rows.select_related("approved_by").order_by("uploaded_at")


def is_at_work(file: RegisterImport) -> bool:
    """Say whether a worker has this file, to read it, bring it in or take it back."""
    return file.state in AT_WORK or (file.state == ImportState.APPLIED and file.stage == TAKING_BACK)


def who_may_confirm(file: RegisterImport) -> list[User]:
    """Return who may be the second person for a file, by name: all who may bring in registers but who approved it."""
    people = accesses.holders(file.unit, [Permission.IMPORT_REGISTER])
    return [person for person in people if person.pk != file.approved_by_id]


def samples(file: RegisterImport, districts: Collection[str]) -> dict[str, list[ChangeSample]]:
    """Return a few of the changes in each of these districts, by code. One query."""
    found: dict[str, list[ChangeSample]] = {}
    rows = ChangeSample.objects.filter(register_import=file, district_code__in=districts).exclude(operation="")
    for row in rows.order_by("district_code", "operation", "line", "pk"):
        found.setdefault(row.district_code, []).append(row)
    return found


def unmatched(file: RegisterImport) -> QuerySet[ChangeSample]:
    """Return the rows of a notice that fit nobody, in the order of the file: at most 500 are kept."""
    return ChangeSample.objects.filter(register_import=file, operation="").order_by("line", "pk")


def last_of(council: Council) -> RegisterImport | None:
    """Return the council's last file, whatever became of it: its next one comes on the same terms, mostly."""
    return RegisterImport.objects.filter(council=council).order_by("-uploaded_at").first()


def last_dated(file: RegisterImport) -> datetime.date | None:
    """Return the latest date of what is in use from the file's council, besides the file itself; None for nothing."""
    rows = RegisterImport.objects.filter(council=file.council_id, state=ImportState.APPLIED).exclude(pk=file.pk)
    found = rows.filter(edition__is_current=True).aggregate(last=Max("dated_on"))["last"]
    edition = RegisterEdition.objects.filter(council=file.council_id, is_current=True).first()
    known = [day for day in (found, edition.dated_on if edition else None) if day]
    return max(known, default=None)


def other_councils(file: RegisterImport, districts: Collection[str]) -> list[str]:
    """Return the names of other councils of the CLP that have at least half of these districts."""
    rows = PollingDistrict.objects.filter(unit=file.unit_id, code__in=districts, council__isnull=False)
    counted = rows.exclude(council=file.council_id).values_list("council__name").annotate(n=Count("pk"))
    return sorted(name for name, n in counted if 2 * n >= len(districts))


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
        said = {
            ImportState.CHECKED.value: _waiting,
            ImportState.UNMAPPED.value: _unmapped,
            ImportState.SECOND.value: _second,
        }
        return [
            said[file.state](unit, file)
            for file in files
            if file.state in said and (file.state != ImportState.SECOND or file.approved_by_id != access.user.pk)
        ]
    return [] if register.current_edition(unit) else [_first(unit)]


def _unmapped(unit: Unit, file: RegisterImport) -> Need:
    return Need(
        title=_("Say what the columns of a file hold"),
        what=_("%(file)s has a layout that Rosette has not seen before.") % {"file": file.file_name},
        why=_("It is said once for each council and remembered. The file is kept for a week."),
        url=reverse("canvass:import_mapping", kwargs={"unit": unit.code, "file": file.pk}),
        button=_("Look at the columns"),
        since=file.uploaded_at,
    )


def _second(unit: Unit, file: RegisterImport) -> Need:
    by = file.approved_by.name if file.approved_by else _("Somebody")
    said = {"name": by, "people": number(file.report["deleted"])}
    return Need(
        title=_("Be the second person for a register"),
        what=_("%(name)s approved a file that takes %(people)s people off the register.") % said,
        why=_("More than five in a hundred would go, so two people have to look. Nothing is changed until then."),
        url=reverse("canvass:import", kwargs={"unit": unit.code, "file": file.pk}),
        button=_("Look at it"),
        since=file.approved_at,
    )


def _waiting(unit: Unit, file: RegisterImport) -> Need:
    electors, rejected = file.report["electors"], file.report["rejected"]
    what = ngettext("%(electors)s elector in %(file)s.", "%(electors)s electors in %(file)s.", electors)
    if file.kind == FileKind.UPDATE:
        electors = file.report["rows"] - rejected
        what = ngettext("%(electors)s change in %(file)s.", "%(electors)s changes in %(file)s.", electors)
    said = {"electors": number(electors), "file": file.file_name}
    if rejected:
        what += " " + ngettext("%(rejected)s row was left out.", "%(rejected)s rows were left out.", rejected)
        said["rejected"] = number(rejected)
    return Need(
        title=_("Check the changes and approve them")
        if file.kind == FileKind.UPDATE
        else _("Check the register and approve it"),
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
