"""Local times on the two nights when the clocks change."""

from __future__ import annotations

import datetime

import pytest
import time_machine

from kit import clock

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("day", "hour", "minute", "utc"),
    [
        (datetime.date(2026, 1, 5), 7, 0, datetime.datetime(2026, 1, 5, 7, 0, tzinfo=UTC)),
        (datetime.date(2026, 5, 7), 7, 0, datetime.datetime(2026, 5, 7, 6, 0, tzinfo=UTC)),
        # 25 October 2026: 01:30 happens twice; the first is meant.
        (datetime.date(2026, 10, 25), 1, 30, datetime.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # 29 March 2026: 01:30 does not happen; read as if the clock had not changed.
        (datetime.date(2026, 3, 29), 1, 30, datetime.datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_wall_clock_to_utc(day: datetime.date, hour: int, minute: int, utc: datetime.datetime) -> None:
    assert clock.at(day, hour, minute) == utc


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-03-28T23:59:00Z", datetime.date(2026, 3, 28)),
        ("2026-03-29T23:30:00Z", datetime.date(2026, 3, 30)),  # summer time has begun: it is half past midnight
        ("2026-10-24T23:30:00Z", datetime.date(2026, 10, 25)),
        ("2026-10-25T23:30:00Z", datetime.date(2026, 10, 25)),
    ],
)
def test_today_is_londons_day(now: str, today: datetime.date) -> None:
    with time_machine.travel(now, tick=False):
        assert clock.today() == today
