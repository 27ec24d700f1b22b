"""The clock of a request for access: when it goes up, when somebody is reminded, who is away until when.

Pure arithmetic on aware datetimes. Hours are hours that pass, so on the two nights of the year when the clocks change
they differ from the clock face; days begin and end at London's midnight.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kit import clock

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Away:
    """Somebody is away from the beginning of a day until the end of another."""

    from_on: datetime.date
    until_on: datetime.date


def needed_at(needed_by: datetime.date) -> datetime.datetime:
    """Return the last moment of the day by which something is needed: 23:59 in London."""
    return clock.at(needed_by, 23, 59)


def goes_up_at(since: datetime.datetime, *, hours: int, needed_by: datetime.date | None) -> datetime.datetime:
    """Return when a request that has rested with a unit since then goes to the unit above.

    After the role's hours, or after half the time that is left until it is needed, whichever comes first. A day
    that has gone by no longer presses: from then on the hours alone count.
    """
    since = since.astimezone(datetime.UTC)
    by_hours = since + datetime.timedelta(hours=hours)
    if needed_by is None or needed_at(needed_by) <= since:
        return by_hours
    return min(by_hours, since + (needed_at(needed_by) - since) / 2)


def remind_at(
    since: datetime.datetime, goes_up: datetime.datetime | None, reminded_at: datetime.datetime | None
) -> datetime.datetime | None:
    """Return when those who can decide are reminded next; None when they have been, and it goes up after that.

    Once, at half the time. Where there is nobody above (`goes_up` is None): every day.
    """
    since = since.astimezone(datetime.UTC)
    if goes_up is None:
        return max(since, reminded_at or since).astimezone(datetime.UTC) + _DAY
    if reminded_at is not None and reminded_at >= since:
        return None
    return since + (goes_up - since) / 2


def back_at(away: Iterable[Away], now: datetime.datetime) -> datetime.datetime | None:
    """Return when somebody who is away now is back; None for somebody who is here.

    Absences that follow or overlap one another are one.
    """
    at = now
    for one in sorted(away):
        if clock.at(one.from_on, 0) <= at < (end := clock.at(one.until_on + _DAY, 0)):
            at = end
    return None if at == now else at


def here_in_time(away: Iterable[Away], now: datetime.datetime, until: datetime.datetime) -> bool:
    """Say whether somebody is here now, or back before that moment."""
    back = back_at(away, now)
    return back is None or back < until


def is_less(
    *,
    asked_area: Collection[str],
    area: Collection[str],
    usual_end: datetime.date | None,
    ends_on: datetime.date | None,
) -> bool:
    """Say whether what is given is less than what was asked for. An empty area is the whole unit."""
    smaller = bool(area) and set(area) != set(asked_area)
    shorter = ends_on is not None and (usual_end is None or ends_on < usual_end)
    return smaller or shorter


def is_more(*, asked_area: Collection[str], area: Collection[str]) -> bool:
    """Say whether an area reaches beyond the one that was asked for."""
    return bool(asked_area) and not (area and set(area) <= set(asked_area))
