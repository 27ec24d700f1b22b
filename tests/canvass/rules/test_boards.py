"""Sizes, names and times of boards. No database."""

from __future__ import annotations

import datetime
import uuid
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import boards
from canvass.rules.boards import Stop

LONDON = ZoneInfo("Europe/London")
_STOPS = st.lists(
    st.builds(Stop, household_id=st.just(0), street_id=st.integers(1, 4), electors=st.integers(1, 12)),
    min_size=1,
    max_size=200,
)


def sizes(parts: list[list[Stop]]) -> list[int]:
    return [sum(stop.electors for stop in part) for part in parts]


def test_a_small_walk_stays_whole() -> None:
    walk = [Stop(n, n // 10, 2) for n in range(200)]
    assert boards.cut(walk) == [walk]


def test_a_big_walk_is_cut_into_boards_of_about_one_size_between_streets() -> None:
    walk = [Stop(n, n // 50, 2) for n in range(1000)]  # 2,000 electors, 100 a street
    parts = boards.cut(walk)
    assert sizes(parts) == [400] * 5
    assert all(part[0].household_id % 50 == 0 for part in parts)


def test_a_long_street_has_to_be_cut() -> None:
    assert sizes(boards.cut([Stop(n, 1, 2) for n in range(300)])) == [300, 300]


def test_a_door_is_never_cut() -> None:
    assert sizes(boards.cut([Stop(1, 1, 500), Stop(2, 1, 3)])) == [500, 3]


@given(_STOPS, st.integers(12, 60))
def test_nothing_is_lost_and_no_board_is_too_big(walk: list[Stop], at_most: int) -> None:
    parts = boards.cut(walk, at_most)
    assert [stop for part in parts for stop in part] == walk
    assert max(sizes(parts)) <= at_most


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
