"""How good the data of a district is, and what would mend most of it: counts in, a ranked list out. No names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

# An answer that arrived so long after the door was typed from paper, or sat on a phone.
LATE_AFTER = datetime.timedelta(days=2)
# From these shares on something is worth an evening; below them there are better things to do.
_FEW_SPOKEN_TO = 50  # percent of the electors in 12 months
_MANY_UNLOCATED = 5  # percent of the doors
_MANY_LATE = 10  # percent of the answers
_OLD = 365  # days
# What one of each counts for beside one elector who was not spoken to for two years.
_SOMEBODY_WAITS, _BAD_ADDRESS, _NO_PLACE, _LATE, _A_YEAR = 20, 3, 0.1, 2, 0.5
MOST = 8
_DISTRICTS = 3


@dataclass(frozen=True)
class Figures:
    """Counts of a district or of several. `median_age` in days, None without answers. `late` are of `answers`."""

    electors: int = 0
    spoken_12: int = 0
    spoken_24: int = 0
    median_age: int | None = None
    contradictions: int = 0
    late: int = 0
    answers: int = 0
    unmatched: int = 0
    unlocated: int = 0
    doors: int = 0

    @property
    def share_12(self) -> int | None:
        return share(self.spoken_12, self.electors)

    @property
    def share_24(self) -> int | None:
        return share(self.spoken_24, self.electors)

    @property
    def share_late(self) -> int | None:
        return share(self.late, self.answers)

    @property
    def share_located(self) -> int | None:
        return None if not self.doors else 100 - (share(self.unlocated, self.doors) or 0)


@dataclass(frozen=True)
class District:
    """One polling district with its figures. `before` is the share of 12 months four weeks ago, None if unknown."""

    id: int
    code: str
    name: str
    ward: str
    figures: Figures
    before: int | None = None

    @property
    def change(self) -> int | None:
        """By how many points in a hundred the share of 12 months changed in four weeks; None where it isn't known."""
        now = self.figures.share_12
        return None if now is None or self.before is None else now - self.before


class What(StrEnum):
    """What somebody can do about the data."""

    CANVASS = "canvass"
    WAITING = "waiting"
    MATCHES = "matches"
    CONTRADICTIONS = "contradictions"
    ADDRESSES = "addresses"
    LOCATE = "locate"
    LATE = "late"


@dataclass(frozen=True)
class Step:
    """One thing to do. `count` is what it would mend; `district` is set for canvassing alone. Ranked by `weight`."""

    what: What
    count: int
    weight: float
    district: District | None = None


def share(part: int, whole: int) -> int | None:
    """Return how many in a hundred, rounded; never 0 or 100 unless it is none or all. None of nothing."""
    if not whole:
        return None
    if 0 < part < whole:
        return min(max(round(100 * part / whole), 1), 99)
    return round(100 * part / whole)


def total(figures: Iterable[Figures], median_age: int | None) -> Figures:
    """Return the sums. A median can't be summed up: it is given."""
    there = list(figures)
    names = [field.name for field in fields(Figures) if field.name != "median_age"]
    return Figures(median_age=median_age, **{name: sum(getattr(one, name) for one in there) for name in names})


def next_steps(districts: Sequence[District], whole: Figures, *, waiting: int, doubtful: int) -> list[Step]:
    """Return what to do next, the most worth first.

    `waiting` answers wait for a decision and `doubtful` pairs of entries may be one person: each is somebody about
    whom a mistake may be made at the next door, so each counts like twenty who were not spoken to.
    """
    found = _canvass(districts)
    if waiting:
        found.append(Step(What.WAITING, waiting, waiting * _SOMEBODY_WAITS))
    if doubtful:
        found.append(Step(What.MATCHES, doubtful, doubtful * _SOMEBODY_WAITS))
    if whole.contradictions:
        found.append(Step(What.CONTRADICTIONS, whole.contradictions, whole.contradictions * _SOMEBODY_WAITS))
    if whole.unmatched:
        found.append(Step(What.ADDRESSES, whole.unmatched, whole.unmatched * _BAD_ADDRESS))
    if whole.doors and 100 * whole.unlocated > _MANY_UNLOCATED * whole.doors:
        found.append(Step(What.LOCATE, whole.unlocated, whole.unlocated * _NO_PLACE))
    if whole.answers and 100 * whole.late > _MANY_LATE * whole.answers:
        found.append(Step(What.LATE, whole.late, whole.late * _LATE))
    return sorted(found, key=lambda step: (-step.weight, step.what, step.district.code if step.district else ""))[:MOST]


def _canvass(districts: Sequence[District]) -> list[Step]:
    """Return the districts where an evening reaches most people who were not spoken to for long."""
    steps = [
        Step(What.CANVASS, one.figures.electors - one.figures.spoken_12, _silence(one.figures), one)
        for one in districts
        if _is_worth_it(one.figures)
    ]
    return sorted(steps, key=lambda step: -step.weight)[:_DISTRICTS]


def _is_worth_it(figures: Figures) -> bool:
    if not figures.electors:
        return False
    few = 100 * figures.spoken_12 < _FEW_SPOKEN_TO * figures.electors
    return few or (figures.median_age is not None and figures.median_age > _OLD)


def _silence(figures: Figures) -> float:
    """Count who was not spoken to for two years, and by half who was not for one."""
    return (figures.electors - figures.spoken_24) + _A_YEAR * (figures.spoken_24 - figures.spoken_12)
