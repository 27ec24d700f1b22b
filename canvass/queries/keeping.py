"""What is held of each council's registers: by what right, since when, until when, and what is left of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission
from access.queries.accesses import Access
from canvass.enums import FileKind, ImportState
from canvass.models import (
    ChangeSample,
    Council,
    Elector,
    PastEntry,
    PurgeReport,
    RegisterEdition,
    RegisterImport,
    RejectedRow,
)
from canvass.rules import keeping as rules
from canvass.rules.keeping import Fate, Supply
from kit import clock
from kit.templatetags.rosette import number

# Of what was refused, stopped or thrown away nothing is held, and of a file that nobody approved only the file itself.
_HOLDS_NOTHING = (ImportState.REFUSED, ImportState.FAILED, ImportState.DISCARDED)
_IN_USE = Q(imports__state=ImportState.APPLIED)


@dataclass(frozen=True)
class Held:
    """One file, and what is left of it. `fate` is that of the edition it made or altered; None while there is none.

    `kept` says in words what is held, `goes` when it goes, "" where the words before say it. `can_change`: its
    delete-by date still decides about something.
    """

    file: RegisterImport
    fate: Fate | None
    kept: str
    goes: datetime.date | None
    can_change: bool


def of_councils(unit: Unit) -> dict[Council, list[Fate]]:
    """Return the councils of a unit, each with its editions and what becomes of them. One query.

    An edition whose files were all taken back is none.
    """
    editions = (
        RegisterEdition.objects.filter(unit=unit)
        .select_related("council")
        .annotate(files=Count("imports"), used=Count("imports", filter=_IN_USE))
        .annotate(delete_by=Min("imports__delete_by", filter=_IN_USE))
        .order_by("council__name", "council_id")
    )
    found: dict[Council, list[Supply]] = {}
    for edition in editions:
        if edition.used or not edition.files:
            found.setdefault(edition.council, []).append(_supply(edition))
    return {council: rules.fates(supplies) for council, supplies in found.items()}


def _supply(edition: RegisterEdition) -> Supply:
    return Supply(
        edition=edition.pk,
        dated_on=edition.dated_on,
        brought_in_on=timezone.localdate(edition.created_at),
        is_current=edition.is_current,
        delete_by=edition.delete_by,  # type: ignore[attr-defined] # annotated above
    )


def fate_of(register_import: RegisterImport) -> Fate | None:
    """Return what becomes of the edition that this file made or altered; None where it is in none."""
    for fates in of_councils(register_import.unit).values():
        for fate in fates:
            if fate.supply.edition == register_import.edition_id:
                return fate
    return None


def files(unit: Unit) -> QuerySet[RegisterImport]:
    """Return the files of which something is or was held, the latest first."""
    return (
        RegisterImport.objects.filter(unit=unit)
        .exclude(state__in=_HOLDS_NOTHING)
        .select_related("council", "edition", "uploaded_by", "approved_by")
        .order_by("-uploaded_at", "pk")
    )


def without_file(unit: Unit) -> QuerySet[RegisterEdition]:
    """Return the editions in use of which no file is known: laid down by a demo, or brought in before files were kept.

    No date ends them; a newer edition does.
    """
    found = RegisterEdition.objects.filter(unit=unit, is_current=True, imports=None)
    return found.select_related("council").order_by("council__name", "pk")


def held(unit: Unit, page: list[RegisterImport], today: datetime.date) -> list[Held]:
    """Return what is left of each file of a page. Five queries, however many there are."""
    fates = {fate.supply.edition: fate for fates in of_councils(unit).values() for fate in fates}
    shown = [file.pk for file in page]
    counts = _Counts(
        listed=_by("polling_district__council", Elector.objects.filter(unit=unit, left_on=None)),
        before=_by("register_import", PastEntry.objects.filter(unit=unit, register_import__in=shown)),
        of_edition=_by("edition", PastEntry.objects.filter(unit=unit)),
        texts=_by("register_import", RejectedRow.objects.filter(register_import__in=shown)),
        samples=_by("register_import", ChangeSample.objects.filter(register_import__in=shown)),
    )
    found = []
    for file in page:
        fate = fates.get(file.edition_id) if file.state == ImportState.APPLIED else None
        is_gone = fate is None or fate.is_gone(today)
        found.append(
            Held(
                file=file,
                fate=fate,
                kept=_kept(file, fate, is_gone, counts),
                goes=None if fate is None or is_gone else fate.goes_on,
                can_change=fate is not None and not is_gone,
            )
        )
    return found


@dataclass(frozen=True)
class _Counts:
    listed: Mapping[object, int]
    before: Mapping[object, int]
    of_edition: Mapping[object, int]
    texts: Mapping[object, int]
    samples: Mapping[object, int]


def _by(field: str, rows: QuerySet) -> dict[object, int]:
    counted = rows.order_by().values(key=F(field)).annotate(count=Count("pk"))
    return {row["key"]: row["count"] for row in counted}


def _kept(file: RegisterImport, fate: Fate | None, is_gone: bool, counts: _Counts) -> str:
    said = [_main(file, fate, is_gone, counts)]
    texts = counts.texts.get(file.pk, 0) + counts.samples.get(file.pk, 0)
    if texts:
        words = ngettext("%(count)s row for checking, for a month.", "%(count)s rows for checking, for a month.", texts)
        said.append(words % {"count": number(texts)})
    if file.stored_as:
        said.append(_("The file itself, for a week at most."))
    return " ".join(said)


def _main(file: RegisterImport, fate: Fate | None, is_gone: bool, counts: _Counts) -> str:
    before = counts.before.get(file.pk, 0)
    if file.state == ImportState.UNDONE:
        return _("Taken back: nothing of it is in use.")
    if file.state != ImportState.APPLIED:
        return _("Not in use: it waits.")
    if fate is None or is_gone:
        return _("Nothing but this line.")
    if file.kind == FileKind.UPDATE:
        words = ngettext(
            "Part of the register it altered; %(count)s entry as it stood before.",
            "Part of the register it altered; %(count)s entries as they stood before.",
            before,
        )
        return words % {"count": number(before)}
    if fate.supply.is_current:
        listed = counts.listed.get(file.council_id, 0)
        words = ngettext("In use: %(count)s elector.", "In use: %(count)s electors.", listed)
        return words % {"count": number(listed)}
    earlier = counts.of_edition.get(fate.supply.edition, 0)
    words = ngettext(
        "The one before: %(count)s entry as it stood.", "The one before: %(count)s entries as they stood.", earlier
    )
    return words % {"count": number(earlier)}


def reports(unit: Unit) -> QuerySet[PurgeReport]:
    """Return the runs of the purge, the latest first."""
    return PurgeReport.objects.filter(unit=unit).select_related("by").order_by("-ran_at")


def ran_on(unit: int, day: datetime.date) -> bool:
    """Say whether the nightly run of that day is done."""
    return PurgeReport.objects.filter(unit=unit, day=day, by=None).exists()


def ending(unit: Unit, today: datetime.date) -> list[tuple[Council, Fate]]:
    """Return the councils whose register in use goes within a month, each with its edition."""
    return [
        (council, fate)
        for council, fates in of_councils(unit).items()
        for fate in fates
        if fate.supply.is_current and fate.goes_on and _is_near(fate.goes_on, today)
    ]


def _is_near(goes_on: datetime.date, today: datetime.date) -> bool:
    return (goes_on - today).days <= rules.WARNED_BEFORE[0]


def undated(unit: Unit) -> list[tuple[UUID, datetime.date]]:
    """Return the editions in use that no date of any file ends, each with the day on which it was brought in."""
    return [
        (UUID(str(fate.supply.edition)), fate.supply.brought_in_on)
        for fates in of_councils(unit).values()
        for fate in fates
        if fate.supply.is_current and fate.goes_on is None
    ]


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return a need for each council whose register has to be deleted within a month."""
    if unit.kind != UnitKind.CLP or not access.may(Permission.IMPORT_REGISTER, unit):
        return []
    return [_need(unit, council, fate) for council, fate in ending(unit, clock.today())]


def _need(unit: Unit, council: Council, fate: Fate) -> Need:
    assert fate.goes_on is not None  # noqa: S101 - ending() gives no other
    return Need(
        title=_("Ask %(council)s for a new register") % {"council": council.name},
        what=_("The one you hold has to be deleted by %(day)s, and then goes by itself with all its electors.")
        % {"day": date_format(fate.goes_on, "j F Y")},
        why=_("A register may be kept only as long as its terms of supply say."),
        url=reverse("canvass:keeping", kwargs={"unit": unit.code}),
        button=_("See what is held"),
        due_at=clock.at(fate.goes_on, 0),
    )
