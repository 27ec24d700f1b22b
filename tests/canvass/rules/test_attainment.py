"""Dates beside a name: who comes of age when, and whose date is never kept."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import attainment

TODAY = datetime.date(2026, 11, 21)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "15/03/2028",
        "15.03.2028",
        "15-03-2028",
        "15/3/2028",
        "2028-03-15",
        "20280315",
        "15-Mar-2028",
        "15 March 2028",
        "15/03/2028 00:00",
        "15/03/2028 0:00:00",
        "2028-03-15T00:00:00",
        "2028-03-15 00:00:00.000",
    ],
)
def test_forms_of_a_date(text: str) -> None:
    assert attainment.date(text) == day("2028-03-15")


def test_no_date_is_none() -> None:
    assert attainment.date("") is None


@pytest.mark.parametrize(
    "text", ["PENDING", "31/02/2027", "15/13/2027", "00/00/0000", "15/03/27", "tomorrow", "1", "15-Xyz-2027"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(attainment.BadDate):
        attainment.date(text)


@pytest.mark.parametrize(
    ("text", "attains"),
    [
        ("22/11/2026", "2026-11-22"),  # tomorrow
        ("01/06/2026", "2026-06-01"),  # passed this summer: still printed
        ("21/11/2028", "2028-11-21"),  # sixteen today
        ("22/11/2012", "2012-11-22"),  # not fourteen years ago: too young for a birth that a register prints
    ],
)
def test_a_date_to_come_or_just_passed_is_the_coming_of_age(text: str, attains: str) -> None:
    assert attainment.of(text, TODAY, may_be_birth=True) == day(attains)


@pytest.mark.parametrize(
    ("born", "attains"),
    [
        ("15/03/2010", "2028-03-15"),  # sixteen
        ("22/11/2008", "2026-11-22"),  # eighteen tomorrow
        ("21/11/2010", "2028-11-21"),  # sixteen today
    ],
)
def test_a_birth_of_the_last_eighteen_years_becomes_the_eighteenth_birthday(born: str, attains: str) -> None:
    assert attainment.of(born, TODAY, may_be_birth=True) == day(attains)


def test_born_on_the_29th_of_february_is_of_age_on_the_1st_of_march() -> None:
    assert attainment.birthday(day("2012-02-29"), 18) == day("2030-03-01")
    assert attainment.birthday(day("2012-02-29"), 20) == day("2032-02-29")


@pytest.mark.parametrize("text", ["21/11/2008", "01/01/1980", "15/03/1802"])
def test_an_adults_birth_is_dropped(text: str) -> None:
    assert attainment.of(text, TODAY, may_be_birth=True) is None


@pytest.mark.parametrize("text", ["22/11/2028", "01/01/2031", "22/11/2010", "15/03/2012", "21/11/2012"])
def test_under_16_is_refused(text: str) -> None:
    """Two years and a day to go; or born less than sixteen years ago."""
    with pytest.raises(attainment.UnderAge):
        attainment.of(text, TODAY, may_be_birth=True)


def test_a_column_of_attainment_holds_no_births() -> None:
    assert attainment.of("15/03/2010", TODAY, may_be_birth=False) == day("2010-03-15")
    with pytest.raises(attainment.BadDate):
        attainment.of("15/03/1802", TODAY, may_be_birth=False)


@given(st.dates(), st.booleans())
def test_nobody_under_16_and_no_adults_birth_ever_gets_through(date: datetime.date, may_be_birth: bool) -> None:
    try:
        found = attainment.of(f"{date:%d/%m/%Y}", TODAY, may_be_birth=may_be_birth)
    except (attainment.UnderAge, attainment.BadDate):
        return
    assert found is None or found <= attainment.birthday(TODAY, 2)
    if may_be_birth and date <= attainment.birthday(TODAY, -18):
        assert found is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(attainment.UnderAge, attainment.BadDate):
        attainment.of(text, TODAY, may_be_birth=True)


@pytest.mark.parametrize(
    ("text", "eighteen"),
    [
        ("21/11/2026", "2028-11-21"),  # sixteen today
        ("01/03/2026", "2028-03-01"),
        ("29/02/2024", "2026-03-01"),  # eighteen in a year without the day
        ("15/03/2010", "2028-03-15"),  # a birth in a column that may hold one
    ],
)
def test_dates_of_a_council_that_means_16_become_the_eighteenth_birthday(text: str, eighteen: str) -> None:
    assert attainment.of(text, TODAY, may_be_birth=True, age=16) == day(eighteen)


def test_who_reaches_16_tomorrow_is_under_16() -> None:
    with pytest.raises(attainment.UnderAge):
        attainment.of("22/11/2026", TODAY, may_be_birth=False, age=16)


def test_with_the_setting_people_under_16_have_a_date_too_and_the_unborn_have_none() -> None:
    assert attainment.of("22/11/2030", TODAY, may_be_birth=False, under_16=True) == day("2030-11-22")
    with pytest.raises(attainment.BadDate):
        attainment.of("22/11/2044", TODAY, may_be_birth=False, under_16=True)
