"""What people raised, from counts: topics by month and by place, and what of it may leave the office."""

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


@dataclass(frozen=True)
class Step:
    """What may be shown of a count: a multiple of the step, `least`; a reader then knows that it is `most` at most."""

    least: int
    most: int


def in_steps(people: int, step: int, parts: Iterable[Step] = ()) -> Step:
    """Return the next lower multiple of `step`, and so 0 for fewer than `step`.

    `parts` are what is shown of the places that it is the sum of. Where each of these would have to be as high as it
    can be for the sum to be reached, it is shown one step lower, or every one of them would be known.
    """
    highest = sum(part.most for part in parts) if step > 1 else 0
    least = (min(people, highest - 1) if highest else people) // step * step
    return Step(least, min(least + step - 1, highest) if highest else least + step - 1)


@dataclass(frozen=True)
class Shown:
    """What may be shown of the people who raised a topic in some time: in steps, "at least so many", 0 for too few.

    By the keys of districts and of wards, NOWHERE for no ward. What is missing has nobody and would be shown as 0.
    """

    districts: Mapping[int, int]
    wards: Mapping[int, int]
    everywhere: int


def shown(counts: Iterable[Counted], step: int) -> Shown:
    """Return what may be shown of these counts, which are of one topic and one time; whom others reported is not in it.

    Whoever has all of these numbers, of any two times of which one lies in the other, can't tell any number below
    `step`: docs/issues.md says why, the tests try every case.
    """
    districts: dict[int, int] = defaultdict(int)
    wards: dict[int, int] = defaultdict(int)
    inside: dict[int, set[int]] = defaultdict(set)
    for one in counts:
        ward = one.ward or NOWHERE
        districts[one.district] += one.people
        wards[ward] += one.people
        inside[ward].add(one.district)
    by_district = {key: in_steps(people, step) for key, people in districts.items()}
    by_ward = {
        key: in_steps(people, step, [by_district[district] for district in inside[key]])
        for key, people in wards.items()
    }
    return Shown(
        {key: one.least for key, one in by_district.items()},
        {key: one.least for key, one in by_ward.items()},
        in_steps(sum(wards.values()), step, by_ward.values()).least,
    )


def shade(people: int, most: int, steps: int = 5) -> int:
    """Return which shade of the ramp, 1 to `steps`, stands for a count where the largest is `most`."""
    return 1 if not most else min(steps, 1 + people * steps // (most + 1))


def ranges(numbers: Iterable[int], most: int, steps: int = 5) -> list[tuple[int, int, int]]:
    """Return (shade, lowest, highest) of those of the numbers that each shade stands for, the lightest first."""
    found: dict[int, list[int]] = defaultdict(list)
    for people in sorted(set(numbers)):
        found[shade(people, most, steps)].append(people)
    return [(one, inside[0], inside[-1]) for one, inside in found.items()]


@dataclass(frozen=True)
class Printed:
    """A topic on the page to print: at least so many people in the month and in the one before, in steps."""

    topic: str
    now: int
    before: int


def to_print(
    counts: Iterable[Counted], over: tuple[datetime.date, datetime.date], ward: int | None, step: int
) -> list[Printed]:
    """Return what may be printed of the second of two months, of one ward or of all together (`ward` None).

    The most raised first, and alike ones by code: their order tells no more than their numbers. `counts` are those of
    all wards, so that the page of one ward and the page of all fit together.
    """
    grouped: dict[tuple[datetime.date, str], list[Counted]] = defaultdict(list)
    for one in counts:
        if one.topic:
            grouped[one.month, one.topic].append(one)
    before, now = over

    def printed(month: datetime.date, topic: str) -> int:
        found = shown(grouped.get((month, topic), ()), step)
        return found.everywhere if ward is None else found.wards.get(ward, 0)

    topics = {topic for month, topic in grouped if month == now}
    lines = [Printed(topic, printed(now, topic), printed(before, topic)) for topic in topics]
    return sorted((line for line in lines if line.now), key=lambda line: (-line.now, line.topic))
