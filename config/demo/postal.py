"""The postal chase of the rehearsal: what the first that were asked said of their postal vote."""

from __future__ import annotations

import random
import uuid

from access.models import Unit, User
from gotv.actions import postal
from gotv.enums import PostalSaid
from gotv.models import Election
from gotv.queries import postal as queries

# What people say, and how often, of a hundred.
_SAID = (
    (PostalSaid.SENT, 38),
    (PostalSaid.MEANS_TO, 22),
    (PostalSaid.NOT_IN, 20),
    (PostalSaid.HANDS_IN, 8),
    (PostalSaid.NOT_COME, 5),
    (PostalSaid.LOST, 3),
    (PostalSaid.WONT, 4),
)
_ASKED = 40


def make(seed: str, unit: Unit, by: User) -> None:
    """Ask the first of the list, in the order of the register. Wants an open scope."""
    chance = random.Random(f"{seed} postal chase")  # noqa: S311 - the demo's dice
    election = Election.objects.filter(unit=unit, is_rehearsal=True).latest("polling_on")
    rows = queries.left(election).select_related("polling_district")
    answers, weights = zip(*_SAID, strict=True)
    for elector in list(rows.order_by("polling_district__code", "number", "suffix")[:_ASKED]):
        key = uuid.UUID(int=chance.getrandbits(128), version=4)
        said = chance.choices(answers, weights)[0]
        postal.note(election=election, elector=elector, said=said, by=by, key=key)
