"""Where tellers' numbers have a hole or look mistyped: silence, a burst, a wrong district, numbers that nobody has."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.rules import times
from gotv.enums import MarkVerdict
from gotv.rules.suspicions import MOST, in_burst

# So long is looked back: what was odd before that was seen, or is too late.
LOOK_BACK = datetime.timedelta(hours=1)
# One wrong number is a slip. Three in a row are another list, another district, or a misread poll card.
RUN = 3


@dataclass(frozen=True)
class Typed:
    """One number as it came: `phone` tells phones and accounts apart, `district` is the code in front of it."""

    at: datetime.datetime
    phone: object
    district: str
    verdict: str


@dataclass(frozen=True)
class Found:
    """What is odd at a station. `silent_since` is None while it was heard from lately, or isn't expected to be."""

    silent_since: datetime.datetime | None = None
    never_heard: bool = False
    burst: int = 0
    wrong_districts: dict[str, int] = field(default_factory=dict)
    run: int = 0

    @property
    def is_odd(self) -> bool:
        return bool(self.silent_since or self.burst or self.wrong_districts or self.run)

    def lines(self, now: datetime.datetime) -> list[tuple[str, str]]:
        """Return what is odd and what to do about it, the gravest first."""
        return [line for line in (self._silence(now), self._run(), self._prefix(), self._burst()) if line]

    def _silence(self, now: datetime.datetime) -> tuple[str, str] | None:
        if self.silent_since is None:
            return None
        if self.never_heard:
            return _("No number yet."), _("Ring whoever is on the rota, or send somebody.")
        age = times.waiting(self.silent_since, now).figure
        silent = _("Nothing for %(age)s.") % {"age": age}
        return silent, _("Ring the teller: gone home, or a phone without signal or power?")

    def _run(self) -> tuple[str, str] | None:
        if not self.run:
            return None
        words = ngettext(
            "%(count)d number in a row that nobody has.", "%(count)d numbers in a row that nobody has.", self.run
        )
        return words % {"count": self.run}, _(
            "Ask what stands on the poll card: another district, or a misread number?"
        )

    def _prefix(self) -> tuple[str, str] | None:
        if not self.wrong_districts:
            return None
        codes = ", ".join(f"{code} ({count})" for code, count in sorted(self.wrong_districts.items()))
        return (
            _("Numbers of districts that do not vote here: %(codes)s.") % {"codes": codes},
            _("Is the phone set to the right station, or the station to the right districts?"),
        )

    def _burst(self) -> tuple[str, str] | None:
        if not self.burst:
            return None
        words = ngettext(
            "%(count)d number beyond %(most)d in one minute.",
            "%(count)d numbers beyond %(most)d in one minute.",
            self.burst,
        )
        return words % {"count": self.burst, "most": MOST}, _("Ask whether a paper pad was typed up. Then count them.")


def find(
    rows: Sequence[Typed],
    codes: Collection[str],
    silent_since: datetime.datetime | None,
    *,
    never_heard: bool,
    rehearsal: bool = False,
) -> Found:
    """Return what is odd at a station where the districts of these `codes` vote, from its numbers of the last hour.

    A rehearsal knows no bursts: it is played faster than people can vote.
    """
    here = {code.upper() for code in codes}
    by_phone: dict[object, list[Typed]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.at):
        by_phone[row.phone].append(row)
    wrong = Counter(row.district.upper() for row in rows if here and row.district.upper() not in here)
    return Found(
        silent_since=silent_since,
        never_heard=never_heard,
        burst=0 if rehearsal else sum(sum(in_burst([], [row.at for row in typed])) for typed in by_phone.values()),
        wrong_districts=dict(wrong),
        run=max((_longest(typed) for typed in by_phone.values()), default=0),
    )


def _longest(typed: Iterable[Typed]) -> int:
    """Return the longest run of numbers that nobody has; 0 below RUN."""
    runs = (len(list(run)) for nobody, run in groupby(typed, lambda row: row.verdict == MarkVerdict.NOT_HERE) if nobody)
    longest = max(runs, default=0)
    return longest if longest >= RUN else 0
