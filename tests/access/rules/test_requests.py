"""The clock of a request, on dates alone: also on the nights when the clocks change."""

from __future__ import annotations

import datetime

import pytest

from access.rules import requests as rules
from access.rules.requests import Away

_HOUR = datetime.timedelta(hours=1)
_DAY = datetime.date


def _at(text: str) -> datetime.datetime:
    """Return that time in UTC: "2027-03-27 17:00"."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def test_it_goes_up_after_the_hours_of_the_role() -> None:
    assert rules.goes_up_at(_at("2027-04-18 16:00"), hours=48, needed_by=None) == _at("2027-04-20 16:00")


def test_it_goes_up_at_half_the_time_to_the_day_it_is_needed() -> None:
    # Asked Sunday 17:00 British Summer Time, needed on Monday until 23:59: 30 h 59 min, half is 15 h 29 min 30 s.
    goes_up = rules.goes_up_at(_at("2027-04-18 16:00"), hours=48, needed_by=_DAY(2027, 4, 19))
    assert goes_up == _at("2027-04-19 07:29:30")


def test_a_far_day_does_not_lengthen_the_time() -> None:
    assert rules.goes_up_at(_at("2027-04-18 16:00"), hours=24, needed_by=_DAY(2027, 6, 1)) == _at("2027-04-19 16:00")


def test_a_day_that_has_gone_by_does_not_press_any_more() -> None:
    since = _at("2027-04-18 16:00")
    assert rules.goes_up_at(since, hours=24, needed_by=_DAY(2027, 4, 17)) == since + 24 * _HOUR
    # 23:59 itself has come: what is left of the day is nothing.
    late = _at("2027-04-18 22:59")
    assert rules.goes_up_at(late, hours=24, needed_by=_DAY(2027, 4, 18)) == late + 24 * _HOUR


@pytest.mark.parametrize(
    ("asked", "needed", "left"),
    [
        # The night of 27 to 28 March 2027 has 23 hours: from 17:00 to 23:59 the day after, 29 h 59 min pass.
        ("2027-03-27 17:00", _DAY(2027, 3, 28), datetime.timedelta(hours=29, minutes=59)),
        # The night of 30 to 31 October 2027 has 25 hours: from 17:00 (16:00 UTC), 31 h 59 min pass.
        ("2027-10-30 16:00", _DAY(2027, 10, 31), datetime.timedelta(hours=31, minutes=59)),
    ],
)
def test_hours_are_hours_that_pass_when_the_clocks_change(
    asked: str, needed: datetime.date, left: datetime.timedelta
) -> None:
    since = _at(asked)
    assert rules.needed_at(needed) - since == left
    assert rules.goes_up_at(since, hours=48, needed_by=needed) == since + left / 2
    assert rules.goes_up_at(since, hours=24, needed_by=None) == since + 24 * _HOUR


def test_local_time_is_no_trap() -> None:
    """Adding hours to a London time would add hours of the clock face."""
    london = rules.needed_at(_DAY(2027, 3, 27)).astimezone(datetime.timezone(_HOUR * 0))
    goes_up = rules.goes_up_at(london, hours=24, needed_by=None)
    assert (goes_up - london, goes_up.tzinfo) == (24 * _HOUR, datetime.UTC)


def test_one_reminder_at_half_the_time() -> None:
    since, up = _at("2027-04-18 16:00"), _at("2027-04-20 16:00")
    assert rules.remind_at(since, up, None) == _at("2027-04-19 16:00")
    assert rules.remind_at(since, up, _at("2027-04-19 16:01")) is None


def test_a_reminder_of_the_level_before_does_not_count() -> None:
    since, up = _at("2027-04-18 16:00"), _at("2027-04-20 16:00")
    assert rules.remind_at(since, up, _at("2027-04-17 16:00")) == _at("2027-04-19 16:00")


def test_at_the_top_there_is_a_reminder_every_day() -> None:
    since = _at("2027-04-18 16:00")
    assert rules.remind_at(since, None, None) == _at("2027-04-19 16:00")
    assert rules.remind_at(since, None, _at("2027-04-19 16:03")) == _at("2027-04-20 16:03")


def test_somebody_away_is_back_after_the_end_of_the_last_day() -> None:
    trip = [Away(_DAY(2027, 4, 18), _DAY(2027, 4, 21))]
    now = _at("2027-04-19 10:00")
    assert rules.back_at(trip, now) == _at("2027-04-21 23:00")  # midnight in London, in summer
    assert rules.back_at(trip, _at("2027-04-17 22:59")) is None
    assert rules.back_at(trip, _at("2027-04-17 23:00")) is not None
    assert rules.back_at(trip, _at("2027-04-21 23:00")) is None


def test_absences_that_follow_one_another_are_one() -> None:
    away = [
        Away(_DAY(2027, 4, 22), _DAY(2027, 4, 25)),
        Away(_DAY(2027, 4, 18), _DAY(2027, 4, 21)),
        Away(_DAY(2027, 4, 27), _DAY(2027, 4, 28)),
    ]
    assert rules.back_at(away, _at("2027-04-19 10:00")) == _at("2027-04-25 23:00")


def test_a_short_absence_holds_nothing_up() -> None:
    today = [Away(_DAY(2027, 4, 18), _DAY(2027, 4, 18))]
    now = _at("2027-04-18 16:00")
    assert rules.here_in_time(today, now, now + 48 * _HOUR)
    assert not rules.here_in_time(today, now, now + 6 * _HOUR)
    assert not rules.here_in_time(today, now, _at("2027-04-18 23:00")), "back at the moment it goes up is too late"
    assert rules.here_in_time([], now, now)


@pytest.mark.parametrize(
    ("asked", "given", "less", "more"),
    [
        ([], [], False, False),
        ([], ["ward:1"], True, False),
        (["ward:1", "ward:2"], ["ward:2", "ward:1"], False, False),
        (["ward:1", "ward:2"], ["ward:2"], True, False),
        (["ward:1"], ["ward:1", "ward:2"], True, True),
        (["ward:1"], [], False, True),
    ],
)
def test_less_and_more_of_a_place(asked: list[str], given: list[str], less: bool, more: bool) -> None:
    assert rules.is_less(asked_area=asked, area=given, usual_end=None, ends_on=None) is less
    assert rules.is_more(asked_area=asked, area=given) is more


def test_a_shorter_time_is_less() -> None:
    usual = _DAY(2028, 4, 17)
    for ends_on, less in ((usual, False), (usual - datetime.timedelta(days=1), True), (None, False)):
        assert rules.is_less(asked_area=[], area=[], usual_end=usual, ends_on=ends_on) is less
