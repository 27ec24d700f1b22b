"""Who is inside a polling station tells nobody outside who has voted, before the polls close (RPA 1983 s.66)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from access.roles import RoleName

# Each of them keeps its holder from the other on the same day.
OTHER = {RoleName.TELLER.value: RoleName.POLLING_AGENT.value, RoleName.POLLING_AGENT.value: RoleName.TELLER.value}


@dataclass(frozen=True)
class Held:
    """A role from a day until the end of a day, None without an end."""

    role: str
    starts_on: datetime.date
    ends_on: datetime.date | None

    def holds(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def clash(wanted: Held, held: Iterable[Held]) -> datetime.date | None:
    """Return the first day on which somebody would be both inside and outside; None where there is none."""
    other = OTHER.get(wanted.role)
    days = (max(wanted.starts_on, one.starts_on) for one in held if one.role == other and _overlap(wanted, one))
    return min(days, default=None)


def told_on(wanted: Held, days: Iterable[datetime.date]) -> datetime.date | None:
    """Return the first of the days on which somebody told, that falls into a polling agent's time; else None."""
    if wanted.role != RoleName.POLLING_AGENT:
        return None
    return min((day for day in days if wanted.holds(day)), default=None)


def _overlap(one: Held, other: Held) -> bool:
    first = max(one.starts_on, other.starts_on)
    return all(held.ends_on is None or held.ends_on >= first for held in (one, other))
