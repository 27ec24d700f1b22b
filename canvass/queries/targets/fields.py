"""What a rule may ask about, as SQL: canvass's own fields, and those that other apps filled in (canvass/hooks.py).

Every expression is a constant of ours about `e`, the elector, and `c`, their latest contact (all NULL where there is
none); whatever a person chose is bound as a parameter.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from access.models import Unit
from access.queries.accesses import Access
from canvass import hooks
from canvass.enums import Intention, Issue
from canvass.hooks import TargetField
from canvass.models import IssueTopic
from canvass.rules import targets
from canvass.rules.targets import Condition, Rule
from kit.templatetags.rosette import number

# What counts as one of these topics: themselves, what they were merged into, and whatever was merged into that.
_RAISED = """e.id IN (
    WITH RECURSIVE same(code) AS (
        SELECT unnest({codes}::text[])
        UNION
        SELECT CASE WHEN t.code = same.code THEN t.merged_into ELSE t.code END
        FROM same JOIN canvass_issuetopic t ON same.code IN (t.code, t.merged_into)
        WHERE t.unit_id = %(unit)s AND t.merged_into <> ''
    )
    SELECT r.elector_id FROM canvass_issueraised r JOIN same ON same.code = r.topic
    WHERE r.unit_id = %(unit)s AND ({since}::timestamptz IS NULL OR r.at >= {since}))"""
# Whoever stood in the first register that a council ever gave us is not new, however lately that was.
_NEW = """(e.first_listed_on >= {since}::date AND (e.polling_district_id, e.first_listed_on) NOT IN (
    SELECT p.id, min(n.dated_on)
    FROM canvass_registeredition n JOIN canvass_pollingdistrict p ON p.council_id = n.council_id
    WHERE n.unit_id = %(unit)s GROUP BY p.id))"""


@dataclass
class Binder:
    """The parameters of one statement. `now` is the moment for which it is asked, in UTC, `today` its London day."""

    unit_id: int
    now: datetime.datetime
    today: datetime.date
    parameters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parameters |= {"unit": self.unit_id, "now": self.now, "today": self.today}

    def bind(self, value: object) -> str:
        """Return the placeholder of a value in the statement."""
        name = f"v{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"

    def months_ago(self, months: int) -> datetime.datetime:
        """Return the moment so many months before now."""
        day = targets.months_before(self.now.date(), months)
        return datetime.datetime.combine(day, self.now.timetz())


def own() -> list[TargetField]:
    """Return the fields of canvass itself."""
    return [
        TargetField(targets.ANSWER, _answer, lambda _unit: [(one.value, str(one.label)) for one in Intention]),
        TargetField(targets.LEANING, _leaning, lambda _unit: [(one.value, str(one.label)) for one in Intention]),
        TargetField(targets.NEVER_SPOKEN, lambda _one, _binder: "c.spoken_at IS NULL"),
        TargetField(targets.NEW, _new),
        TargetField(targets.ISSUE, _raised, _topics),
    ]


def _answer(one: Condition, binder: Binder) -> str:
    said = f"c.intention = ANY({binder.bind(list(one.codes))})" if one.codes else "c.intention <> ''"
    if one.months is None:
        return said
    sign = "<" if one.op == "more_than" else ">="
    return f"({said} AND c.intention_at {sign} {binder.bind(binder.months_ago(one.months))})"


def _leaning(one: Condition, binder: Binder) -> str:
    said = f" AND c.intention = ANY({binder.bind(list(one.codes))})" if one.codes else ""
    return f"(c.labour_scale >= {binder.bind(one.scale)}{said})"


def _new(one: Condition, binder: Binder) -> str:
    return _NEW.format(since=binder.bind(targets.months_before(binder.today, one.months or 0)))


def _raised(one: Condition, binder: Binder) -> str:
    since = binder.months_ago(one.months) if one.months is not None else None
    return _RAISED.format(codes=binder.bind(list(one.codes)), since=binder.bind(since))


def _topics(unit: Unit) -> Sequence[tuple[str, str]]:
    """Return the topics that count for themselves, as (code, label): the common ones and those of the unit."""
    changed = {topic.code: topic for topic in IssueTopic.objects.filter(unit=unit)}
    names = {code: str(label) for code, label in Issue.choices} | {code: one.label for code, one in changed.items()}
    return [(code, label) for code, label in names.items() if not (code in changed and changed[code].merged_into)]


def shapes() -> dict[str, targets.Field]:
    """Return the allow-list: the fields by name."""
    return {name: one.shape for name, one in hooks.target_fields.items()}


def offered(access: Access, unit: Unit) -> dict[str, TargetField]:
    """Return the fields that this person may ask about in this unit, by name."""
    return {name: one for name, one in hooks.target_fields.items() if _may(one, access, unit)}


def _may(one: TargetField, access: Access, unit: Unit) -> bool:
    return one.permission is None or access.may(one.permission, unit)


def labels(unit: Unit, rules: Sequence[Rule]) -> Mapping[str, Mapping[str, str]]:
    """Return, by field, the words for the codes that these rules name. A query where a topic of the unit's may be."""
    asked = {one.field for rule in rules for one in (*rule.conditions, *rule.but_not) if one.codes}
    found = {name: dict(one.choices(unit)) for name, one in hooks.target_fields.items() if name in asked}
    if targets.ISSUE.name in found:
        merged = IssueTopic.objects.filter(unit=unit).exclude(merged_into="").values_list("code", "label")
        found[targets.ISSUE.name] |= dict(merged)
    return found


