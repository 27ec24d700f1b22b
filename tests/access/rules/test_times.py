"""Times in words, on ordinary days and on the two nights when the clocks change."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from access.rules import times

LONDON = ZoneInfo("Europe/London")


def at(day: str, time: str, fold: int = 0) -> datetime.datetime:
    local = datetime.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON, fold=fold)
    return local.astimezone(datetime.UTC)


NOW = at("2027-04-20", "14:42")  # a Tuesday


@pytest.mark.parametrize(
    ("due", "figure", "note"),
    [
        (at("2027-04-20", "17:00"), "2 h 18 min", "left, due 17:00"),
        (at("2027-04-20", "23:59"), "9 h 17 min", "left, due 23:59"),
        (at("2027-04-20", "15:00"), "18 min", "left, due 15:00"),
        (at("2027-04-21", "09:00"), "18 h 18 min", "left, due Wednesday 09:00"),
        (at("2027-04-22", "17:00"), "2 days", "left, due Thursday 17:00"),
        (at("2027-05-06", "07:00"), "16 days", "left, due 6 May 07:00"),
        (at("2028-01-03", "12:00"), "258 days", "left, due 3 January 2028 12:00"),
        (at("2027-04-20", "14:00"), "42 min", "too late, was due 14:00"),
        (at("2027-04-18", "17:00"), "2 days", "too late, was due Sunday 17:00"),
    ],
)
def test_a_deadline_says_how_long_is_left_and_when_it_is(due: datetime.datetime, figure: str, note: str) -> None:
    assert times.due(due, NOW) == times.Due(figure, note, soft=False)


@pytest.mark.parametrize(
    ("since", "figure", "note"),
    [
        (at("2027-04-20", "09:05"), "5 h 37 min", "waiting, since 09:05"),
        (at("2027-04-19", "18:00"), "20 h 42 min", "waiting, since Monday 18:00"),
        (at("2027-04-18", "10:00"), "2 days", "waiting, since Sunday"),
        (at("2027-04-01", "10:00"), "19 days", "waiting, since 1 April"),
        (at("2026-12-30", "10:00"), "111 days", "waiting, since 30 December 2026"),
        (at("2027-04-20", "15:00"), "0 min", "waiting, since 14:42"),
    ],
)
def test_a_wait_says_how_long_and_since_when(since: datetime.datetime, figure: str, note: str) -> None:
    assert times.waiting(since, NOW) == times.Due(figure, note, soft=True)


def test_the_night_that_is_an_hour_short() -> None:
    """28 March 2027: 01:00 becomes 02:00. From 20:00 to 10:00 pass thirteen hours."""
    assert times.due(at("2027-03-28", "10:00"), at("2027-03-27", "20:00")).figure == "13 h 0 min"
    assert times.due(at("2027-03-28", "20:00"), at("2027-03-27", "20:00")).figure == "23 h 0 min"
    assert times.due(at("2027-03-28", "21:00"), at("2027-03-27", "20:00")).figure == "1 day"


def test_the_night_that_is_an_hour_long() -> None:
    """31 October 2027: 02:00 becomes 01:00. From 20:00 to 20:00 pass twenty-five hours, and it is one day later."""
    assert times.due(at("2027-10-31", "10:00"), at("2027-10-30", "20:00")).figure == "15 h 0 min"
    assert times.due(at("2027-10-31", "20:00"), at("2027-10-30", "20:00")).figure == "1 day"
    first, second = at("2027-10-31", "01:30"), at("2027-10-31", "01:30", fold=1)
    assert times.waiting(first, second).figure == "1 h 0 min"


def test_the_day_is_the_day_in_london() -> None:
    """23:30 UTC in summer is the next day here."""
    now = datetime.datetime(2027, 7, 1, 22, 45, tzinfo=datetime.UTC)
    later = datetime.datetime(2027, 7, 1, 23, 30, tzinfo=datetime.UTC)
    assert times.due(later, now) == times.Due("45 min", "left, due Friday 00:30", soft=False)
    assert times.days_until(datetime.date(2027, 7, 1), later) == -1


@pytest.mark.parametrize(
    ("deadline", "state", "short"),
    [
        (at("2027-04-20", "17:00"), "now", "today 17:00"),
        (at("2027-04-20", "12:00"), "past", "today 12:00"),
        (at("2027-04-27", "17:00"), "", "27 Apr 17:00"),
        (at("2027-04-10", "17:00"), "past", "10 Apr 17:00"),
    ],
)
def test_dates_that_bind(deadline: datetime.datetime, state: str, short: str) -> None:
    assert times.state_of(deadline, NOW) == state
    assert times.short(deadline, NOW) == short
