"""Tags and filters of the design system."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator

from kit.templatetags import rosette


def test_an_icon_is_silent_and_takes_the_colour_of_the_text() -> None:
    svg = rosette.icon("tick")
    assert 'aria-hidden="true"' in svg
    assert "fill=" not in svg


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        rosette.icon("tock")


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (71642, "71,642"), (-1000, "-1,000"), (Decimal("1234.5"), "1,234.5"), (None, "")]
)
def test_numbers_are_grouped(value: int | None, written: str) -> None:
    assert rosette.number(value) == written


@pytest.mark.parametrize(("value", "written"), [(186, "+186"), (-28, "−28"), (0, "0"), (-1204, "−1,204"), (None, "")])
def test_changes_carry_their_sign(value: int | None, written: str) -> None:
    assert rosette.signed(value) == written


def test_page_numbers_leave_out_the_middle() -> None:
    page = Paginator(range(1000), 10).page(50)
    assert list(rosette.page_numbers(page)) == [1, "…", 49, 50, 51, "…", 100]


@pytest.mark.parametrize(
    ("sorted_by", "attribute"),
    [("name", 'aria-sort="ascending"'), ("-name", 'aria-sort="descending"'), ("doors", ""), ("", "")],
)
def test_the_sorted_column_says_so(sorted_by: str, attribute: str) -> None:
    assert rosette.aria_sort("name", sorted_by) == attribute


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (None, ""),
        (datetime.timedelta(0), "less than an hour"),
        (datetime.timedelta(minutes=29), "less than an hour"),
        (datetime.timedelta(minutes=31), "1 hour"),
        (datetime.timedelta(hours=6, minutes=10), "6 hours"),
        (datetime.timedelta(hours=47), "47 hours"),
        (datetime.timedelta(hours=48), "2 days"),
        (datetime.timedelta(days=12, hours=13), "13 days"),
    ],
)
def test_how_long_something_took(apart: datetime.timedelta | None, words: str) -> None:
    assert rosette.span(apart) == words
