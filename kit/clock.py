"""Local time: stored aware in UTC, thought about in Europe/London."""

from __future__ import annotations

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Return today's date in Europe/London."""
    return timezone.localdate()


def at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """Return that wall-clock time in Europe/London, as an aware datetime in UTC.

    On the night the clocks go back the first of the two is meant; a time that the spring change skips
    is read as if the clock had not yet changed (PEP 495, fold=0).
    """
    local = datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=timezone.get_default_timezone())
    return local.astimezone(datetime.UTC)
