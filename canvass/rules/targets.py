"""What a rule for a target list says: data from an allow-list of fields, checked and put into words.

"Call on anybody who said Undecided more than 6 months ago, or was never spoken to; but not anybody who votes by
post." Each line is a condition; everybody who meets one of the first and none of the second is found.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from canvass.enums import Intention

MOST_CONDITIONS = 12
MOST_MONTHS = 120
MOST_ELECTIONS = 10
MOST_DAYS = 730
MOST_APPROACHES = 50
MOST_SCALE = 10
_CODE = re.compile(r"[a-z0-9_]{1,40}")
# What the parts of a condition's value may be.
_BOUNDS = {"months": MOST_MONTHS, "times": MOST_ELECTIONS, "of": MOST_ELECTIONS, "scale": MOST_SCALE}

# Why somebody in the area is not on a list. NONE: no line of the rule is about them. The others keep out somebody whom
# one is about; the first that holds counts. Lines of "but not" are "not_0", "not_1" ...
NONE, OBJECTING, UNKNOWN, GONE, RECENT, BUDGET, HELD = (
    "none", "objecting", "unknown", "gone", "recent", "budget", "held",
)  # fmt: skip
_NOT = "not_"


class BadRule(ValueError):
    """The rule can't be used; the text says why, for people."""


@dataclass(frozen=True)
class Condition:
    """One line of a rule. Which of the parts it has, its field's operator says; the others stay empty."""

    field: str
    op: str
    codes: tuple[str, ...] = ()
    months: int | None = None
    times: int | None = None
    of: int | None = None
    scale: int | None = None

    def data(self) -> dict[str, Any]:
        """Return the condition as it is kept."""
        parts: dict[str, Any] = {"codes": list(self.codes)} if self.codes else {}
        parts |= {name: value for name in _BOUNDS if (value := getattr(self, name)) is not None}
        return {"field": self.field, "op": self.op, "value": parts}


@dataclass(frozen=True)
class Rule:
    """What a version of a rule says. A window or a budget of 0 days is none."""

    conditions: tuple[Condition, ...] = ()
    but_not: tuple[Condition, ...] = ()
    recontact_days: int = 60
    approaches: int = 3
    approach_days: int = 90

    def body(self) -> dict[str, Any]:
        """Return the rule as a version keeps it."""
        return {
            "conditions": [one.data() for one in self.conditions],
            "but_not": [one.data() for one in self.but_not],
            "recontact_days": self.recontact_days,
            "approaches": self.approaches,
            "approach_days": self.approach_days,
        }


@dataclass(frozen=True)
class Op:
    """One way to ask about a field: `parts` are what its value must have; `codes` may be left empty if `any_code`."""

    code: str
    label: str | Promise
    parts: tuple[str, ...] = ()
    any_code: bool = False


# (condition, labels of its codes, whether it speaks of many) -> what follows "anybody who".
Words = Callable[[Condition, Mapping[str, str], bool], str]


@dataclass(frozen=True)
class Field:
    """Something a rule may ask about. `coarse` is the code for a phone of why somebody is listed (reliability S1)."""

    name: str
    label: str | Promise
    ops: tuple[Op, ...]
    words: Words
    coarse: Callable[[Condition], str] = field(default=lambda _condition: "")

    def op(self, code: str) -> Op | None:
        return next((one for one in self.ops if one.code == code), None)


def read(body: Mapping[str, Any]) -> Rule:
    """Return the rule that a version keeps."""
    return Rule(
        conditions=tuple(_condition(one) for one in body.get("conditions", ())),
        but_not=tuple(_condition(one) for one in body.get("but_not", ())),
        recontact_days=body.get("recontact_days", 0),
        approaches=body.get("approaches", 0),
        approach_days=body.get("approach_days", 0),
    )


def _condition(raw: Mapping[str, Any]) -> Condition:
    value = raw.get("value") or {}
    return Condition(
        raw["field"],
        raw["op"],
        codes=tuple(value.get("codes", ())),
        months=value.get("months"),
        times=value.get("times"),
        of=value.get("of"),
        scale=value.get("scale"),
    )


