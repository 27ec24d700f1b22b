"""Checking the record's chain of sealed days against the rows it was made from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from access.models import AuditDay

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Digest:
    """How many entries a day has, and the SHA-256 over them and the day before's digest."""

    rows: int
    digest: bytes


@dataclass(frozen=True)
class Checked:
    """What a check of the whole chain found. `broken_on` and `why` are None and "" where every day holds.

    `last` is the newest sealed day, None where nothing has been sealed yet.
    """

    days: int
    rows: int
    last: AuditDay | None
    broken_on: datetime.date | None = None
    why: str = ""


def digest(day: datetime.date, before: bytes) -> Digest:
    """Return what this day (London's) of the record comes to. `before` is the previous day's digest, b"" at first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries, digest FROM access_audit_digest(%s, %s)", [day, before])
        rows, made = cursor.fetchone()
    return Digest(rows, bytes(made))


def first_day() -> datetime.date | None:
    """Return the day of the oldest entry; None while there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_audit_first_day()")
        return cursor.fetchone()[0]


def check() -> Checked:
    """Go through the chain from its first day and stop at the first that does not hold."""
    days = rows = 0
    last: AuditDay | None = None
    for sealed, why in _walk():
        if why:
            return Checked(days, rows, last, sealed.day, why)
        days, rows, last = days + 1, rows + sealed.rows, sealed
    return Checked(days, rows, last)


def _walk() -> Iterator[tuple[AuditDay, str]]:
    """Yield each sealed day with what is wrong with it, or ""."""
    before, due = b"", first_day()
    for sealed in AuditDay.objects.order_by("day").iterator():
        if due is not None and sealed.day > due:
            yield AuditDay(day=due), "it was not sealed, or its seal has been removed"
            return
        now = digest(sealed.day, before)
        yield sealed, _wrong(sealed, now)
        before, due = bytes(sealed.digest), sealed.day + ONE_DAY


def _wrong(sealed: AuditDay, now: Digest) -> str:
    if now.rows != sealed.rows:
        return f"{sealed.rows} entries were sealed, {now.rows} are there now"
    return "" if now.digest == bytes(sealed.digest) else "an entry was changed, or an earlier seal was replaced"
