"""The dates before a poll in England and Wales, counted in working days.

Working days leave out Saturdays, Sundays, Christmas Eve, Christmas Day, Good Friday and bank holidays in England and
Wales: Representation of the People (England and Wales) Regulations 2001 (RPR), reg. 8(3) and (4). For absent votes
at a UK general election a bank holiday anywhere in the United Kingdom is left out too: RPR reg. 56(6) and (7). In 2019
St Andrew's Day moved that deadline, and not the one for registering. Polls in Scotland follow other regulations.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

_DAY = datetime.timedelta(days=1)
# How long lists of absent voters are needed after a poll: as what polling day keeps of people (keeping.py), and a
# week more, as the privacy classes of gotv say.
CHALLENGE = datetime.timedelta(days=35)
_MONDAY, _SATURDAY = 0, 5

# Proclaimed for one year only (Banking and Financial Dealings Act 1971 s.1): days added, and days moved away.
_ADDED = frozenset(
    {
        datetime.date(2020, 5, 8),
        datetime.date(2022, 6, 2),
        datetime.date(2022, 6, 3),
        datetime.date(2022, 9, 19),
        datetime.date(2023, 5, 8),
    }
)
_MOVED_AWAY = frozenset({datetime.date(2020, 5, 4), datetime.date(2022, 5, 30)})


@dataclass(frozen=True)
class Deadlines:
    """The last working day for each; `register_on` runs to its midnight, the others to 5 in the afternoon."""

    register_on: datetime.date  # RPA 1983 ss. 13A and 13B: 12 working days before
    postal_on: datetime.date  # RPR reg. 56(1): 11 working days before
    proxy_on: datetime.date  # RPR reg. 56(2): 6 working days before
    photo_id_on: datetime.date  # Voter Identification Regulations 2022 reg. 10: 6 working days before


def before(polling_on: datetime.date, *, uk_parliament: bool) -> Deadlines:
    """Return the deadlines for a poll on that day.

    A by-election to the UK Parliament counts holidays in England and Wales alone; it is treated as a general
    election, which can only give an earlier day.
    """
    return Deadlines(
        register_on=working_days_before(polling_on, 12),
        postal_on=working_days_before(polling_on, 11, uk_wide=uk_parliament),
        proxy_on=working_days_before(polling_on, 6, uk_wide=uk_parliament),
        photo_id_on=working_days_before(polling_on, 6),
    )


def working_days_before(day: datetime.date, count: int, *, uk_wide: bool = False) -> datetime.date:
    """Return the day that lies `count` working days before `day`, which is not counted itself."""
    while count:
        day -= _DAY
        count -= is_working_day(day, uk_wide=uk_wide)
    return day


def is_working_day(day: datetime.date, *, uk_wide: bool = False) -> bool:
    """Say whether the day counts (RPR reg. 8(3); with `uk_wide`, reg. 56(6) and (7) at a general election)."""
    if day.weekday() >= _SATURDAY or (day.month, day.day) in {(12, 24), (12, 25)}:
        return False
    return day not in bank_holidays(day.year) and not (uk_wide and day in holidays_elsewhere(day.year))


@cache
def bank_holidays(year: int) -> frozenset[datetime.date]:
    """Return the bank and common-law holidays of England and Wales in that year, Good Friday among them."""
    easter = easter_sunday(year)
    days = {
        _weekday_from(datetime.date(year, 1, 1)),
        easter - 2 * _DAY,
        easter + _DAY,
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
        *_christmas(year),
    }
    return frozenset((days - _MOVED_AWAY) | {day for day in _ADDED if day.year == year})


@cache
def holidays_elsewhere(year: int) -> frozenset[datetime.date]:
    """Return the bank holidays that only Scotland or Northern Ireland keep in that year."""
    new_year = _weekday_from(datetime.date(year, 1, 1))
    second = _weekday_from(datetime.date(year, 1, 2))
    return frozenset(
        {
            second if second != new_year else _weekday_from(new_year + _DAY),
            _weekday_from(datetime.date(year, 3, 17)),
            _weekday_from(datetime.date(year, 7, 12)),
            _first_monday(year, 8),
            _weekday_from(datetime.date(year, 11, 30)),
        }
    )


def easter_sunday(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return datetime.date(year, month, day + 1)


def _weekday_from(day: datetime.date) -> datetime.date:
    while day.weekday() >= _SATURDAY:
        day += _DAY
    return day


def _christmas(year: int) -> set[datetime.date]:
    """Return two weekdays: Christmas Day and Boxing Day, or the weekdays given in place of a weekend."""
    first = _weekday_from(datetime.date(year, 12, 25))
    second = _weekday_from(datetime.date(year, 12, 26))
    return {first, second if second != first else _weekday_from(first + _DAY)}


def _first_monday(year: int, month: int) -> datetime.date:
    day = datetime.date(year, month, 1)
    return day + (_MONDAY - day.weekday()) % 7 * _DAY


def _last_monday(year: int, month: int) -> datetime.date:
    day = datetime.date(year, month, 31)
    return day - (day.weekday() - _MONDAY) % 7 * _DAY
