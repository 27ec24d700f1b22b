"""What was counted on the day: of boxes, districts and rooms. Numbers alone, and who sent them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from access.models import User
from canvass.models import Elector, PollingDistrict
from canvass.queries import areas
from gotv.enums import CountKind
from gotv.models import BallotBox, CampaignFigures, CommitteeRoom, Count, Election, RoomOfficer
from gotv.queries import eligibility

Counted = BallotBox | PollingDistrict | CommitteeRoom
# Which field of a count names its place.
PLACE = {
    CountKind.TURNOUT: "box",
    CountKind.WARP: "polling_district",
    CountKind.CANVASSERS: "room",
    CountKind.CARS: "room",
    CountKind.LIFTS: "room",
}


@dataclass(frozen=True)
class Row:
    """A place that somebody can count, with its last count; None where nobody counted. WARP comes as its sum."""

    kind: CountKind
    pk: int
    name: str
    where: str
    value: int | None
    at: datetime.datetime | None
    by: str


def valid(election: Election) -> QuerySet[Count]:
    """Return the counts that nobody has taken back, the newest first."""
    return Count.objects.filter(election=election, invalidated_at=None).order_by("-counted_at", "-entered_at")


def latest(election: Election, *kinds: CountKind) -> dict[tuple[CountKind, int], Count]:
    """Return the newest valid count by kind and id of its place, of these kinds or of all. One query."""
    rows = valid(election).filter(kind__in=kinds or CountKind.values).select_related("entered_by")
    at = ("kind", "box_id", "polling_district_id", "room_id")
    found = rows.order_by(*at, "-counted_at", "-entered_at").distinct(*at)
    return {(CountKind(one.kind), place_of(one)): one for one in found}


def sums(election: Election) -> dict[int, int]:
    """Return the confirmed promises by district: passes add up (domain C7)."""
    rows = valid(election).filter(kind=CountKind.WARP).order_by().values_list("polling_district")
    return dict(rows.annotate(together=Sum("value")))


def place_of(count: Count) -> int:
    """Return the id of what was counted."""
    return int(getattr(count, f"{PLACE[CountKind(count.kind)]}_id"))


def boxes(election: Election, area: areas.Keys) -> QuerySet[BallotBox]:
    """Return the boxes of an election in an area: those that a district of it uses."""
    rows = BallotBox.objects.filter(station__election=election).select_related("station")
    if area is not None:
        rows = rows.filter(districts__district__in=areas.districts(area)).distinct()
    return rows.order_by("station__name", "number", "pk")


def districts(election: Election, area: areas.Keys) -> QuerySet[PollingDistrict]:
    """Return the districts of an area that vote at a station of this election, or that a room looks after."""
    stations = election.stations.values("districts")
    rooms = election.rooms.values("districts__polling_district")
    rows = PollingDistrict.objects.filter(Q(pk__in=stations) | Q(pk__in=rooms))
    return areas.districts(area, rows).select_related("ward").order_by("code", "pk")


def rooms(election: Election, area: areas.Keys, user: User) -> QuerySet[CommitteeRoom]:
    """Return the rooms that look after a district of the area, and those in which this person has a duty."""
    rows = election.rooms.order_by("name", "pk")
    if area is None:
        return rows
    own = RoomOfficer.objects.filter(user=user).values("room")
    return rows.filter(Q(districts__polling_district__in=areas.districts(area)) | Q(pk__in=own)).distinct()


def places(election: Election, kind: CountKind, area: areas.Keys, user: User) -> QuerySet:
    """Return what this person can count of a kind."""
    if kind == CountKind.TURNOUT:
        return boxes(election, area)
    return districts(election, area) if kind == CountKind.WARP else rooms(election, area, user)


def listing(election: Election, kinds: Collection[CountKind], area: areas.Keys, user: User) -> list[Row]:
    """Return everything that this person can count, with what was last said. Three queries, and one for each kind."""
    last = latest(election, *kinds)
    warp = sums(election) if CountKind.WARP in kinds else {}
    found = []
    for kind in kinds:
        for place in places(election, kind, area, user):
            count = last.get((kind, place.pk))
            value = count.value if count else None
            by = count.entered_by.name if count and count.entered_by else ""
            value = warp.get(place.pk) if kind == CountKind.WARP else value
            name, where = said(place)
            found.append(Row(kind, place.pk, name, where, value, count.counted_at if count else None, by))
    return found


def said(place: Counted) -> tuple[str, str]:
    """Return what a place is called, and where it is."""
    if isinstance(place, BallotBox):
        return place.station.name, place.number
    if isinstance(place, PollingDistrict):
        return place.code, place.name
    return place.name, place.address


def history(election: Election, kind: CountKind, pk: int) -> QuerySet[Count]:
    """Return all counts of a place, those taken back too, the newest first."""
    rows = Count.objects.filter(election=election, kind=kind, **{PLACE[kind]: pk})
    return rows.select_related("entered_by", "invalidated_by").order_by("-counted_at", "-entered_at")


def roll(election: Election, kind: CountKind, place: Counted) -> int | None:
    """Return how many electors a box or a district has, postal voters among them; None where nobody knows.

    As the file of stations counts them, else the register, else Contact Creator. A room has none.
    """
    if isinstance(place, BallotBox):
        uses = list(place.districts.all())
        counted = [use.electors for use in uses]
        if uses and all(counted):
            return sum(one or 0 for one in counted)
        inside = Q(pk__in=[])
        for use in uses:
            inside |= _numbers(use.district_id, use.lowest, use.highest)
        return _electors(election, inside, [use.district_id for use in uses])
    if isinstance(place, PollingDistrict):
        return _electors(election, Q(polling_district=place.pk), [place.pk])
    return None


def _numbers(district: int, lowest: int | None, highest: int | None) -> Q:
    found = Q(polling_district=district)
    if lowest is not None:
        found &= Q(number__gte=lowest)
    return found if highest is None else found & Q(number__lte=highest)


def _electors(election: Election, inside: Q, districts: Collection[int]) -> int | None:
    here = Elector.objects.filter(eligibility.may_vote(election)).filter(inside).count()
    if here:
        return here
    figures = CampaignFigures.objects.filter(district__in=districts).aggregate(together=Sum("electors"))
    together: int | None = figures["together"]
    return together or None
