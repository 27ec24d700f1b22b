"""The hours of polling day, by the clock on the wall in Europe/London, on clock-change nights too."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kit import clock

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From one moment until another; the second is outside."""

    opens: datetime.datetime
    closes: datetime.datetime

    def hold(self, now: datetime.datetime) -> bool:
        """Say whether `now` lies within."""
        return self.opens <= now < self.closes


def polls(polling_on: datetime.date) -> Hours:
    """Return when the stations are open: 7 to 22 (RPA 1983 sch. 1 r. 1)."""
    return Hours(clock.at(polling_on, 7), clock.at(polling_on, 22))


def tellers(polling_on: datetime.date, *, rehearsal: bool) -> Hours:
    """Return when a teller's page takes numbers: 06:30 to 22:30, or the whole date in a rehearsal (reliability T4)."""
    if rehearsal:
        return whole_day(polling_on)
    return Hours(clock.at(polling_on, 6, 30), clock.at(polling_on, 22, 30))


def committee_room(polling_on: datetime.date, *, rehearsal: bool) -> Hours:
    """Return when sheets may be typed in and marks voided: as tellers, but until midnight, since paper comes late."""
    return Hours(tellers(polling_on, rehearsal=rehearsal).opens, whole_day(polling_on).closes)


def verifying_from(polling_on: datetime.date, *, rehearsal: bool) -> datetime.datetime:
    """Return from when boxes are opened and their papers counted: the close of poll, any hour of a rehearsal's date."""
    return whole_day(polling_on).opens if rehearsal else polls(polling_on).closes


def packs(polling_on: datetime.date) -> Hours:
    """Return when committee rooms get a new paper pack each hour: 06:00 first, 22:00 last (reliability P2)."""
    return Hours(clock.at(polling_on, 6), clock.at(polling_on, 23))


def whole_day(day: datetime.date) -> Hours:
    """Return midnight to midnight: 23, 24 or 25 hours."""
    return Hours(clock.at(day, 0), clock.at(day + _DAY, 0))