@dataclass(frozen=True)
class LeftOut:
    """Who is not on a list although a line of its rule is about them, as (count, why in words); and all `others`."""

    total: int
    rows: list[tuple[int, str]]
    others: int

    @property
    def sentence(self) -> str:
        """Return "312 not listed: 201 spoken to in the last 60 days, 80 who vote by post, 31 do not contact."."""
        if not self.rows:
            return _("Nobody whom the rule is about was left out.")
        why = ", ".join(f"{number(count)} {words}" for count, words in self.rows)
        return _("%(total)s not listed: %(why)s.") % {"total": number(self.total), "why": why}


@dataclass(frozen=True)
class Said:
    """A rule in words: what follows "call on anybody who", "but not on anybody who", and "and not on"."""

    any_of: list[str]
    but_not: list[str]
    limits: list[str]


@dataclass(frozen=True)
class Reader:
    """Puts the lines of rules into words for one person, whose role may not show what some fields tell (L7)."""

    shown: Mapping[str, targets.Field]
    labels: Mapping[str, Mapping[str, str]]

    def who(self, one: Condition, *, many: bool = False) -> str:
        """Return what follows "anybody who"."""
        if one.field in hooks.target_fields and one.field not in self.shown:
            return _("meet something that your role doesn’t show") if many else _("meets what your role doesn’t show")
        return targets.who(one, self.shown, self.labels.get(one.field, {}), many=many)

    def says(self, rule: Rule) -> Said:
        """Return a whole rule in words."""
        any_of, but_not = ([self.who(one) for one in lines] for lines in (rule.conditions, rule.but_not))
        return Said(any_of, but_not, targets.limits(rule))

    def left_out(self, rule: Rule, counts: Mapping[str, int]) -> LeftOut:
        """Return who was kept out, the most first, and how many others no line of the rule is about."""
        found = [(count, why) for why, count in counts.items() if why != targets.NONE and count]
        rows = [
            (count, targets.kept_out(why, rule, lambda one: self.who(one, many=True)))
            for count, why in sorted(found, key=lambda row: (-row[0], row[1]))
        ]
        return LeftOut(sum(count for count, _why in rows), rows, counts.get(targets.NONE, 0))


def reader(access: Access, unit: Unit, rules: Sequence[Rule]) -> Reader:
    """Return what puts these rules into words for this person."""
    return Reader({name: one.shape for name, one in offered(access, unit).items()}, labels(unit, rules))
