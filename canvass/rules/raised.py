"""What people raised, from counts: topics by month and by place, and which counts are too small to be shown."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
MONTHS = 12
_TOP = 3
# The key of a place that is in no ward.
NOWHERE = 0


@dataclass(frozen=True)
class Counted:
    """So many people of one place raised a topic in one month; with topic "": anything at all.

    Each person counts once, in the place where they are listed. `people` said so themselves; for `reported` others in
    the house alone spoke. `month` is its first day. `ward` and `district` are ids, `ward` None where none is known.
    """

    month: datetime.date
    topic: str
    ward: int | None
    district: int
    people: int
    reported: int = 0


@dataclass(frozen=True)
class Line:
    """A topic over the months, oldest first."""

    topic: str
    months: tuple[int, ...]
    reported: int  # in the last month, apart

    @property
    def now(self) -> int:
        return self.months[-1]

    @property
    def before(self) -> int:
        return self.months[-2]

    @property
    def change(self) -> int:
        return self.now - self.before

    @property
    def total(self) -> int:
        """Return how often it was raised: a person counts once a month."""
        return sum(self.months)


@dataclass(frozen=True)
class Place:
    """A ward (or a district) in one month: how many people raised anything, and what most of them."""

    key: int
    people: int
    reported: int
    top: tuple[tuple[str, int], ...]


def months(last: datetime.date, count: int = MONTHS) -> list[datetime.date]:
    """Return the first days of that many months up to the one of `last`, oldest first."""
    found = [last.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - datetime.timedelta(days=1)).replace(day=1))
    return found[::-1]


def after(month: datetime.date) -> datetime.date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def lines(counts: Iterable[Counted], over: Sequence[datetime.date]) -> list[Line]:
    """Return each topic over these months, the most raised in the last one first."""
    people: dict[str, dict[datetime.date, int]] = defaultdict(lambda: defaultdict(int))
    reported: dict[str, int] = defaultdict(int)
    for one in counts:
        if one.topic:
            people[one.topic][one.month] += one.people
            reported[one.topic] += one.reported if one.month == over[-1] else 0
    found = [
        Line(topic, tuple(by_month.get(month, 0) for month in over), reported[topic])
        for topic, by_month in people.items()
    ]
    return sorted(found, key=lambda line: (-line.now, -line.total, line.topic))


def anything(counts: Iterable[Counted], over: Sequence[datetime.date]) -> Line:
    """Return how many people raised anything, over these months."""
    found = lines(
        (
            Counted(one.month, "any", one.ward, one.district, one.people, one.reported)
            for one in counts
            if not one.topic
        ),
        over,
    )
    return found[0] if found else Line("any", (0,) * len(over), 0)


def places(counts: Iterable[Counted], month: datetime.date, *, by_district: bool = False) -> list[Place]:
    """Return the wards, or the districts, in which anything was raised in that month, the most first."""
    people: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    top: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        if one.month != month:
            continue
        key = one.district if by_district else one.ward or NOWHERE
        if one.topic:
            top[key][one.topic] += one.people
        else:
            people[key][0] += one.people
            people[key][1] += one.reported
    found = [Place(key, own, reported, _most(top[key])) for key, (own, reported) in people.items()]
    return sorted(found, key=lambda place: (-place.people, place.key))


def _most(topics: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    ranked = sorted(((topic, people) for topic, people in topics.items() if people), key=lambda one: (-one[1], one[0]))
    return tuple(ranked[:_TOP])


def too_few(counts: Mapping[Key, int], minimum: int) -> frozenset[Key]:
    """Return the places whose count is not to be shown, so that nobody can be told from it.

    Those with somebody and fewer than `minimum`; and, so that none of them is what is left of the total, the next
    smallest ones until the hidden are two at least and have `minimum` people together. Places with nobody are shown.
    """
    there = sorted((people, str(key), key) for key, people in counts.items() if people)
    hidden = [one for one in there if one[0] < minimum]
    if hidden:
        for one in there[len(hidden) :]:
            if len(hidden) > 1 and sum(people for people, _name, _key in hidden) >= minimum:
                break
            hidden.append(one)
    return frozenset(key for _people, _name, key in hidden)


def too_few_within(groups: Mapping[Key, Mapping[Key, int]], minimum: int) -> frozenset[Key]:
    """Return what `too_few` returns for small places in larger ones, where the counts of both can be seen.

    In a large place that is not shown itself nothing is shown; in any other the hidden have neighbours of their own.
    """
    larger = too_few({key: sum(inside.values()) for key, inside in groups.items()}, minimum)
    hidden: set[Key] = set()
    for key, inside in groups.items():
        hidden |= {one for one, people in inside.items() if people} if key in larger else too_few(inside, minimum)
    return frozenset(hidden)


def step(people: int, most: int, steps: int = 5) -> int:
    """Return which of the steps of the ramp, 1 to `steps`, stands for a count where the largest is `most`."""
    return 1 if not most else min(steps, 1 + people * steps // (most + 1))


def ranges(most: int, steps: int = 5) -> list[tuple[int, int, int]]:
    """Return (step, lowest, highest) of the counts that each step stands for; steps that none has are left out."""
    found: dict[int, list[int]] = {}
    for people in range(most + 1):
        found.setdefault(step(people, most, steps), []).append(people)
    return [(one, counts[0], counts[-1]) for one, counts in found.items()]


@dataclass(frozen=True)
class Printed:
    """A topic on the page to print. `before` is None where the month before had too few to be shown."""

    topic: str
    now: int
    before: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True)
class Page:
    """The topics of a month that may be shown, the most raised first, and how many others there were."""

    lines: tuple[Printed, ...]
    left_out: int


def to_print(
    counts: Iterable[Counted], over: tuple[datetime.date, datetime.date], ward: int | None, minimum: int
) -> Page:
    """Return what may be printed of the second of two months, of one ward or of all together (`ward` None).

    `counts` are those of all wards: a ward shows a topic only where the map would.
    """
    people: dict[tuple[datetime.date, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        if one.topic:
            people[one.month, one.topic][one.ward or NOWHERE] += one.people
    before, now = over
    found, left_out = [], 0
    for month, topic in list(people):
        if month != now:
            continue
        this, is_shown = _printed(people[now, topic], ward, minimum)
        if is_shown and this:
            last, was_shown = _printed(people[before, topic], ward, minimum)
            found.append(Printed(topic, this, last if was_shown else None))
        elif this:
            left_out += 1
    return Page(tuple(sorted(found, key=lambda line: (-line.now, line.topic))), left_out)


def _printed(by_ward: Mapping[int, int], ward: int | None, minimum: int) -> tuple[int, bool]:
    """Return the number of a ward, or of all, and whether it may be shown; nobody may."""
    if ward is None:
        people = sum(by_ward.values())
        return people, people == 0 or people >= minimum
    return by_ward.get(ward, 0), ward not in too_few(by_ward, minimum)
