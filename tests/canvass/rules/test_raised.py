"""What people raised: months, lines, places, and that no small number can be worked out."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import raised
from canvass.rules.raised import Counted

D = datetime.date
OCTOBER, NOVEMBER = D(2026, 10, 1), D(2026, 11, 1)
MINIMUM = 5


def test_months_run_over_the_new_year() -> None:
    assert raised.months(D(2026, 2, 14), 3) == [D(2025, 12, 1), D(2026, 1, 1), D(2026, 2, 1)]
    assert raised.after(D(2026, 12, 1)) == D(2027, 1, 1)


def test_lines_add_up_places_and_keep_what_was_reported_apart() -> None:
    counts = [
        Counted(OCTOBER, "buses", 1, 11, people=2, reported=4),
        Counted(NOVEMBER, "buses", 1, 11, people=3, reported=1),
        Counted(NOVEMBER, "buses", 2, 21, people=1, reported=2),
        Counted(NOVEMBER, "parks", 1, 11, people=6),
        Counted(NOVEMBER, "", 1, 11, people=7),
    ]
    first, second = raised.lines(counts, [OCTOBER, NOVEMBER])
    assert (first.topic, first.months) == ("parks", (0, 6))
    assert (second.topic, second.now, second.before, second.reported) == ("buses", 4, 2, 3)
    assert raised.anything(counts, [OCTOBER, NOVEMBER]).months == (0, 7)


def test_places_say_what_most_people_raised_there() -> None:
    counts = [
        Counted(NOVEMBER, "", 1, 11, people=3, reported=1),
        Counted(NOVEMBER, "", None, 12, people=1),
        *(Counted(NOVEMBER, topic, 1, 11, people=n) for topic, n in (("a", 1), ("b", 3), ("c", 2), ("d", 1))),
    ]
    ward, nowhere = raised.places(counts, NOVEMBER)
    assert (ward.key, ward.people, ward.reported, ward.top) == (1, 3, 1, (("b", 3), ("c", 2), ("a", 1)))
    assert nowhere.key == raised.NOWHERE
    assert [place.key for place in raised.places(counts, NOVEMBER, by_district=True)] == [11, 12]


@pytest.mark.parametrize(
    ("people", "parts", "expected"),
    [
        (0, (), 0),
        (4, (), 0),
        (5, (), 5),
        (14, (), 10),
        (14, (5, 5), 10),
        (20, (0, 0, 0, 0, 0), 15),  # else each of the five would be known to be four
        (19, (0, 0, 0, 0, 0), 15),
        (20, (0, 0, 0, 5), 20),  # twelve and nine would be 21: none is known
    ],
)
def test_a_number_is_shown_in_steps(people: int, parts: tuple[int, ...], expected: int) -> None:
    assert raised.in_steps(people, MINIMUM, [raised.in_steps(part, MINIMUM) for part in parts]).least == expected


def test_a_step_of_one_shows_what_there_is() -> None:
    parts = [raised.in_steps(people, 1) for people in (2, 3)]
    assert [part.least for part in parts] == [2, 3]
    assert raised.in_steps(5, 1, parts).least == 5


def _counts(town: tuple[tuple[int, ...], ...], people: tuple[int, ...]) -> list[Counted]:
    places = [(ward, 10 * ward + n) for ward, size in enumerate(town, 1) for n in range(len(size))]
    return [
        Counted(NOVEMBER, "buses", ward, district, people=n)
        for (ward, district), n in zip(places, people, strict=True)
        if n
    ]


# Districts by ward, each with the most people that are tried in it. The step is three.
@pytest.mark.parametrize(
    "town",
    [
        ((9,),),
        ((9,), (9,)),
        ((6,), (6,), (6,)),
        ((4, 4), (4, 4)),
        ((4, 4, 4), (4, 4)),
        ((3, 3, 3), (3, 3), (3,)),
        ((2,), (2,), (2,), (2,), (2,), (2,)),
    ],
)
def test_no_small_number_follows_from_any_of_the_maps_together(town: tuple[tuple[int, ...], ...]) -> None:
    """Whoever has the maps of wards and of districts, knows the rule and tries every town that would look the same."""
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    for people in itertools.product(*(range(most + 1) for ward in town for most in ward)):
        found = raised.shown(_counts(town, people), 3)
        districts = tuple(
            found.districts.get(10 * ward + n, 0) for ward, size in enumerate(town, 1) for n in range(len(size))
        )
        wards = tuple(found.wards.get(ward, 0) for ward in range(1, len(town) + 1))
        alike.setdefault((districts, wards, found.everywhere), []).append(people)
    edge = max(most for ward in town for most in ward)
    for towns in alike.values():
        if any(edge in people for people in towns):
            continue  # others that look the same were not tried
        for numbers in zip(*towns, strict=True):
            assert min(numbers) >= 3 or len(set(numbers)) > 1, towns


def test_no_small_number_follows_from_two_times_of_which_one_lies_in_the_other() -> None:
    """Twelve months less eleven, today less yesterday: what is between is never known to be one to four people."""
    alike: dict[tuple[int, int], set[int]] = {}
    for inner, between in itertools.product(range(25), range(25)):
        shown = [raised.in_steps(people, MINIMUM).least for people in (inner, inner + between)]
        alike.setdefault((shown[0], shown[1]), set()).add(between)
    for (least, most), values in alike.items():
        if most - least < 20:  # what is further apart was not tried in all ways
            assert len(values) >= MINIMUM
            assert not values <= set(range(1, MINIMUM)), (least, most, values)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 8), st.integers(1, 12)), max_size=12))
def test_what_is_shown_is_never_more_than_there_is(cells: list[tuple[int, int, int]]) -> None:
    found = raised.shown([Counted(NOVEMBER, "buses", ward, place, people=n) for ward, place, n in cells], MINIMUM)
    for ward in {cell[0] for cell in cells}:
        assert 0 <= found.wards[ward] <= sum(n for one, _place, n in cells if one == ward)
    assert found.everywhere <= sum(n for _ward, _place, n in cells)
    numbers = [found.everywhere, *found.wards.values(), *found.districts.values()]
    assert all(number % MINIMUM == 0 for number in numbers)


def test_the_page_to_print_shows_steps() -> None:
    counts = [
        Counted(OCTOBER, "buses", 1, 11, people=9),
        Counted(NOVEMBER, "buses", 1, 11, people=16),
        Counted(OCTOBER, "parks", 1, 11, people=2),
        Counted(NOVEMBER, "parks", 1, 11, people=8),
        Counted(NOVEMBER, "crime", 1, 11, people=4),
        Counted(NOVEMBER, "", 1, 11, people=22),
    ]
    lines = raised.to_print(counts, (OCTOBER, NOVEMBER), None, MINIMUM)
    assert [(line.topic, line.now, line.before) for line in lines] == [
        ("buses", 15, 5),
        ("parks", 5, 0),
    ]


def test_the_order_on_paper_tells_no_more_than_the_numbers() -> None:
    counts = [Counted(NOVEMBER, topic, 1, 11, people=n) for topic, n in (("a", 5), ("b", 9), ("c", 10))]
    lines = raised.to_print(counts, (OCTOBER, NOVEMBER), None, MINIMUM)
    assert [line.topic for line in lines] == ["c", "a", "b"]


def test_a_ward_is_printed_with_its_own() -> None:
    counts = [
        Counted(NOVEMBER, "buses", 1, 11, people=6),
        Counted(NOVEMBER, "buses", 2, 21, people=2),
        Counted(NOVEMBER, "parks", 2, 21, people=5),
        Counted(NOVEMBER, "parks", None, 31, people=5),
    ]
    over = (OCTOBER, NOVEMBER)
    assert [(line.topic, line.now) for line in raised.to_print(counts, over, None, MINIMUM)] == [
        ("parks", 10),
        ("buses", 5),
    ]
    assert [(line.topic, line.now) for line in raised.to_print(counts, over, 1, MINIMUM)] == [("buses", 5)]


def test_shades_of_the_ramp_cover_every_number() -> None:
    assert [raised.shade(people, 10) for people in (0, 1, 2, 5, 10)] == [1, 1, 1, 3, 5]
    assert raised.shade(0, 0) == 1
    assert raised.ranges([10, 5, 30, 5], 30) == [(1, 5, 5), (2, 10, 10), (5, 30, 30)]
    assert raised.ranges([], 0) == []
