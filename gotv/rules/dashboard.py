"""How figures of the day are made and put into words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from access.rules import times

_A_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Tally:
    """What is known of a district, or of several together.

    `voted` counts electors marked as voted; `heard_electors` are those of districts where a number came in.
    `sources` are promises in by who said so. Where no elector is known, promises in are a range from `promises_in` to
    `promises_in_at_most`, which is None elsewhere.
    """

    electors: int
    promises: int
    promises_in: int
    voted: int
    heard_electors: int
    last_mark_at: datetime.datetime | None
    sources: tuple[tuple[str, int], ...] = ()
    promises_in_at_most: int | None = None

    @property
    def left(self) -> int:
        """Promises that are not known to have voted: the most of a range."""
        return self.promises - self.promises_in

    @property
    def left_at_least(self) -> int | None:
        """The least of the range of promises left; None where they are counted one by one."""
        return None if self.promises_in_at_most is None else self.promises - self.promises_in_at_most


def total(tallies: Iterable[Tally]) -> Tally:
    """Return several districts as one."""
    rows = list(tallies)
    sources: dict[str, int] = defaultdict(int)
    for row in rows:
        for source, count in row.sources:
            sources[source] += count
    is_range = any(row.promises_in_at_most is not None for row in rows)
    most = sum(row.promises_in if row.promises_in_at_most is None else row.promises_in_at_most for row in rows)
    return Tally(
        electors=sum(row.electors for row in rows),
        promises=sum(row.promises for row in rows),
        promises_in=sum(row.promises_in for row in rows),
        voted=sum(row.voted for row in rows),
        heard_electors=sum(row.heard_electors for row in rows),
        last_mark_at=max((row.last_mark_at for row in rows if row.last_mark_at), default=None),
        sources=tuple(sorted(sources.items())),
        promises_in_at_most=most if is_range else None,
    )


def ago(at: datetime.datetime | None, now: datetime.datetime) -> str:
    """Return how old something is: "just now", "3 min ago", "5 h 18 min ago"; "never" for None."""
    if at is None:
        return _("never")
    if now - at < _A_MINUTE:
        return _("just now")
    return _("%(age)s ago") % {"age": times.waiting(at, now).figure}
