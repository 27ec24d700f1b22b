"""Dates in a register: when somebody comes of age. A date of birth is never kept.

The column is called a date of birth by some vendors and holds the eighteenth birthday in others (domain A8.10).
"""

from __future__ import annotations

import datetime
import re

# Every date that is kept is of the eighteenth birthday, whatever age a council's dates mean.
AGE = 18
# Nothing may be held about people under 16 until the law says otherwise (reliability L5), so nobody's eighteenth
# birthday is later than two years from now.
YOUNGEST = 16
# Councils print the date for about a year before the birthday and drop it at the next full register. So a date that
# makes its bearer 14 to 17 years old is a date of birth; a later one is an attainment that has just passed.
_YOUNGEST_LISTED = 14

_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[ T]0{1,2}:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NAMED = re.compile(r"(\d{1,2})[ \-/]([A-Za-z]{3})[a-z]*[ \-/](\d{4})")
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}


class BadDate(ValueError):
    """The cell holds something, but no date."""


class UnderAge(ValueError):
    """The date tells that somebody is under 16: nothing about them may be kept."""


def date(text: str) -> datetime.date | None:
    """Read 15/03/2008, 2008-03-15, 15-Mar-2008, with midnight behind it or not. None when empty. Raises BadDate."""
    if not text:
        return None
    if match := _BRITISH.fullmatch(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    elif match := _ISO.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _NAMED.fullmatch(text):
        day, month, year = int(match[1]), _MONTHS.get(match[2].lower(), 0), int(match[3])
    else:
        raise BadDate(text)
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise BadDate(text) from error


def birthday(born: datetime.date, years: int) -> datetime.date:
    """Return the day somebody reaches that age, in calendar years; who was born on 29 February waits for 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return datetime.date(born.year + years, 3, 1)


def of(
    text: str, today: datetime.date, *, may_be_birth: bool, age: int = AGE, under_16: bool = False
) -> datetime.date | None:
    """Return the eighteenth birthday of an elector who is about to come of age, or None for an adult.

    `age` is the one that the council's dates of attainment mean: 16 in some Scottish and Welsh registers.
    `may_be_birth` is true for a column named after the date of birth: there an adult's date is dropped, and one that
    makes its bearer 14 to 17 today is a birth. Raises BadDate, and UnderAge when the person is under 16 today, unless
    `under_16` says that such may be kept.
    """
    found = date(text)
    if found is None:
        return None
    if may_be_birth and found <= birthday(today, -_YOUNGEST_LISTED):
        if found <= birthday(today, -AGE):
            return None
        found = birthday(found, AGE)
    elif age != AGE:
        found = birthday(found, AGE - age)
    if found.year < today.year - AGE:
        raise BadDate(text)
    if not under_16 and found > birthday(today, AGE - YOUNGEST):
        raise UnderAge(text)
    if found > birthday(today, AGE):
        raise BadDate(text)  # nobody is listed before they are born
    return found
