"""Decisions about grants on dates alone. A day lasts until midnight in London; both ends of a period count."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

# Ending somebody's access takes a week's notice, unless they agree or waiting would do harm (product A1, I10).
NOTICE = datetime.timedelta(days=7)
# Holders are told this long before a grant ends by itself.
WARNING = datetime.timedelta(days=14)
# Emergency access closes by itself to the minute (reliability 2.4).
BREAK_GLASS = datetime.timedelta(minutes=60)
# How long a key to an external tool runs where nobody says otherwise.
TOOL_DAYS = 365

_DAY = datetime.timedelta(days=1)
# (first day, last day); the last is None while no end is set.
Period = tuple[datetime.date, datetime.date | None]


def last_day(starts_on: datetime.date, lasts_days: int) -> datetime.date:
    """Return the last of `lasts_days` days that begin with `starts_on`.

    A year is 365 days, so a grant that runs over 29 February ends one date of the calendar earlier.
    """
    return starts_on + (lasts_days - 1) * _DAY


def first_free_last_day(today: datetime.date) -> datetime.date:
    """Return the earliest last day of a grant that is ended with notice today."""
    return today + NOTICE


def at_once(periods: Iterable[Period], first: datetime.date, last: datetime.date | None) -> int:
    """Return how many of these periods run at the same time at most, from `first` to `last` (None: for ever)."""
    running = [one for one in periods if _meet(one, first, last)]
    # The number only rises on a day on which one begins.
    days = {max(first, start) for start, _end in running}
    return max((sum(start <= day and (end is None or end >= day) for start, end in running) for day in days), default=0)


def _meet(period: Period, first: datetime.date, last: datetime.date | None) -> bool:
    start, end = period
    return (last is None or start <= last) and (end is None or end >= first)


def worth_warning(starts_on: datetime.date, ends_on: datetime.date) -> bool:
    """Say whether a grant is long enough that its holder may have forgotten when it ends."""
    return ends_on - starts_on > WARNING
