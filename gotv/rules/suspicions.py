"""Why a number is odd enough that somebody looks before it drives anything (reliability T1; domain C6)."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from gotv.enums import MarkSource, Suspicion

# A station hands out a few papers a minute. Who types up a pad by hand comes to about one number in three seconds.
MOST_IN = datetime.timedelta(minutes=1)
MOST = 30


class Facts(NamedTuple):
    """What is known of one mark of an elector who was found.

    `opened_at` is when the polls opened, None in a rehearsal, which runs at any hour. `elsewhere`: the district votes
    at another station than the teller's. `second_phone`: somebody else tried to send with this phone's token.
    """

    source: str
    marked_at: datetime.datetime
    opened_at: datetime.datetime | None = None
    elsewhere: bool = False
    postal: bool = False
    second_phone: bool = False
    in_burst: bool = False


def judge(facts: Facts) -> str:
    """Return why a mark waits (Suspicion), the gravest reason first; "" when it counts at once.

    That a postal vote was sent can be said before the polls open. Where they are on the register, and how they vote,
    is held against a teller's number alone: at a door one speaks to the person.
    """
    if facts.source == MarkSource.POSTAL:
        return ""
    if facts.opened_at is not None and facts.marked_at < facts.opened_at:
        return Suspicion.TOO_EARLY
    if facts.source != MarkSource.TELLER:
        return ""
    found = (
        (Suspicion.SECOND_PHONE, facts.second_phone),
        (Suspicion.OTHER_STATION, facts.elsewhere),
        (Suspicion.POSTAL, facts.postal),
        (Suspicion.BURST, facts.in_burst),
    )
    return next((reason.value for reason, holds in found if holds), "")


def in_burst(before: Sequence[datetime.datetime], times: Sequence[datetime.datetime]) -> list[bool]:
    """Say of each of `times` whether its phone had typed MOST numbers already in the minute up to it.

    `before` are times of numbers that are kept already; those of one moment come in the order given.
    """
    seen = sorted(before)
    answers = [False] * len(times)
    for place, at in sorted(enumerate(times), key=lambda one: one[1]):
        end = bisect_right(seen, at)
        answers[place] = end - bisect_right(seen, at - MOST_IN) >= MOST
        seen.insert(end, at)
    return answers
