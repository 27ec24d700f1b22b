"""What is odd at each station, from the numbers of the last hour. No elector, and no teller's name."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from gotv.enums import MarkSource
from gotv.models import Election, VoteMark
from gotv.queries import stations
from gotv.queries.stations import Place
from gotv.rules import gaps as rules


@dataclass(frozen=True)
class Row:
    """A station with what is odd about it, and how many numbers came from it in the last hour."""

    place: Place
    found: rules.Found
    numbers: int


def rows(election: Election, now: datetime.datetime) -> list[Row]:
    """Return the stations, those with something odd first, the longest silence before the others. Three queries."""
    typed: dict[int, list[rules.Typed]] = defaultdict(list)
    recent = VoteMark.objects.filter(
        election=election,
        source=MarkSource.TELLER,
        station__isnull=False,
        received_at__gte=now - rules.LOOK_BACK,
        void__isnull=True,
    )
    for station, at, device, actor, text, verdict in recent.order_by().values_list(
        "station_id", "marked_at", "device_id", "actor_id", "typed", "verdict"
    ):
        district = text.rpartition(" ")[0]
        typed[station].append(rules.Typed(at, (device, actor), district, verdict))
    found = []
    for place in stations.places(election, now):
        here = typed.get(place.pk, [])
        odd = rules.find(
            here,
            place.codes,
            place.silent_since,
            never_heard=place.last_mark_at is None,
            rehearsal=election.is_rehearsal,
        )
        found.append(Row(place, odd, len(here)))
    return sorted(found, key=lambda row: (not row.found.is_odd, _since(row, now), row.place.name))


def _since(row: Row, now: datetime.datetime) -> datetime.datetime:
    return row.found.silent_since or now
