"""How long a signature counts, and whether it is one. No database, no clock."""

from __future__ import annotations

import calendar
import datetime
import unicodedata


def last_day(signed_on: datetime.date) -> datetime.date:
    """Return the last day on which terms signed that day count: the same date a year later.

    Signed on 29 February, it is 28 February: the last day that the twelve months have.
    """
    year = signed_on.year + 1
    if (signed_on.month, signed_on.day) == (2, 29) and not calendar.isleap(year):
        return datetime.date(year, 2, 28)
    return signed_on.replace(year=year)


def is_name_of(typed: str, account_name: str) -> bool:
    """Say whether what was typed can be the full name of the person whose account it is.

    They share a word of at least two letters, whatever its capitals and accents: an account in the name of
    "Jo Tranmer" is signed for as "Joanne Tranmer". An account's name in one letter or sign can't be compared.
    """
    known = _words(account_name)
    return not known or bool(_words(typed) & known)


def _words(name: str) -> set[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    apart = "".join(sign if sign.isalpha() else " " for sign in plain.replace("’", "").replace("'", ""))
    return {word for word in apart.casefold().split() if len(word) >= 2}
