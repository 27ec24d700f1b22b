"""Awkward streets, as a canvasser would want to walk them. No database."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.enums import Way
from canvass.rules import walking
from canvass.rules.walking import Door, Part


def walked(*doors: Door) -> list[str]:
    """Return the doors in walking order as they would be read out, whatever order they came in."""
    shuffled = list(doors)
    random.shuffle(shuffled)
    return [read_out(door) for door in sorted(shuffled, key=walking.place)]


def read_out(door: Door) -> str:
    number = f"{'' if door.number is None else door.number}{door.suffix}"
    return ", ".join(part for part in (door.flat, door.building, number) if part)


def row(*numbers: int | str) -> list[Door]:
    """Return doors of one street: 12, "12A", or a house by its name."""
    found = []
    for at, number in enumerate(numbers, start=1):
        numbered = re.fullmatch(r"([0-9]+)(.*)", str(number))
        if numbered:
            found.append(Door(1, "Tanyard Row", "", int(numbered[1]), numbered[2], household_id=at))
        else:
            found.append(Door(1, "Tanyard Row", building=str(number), household_id=at))
    return found


def flat(name: str, number: int | None = None, building: str = "The Maltings", house: int | None = 12) -> Door:
    return Door(1, "Tanyard Row", number=house, building=building, flat=name, flat_number=number)


def test_odd_side_up_then_even_side_down() -> None:
    assert walked(*row(1, 2, 3, 4, 5, 10, 11)) == ["1", "3", "5", "11", "10", "4", "2"]


def test_a_street_with_one_side_only() -> None:
    assert walked(*row(2, 4, 6)) == ["6", "4", "2"]


def test_suffixes_follow_their_number_on_both_sides() -> None:
    assert walked(*row("12B", 12, "12A", 14, 10, 11, "11A", 13)) == ["11", "11A", "13", "14", "12", "12A", "12B", "10"]


def test_suffixes_with_figures_count_up() -> None:
    assert walked(*row("7/10", "7/2", 7, "7-9")) == ["7", "7-9", "7/2", "7/10"]


def test_capitals_make_no_difference() -> None:
    assert walked(*row("9b", "9A", 9)) == ["9", "9A", "9b"]


def test_named_houses_come_last_by_name() -> None:
    assert walked(*row("Rose Cottage", 2, 1, "Hill House")) == ["1", "2", "Hill House", "Rose Cottage"]


def test_flats_stay_inside_their_building_in_the_order_of_their_figures() -> None:
    doors = [flat(f"Flat {n}", n) for n in (10, 2, 1)] + [flat("Flat 2A", 2), *row(14, 12, 10)]
    assert walked(*doors) == [
        "14",
        "12",
        "Flat 1, The Maltings, 12",
        "Flat 2, The Maltings, 12",
        "Flat 2A, The Maltings, 12",
        "Flat 10, The Maltings, 12",
        "10",
    ]


def test_flats_without_figures_follow_those_with_them() -> None:
    doors = [flat("Caretaker’s flat"), flat("Flat 3", 3), flat("Basement flat")]
    assert [name.split(",")[0] for name in walked(*doors)] == ["Flat 3", "Basement flat", "Caretaker’s flat"]


def test_two_blocks_at_one_number_do_not_mix() -> None:
    doors = [flat(f"Flat {n}", n, building) for n in (1, 2) for building in ("East Block", "West Block")]
    assert [name.rsplit(",", 1)[0] for name in walked(*doors)] == [
        "Flat 1, East Block",
        "Flat 2, East Block",
        "Flat 1, West Block",
        "Flat 2, West Block",
    ]


def test_a_block_without_a_number_stands_among_the_named_houses() -> None:
    doors = [flat(f"Flat {n}", n, house=None) for n in (2, 1)] + row("Zeal House", "Alder House", 3)
    assert walked(*doors) == ["3", "Alder House", "Flat 1, The Maltings", "Flat 2, The Maltings", "Zeal House"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Door(2, "2nd Avenue"), Door(1, "10th Avenue")),
        (Door(2, "Church Road", "Harrow Hill"), Door(1, "Church Road", "Wexcombe")),
        (Door(1, "church road"), Door(2, "Church Road")),
        (Door(1, "Zeal Street", number=1), Door(None, "", building="Toll House")),
        (Door(1, "High Street", number=1, household_id=1), Door(1, "High Street", number=1, household_id=2)),
    ],
)
def test_streets_by_name_and_place_and_doors_without_a_street_at_the_end(first: Door, second: Door) -> None:
    assert walking.place(first) < walking.place(second)


@pytest.mark.parametrize(("number", "expected"), [(None, ""), (0, "even"), (1, "odd"), (12, "even"), (13, "odd")])
def test_which_side(number: int | None, expected: str) -> None:
    assert walking.side(number) == expected


def test_long_runs_of_digits_keep_their_last_ten() -> None:
    assert walking.natural("a123456789012") == "a3456789012"
    assert walking.natural("Flat 7, É2") == "flat 0000000007, É0000000002"


def numbers(walked: list[Door]) -> list[str]:
    return [read_out(door) for door in walked]


def test_straight_through_for_a_close() -> None:
    doors = row(3, 1, 2, "2A", 10, "The Lodge")
    assert numbers(walking.in_way(doors, Way.STRAIGHT)) == ["1", "2", "2A", "3", "10", "The Lodge"]


@pytest.mark.parametrize(
    ("order", "new", "expected"),
    [
        ([1, 3, 7, 9], 5, "1 3 5 7 9"),
        ([9, 7, 3, 1], 5, "9 7 5 3 1"),
        ([2, 4, 6], 8, "2 4 6 8"),
        ([6, 4, 2], 8, "8 6 4 2"),
        ([4, 6, 8], 2, "2 4 6 8"),
        ([8, 6, 4], 2, "8 6 4 2"),
        ([3, 1, 12, 14], "12A", "3 1 12 12A 14"),
        ([14, 12, 1], "12A", "14 12 12A 1"),
        ([1, 3], 2, "1 3 2"),
        ([], 2, "2"),
    ],
)
def test_a_new_door_falls_in_beside_its_neighbour_in_the_direction_of_the_walk(
    order: list[int], new: int | str, expected: str
) -> None:
    doors = row(*order, new)
    by_hand = [door.household_id for door in doors[:-1]]
    assert " ".join(numbers(walking.in_way(doors, Way.BY_HAND, by_hand))) == expected


def test_a_door_that_is_gone_is_passed_over() -> None:
    doors = row(1, 3)
    assert numbers(walking.in_way(doors, Way.BY_HAND, [2, 99, 1])) == ["3", "1"]


@given(st.lists(st.integers(1, 40), unique=True, min_size=1), st.data())
def test_no_door_is_lost_or_moved_against_anybodys_order(known: list[int], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.integers(1, 40).filter(lambda n: n not in known), unique=True))
    doors = row(*known, *new)
    by_hand = [door.household_id for door in doors[: len(known)]]
    walked = [door.household_id for door in walking.in_way(doors, Way.BY_HAND, by_hand)]
    assert sorted(walked) == sorted(door.household_id for door in doors)
    assert [pk for pk in walked if pk in set(by_hand)] == by_hand


def test_streets_follow_the_nearest_from_the_north_west() -> None:
    far, near, middle = Part("far", (53.0, 1.2)), Part("near", (53.0, 1.0)), Part("middle", (53.0, 1.1))
    assert [part.key for part in walking.follow([far, near, middle])] == ["near", "middle", "far"]


def test_a_road_group_keeps_its_own_order_and_what_lies_nowhere_comes_last_by_name() -> None:
    parts = [
        Part("Abbey Road"),
        Part("Bell Road", (53.0, 1.0), 7, 2),
        Part("Canal Street", (53.0, 1.3)),
        Part("Mill Lane", (53.0, 1.1), 7, 1),
        Part("Zeal Street"),
    ]
    walked = [part.key for part in walking.follow(parts)]
    assert walked == ["Mill Lane", "Bell Road", "Canal Street", "Abbey Road", "Zeal Street"]
