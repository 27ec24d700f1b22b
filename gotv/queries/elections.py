"""The polling days of a unit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from canvass.models import PollingDistrict
from gotv.models import Election
from gotv.queries import stations
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
    """Return how far the stations of an election are set up. A district without electors needs none."""
    placed = stations.place_of_districts(election)
    districts = list(stations.districts_in_use())
    return Readiness(
        unplaced=[district for district in districts if district.pk not in placed],
        districts=len(districts),
        stations=election.stations.count(),
    )


def is_over(election: Election) -> bool:
    """Say whether the day has gone by: nothing can be changed any more."""
    return election.polling_on < clock.today()
