"""Sizes, names and times of boards. No database."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import uuid
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import boards
from canvass.rules.boards import Stop

LONDON = ZoneInfo("Europe/London")
_DOORS = st.builds(
    Stop,
    household_id=st.just(0),
    street_id=st.one_of(st.none(), st.integers(1, 9)),
    electors=st.integers(1, 12),
    district_id=st.integers(1, 2),
    is_flat=st.booleans(),
)
# Streets one after another, each whole: as a walk is.
_WALKS = st.lists(_DOORS, min_size=1, max_size=120).map(
    lambda doors: [
        dataclasses.replace(door, household_id=n)
        for n, door in enumerate(sorted(doors, key=lambda one: (one.street_id or 99, one.district_id)))
    ]
)


def street(number: int, doors: int, electors: int = 2, district: int = 1) -> list[Stop]:
    """Return the doors of a street: odds up and evens down."""
    half = (doors + 1) // 2
    return [
        Stop(number * 10_000 + n, number, electors, district, gate=str(n), side="odd" if n < half else "even")
        for n in range(doors)
    ]


def sizes(parts: list[list[Stop]]) -> list[int]:
    return [sum(stop.electors for stop in part) for part in parts]


def streets_of(parts: list[list[Stop]]) -> list[list[int | None]]:
    return [list(dict.fromkeys(stop.street_id for stop in part)) for part in parts]


def heaviest(parts: list[list[Stop]]) -> int:
    return max(boards.minutes(part) for part in parts)


def test_a_small_walk_stays_whole() -> None:
    walk = [door for number in range(4) for door in street(number, 40)]
    assert boards.cut(walk) == [walk]
    assert boards.cut([]) == []


def test_a_big_walk_is_cut_into_boards_of_one_effort_between_streets() -> None:
    walk = [door for number in range(20) for door in street(number, 50)]
    parts = boards.cut(walk)
    assert sizes(parts) == [400, 400, 400, 400, 400]
    assert streets_of(parts) == [list(range(start, start + 4)) for start in range(0, 20, 4)]


def test_as_many_boards_as_there_are_teams() -> None:
    walk = [door for number in range(6) for door in street(number, 10)]
    assert [len(one) for one in streets_of(boards.cut(walk, boards=3))] == [2, 2, 2]
    assert len(boards.cut(walk, boards=50)) == 6  # no board without a street


def test_a_team_of_two_for_ninety_minutes() -> None:
    walk = [door for number in range(12) for door in street(number, 20)]
    parts = boards.cut(walk, at_most=boards.evening(2, 90))
    assert heaviest(parts) <= 180
    assert len(parts) == 3


def test_boards_follow_the_pace_that_was_measured() -> None:
    walk = [door for number in range(6) for door in street(number, 30)]
    slow, quick = boards.Pace(400, 400 * 180), boards.Pace(400, 400 * 90)
    assert (slow.times, slow.an_hour) == (1.5, 20)
    assert (quick.times, quick.an_hour) == (0.75, 40)
    assert boards.minutes(walk, slow) == 1.5 * boards.minutes(walk)
    assert [len(boards.cut(walk, at_most=boards.evening(2, 90, one))) for one in (quick, boards.RECKONED, slow)] == [
        2,
        3,
        6,
    ]
    [whole] = boards.shares([walk], pace=slow)
    assert whole.minutes == boards.minutes(walk, slow)


@pytest.mark.parametrize(
    ("pace", "times"),
    [
        (boards.Pace(), 1),
        (boards.Pace(199, 199 * 300), 1),  # too few to say
        (boards.Pace(300, 0), 1),  # all in the same second: no clock was right
        (boards.Pace(300, 300 * 5), 0.5),
        (boards.Pace(300, 300 * 1700), 2),
    ],
)
def test_a_pace_counts_once_enough_was_measured_and_within_bounds(pace: boards.Pace, times: float) -> None:
    assert pace.times == times


def test_a_long_street_stays_whole_and_is_named_so() -> None:
    walk = [*street(1, 10), *street(2, 300), *street(3, 10)]
    parts = boards.cut(walk)
    assert [2] in streets_of(parts)
    assert [one.is_long for one in boards.shares(parts)] == [False, True, False]
    assert boards.split_streets(parts) == 0


def test_a_street_too_big_for_any_phone_is_split_between_its_sides() -> None:
    parts = boards.cut([*street(1, 20), *street(2, 1200)])
    assert max(sizes(parts)) <= boards.MOST
    assert boards.split_streets(parts) == 1
    assert [{stop.side for stop in part if stop.street_id == 2} for part in parts][-1] == {"even"}


def test_a_block_stays_whole_where_a_street_is_split() -> None:
    flats = [Stop(n, 1, 2, 1, gate=f"block {n // 90}", is_flat=True) for n in range(1350)]
    parts = boards.cut(flats)
    assert sorted(sizes(parts)) == [1260, 1440]
    assert {stop.gate for stop in parts[0]}.isdisjoint(stop.gate for stop in parts[1])


def test_one_street_of_two_districts_is_two() -> None:
    walk = [*street(1, 100, district=1), *street(1, 100, district=2)]
    assert [{stop.district_id for stop in part} for part in boards.cut(walk, boards=2)] == [{1}, {2}]


def test_lone_houses_may_be_parted_anywhere() -> None:
    lone = [Stop(n, None, 2) for n in range(600)]
    assert sizes(boards.cut(lone, boards=3)) == [400, 400, 400]


def test_a_door_is_never_cut() -> None:
    assert sizes(boards.cut([Stop(1, 1, 2500), Stop(2, 1, 3)])) == [2500, 3]


def test_a_flat_is_less_effort_than_a_door_and_a_street_more_than_none() -> None:
    assert boards.minutes([Stop(1, 1, 4, is_flat=True)]) < boards.minutes([Stop(1, 1, 4)])
    assert boards.minutes([Stop(1, 1, 2), Stop(2, 2, 2)]) > boards.minutes([Stop(1, 1, 2), Stop(2, 1, 2)])


@given(_WALKS, st.integers(1, 12))
def test_nothing_is_lost_and_no_street_is_split(walk: list[Stop], count: int) -> None:
    parts = boards.cut(walk, boards=count)
    assert [stop for part in parts for stop in part] == walk
    assert all(parts)
    assert boards.split_streets(parts) == 0


@given(_WALKS, st.integers(1, 5))
def test_no_cut_between_streets_has_a_lighter_heaviest_board(walk: list[Stop], count: int) -> None:
    edges = [
        at
        for at in range(1, len(walk))
        if walk[at].street_id is None
        or (walk[at].street_id, walk[at].district_id) != (walk[at - 1].street_id, walk[at - 1].district_id)
    ][:9]
    if edges:  # beyond the ninth street the walk ends here, so that every cut can be tried
        walk, edges = walk[: edges[-1]], edges[:-1]
    parts = boards.cut(walk, boards=count)
    tries = itertools.combinations(edges, min(count - 1, len(edges)))
    lightest = min(
        max(boards.minutes(walk[start:end]) for start, end in itertools.pairwise([0, *at, len(walk)])) for at in tries
    )
    assert heaviest(parts) == lightest


@given(_WALKS, st.integers(1, 4), st.integers(10, 120))
def test_only_a_single_street_takes_longer_than_wished_for(walk: list[Stop], people: int, minutes: int) -> None:
    at_most = boards.evening(people, minutes)
    parts = boards.cut(walk, at_most=at_most)
    for part, share in zip(parts, boards.shares(parts, at_most), strict=True):
        assert share.minutes <= people * minutes or share.is_long or len(part) == 1


def test_ten_thousand_electors_are_cut_in_a_moment() -> None:
    lone = [Stop(n, None, 1, is_flat=n % 3 == 0) for n in range(boards.MOST_AT_ONCE)]
    parts = boards.cut(lone)
    efforts = [boards.minutes(part) for part in parts]
    assert max(efforts) - min(efforts) <= 6


@pytest.mark.parametrize(
    ("districts", "streets", "whole", "expected"),
    [
        (["HH3"], ["Tanyard Row"], False, "HH3: Tanyard Row"),
        (["HH3"], ["Tanyard Row", "Mill Lane"], False, "HH3: Tanyard Row and Mill Lane"),
        (["HH3"], ["Tanyard Row", "Mill Lane", "The Cut"], False, "HH3: Tanyard Row and 2 more streets"),
        (["HH3"], ["a", "b", "c"], True, "HH3, the whole district"),
        (["HH3", "HH4"], ["a", "b", "c"], True, "HH3, HH4, whole districts"),
        (["A", "B", "C", "D", "E"], ["Mill Lane"], False, "A, B, C and 2 more districts: Mill Lane"),
    ],
)
def test_the_name_says_where_to_go(districts: list[str], streets: list[str], whole: bool, expected: str) -> None:
    assert boards.proposed_name(districts, streets, whole=whole) == expected


def test_no_name_is_too_long() -> None:
    assert len(boards.proposed_name(["X"], ["long " * 30, "longer " * 30], whole=False)) == 120
    name = boards.part_name("n" * 120, 2, 13)
    assert len(name) == 120
    assert name.endswith(" (2 of 13)")
    assert boards.part_name("HH3", 1, 1) == "HH3"


def test_the_same_form_makes_the_same_boards() -> None:
    key = uuid.uuid4()
    assert boards.part_id(key, 1) == key
    assert boards.part_id(key, 2) == boards.part_id(key, 2) != boards.part_id(key, 3)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ((2026, 4, 20, 17, 30), (2026, 4, 21, 4, 0)),
        ((2026, 4, 20, 0, 30), (2026, 4, 21, 0, 30)),  # 24 hours at most
        ((2026, 10, 24, 18, 0), (2026, 10, 25, 4, 0)),  # the night the clocks go back
    ],
)
def test_until_four_in_the_morning_and_no_more_than_a_day(now: tuple, until: tuple) -> None:
    found = boards.default_until(datetime.datetime(*now, tzinfo=LONDON))
    assert found == datetime.datetime(*until, tzinfo=LONDON)
    assert found.tzinfo is LONDON
