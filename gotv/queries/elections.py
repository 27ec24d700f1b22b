"""The polling days of a unit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from canvass.models import Council, PollingDistrict, Ward
from gotv.enums import ElectionType
from gotv.models import Election
from gotv.queries import stations
from gotv.rules import elections as rules
from kit import clock


def listing() -> QuerySet[Election]:
    """Return the elections in scope, the latest day first, with how many stations each has."""
    return Election.objects.annotate(station_count=Count("stations")).order_by("-polling_on", "name")


def next_polls(day: datetime.date) -> list[Election]:
    """Return the next poll in scope on or after that day, and the next rehearsal, the poll first."""
    coming = Election.objects.filter(polling_on__gte=day).order_by("polling_on", "name")
    return [*coming.filter(is_rehearsal=False)[:1], *coming.filter(is_rehearsal=True)[:1]]


@dataclass(frozen=True)
class Readiness:
    """What is missing before the day: districts that vote nowhere yet, out of how many."""

    unplaced: list[PollingDistrict]
    districts: int
    stations: int


def readiness(election: Election) -> Readiness:
    """Return how far the stations of an election are set up.

    A district without electors needs none, and neither does one of a ward that doesn't vote.
    """
    placed = stations.place_of_districts(election)
    districts = list(stations.districts_in_use(election))
    return Readiness(
        unplaced=[district for district in districts if district.pk not in placed],
        districts=len(districts),
        stations=election.stations.count(),
    )


def place_of(election: Election) -> str:
    """Return the place that an ID of this election is about, if nobody says: the council of its register, by name.

    The name of the CLP for a constituency. "" for a local poll where two councils supply the register, or none does,
    and for areas that are larger than both.
    """
    if election.type in {ElectionType.PARLIAMENT, ElectionType.SENEDD, ElectionType.HOLYROOD}:
        return election.unit.name
    councils = [council.name for council in Council.objects.all()[:2]] if election.type == ElectionType.LOCAL else []
    return rules.place_of_council(councils[0]) if len(councils) == 1 else ""


def wards(day: datetime.date) -> QuerySet[Ward]:
    """Return the wards in scope that are in force on a day, by name."""
    return Ward.objects.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))


def is_over(election: Election) -> bool:
    """Say whether the day has gone by: nothing can be changed any more."""
    return election.polling_on < clock.today()
