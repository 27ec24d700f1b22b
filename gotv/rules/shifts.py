"""The hours of a tellers' rota: whole hours while the polls are open, and which of them nobody has."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from gotv.rules import hours
from gotv.rules.hours import Hours
from kit import clock

FIRST, LAST = 7, 22  # the polls open and close, by the clock on the wall
# Tellers are worth most before anybody can be knocked up, then while most people vote (domain C3): filled first.
MATTER_MOST = frozenset({7, 8, 16, 17, 18, 19})
_HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Slot:
    """One hour of the day. `matters` marks those in which a teller is worth most."""

    hour: int
    starts_at: datetime.datetime

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + _HOUR

    @property
    def matters(self) -> bool:
        return self.hour in MATTER_MOST

    def within(self, shift: Hours) -> bool:
        """Say whether somebody with this shift stands there for the whole hour."""
        return shift.opens <= self.starts_at and self.ends_at <= shift.closes


def slots(polling_on: datetime.date) -> list[Slot]:
    """Return the hours of polling day, the first first."""
    return [Slot(hour, clock.at(polling_on, hour)) for hour in range(FIRST, LAST)]


def empty(polling_on: datetime.date, taken: Iterable[Hours]) -> list[Hours]:
    """Return the stretches of the day in which nobody stands at a station, hours that follow one another together."""
    shifts = list(taken)
    found: list[Hours] = []
    for slot in slots(polling_on):
        if any(slot.within(shift) for shift in shifts):
            continue
        if found and found[-1].closes == slot.starts_at:
            found[-1] = Hours(found[-1].opens, slot.ends_at)
        else:
            found.append(Hours(slot.starts_at, slot.ends_at))
    return found


def fits(polling_on: datetime.date, shift: Hours) -> bool:
    """Say whether a shift is whole hours within the time in which the polls are open."""
    polls = hours.polls(polling_on)
    marks = {slot.starts_at for slot in slots(polling_on)} | {polls.closes}
    return shift.opens in marks and shift.closes in marks and shift.opens < shift.closes
