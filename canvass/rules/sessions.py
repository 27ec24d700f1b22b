"""How a team stands: in, out, late, back. And until when a role for a session lasts."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kit import clock

WAITING, OUT, LATE, BACK = "waiting", "out", "late", "back"
# Whoever says that all is well is not looked for during so long.
FINE_FOR = datetime.timedelta(minutes=30)
# So long after a team has become late the leader and the organisers get a mail, once.
MAIL_AFTER = datetime.timedelta(minutes=30)
# What "30 minutes more" adds.
LONGER = datetime.timedelta(minutes=30)
# A board may be read so long after everybody is to be back (reliability S4).
READS_ON_FOR = datetime.timedelta(hours=4)
# Two at least: nobody knocks alone.
PAIR = 2
# The usual length of a session, and for how long a newcomer may ask before it begins.
USUAL = datetime.timedelta(hours=2)


def late_from(due_at: datetime.datetime, fine_at: datetime.datetime | None) -> datetime.datetime:
    """Return from when a team that is out is late: from when it was due, or half an hour after its last "fine"."""
    return due_at if fine_at is None else max(due_at, fine_at + FINE_FOR)


def state(
    *,
    out_at: datetime.datetime | None,
    due_at: datetime.datetime | None,
    fine_at: datetime.datetime | None,
    back_at: datetime.datetime | None,
    now: datetime.datetime,
) -> str:
    """Return how a team stands: WAITING before it goes out, OUT, LATE, or BACK."""
    if out_at is None:
        return WAITING
    if back_at is not None:
        return BACK
    return LATE if due_at is not None and late_from(due_at, fine_at) <= now else OUT


def longer(due_at: datetime.datetime | None, now: datetime.datetime) -> datetime.datetime:
    """Return when a team is due that needs half an hour more: from when it was due, or from now if that is over."""
    return max(due_at or now, now) + LONGER


def day_of(back_at: datetime.datetime) -> datetime.date:
    """Return the last day of a role that somebody has for a session: the day on which everybody is to be back."""
    return timezone.localtime(back_at).date()


def end_of_day(back_at: datetime.datetime) -> datetime.datetime:
    """Return when that day is over, in Europe/London."""
    return clock.at(day_of(back_at) + datetime.timedelta(days=1), 0)


def usual_start(now: datetime.datetime) -> datetime.datetime:
    """Return the next whole hour, as a proposal for when people meet; local time."""
    local = timezone.localtime(now)
    return local.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)
