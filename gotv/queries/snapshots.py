"""Frozen knock-up lists: the one that holds, what a rule would find now, who joined and who left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from access.models import Unit
from access.queries.accesses import Access
from canvass import hooks
from canvass.models import Elector, TargetRule, TargetRuleVersion
from canvass.queries import areas
from canvass.queries.targets import fields, finding, lists
from canvass.queries.targets.fields import Binder, LeftOut, Reader
from canvass.queries.targets.finding import Tally
from canvass.rules import targets
from canvass.rules.targets import Rule
from gotv.enums import Joined
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot
from gotv.queries import eligibility
from gotv.rules import snapshots as rules
from gotv.rules.numbers import RollNumber

_DIFFERENCE = """
SELECT count(*) FILTER (WHERE b.elector_id IS NULL), count(*) FILTER (WHERE a.elector_id IS NULL)
FROM (SELECT elector_id FROM gotv_knockupentry WHERE snapshot_id = %s AND left_at IS NULL) a
FULL JOIN (SELECT elector_id FROM gotv_knockupentry WHERE snapshot_id = %s AND left_at IS NULL) b USING (elector_id)
"""


def holding(election: Election) -> KnockUpSnapshot | None:
    """Return the frozen list that holds, with its rule; None where nothing was frozen."""
    rows = KnockUpSnapshot.objects.filter(election=election, replaced_at=None)
    return rows.select_related("version__rule", "frozen_by").first()


def history(election: Election) -> QuerySet[KnockUpSnapshot]:
    """Return every list that was frozen for an election, the newest first."""
    rows = KnockUpSnapshot.objects.filter(election=election).order_by("-frozen_at", "pk")
    return rows.select_related("version__rule", "frozen_by")


def newest(unit: Unit) -> list[TargetRuleVersion]:
    """Return what each rule of the unit says now, by the rule's name."""
    return [rule.versions.all()[0] for rule in lists.rules(unit)]


def offered(unit: Unit) -> TargetRule | None:
    """Return the rule of the unit that says what is offered to begin with; None where it has none yet."""
    return next((one.rule for one in newest(unit) if says(one) == rules.OFFERED), None)


def found(election: Election, rule: Rule) -> tuple[str, dict[str, Any]]:
    """Return the SELECT of whom a rule finds for this election now (canvass/queries/targets/finding.py).

    Window, budget and held doors are off, as on the day. Whoever may not vote in this election is kept out, and as
    always whoever asked not to be contacted. Raises BadRule.
    """

    def also(binder: Binder) -> list[tuple[str, str]]:
        return [_without_a_vote(election, binder)]

    return finding.found(election.unit, rules.on_the_day(rule), None, locks=False, also=also)


def _without_a_vote(election: Election, binder: Binder) -> tuple[str, str]:
    electors = Elector.objects.filter(eligibility.may_vote(election)).order_by().values("pk")
    statement, parameters = electors.query.sql_with_params()
    bound = statement.replace("%%", "%%%%") % tuple(binder.bind(value) for value in parameters)
    return rules.FRANCHISE, f"e.id NOT IN ({bound})"


def tally(election: Election, rule: Rule) -> Tally:
    """Count whom a rule finds for this election now, and why the others are left out. One statement."""
    statement, parameters = found(election, rule)
    return finding.run(finding.COUNT.format(found=f"({statement}) found"), parameters)


def left_out(reader: Reader, rule: Rule, counts: Mapping[str, int]) -> LeftOut:
    """Return who was kept out and why, in words, those who may not vote in this election among them."""
    known = {why: count for why, count in counts.items() if why != rules.FRANCHISE}
    said = reader.left_out(rules.on_the_day(rule), known)
    barred = counts.get(rules.FRANCHISE, 0)
    rows = [*said.rows, *([(barred, str(rules.barred()))] if barred else [])]
    return LeftOut(said.total + barred, sorted(rows, key=lambda row: (-row[0], row[1])), said.others)


def anybodys_reader(unit: Unit, rule: Rule) -> Reader:
    """Return what puts a rule into words for whoever may see the list: turnout is not told (reliability L7)."""
    shown = {name: one.shape for name, one in hooks.target_fields.items() if one.permission is None}
    return Reader(shown, fields.labels(unit, [rule]))


def reader(access: Access, unit: Unit, rule: Rule) -> Reader:
    """Return what puts a rule into words for one person."""
    return fields.reader(access, unit, [rule])


@dataclass(frozen=True)
class Since:
    """How many joined since the freezing, by why; and how many were taken off."""

    door: int
    register: int
    hand: int
    gone: int

    @property
    def joined(self) -> int:
        return self.door + self.register + self.hand


def since(snapshot: KnockUpSnapshot) -> Since:
    """Count who came to a frozen list later, and who left it. One query."""
    here = Q(left_at=None)
    counts = snapshot.entries.aggregate(
        **{why: Count("pk", filter=here & Q(joined=why)) for why in Joined.values},
        gone=Count("pk", filter=~here),
    )
    return Since(**counts)


def changes(snapshot: KnockUpSnapshot, area: areas.Keys) -> QuerySet[KnockUpEntry]:
    """Return who joined a list since it was frozen or was taken off, in an area, the latest first."""
    rows = KnockUpEntry.objects.filter(snapshot=snapshot).exclude(joined="", left_at=None)
    if area is not None:
        rows = rows.filter(elector__polling_district__in=areas.districts(area))
    about = ("elector__latest_contact", "elector__polling_district", "elector__household__street")
    return rows.select_related(*about).order_by("-left_at", "-joined_at", "pk")


def why_gone(entry: KnockUpEntry) -> str:
    """Return why somebody was taken off the list, as far as it can be told; "" for one who is on it."""
    if entry.left_at is None:
        return ""
    said = getattr(entry.elector, "latest_contact", None)
    spoke = bool(said and said.intention_at and entry.joined_at and said.intention_at >= entry.joined_at)
    return rules.why_gone(
        objects=bool(said and said.do_not_contact),
        gone=bool(said and (said.moved or said.deceased)),
        by_hand=entry.joined == Joined.HAND and not spoke,
    )


@dataclass(frozen=True)
class Difference:
    """What a list has that the one before had not, and the other way round, in people who were on it at the end."""

    before: KnockUpSnapshot
    added: int
    gone: int


def difference(snapshot: KnockUpSnapshot) -> Difference | None:
    """Return what changed against the list that this one replaced; None for the first. Two queries."""
    rows = KnockUpSnapshot.objects.filter(election=snapshot.election_id, frozen_at__lt=snapshot.frozen_at)
    before = rows.select_related("version__rule").order_by("-frozen_at").first()
    if before is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE, [snapshot.pk, before.pk])
        return Difference(before, *cursor.fetchone())


def with_number(district: int, number: RollNumber) -> Elector | None:
    """Return who stands on the register at a door under this number."""
    rows = Elector.objects.at_a_door().select_related("latest_contact")
    return rows.filter(polling_district=district, number=number.number, suffix=number.suffix).first()


def says(version: TargetRuleVersion) -> Rule:
    """Return what a version says, as it holds on the day."""
    return rules.on_the_day(targets.read(version.body))
