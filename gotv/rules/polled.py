"""How many have voted at the stations: counted, told to tellers, or a range where nobody counted.

A share is one of the electors who vote at the station, postal voters left out (domain C7).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gotv.rules import estimates

# What was counted this long before the newest count says too little of now: from then on it is only the least.
FRESH_FOR = datetime.timedelta(minutes=90)


class How(StrEnum):
    """How a share is known."""

    COUNTED = "counted"  # papers in the box
    TOLD = "told"  # numbers that tellers took down: not everybody tells them
    LIKELY = "likely"  # a range from boxes that are known


@dataclass(frozen=True)
class Spot:
    """A ballot box, or a district where no box is known: who votes there, and how many had at `at`.

    `size` are electors who vote in person. `counted` is None where nobody counted. `least` have certainly voted.
    """

    key: int
    districts: tuple[int, ...]
    size: int
    counted: int | None
    at: datetime.datetime | None
    least: int = 0


@dataclass(frozen=True)
class Share:
    """People who have voted of `size`, from `low` to `high`, equal where it was counted; `at` of its oldest count."""

    low: int
    high: int
    size: int
    how: How
    at: datetime.datetime | None

    @property
    def from_(self) -> int:
        """Whole per cent, rounded down where it is the beginning of a range."""
        return min(100, _per_cent(self.low, self.size, up=None if self.low == self.high else False))

    @property
    def to(self) -> int:
        """Whole per cent, rounded up where it is the end of a range."""
        return min(100, _per_cent(self.high, self.size, up=None if self.low == self.high else True))

    @property
    def span(self) -> int:
        """How wide the range is, in per cent."""
        return self.to - self.from_

    @property
    def middle(self) -> float:
        """The middle as a part of one, to weigh with and never to show."""
        return min(1.0, (self.low + self.high) / 2 / self.size)


def _per_cent(count: int, size: int, *, up: bool | None) -> int:
    exact = 100 * count / size
    return round(exact) if up is None else math.ceil(exact) if up else math.floor(exact)


class Known:
    """What is known of all spots together, so that the share of any of them can be told."""

    def __init__(self, spots: Sequence[Spot], how: How) -> None:
        self.how = how
        counted = [spot for spot in spots if spot.counted is not None and spot.at is not None]
        self.since = max((spot.at for spot in counted if spot.at), default=None)
        fresh = [spot for spot in counted if spot.at and self.since and self.since - spot.at <= FRESH_FOR]
        self.fresh = {spot.key for spot in fresh}
        self.seen = estimates.learn(estimates.Box(spot.size, spot.counted) for spot in fresh)

    def share(self, of: Iterable[Spot]) -> Share | None:
        """Return how many have voted at some of the spots; None where nothing is known anywhere.

        Spots without a fresh count are taken to be like the others that have one.
        """
        spots = list(of)
        size = sum(spot.size for spot in spots)
        if size <= 0:
            return None
        known = [spot for spot in spots if spot.key in self.fresh]
        counted = sum(spot.counted or 0 for spot in known)
        at = min((spot.at for spot in known if spot.at), default=self.since)
        hidden = [spot for spot in spots if spot.key not in self.fresh]
        if not hidden:
            return Share(min(counted, size), min(counted, size), size, self.how, at)
        if self.seen is None:
            return None
        found = self.seen.rest(spot.size for spot in hidden if spot.size > 0)
        least = sum(max(spot.least, spot.counted or 0) for spot in hidden)
        most = sum(spot.size for spot in hidden)
        low = min(most, max(least, found.low))
        high = min(most, max(low, found.high))
        return Share(min(counted + low, size), min(counted + high, size), size, How.LIKELY, at)
