"""When a committee room's paper pack is due, and the password that opens it."""

from __future__ import annotations

import datetime

from gotv.rules.hours import Hours

KEPT = 2  # the newest and the one before it, for whoever is printing just now
GROUPS, LONG = 4, 4  # of the password's characters: 77 bits, typed from a slip of paper


def is_due(built_at: datetime.datetime | None, now: datetime.datetime, hours: Hours) -> bool:
    """Say whether a room whose newest pack is from `built_at` (None: it has none) gets one now: each hour, on it."""
    if not hours.hold(now):
        return False
    return built_at is None or built_at < now.replace(minute=0, second=0, microsecond=0)


def password(letters: list[str]) -> str:
    """Return the password made of GROUPS times LONG letters of the alphabet: "k7qm-2rx4-9hbd-w3tz"."""
    text = "".join(letters).lower()
    return "-".join(text[place : place + LONG] for place in range(0, GROUPS * LONG, LONG))
