"""Grants: dates alone. Leap days, midnights, how many at a time."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from access.rules import grants as rules

D = datetime.date


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        (D(2027, 1, 1), 365, D(2027, 12, 31)),
        (D(2027, 3, 1), 365, D(2028, 2, 28)),  # a leap year ahead: the 29th is not reached
        (D(2027, 3, 2), 365, D(2028, 2, 29)),
        (D(2028, 2, 29), 365, D(2029, 2, 27)),
        (D(2027, 5, 6), 1, D(2027, 5, 6)),
        (D(2027, 10, 30), 2, D(2027, 10, 31)),  # the night on which the clocks go back
    ],
)
def test_the_last_of_so_many_days(first: D, days: int, last: D) -> None:
    assert rules.last_day(first, days) == last


def test_notice_over_a_leap_day() -> None:
    assert rules.first_free_last_day(D(2028, 2, 25)) == D(2028, 3, 3)


@pytest.mark.parametrize(
    ("periods", "first", "last", "most"),
    [
        ([], D(2027, 1, 1), None, 0),
        ([(D(2027, 1, 1), None)], D(2027, 6, 1), None, 1),
        ([(D(2027, 1, 1), D(2027, 5, 31)), (D(2027, 6, 1), None)], D(2027, 3, 1), None, 1),
        ([(D(2027, 1, 1), D(2027, 6, 1)), (D(2027, 6, 1), None)], D(2027, 3, 1), None, 2),
        ([(D(2027, 1, 1), D(2027, 2, 1))], D(2027, 2, 2), D(2027, 3, 1), 0),
        ([(D(2027, 4, 1), D(2027, 3, 31))], D(2027, 1, 1), None, 0),  # handed over before it began
    ],
)
def test_how_many_at_a_time(periods: list, first: D, last: D | None, most: int) -> None:
    assert rules.at_once(periods, first, last) == most


_days = st.dates(D(2027, 1, 1), D(2027, 3, 31))


@given(st.lists(st.tuples(_days, st.none() | _days), max_size=6), _days, _days)
def test_it_is_as_many_as_counting_every_day_finds(periods: list, first: D, last: D) -> None:
    assume(first <= last)
    days = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
    counted = [sum(a <= day and (b is None or day <= b) for a, b in periods) for day in days]
    assert rules.at_once(periods, first, last) == max(counted, default=0)


def test_what_lasts_a_fortnight_needs_no_warning() -> None:
    assert not rules.worth_warning(D(2027, 5, 1), D(2027, 5, 15))
    assert rules.worth_warning(D(2027, 5, 1), D(2027, 5, 16))
