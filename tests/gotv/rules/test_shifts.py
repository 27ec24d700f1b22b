from __future__ import annotations

import datetime

import pytest

from gotv.rules import shifts
from gotv.rules.hours import Hours
from kit import clock

_DAY = datetime.date(2027, 5, 6)


def _span(begins: int, ends: int) -> Hours:
    return Hours(clock.at(_DAY, begins), clock.at(_DAY, ends))


def _hours(spans: list[Hours]) -> list[tuple[int, int]]:
    london = datetime.timezone(datetime.timedelta(hours=1))  # British Summer Time
    return [(span.opens.astimezone(london).hour, span.closes.astimezone(london).hour) for span in spans]


@pytest.mark.parametrize(
    ("taken", "empty"),
    [
        ([], [(7, 22)]),
        ([(7, 22)], []),
        ([(7, 9)], [(9, 22)]),
        ([(9, 11), (13, 15)], [(7, 9), (11, 13), (15, 22)]),
        ([(9, 12), (10, 14)], [(7, 9), (14, 22)]),
        ([(20, 22), (7, 20)], []),
    ],
)
def test_empty_hours_that_follow_one_another_are_one_stretch(taken: list, empty: list) -> None:
    assert _hours(shifts.empty(_DAY, [_span(*one) for one in taken])) == empty


def test_the_day_has_fifteen_hours() -> None:
    slots = shifts.slots(_DAY)
    assert [slot.hour for slot in slots] == list(range(7, 22))
    assert (slots[0].starts_at, slots[-1].ends_at) == (clock.at(_DAY, 7), clock.at(_DAY, 22))
    assert [slot.hour for slot in slots if slot.matters] == [7, 8, 16, 17, 18, 19]


@pytest.mark.parametrize(
    ("span", "fits"),
    [
        (_span(7, 9), True),
        (_span(7, 22), True),
        (_span(6, 9), False),
        (_span(21, 23), False),
        (_span(9, 9), False),
        (_span(11, 9), False),
        (Hours(clock.at(_DAY, 7, 30), clock.at(_DAY, 9)), False),
        (Hours(clock.at(_DAY, 9), clock.at(_DAY + datetime.timedelta(days=1), 9)), False),
    ],
)
def test_a_shift_is_whole_hours_while_the_polls_are_open(span: Hours, fits: bool) -> None:
    assert shifts.fits(_DAY, span) is fits
