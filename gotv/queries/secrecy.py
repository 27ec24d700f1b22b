"""Which roles somebody has that shut each other out, and when they told: whatever unit is in scope."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import connection

from access.models import User
from gotv.rules.secrecy import Held


def held(user: User, *, but: int | None = None) -> list[Held]:
    """Return the teller's and polling agent's roles of somebody, in every unit, but for the grant of this id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, role, starts_on, ends_on FROM gotv_roles_of(%s)", [user.pk])
        return [Held(*row) for pk, *row in cursor.fetchall() if pk != but]


def days_told(user: User) -> list[datetime.date]:
    """Return the polling days on which somebody was let in as a teller, typed numbers, or has a shift."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gotv_told_on(%s)", [user.pk])
        return [day for (day,) in cursor.fetchall()]


def inside(sent: Iterable[tuple[User | None, datetime.date]]) -> set[int]:
    """Return the ids of those who sent something about a day on which they may be inside a station."""
    pairs = {(user.pk, day): user for user, day in sent if user is not None}
    return {pk for (pk, day), user in pairs.items() if is_polling_agent(user, day)}


def is_polling_agent(user: User, day: datetime.date) -> bool:
    """Say whether somebody may be inside a polling station on that day, or might have been since the polls opened.

    In any unit: a role that ended at noon does not undo what its holder saw in the morning.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT gotv_is_inside(%s, %s)", [user.pk, day])
        return bool(cursor.fetchone()[0])
