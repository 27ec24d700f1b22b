"""What a knock means for the next team: who is finished, who rests a while, who is called on again.

It goes by what was said and when, and never by a round having ended: a team that goes home hides nobody.
"""

from __future__ import annotations

import datetime
from enum import Enum

from django.utils.translation import gettext as _

from gotv.enums import KnockSaid

# Nothing more is to be asked of them.
DONE = frozenset(
    {
        KnockSaid.VOTED,
        KnockSaid.POSTED,
        KnockSaid.WONT,
        KnockSaid.MOVED,
        KnockSaid.DECEASED,
        KnockSaid.NO_CONTACT,
    }
)
# They know, and have said that they will: asked again only if they are not marked as voted by then.
RESTING = frozenset({KnockSaid.WILL, KnockSaid.LIFT})
REST = datetime.timedelta(hours=2)


class Standing(Enum):
    """How somebody stands after the last knock."""

    CALL = "call"
    RESTS = "rests"
    DONE = "done"


def standing(said: str | None, at: datetime.datetime | None, now: datetime.datetime) -> Standing:
    """Return how somebody stands whose last knock came to `said` at that time; None: nobody knocked yet.

    A door-level knock (nobody in, no way in) finishes nobody.
    """
    if said in DONE:
        return Standing.DONE
    if said in RESTING and at is not None and now < at + REST:
        return Standing.RESTS
    return Standing.CALL


def words(said: str, clock: str, *, by_another: bool = False) -> str:
    """Return what came of a knock with its time: "Not in, 10:20", "Will vote later, 10:20, said by another"."""
    text = _("%(said)s, %(time)s, said by another") if by_another else _("%(said)s, %(time)s")
    return text % {"said": KnockSaid(said).label, "time": clock}
