"""Makes what rules of target lists look at, and rules and lists. Each function opens the scope that it needs.

targets.latest(elsie, "undecided", days=200)   # said so 200 days ago
targets.version(unit, osei, targets.NEVER)     # a rule of one line, saved
"""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.actions import targets as actions
from canvass.enums import Channel
from canvass.models import Approach, Elector, Household, IssueRaised, LatestContact, TargetList, TargetRuleVersion
from canvass.rules.targets import Condition, Rule

NEVER = Condition("never_spoken", "is")
UNDECIDED = Condition("answer", "more_than", codes=("undecided",), months=6)


def ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def latest(elector: Elector, intention: str = "", *, days: float = 1, **more: object) -> LatestContact:
    """Write the current answer of somebody who was spoken to so many days ago."""
    at = ago(days)
    told = {"intention": intention, "intention_at": at if intention else None, "spoken_at": at} | more
    with scoping.units([elector.unit_id]):
        return LatestContact.objects.update_or_create(elector=elector, defaults={"unit_id": elector.unit_id, **told})[0]


def raised(elector: Elector, topic: str, *, days: float = 1) -> IssueRaised:
    """Note that somebody raised a topic so many days ago."""
    with scoping.units([elector.unit_id]):
        return IssueRaised.objects.create(unit_id=elector.unit_id, elector=elector, topic=topic, at=ago(days))


def approach(door: Household, *, days: float = 1, channel: str = Channel.DOOR) -> Approach:
    """Note that somebody turned to a household so many days ago."""
    with scoping.units([door.unit_id]):
        return Approach.objects.create(
            unit_id=door.unit_id, household=door, channel=channel, at=ago(days), source=str(uuid.uuid4())
        )


def version(
    unit: Unit, by: User, *lines: Condition, but_not: tuple[Condition, ...] = (), name: str = "", **limits: int
) -> TargetRuleVersion:
    """Save a rule of these lines, without a window or a budget unless they are given."""
    says = Rule(lines or (NEVER,), but_not, **({"recontact_days": 0, "approaches": 0, "approach_days": 0} | limits))
    with scoping.units([unit.pk]):
        return actions.save(by=by, unit=unit, name=name or f"Rule {uuid.uuid4()}", rule=says)


def target_list(by: User, of: TargetRuleVersion, name: str = "A list") -> TargetList:
    """Freeze whom a rule finds everywhere now."""
    unit = Unit.objects.get(pk=of.unit_id)
    with scoping.units([unit.pk]):
        return actions.make(by=by, version=of, name=name, where=None, key=uuid.uuid4())
