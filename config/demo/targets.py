"""Rules of target lists, a list of one, a board made of it, and the doors that the boards in use hold."""

from __future__ import annotations

import random
import uuid

from django.utils import timezone

from access.models import Unit, User
from canvass.actions import boards, holds, targets
from canvass.models import Board, PollingDistrict, TargetRuleVersion
from canvass.queries.boards import picking
from canvass.queries.targets import finding
from canvass.rules.targets import Condition, Rule

_UNDECIDED = Rule(
    (
        Condition("answer", "more_than", codes=("undecided", "wont_say"), months=1),
        Condition("issue", "since", codes=("buses",), months=12),
    ),
    (Condition("postal", "yes"),),
)
_NEVER = Rule((Condition("never_spoken", "is"),), (), recontact_days=60, approaches=3, approach_days=90)
_FIRST_VOTE = Rule((Condition("attainer", "is"), Condition("new", "since", months=6)))


def make(seed: str, unit: Unit, organiser: User) -> None:
    """Write three rules and make a list of the second, with a board of one of its streets. Wants an open scope."""
    for board in Board.objects.filter(unit=unit, closed_at=None).select_related("unit").order_by("made_at", "pk"):
        holds.take(board=board)
    chance = random.Random(f"{seed} targets")  # noqa: S311 - the demo's dice
    rules = {"Undecided, or bothered by the buses": _UNDECIDED, "Never spoken to": _NEVER, "First vote": _FIRST_VOTE}
    versions = {
        name: targets.save(by=organiser, unit=unit, name=name, rule=rule, key=_key(chance))
        for name, rule in rules.items()
    }
    _list(chance, unit, versions["Never spoken to"], organiser)


def _list(chance: random.Random, unit: Unit, version: TargetRuleVersion, organiser: User) -> None:
    district = PollingDistrict.objects.filter(unit=unit).order_by("code").first()
    if district is None:
        return
    where = finding.Place((district.pk,))
    made = targets.make(
        by=organiser, version=version, name=f"Never spoken to, {district.code}", where=where, key=_key(chance)
    )
    streets = picking.streets(unit, [district], timezone.now(), made)
    for one in sorted(streets, key=lambda street: -street.figures.doors):
        pair = (district.pk, one.street.pk if one.street else picking.NO_STREET)
        if picking.walk(unit, [pair], made).stops:
            name = f"{district.code}: {one.street.name}, never spoken to" if one.street else district.code
            boards.make(by=organiser, unit=unit, key=_key(chance), name=name, picks=[pair], target_list=made)
            return


def _key(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
