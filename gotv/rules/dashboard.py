"""How figures of the day are made and put into words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from access.rules import times
from gotv.rules.stations import SILENT_AFTER

_A_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Tally:
    """What is known of a district, or of several together.

    `voted` counts electors marked as voted; `heard_electors` are those of districts where a number came in, the
    only ones that a turnout can be said of.
    """

    electors: int
    promises: int
    promises_in: int
    voted: int
    heard_electors: int
    last_mark_at: datetime.datetime | None

    @property
    def left(self) -> int:
        """Promises that are not marked as voted."""
        return self.promises - self.promises_in

    @property
    def turnout(self) -> int | None:
        """Whole per cent of the electors where tellers were heard; None where none was, never nought."""
        if not self.heard_electors:
            return None
        return min(100, round(100 * self.voted / self.heard_electors))


def total(tallies: Iterable[Tally]) -> Tally:
    """Return several districts as one."""
    rows = list(tallies)
    return Tally(
        electors=sum(row.electors for row in rows),
        promises=sum(row.promises for row in rows),
        promises_in=sum(row.promises_in for row in rows),
        voted=sum(row.voted for row in rows),
        heard_electors=sum(row.heard_electors for row in rows),
        last_mark_at=max((row.last_mark_at for row in rows if row.last_mark_at), default=None),
    )


def why_go(tally: Tally, now: datetime.datetime) -> str:
    """Return the reason why a district with promises left is worth a team now, as a sentence."""
    if tally.last_mark_at is None:
        return _("No teller heard from here yet, so knock and ask.")
    age = now - tally.last_mark_at
    if age >= SILENT_AFTER:
        silence = times.waiting(tally.last_mark_at, now).figure
        return _("Nothing from the teller for %(age)s, so knock and ask.") % {"age": silence}
    return _("%(turnout)s%% counted at the station, the last number %(ago)s.") % {
        "turnout": tally.turnout,
        "ago": ago(tally.last_mark_at, now),
    }


def ago(at: datetime.datetime | None, now: datetime.datetime) -> str:
    """Return how old something is: "just now", "3 min ago", "5 h 18 min ago"; "never" for None."""
    if at is None:
        return _("never")
    if now - at < _A_MINUTE:
        return _("just now")
    return _("%(age)s ago") % {"age": times.waiting(at, now).figure}
