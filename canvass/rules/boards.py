"""How big a board may be, what it is called, how it is cut up, and how long somebody may have it."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# One evening's walk, and what a lost phone may hold at most (reliability 1.6 S1).
COMFORTABLE = 400
MOST = 2000
# So many electors may be made into boards at a time: half a constituency would be a slip of the mouse.
MOST_AT_ONCE = 10_000
NAME_LENGTH = 120
LONGEST_HANDING = datetime.timedelta(hours=24)
AFTER_MIDNIGHT = datetime.timedelta(hours=4)
# So long after handing a board back somebody may still think better of it.
SECOND_THOUGHTS = datetime.timedelta(minutes=10)
# A phone may send what it holds for so long after the board could last be read (S5).
SENDS_ON_FOR = datetime.timedelta(days=14)
# How far from an equal share a board may end, in shares, so that fewer streets are cut in two.
_SLACK = 0.2


@dataclass(frozen=True)
class Stop:
    """A door as the cut sees it: its street, and how many electors would be on the phone for it."""

    household_id: int
    street_id: int | None
    electors: int


def cut(stops: Sequence[Stop], at_most: int = COMFORTABLE) -> list[list[Stop]]:
    """Cut a walk into as few boards of at most `at_most` electors as can be, of about one size.

    Between two streets where one ends near enough, otherwise between two doors. A door is never cut: one with more
    electors than `at_most` makes its board too big.
    """
    before = list(itertools.accumulate((stop.electors for stop in stops), initial=0))
    limit = max([at_most, *(stop.electors for stop in stops)])
    for parts in range(max(1, -(-before[-1] // limit)), len(stops) + 1):
        for slack in (_SLACK, 0.0):
            edges = [0, *_edges(stops, before, parts, slack), len(stops)]
            pairs = [(start, end) for start, end in itertools.pairwise(edges) if start < end]
            if all(before[end] - before[start] <= limit for start, end in pairs):
                return [list(stops[start:end]) for start, end in pairs]
    return [[stop] for stop in stops]


def _edges(stops: Sequence[Stop], before: Sequence[int], parts: int, slack: float) -> list[int]:
    """Return where to cut: for each equal share the nearest end of a street, or the nearest door if none is near."""
    share = before[-1] / parts
    ends = [at for at in range(1, len(stops)) if stops[at - 1].street_id != stops[at].street_id]
    found = []
    for part in range(1, parts):
        aim = part * share
        near = [at for at in ends if abs(before[at] - aim) <= share * slack]
        found.append(min(near or range(1, len(stops)), key=lambda at: abs(before[at] - aim)))
    return sorted(found)


def proposed_name(districts: Sequence[str], streets: Sequence[str], *, whole: bool) -> str:
    """Return what a board is called unless somebody says otherwise: "HH3: Tanyard Row and 2 more streets".

    `whole`: all of these districts' streets were picked.
    """
    where = ", ".join(districts[:3])
    if len(districts) > 3:
        where = _("%(first)s and %(more)s more districts") % {"first": where, "more": len(districts) - 3}
    if whole:
        return _fit(
            ngettext("%(where)s, the whole district", "%(where)s, whole districts", len(districts)), where=where
        )
    if len(streets) <= 2:
        return _fit("%(where)s: %(streets)s", where=where, streets=_(" and ").join(streets))
    more = ngettext("%(first)s and %(more)s more street", "%(first)s and %(more)s more streets", len(streets) - 1)
    return _fit("%(where)s: %(streets)s", where=where, streets=more % {"first": streets[0], "more": len(streets) - 1})


def part_name(name: str, part: int, parts: int) -> str:
    """Return the name of one of several boards made together: "HH3, the whole district (2 of 6)"."""
    if parts == 1:
        return name
    counted = _(" (%(part)s of %(parts)s)") % {"part": part, "parts": parts}
    return f"{name[: NAME_LENGTH - len(counted)]}{counted}"


def part_id(key: uuid.UUID, part: int) -> uuid.UUID:
    """Return the id of one of the boards that one form makes, so that the form sent twice makes them once."""
    return key if part == 1 else uuid.uuid5(key, str(part))


def default_until(now: datetime.datetime) -> datetime.datetime:
    """Return how long a board is handed out for unless somebody says otherwise: until 04:00, at most 24 hours.

    `now` is in local time, and so is what comes back. The end of the day and four hours (S4).
    """
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), tzinfo=now.tzinfo)
    return min(midnight + AFTER_MIDNIGHT, now + LONGEST_HANDING).replace(second=0, microsecond=0)


def _fit(text: str, **parts: str) -> str:
    written = text % parts
    return written if len(written) <= NAME_LENGTH else f"{written[: NAME_LENGTH - 1]}…"
