"""How long a register may be kept, and what goes when: the current edition of a council and the one before.

The law names no number of months: a register is destroyed when it is no longer needed for an electoral purpose
(regulations 102, 106 and 115 of the Representation of the People Regulations 2001; reliability L1-L3). Ours is 18
months after an edition was superseded, or the day that the terms of supply name, whichever comes first.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import hmac
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from canvass.rules import names

KEPT_MONTHS = 18
# What is said before the edition in use goes: at the first of these many days before, and at the second once more.
WARNED_BEFORE = (30, 7)
# A file that was taken back may be brought in again, and its people are then found again.
TAKEN_BACK_KEPT = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Supply:
    """One edition of a council as far as these rules need it. `delete_by` is the earliest of its files' dates."""

    edition: Hashable
    dated_on: datetime.date
    brought_in_on: datetime.date
    is_current: bool
    delete_by: datetime.date | None = None


@dataclass(frozen=True)
class Fate:
    """What becomes of an edition. `goes_on` is the first day on which nothing of it may be left; None: no day known.

    `superseded_on` is None for the one in use. Nothing is kept of an edition before the previous one: it goes at once.
    """

    supply: Supply
    superseded_on: datetime.date | None
    goes_on: datetime.date | None

    def is_gone(self, today: datetime.date) -> bool:
        return self.goes_on is not None and self.goes_on <= today


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def fates(supplies: Iterable[Supply]) -> list[Fate]:
    """Return what becomes of each edition of one council: the one in use first, then the latest that was brought in.

    Where none is in use any more nothing is kept at all: there is no register that the earlier ones belong to.
    """
    ordered = sorted(supplies, key=lambda one: (one.is_current, one.brought_in_on, one.dated_on), reverse=True)
    found: list[Fate] = []
    for place, supply in enumerate(ordered):
        if supply.is_current:
            found.append(Fate(supply, None, supply.delete_by))
            continue
        superseded = ordered[place - 1].brought_in_on if place else supply.brought_in_on
        is_previous = place == 1 and ordered[0].is_current
        last = months_later(superseded, KEPT_MONTHS) if is_previous else superseded
        goes_on = min(last, supply.delete_by) if supply.delete_by else last
        found.append(Fate(supply, superseded, goes_on))
    return found


def kept(of_council: Sequence[Fate], today: datetime.date) -> list[Fate]:
    """Return the editions that may still be held. When the one in use has to go, the one before goes with it."""
    if any(fate.supply.is_current and fate.is_gone(today) for fate in of_council):
        return []
    return [fate for fate in of_council if not fate.is_gone(today)]


def left_long_ago(today: datetime.date) -> datetime.date:
    """Return the day such that whoever left the register on it or before is not kept any longer, whatever is held."""
    return months_later(today, -KEPT_MONTHS)


def on_no_edition(of_council: Sequence[Fate], today: datetime.date) -> datetime.date | None:
    """Return the day such that whoever left on it or before stands in no edition that is kept; None where none is.

    Who left with the oldest edition that is kept does not stand in it.
    """
    return min((fate.supply.dated_on for fate in kept(of_council, today)), default=None)


def latest_delete_by(fate: Fate, today: datetime.date) -> datetime.date:
    """Return the latest day that may be set: 18 months after the edition was superseded, or from today while in use."""
    return months_later(fate.superseded_on or today, KEPT_MONTHS)


def without_a_date(brought_in_on: datetime.date, today: datetime.date) -> datetime.date:
    """Return the day on which an edition without any delete-by date goes: never without a month's warning."""
    return max(months_later(brought_in_on, KEPT_MONTHS), today + datetime.timedelta(days=WARNED_BEFORE[0]))


def warning_due(goes_on: datetime.date | None, today: datetime.date) -> int | None:
    """Return which warning is due (the days before of WARNED_BEFORE) for an edition in use; None for none."""
    if goes_on is None or goes_on <= today:
        return None
    left = (goes_on - today).days
    return min((days for days in WARNED_BEFORE if left <= days), default=None)


def fingerprint(forenames: str, surname: str, door: str, key: bytes) -> bytes:
    """Return what tells that a person who objected is back at their door, and tells nobody anything else.

    Of the first forename and the surname, without accents, signs and case, and the door's key: a middle name that
    one register prints and another leaves out changes nothing. Two people of one name behind one door are one here,
    and an objection then holds for both: the safe side.
    """
    first = names.bare(forenames.split(" ", 1)[0])
    text = "\0".join((first, names.bare(surname), door.upper()))
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
