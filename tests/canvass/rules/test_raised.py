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
PEOPLE = st.dictionaries(st.integers(1, 6), st.integers(0, 12), max_size=6)


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
    assert (second.topic, second.now, second.before, second.change, second.reported) == ("buses", 4, 2, 2, 3)
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
    ("counts", "hidden"),
    [
        ({1: 5, 2: 9, 3: 0}, set()),
        ({1: 4, 2: 9, 3: 20}, {1, 2}),  # alone it would be what is missing from the total
        ({1: 2, 2: 2, 3: 20, 4: 7}, {1, 2, 4}),  # two together are still too few
        ({1: 3, 2: 4, 3: 20}, {1, 2}),
        ({1: 3}, {1}),
        ({1: 3, 2: 0}, {1}),
        ({}, set()),
    ],
)
def test_small_counts_are_hidden_and_one_more_where_it_would_give_them_away(
    counts: dict[int, int], hidden: set[int]
) -> None:
    assert raised.too_few(counts, MINIMUM) == hidden


def _could_be(counts: dict[int, int], hidden: frozenset[int]) -> list[dict[int, int]]:
    """Return everything that the hidden may be for a reader who knows the rest, the total and that none is nobody."""
    together = sum(counts[key] for key in hidden)
    ways = itertools.product(range(1, together + 1), repeat=len(hidden))
    return [dict(zip(hidden, way, strict=True)) for way in ways if sum(way) == together]


@given(st.dictionaries(st.integers(1, 4), st.integers(0, 9), max_size=4))
def test_no_hidden_number_follows_from_the_others(counts: dict[int, int]) -> None:
    hidden = raised.too_few(counts, MINIMUM)
    assert all(not 0 < people < MINIMUM for key, people in counts.items() if key not in hidden)
    together = sum(counts[key] for key in hidden)
    if hidden and together < MINIMUM:
        assert hidden == {key for key, people in counts.items() if people}, "then all are, and the total with them"
        return
    ways = _could_be(counts, hidden)
    for key in hidden:
        assert len({way[key] for way in ways}) > 1, (counts, hidden)


@given(st.dictionaries(st.integers(1, 3), PEOPLE, max_size=3))
def test_districts_give_no_ward_away_and_wards_no_district(groups: dict[int, dict[int, int]]) -> None:
    districts = {ward: {10 * ward + key: n for key, n in inside.items()} for ward, inside in groups.items()}
    hidden = raised.too_few_within(districts, MINIMUM)
    wards = raised.too_few({ward: sum(inside.values()) for ward, inside in districts.items()}, MINIMUM)
    for ward, inside in districts.items():
        here = {key for key in inside if key in hidden}
        if ward in wards:
            assert here == {key for key, people in inside.items() if people}
        elif here:
            assert len(here) > 1
            assert sum(inside[key] for key in here) >= MINIMUM
        assert all(not 0 < people < MINIMUM for key, people in inside.items() if key not in hidden)


def test_the_page_to_print_shows_no_small_number_and_no_change_from_one() -> None:
    counts = [
        Counted(OCTOBER, "buses", 1, 11, people=9),
        Counted(NOVEMBER, "buses", 1, 11, people=6),
        Counted(OCTOBER, "parks", 1, 11, people=2),
        Counted(NOVEMBER, "parks", 1, 11, people=8),
        Counted(NOVEMBER, "crime", 1, 11, people=4),
        Counted(NOVEMBER, "", 1, 11, people=12),
    ]
    page = raised.to_print(counts, (OCTOBER, NOVEMBER), None, MINIMUM)
    assert [(line.topic, line.now, line.change) for line in page.lines] == [("parks", 8, None), ("buses", 6, -3)]
    assert page.left_out == 1


def test_a_ward_is_printed_only_where_the_others_would_not_give_a_small_one_away() -> None:
    counts = [
        Counted(NOVEMBER, "buses", 1, 11, people=6),
        Counted(NOVEMBER, "buses", 2, 21, people=2),
        Counted(NOVEMBER, "parks", 1, 11, people=5),
    ]
    over = (OCTOBER, NOVEMBER)
    assert [line.topic for line in raised.to_print(counts, over, None, MINIMUM).lines] == ["buses", "parks"]
    page = raised.to_print(counts, over, 1, MINIMUM)
    assert [(line.topic, line.now) for line in page.lines] == [("parks", 5)]
    assert page.left_out == 1, "eight in all less six here would be the two next door"


def test_steps_of_the_ramp_cover_every_count() -> None:
    assert [raised.step(people, 10) for people in (0, 1, 2, 5, 10)] == [1, 1, 1, 3, 5]
    assert raised.step(0, 0) == 1
    found = raised.ranges(10)
    assert [one for step, low, high in found for one in range(low, high + 1)] == list(range(11))
    assert raised.ranges(1) == [(1, 0, 0), (3, 1, 1)]
