"""Who voted in the end: how far a marked register is typed in, and the history of one elector."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.hooks import Section
from canvass.models import Elector, PollingDistrict
from canvass.queries import areas
from gotv.enums import TurnoutState
from gotv.models import Election, MarkedRegister, MarkedRow, TurnoutEntry, TurnoutRecord
from gotv.queries import listed

LAST = 12


@dataclass
class District:
    """How far a district is: everybody listed on the day (sealed ones left out), and records by TurnoutState value."""

    district: PollingDistrict
    listed: int
    states: dict[str, int] = field(default_factory=dict)

    @property
    def recorded(self) -> int:
        return sum(self.states.values())

    @property
    def left(self) -> int:
        return max(0, self.listed - self.recorded)

    @property
    def voted(self) -> int:
        return self.states.get(TurnoutState.VOTED, 0) + self.states.get(TurnoutState.BY_POST, 0)

    @property
    def turnout(self) -> int | None:
        """Whole per cent of the recorded who voted; None before anything is recorded."""
        return round(100 * self.voted / self.recorded) if self.recorded else None


def by_district(election: Election, area: areas.Keys = None) -> list[District]:
    """Return the districts of an area with somebody listed on the day or something recorded, by code. Three queries."""
    districts = {one.pk: one for one in areas.districts(area).order_by("code", "pk")}
    on_the_day = listed.counts(election, list(districts))
    found = {pk: District(one, on_the_day.get(pk, 0)) for pk, one in districts.items()}
    for district, state, count in _counted(election, list(districts)):
        found[district].states[state] = count
    return [one for one in found.values() if one.listed or one.states]


def of_district(election: Election, district: PollingDistrict) -> District:
    """Return how far one district is. Two queries."""
    found = District(district, listed.counts(election, [district.pk]).get(district.pk, 0))
    found.states = {state: count for _district, state, count in _counted(election, [district.pk])}
    return found


def _counted(election: Election, districts: Collection[int]) -> QuerySet:
    rows = TurnoutRecord.objects.filter(election=election, polling_district__in=districts).order_by()
    return rows.values_list("polling_district", "state").annotate(count=Count("pk"))


def last_typed(election: Election, district: PollingDistrict) -> list[TurnoutEntry]:
    """Return the newest things typed about a district, by anybody, those taken back among them."""
    rows = TurnoutEntry.objects.filter(election=election, polling_district=district).select_related("typed_by")
    return list(rows.order_by("-typed_at", "-pk")[:LAST])


def files(election: Election) -> QuerySet[MarkedRegister]:
    """Return the marked registers of an election that came as files, the newest first."""
    return MarkedRegister.objects.filter(election=election).select_related("uploaded_by", "approved_by", "council")


def left_out(marked: MarkedRegister) -> QuerySet[MarkedRow]:
    """Return the rows of a file that were left out, in the order of the file."""
    return MarkedRow.objects.filter(marked_register=marked).exclude(problem="").order_by("line")


def history(elector: Elector) -> QuerySet[TurnoutRecord]:
    """Return what is recorded of an elector, the latest poll first. No row: not on the register then, or not known."""
    rows = TurnoutRecord.objects.filter(elector=elector).select_related("election")
    return rows.order_by("-election__polling_on", "election__name")


def section(access: Access, unit: Unit, elector: Elector) -> Section | None:
    """Return the turnout of an elector for their page (canvass.hooks.sections).

    Whoever may not enter marked registers is told so, and nothing else: a canvasser must never read out that somebody
    did not vote (reliability L7).
    """
    title = _("Which elections they voted in")
    if not access.may(P.ENTER_MARKED_REGISTER, unit):
        return Section(title, instead=_("Your role doesn’t show this. Secretary, data officer and organiser see it."))
    rows = [
        (
            record.election.name,
            date_format(record.election.polling_on, "j F Y"),
            str(TurnoutState(record.state).label),
        )
        for record in history(elector)
    ]
    return Section(
        title,
        head=(_("Election"), _("Polling day"), _("Marked register")),
        rows=rows,
        instead="" if rows else _("No marked register with them in it has been brought in."),
        note=_("Whether, never how. Don’t mention it at the door."),
    )
