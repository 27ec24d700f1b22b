"""Polling day in figures: promises left and in, turnout where tellers are, where to go next. No names."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone
from redis.exceptions import RedisError

from canvass.models import Elector, PollingDistrict
from gotv.models import DistrictCounter, Election, Voted
from gotv.queries import eligibility, promises, stations
from gotv.queries.stations import Place
from gotv.rules.dashboard import Tally, total

log = structlog.get_logger(__name__)
KEPT_SECONDS = 2


@dataclass(frozen=True)
class District:
    """A polling district and its tally."""

    pk: int
    code: str
    name: str
    ward: str
    tally: Tally


@dataclass(frozen=True)
class Ward:
    """A ward, how many of its districts were heard from, and their tally. The name is "" where it isn't known."""

    name: str
    districts: int
    heard: int
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """Everything that the page shows, as of one moment. Districts by code, sources by MarkSource value."""

    at: datetime.datetime
    districts: tuple[District, ...]
    stations: tuple[Place, ...]
    promises_in_by_source: dict[str, int]

    @property
    def whole(self) -> Tally:
        return total(district.tally for district in self.districts)

    @property
    def heard(self) -> int:
        """How many districts a number came in from."""
        return sum(district.tally.last_mark_at is not None for district in self.districts)

    @property
    def silent(self) -> list[Place]:
        """Stations that should be heard from and aren't, the longest silence first."""
        quiet = [place for place in self.stations if place.silent_since]
        return sorted(quiet, key=lambda place: (place.silent_since, place.name))

    @property
    def by_left(self) -> list[District]:
        """The districts with the most promises left first."""
        return sorted(self.districts, key=lambda district: (-district.tally.left, district.code))

    @property
    def wards(self) -> list[Ward]:
        """The wards, by name; districts without one come last, together."""
        named: dict[str, list[Tally]] = {}
        for district in self.districts:
            named.setdefault(district.ward, []).append(district.tally)
        return [
            Ward(name, len(rows), sum(row.last_mark_at is not None for row in rows), total(rows))
            for name, rows in sorted(named.items(), key=lambda item: (not item[0], item[0]))
        ]

    @property
    def version(self) -> str:
        """A fingerprint of what is shown, whenever it was counted."""
        shown = repr((self.districts, self.stations, sorted(self.promises_in_by_source.items())))
        return hashlib.sha256(shown.encode()).hexdigest()[:20]


def key(election: Election) -> str:
    """Return where the cache keeps the figures; another version of the product looks elsewhere."""
    return f"polling-day:{settings.VERSION}:{election.pk}"


def figures(election: Election) -> Figures:
    """Return the figures of at most two seconds ago, from the cache; counted afresh where there is no cache."""
    try:
        kept = cache.get(key(election))
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_cache", error=type(error).__name__)
        return count(election)
    if kept is not None:
        return kept
    counted = count(election)
    try:
        cache.set(key(election), counted, KEPT_SECONDS)
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_cache", error=type(error).__name__)
    return counted


def count(election: Election) -> Figures:
    """Count the figures now. Five queries, whatever the size."""
    now = timezone.now()
    electors = _electors(election)
    came, sources = _promises_in(election)
    counters = {row.polling_district_id: row for row in DistrictCounter.objects.filter(election=election)}
    found = []
    for district in PollingDistrict.objects.select_related("ward").order_by("code"):
        counter = counters.get(district.pk)
        here, said = electors.get(district.pk, (0, 0))
        if not here and counter is None:
            continue
        last = counter.last_mark_at if counter else None
        tally = Tally(
            electors=here,
            promises=said,
            promises_in=came.get(district.pk, 0),
            voted=counter.voted if counter else 0,
            heard_electors=here if last else 0,
            last_mark_at=last,
        )
        ward = district.ward.name if district.ward else ""
        found.append(District(district.pk, district.code, district.name, ward, tally))
    last_marks = {pk: row.last_mark_at for pk, row in counters.items()}
    places = stations.places_with(election, last_marks, now)
    return Figures(now, tuple(found), tuple(places), sources)


def _electors(election: Election) -> dict[int, tuple[int, int]]:
    """Return how many electors can vote and how many promises there are, by district, in one pass."""
    rows = (
        Elector.objects.filter(eligibility.may_vote(election))
        .order_by()
        .values_list("polling_district")
        .annotate(count=Count("pk"), said=Count("pk", filter=promises.said_labour()))
    )
    return {district: (electors, said) for district, electors, said in rows}


def _promises_in(election: Election) -> tuple[dict[int, int], dict[str, int]]:
    """Return how many promises have voted, by district and by who said so."""
    rows = (
        Voted.objects.filter(promises.promised(election, "elector__"), election=election)
        .order_by()
        .values_list("elector__polling_district", "mark__source")
        .annotate(count=Count("pk"))
    )
    districts: Counter[int] = Counter()
    sources: Counter[str] = Counter()
    for district, source, number in rows:
        districts[district] += number
        sources[source] += number
    return dict(districts), dict(sources)
