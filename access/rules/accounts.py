"""How long somebody stays signed in, and what they sit at."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from access.enums import Factor


@dataclass(frozen=True)
class Limits:
    """`idle` ends a session that nobody used for so long, `absolute` every one that is so old."""

    idle: datetime.timedelta
    absolute: datetime.timedelta


# The more a role shows, the stronger the sign-in that it asks for, and the shorter that holds.
_BY_FACTOR = {
    Factor.NONE: Limits(datetime.timedelta(hours=12), datetime.timedelta(days=30)),
    Factor.ANY: Limits(datetime.timedelta(minutes=60), datetime.timedelta(hours=12)),
    Factor.PASSKEY: Limits(datetime.timedelta(minutes=30), datetime.timedelta(hours=8)),
}


def limits(factors: Iterable[Factor]) -> Limits:
    """Return the strictest limits among what the person's roles ask for; the widest for somebody without roles."""
    found = [_BY_FACTOR[factor] for factor in {Factor.NONE, *factors}]
    return Limits(min(one.idle for one in found), min(one.absolute for one in found))


def has_ended(*, started: datetime.datetime, seen: datetime.datetime, now: datetime.datetime, within: Limits) -> bool:
    """Say whether a session that started and was last used at these times is over."""
    return now - seen >= within.idle or now - started >= within.absolute


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("SamsungBrowser/", "Samsung Internet"), ("Chrome/", "Chrome"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> tuple[str, str]:
    """Return the browser and the system that a browser says it is; "" for what it doesn't say.

    A guess to tell one's own sessions apart by, and nothing more: browsers say what they like.
    """
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    if not browser and "Safari/" in user_agent:
        browser = "Safari"
    return browser, next((name for mark, name in _SYSTEMS if mark in user_agent), "")
