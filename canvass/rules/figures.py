"""Following it up: how many were spoken to, what they said, and how fast doors were tried. Counts in, rates out.

Contact rate: distinct electors spoken to, of all electors behind a door (domain B5). Promise rate: Labour, of those
who gave an intention themselves. Doors an hour: doors that were reached, by the time it took to get there from the
door before; a break is not walking.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, fields
from typing import TypeVar

from canvass.rules import quality

Key = TypeVar("Key", bound=Hashable)
# The windows of the contact rate, and those that can be chosen for everything else. Months.
WINDOWS = (3, 12, 60)
# Longer between two doors is a break, and no measure of anybody's pace.
BREAK = datetime.timedelta(minutes=30)
# Below so many steps from door to door a pace is chance.
_FEWEST_STEPS = 10


@dataclass(frozen=True)
class Figures:
    """Counts of a place, a board or a session. Figures of places that don't overlap can be added up.

    `spoken` people in 3 months, 12 months and 5 years: of a board or a session those whom it spoke to, three times
    the same. `told` gave an intention themselves in the chosen time, `promises` of them Labour; of `reported` somebody
    else in the house said so, `reported_promises` of them Labour. `raised` people raised an issue. `tried` doors, each
    once a day; `steps` from one door to the next took `seconds` together.
    """

    electors: int = 0
    spoken_3: int = 0
    spoken_12: int = 0
    spoken_60: int = 0
    told: int = 0
    promises: int = 0
    reported: int = 0
    reported_promises: int = 0
    raised: int = 0
    tried: int = 0
    steps: int = 0
    seconds: int = 0

    @property
    def rate_3(self) -> int | None:
        return quality.share(self.spoken_3, self.electors)

    @property
    def rate_12(self) -> int | None:
        return quality.share(self.spoken_12, self.electors)

    @property
    def rate_60(self) -> int | None:
        return quality.share(self.spoken_60, self.electors)

    @property
    def promise_rate(self) -> int | None:
        return quality.share(self.promises, self.told)

    @property
    def an_hour(self) -> int | None:
        """Return the doors an hour, None where too few were walked to say."""
        if self.steps < _FEWEST_STEPS or not self.seconds:
            return None
        return round(self.steps * 3600 / self.seconds)

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))


@dataclass(frozen=True)
class Row:
    """One line of the table. `key` is an id as text, "" where nothing can be looked into; `on` is an outing’s day."""

    key: str
    name: str
    figures: Figures
    note: str = ""
    on: datetime.date | None = field(default=None)


def total(rows: Iterable[Figures]) -> Figures:
    """Return the sums."""
    return sum(rows, Figures())


def grouped(rows: Iterable[tuple[Key, Figures]]) -> dict[Key, Figures]:
    """Return the sums by key, in the order in which the keys come first."""
    found: dict[Key, Figures] = {}
    for key, figures in rows:
        found[key] = found.get(key, Figures()) + figures
    return found


# The columns of the file: its head, and the value of a row.
COLUMNS: tuple[tuple[str, Callable[[Figures], int | None]], ...] = (
    ("electors", lambda one: one.electors),
    ("spoken_to_3_months", lambda one: one.spoken_3),
    ("spoken_to_12_months", lambda one: one.spoken_12),
    ("spoken_to_5_years", lambda one: one.spoken_60),
    ("contact_rate_3_months_percent", lambda one: one.rate_3),
    ("contact_rate_12_months_percent", lambda one: one.rate_12),
    ("contact_rate_5_years_percent", lambda one: one.rate_60),
    ("gave_an_intention", lambda one: one.told),
    ("promises", lambda one: one.promises),
    ("promise_rate_percent", lambda one: one.promise_rate),
    ("intentions_reported_by_others", lambda one: one.reported),
    ("promises_reported_by_others", lambda one: one.reported_promises),
    ("people_who_raised_an_issue", lambda one: one.raised),
    ("doors_tried", lambda one: one.tried),
    ("doors_an_hour", lambda one: one.an_hour),
)
