"""When a count contradicts those before and after it, so that somebody has to say why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

# More than any committee room has.
MOST_IN_A_ROOM = 999


@dataclass(frozen=True)
class Said:
    """What was counted, and when."""

    value: int
    at: datetime.datetime


def contradicts(new: Said, others: Iterable[Said]) -> Said | None:
    """Return the count that a new count of one box can't stand beside, the nearest in time; None for none.

    Papers only come to a box: no count is lower than one before it, or higher than one after it.
    """
    rows = list(others)
    before = [one for one in rows if one.at <= new.at and one.value > new.value]
    after = [one for one in rows if one.at > new.at and one.value < new.value]
    return min([*before, *after], key=lambda one: abs(one.at - new.at), default=None)