def check(rule: Rule, fields: Mapping[str, Field]) -> None:
    """Raise BadRule unless every line asks about one of these fields, in a way that the field knows, within bounds."""
    if not rule.conditions:
        raise BadRule(_("The rule finds nobody yet. Add at least one line under “Call on anybody who”."))
    if len(rule.conditions) + len(rule.but_not) > MOST_CONDITIONS:
        raise BadRule(_("A rule can have %(most)s lines at most. Take some out.") % {"most": MOST_CONDITIONS})
    for one in (*rule.conditions, *rule.but_not):
        _check(one, fields)
    for days in (rule.recontact_days, rule.approach_days):
        if not 0 <= days <= MOST_DAYS:
            raise BadRule(_("Write a number of days from 0 to %(most)s.") % {"most": MOST_DAYS})
    if not 0 <= rule.approaches <= MOST_APPROACHES:
        raise BadRule(_("Write a number of times from 0 to %(most)s.") % {"most": MOST_APPROACHES})


def _check(one: Condition, fields: Mapping[str, Field]) -> None:
    known = fields.get(one.field)
    op = known.op(one.op) if known else None
    if op is None:
        raise BadRule(_("A line of the rule asks about something that no rule may ask about."))
    if bool(one.codes) > ("codes" in op.parts) or not all(_CODE.fullmatch(code) for code in one.codes):
        raise BadRule(_("A line of the rule names something that is not on the list."))
    if "codes" in op.parts and not one.codes and not op.any_code:
        raise BadRule(_("Tick at least one."))
    for part, most in _BOUNDS.items():
        value = getattr(one, part)
        if (value is not None) != (part in op.parts) or (value is not None and not 1 <= value <= most):
            raise BadRule(_("Write a number from 1 to %(most)s.") % {"most": most})
    if one.times is not None and one.of is not None and one.times > one.of:
        raise BadRule(_("That is more elections than you look at."))


def who(one: Condition, fields: Mapping[str, Field], labels: Mapping[str, str], *, many: bool = False) -> str:
    """Return what follows "anybody who": "said Undecided more than 6 months ago". `many`: "80 who vote by post"."""
    known = fields.get(one.field)
    return known.words(one, labels, many) if known else _("met something that Rosette no longer knows")


def kept_out(reason: str, rule: Rule, who_of: Callable[[Condition], str]) -> str:
    """Return a reason in words that follow a count: "201 spoken to in the last 60 days"."""
    place = not_place(reason)
    if place is not None:
        line = rule.but_not[place] if place < len(rule.but_not) else None
        return _("who %(what)s") % {"what": who_of(line)} if line else _("kept out by the rule")
    if reason == RECENT:
        days = rule.recontact_days
        return ngettext("spoken to in the last day", "spoken to in the last %(days)s days", days) % {"days": days}
    if reason == BUDGET:
        text = ngettext(
            "in homes that were approached already in %(days)s days",
            "in homes that were approached %(times)s times or more in %(days)s days",
            rule.approaches,
        )
        return text % {"times": rule.approaches, "days": rule.approach_days}
    return {
        OBJECTING: _("do not contact"),
        UNKNOWN: _("who may have asked not to be contacted"),
        GONE: _("who moved or died"),
        HELD: _("at doors that are on a board now"),
    }.get(reason, _("for another reason"))


def limits(rule: Rule) -> list[str]:
    """Return whom the window and the budget of a rule keep out, as they stand under "but not on"; [] for neither."""
    found = []
    if rule.recontact_days:
        text = ngettext(
            "anybody spoken to in the last day", "anybody spoken to in the last %(days)s days", rule.recontact_days
        )
        found.append(text % {"days": rule.recontact_days})
    if rule.approaches and rule.approach_days:
        text = ngettext(
            "a home that was approached already in the last %(days)s days",
            "a home that was approached %(times)s times or more in the last %(days)s days",
            rule.approaches,
        )
        found.append(text % {"times": rule.approaches, "days": rule.approach_days})
    return found


