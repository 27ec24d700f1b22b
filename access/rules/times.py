"""Times in words: how long is left, how long something has waited, when it was. In the time zone that is active.

Every function takes aware datetimes and the present one; none reads a clock. Hours and minutes are hours and
minutes that pass, so on the two nights of the year when the clocks change they differ from the clock face; days
are days of the calendar.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_DAY = datetime.timedelta(days=1)
_HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """The first column of the timetable: "2 h 18 min", "left, due 17:00"; `soft` for a wait, not a deadline."""

    figure: str
    note: str
    soft: bool


def due(at: datetime.datetime, now: datetime.datetime) -> Due:
    """Return what to write about a deadline, also one that has passed."""
    if at < now:
        words = _("too late, was due %(when)s") % {"when": moment(at, now)}
    else:
        words = _("left, due %(when)s") % {"when": moment(at, now)}
    return Due(_length(at, now), words, soft=False)


def waiting(since: datetime.datetime, now: datetime.datetime) -> Due:
    """Return what to write about something that has waited since then."""
    at = min(since, now)
    when = moment(at, now) if now - at < _DAY else _day(at, now)
    return Due(_length(at, now), _("waiting, since %(when)s") % {"when": when}, soft=True)


def moment(at: datetime.datetime, now: datetime.datetime) -> str:
    """Return "17:00" for today, "Sunday 17:00" within six days, "3 April 17:00" beyond, the year where it differs."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    time = date_format(local, "H:i")
    return time if local.date() == today else f"{_day(at, now)} {time}"


def _day(at: datetime.datetime, now: datetime.datetime) -> str:
    local, today = timezone.localtime(at).date(), timezone.localtime(now).date()
    if abs((local - today).days) < 7:
        return date_format(local, "l")
    return date_format(local, "j F" if local.year == today.year else "j F Y")


def _length(one: datetime.datetime, other: datetime.datetime) -> str:
    """Return how far apart two moments are: "18 min", "2 h 18 min", "3 days"."""
    apart = abs(one - other)
    if apart < _DAY:
        hours, minutes = divmod(int(apart.total_seconds()) // 60, 60)
        if not hours:
            return _("%(minutes)d min") % {"minutes": minutes}
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    days = abs((timezone.localtime(one).date() - timezone.localtime(other).date()).days)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def days_until(day: datetime.date, now: datetime.datetime) -> int:
    """Return how many days of the calendar lie between today and that day; negative when it has gone by."""
    return (day - timezone.localtime(now).date()).days


def state_of(deadline: datetime.datetime, now: datetime.datetime) -> str:
    """Return "past", "now" for one that ends today, or nothing for one that is still to come."""
    if deadline < now:
        return "past"
    return "now" if timezone.localtime(deadline).date() == timezone.localtime(now).date() else ""


def short(at: datetime.datetime, now: datetime.datetime) -> str:
    """Return "today 17:00" or "27 Apr 17:00": for a list of dates that bind."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(now).date():
        return _("today %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(local, "j M H:i")
