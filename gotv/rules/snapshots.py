"""The rule of a knock-up list: what is offered to begin with, and what of a rule holds on the day."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from canvass.enums import Intention
from canvass.rules.targets import Condition, Rule

# Said Labour, or undecided at 6 of 10 or more (domain C2).
OFFERED = Rule(
    conditions=(
        Condition("answer", "any_time", codes=(Intention.LABOUR.value,)),
        Condition("leaning", "at_least", codes=(Intention.UNDECIDED.value,), scale=6),
    ),
    recontact_days=0,
    approaches=0,
    approach_days=0,
)
# Why somebody whom a rule is about is not on the list, beside the reasons of canvass/rules/targets.py.
FRANCHISE = "franchise"
# Fields that are about what somebody said on a day.
SAID = frozenset({"answer", "leaning"})


def on_the_day(rule: Rule) -> Rule:
    """Return the rule without its window and its budget, which are off on polling day."""
    return dataclasses.replace(rule, recontact_days=0, approaches=0, approach_days=0)


def barred() -> str:
    """Return what follows the number of those who may not vote: "12 who may not vote in this election"."""
    return _("who may not vote in this election")


def why_gone(*, objects: bool, gone: bool, by_hand: bool) -> str:
    """Return why somebody was taken off the list, as a sentence without its full stop."""
    if objects:
        return _("Asked not to be contacted")
    if gone:
        return _("Has moved or died")
    return _("Taken off by hand") if by_hand else _("Said something else since")