def not_reason(place: int) -> str:
    """Return the reason under which those are counted whom this line of "but not" keeps out."""
    return f"{_NOT}{place}"


def not_place(reason: str) -> int | None:
    """Return which line of "but not" a reason is of; None for any other reason."""
    return int(reason.removeprefix(_NOT)) if reason.startswith(_NOT) else None


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months before; the last of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _listed(codes: Sequence[str], labels: Mapping[str, str]) -> str:
    names = [labels.get(code, _("Something else")) for code in codes]
    return _("%(some)s or %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]


def since(months: int) -> str:
    """Return "in the last 6 months"."""
    return ngettext("in the last month", "in the last %(months)s months", months) % {"months": months}


def _ago(months: int) -> str:
    return ngettext("more than a month ago", "more than %(months)s months ago", months) % {"months": months}


def _answer(one: Condition, _labels: Mapping[str, str], _many: bool) -> str:
    when = ""
    if one.months is not None:
        when = " " + (_ago(one.months) if one.op == "more_than" else since(one.months))
    if one.codes:
        names = {code: str(label) for code, label in Intention.choices}
        return _("said %(answers)s%(when)s") % {"answers": _listed(one.codes, names), "when": when}
    return _("last said how they vote%(when)s") % {"when": when}


def _leaning(one: Condition, _labels: Mapping[str, str], _many: bool) -> str:
    if not one.codes:
        return _("stood at %(scale)s of 10 or more for Labour") % {"scale": one.scale}
    names = {code: str(label) for code, label in Intention.choices}
    text = _("said %(answers)s, at %(scale)s of 10 or more for Labour")
    return text % {"answers": _listed(one.codes, names), "scale": one.scale}


def _never(_one: Condition, _labels: Mapping[str, str], many: bool) -> str:
    return _("were never spoken to") if many else _("was never spoken to")


def _new(one: Condition, _labels: Mapping[str, str], _many: bool) -> str:
    return _("came on to the register %(when)s") % {"when": since(one.months or 0)}


def _raised(one: Condition, labels: Mapping[str, str], _many: bool) -> str:
    when = f" {since(one.months)}" if one.months is not None else ""
    return _("raised %(topics)s%(when)s") % {"topics": _listed(one.codes, labels), "when": when}


def _coarse_answer(one: Condition) -> str:
    return "undecided" if set(one.codes) <= {Intention.UNDECIDED, Intention.WONT_SAY} and one.codes else "asked_before"


# What canvass itself knows. Turnout, postal votes and coming of age are gotv's (canvass/hooks.py).
ANSWER = Field(
    "answer",
    gettext_lazy("What they said last"),
    (
        Op("any_time", gettext_lazy("at any time"), ("codes",), any_code=True),
        Op("more_than", gettext_lazy("more than so many months ago"), ("codes", "months"), any_code=True),
        Op("less_than", gettext_lazy("in the last so many months"), ("codes", "months"), any_code=True),
    ),
    _answer,
    _coarse_answer,
)
LEANING = Field(
    "leaning",
    gettext_lazy("How near they are to Labour"),
    (Op("at_least", "", ("codes", "scale"), any_code=True),),
    _leaning,
    _coarse_answer,
)
NEVER_SPOKEN = Field(
    "never_spoken", gettext_lazy("Never spoken to"), (Op("is", ""),), _never, lambda _condition: "never_asked"
)
NEW = Field("new", gettext_lazy("New on the register"), (Op("since", "", ("months",)),), _new, lambda _condition: "new")
ISSUE = Field(
    "issue",
    gettext_lazy("What they raised"),
    (
        Op("ever", gettext_lazy("at any time"), ("codes",)),
        Op("since", gettext_lazy("in the last so many months"), ("codes", "months")),
    ),
    _raised,
    lambda _condition: "asked_before",
)
