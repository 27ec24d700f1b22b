"""Whom a rule finds now, for which reasons, and what keeps everybody else out: one statement over the register.

Everybody on the register behind a door of the area is either found or counted once, under the first reason that
keeps them out. Saving is the same statement with an INSERT in it, so a list is what was counted.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from access.models import Unit
from canvass import hooks
from canvass.models import Household, PollingDistrict, RoadGroupStreet
from canvass.queries import areas, holds
from canvass.queries.targets.fields import Binder
from canvass.rules import targets
from canvass.rules.targets import Rule

# Conditions are of `e` and `c`. The inner query is kept apart, so that no condition is worked out twice.
_FOUND = """
SELECT f.elector_id, f.household_id, f.reasons,
       CASE WHEN cardinality(f.reasons) = 0 THEN 'none' ELSE f.kept END AS why
FROM (
    SELECT e.id AS elector_id, e.household_id,
           array_remove(ARRAY[{reasons}]::smallint[], NULL) AS reasons,
           CASE {kept} END AS kept
    FROM canvass_elector e
    {area}
    LEFT JOIN canvass_latestcontact c ON c.elector_id = e.id
    WHERE e.unit_id = %(unit)s AND e.left_on IS NULL AND e.kind = 'ordinary' AND e.household_id IS NOT NULL
    OFFSET 0
) f
"""
# Somebody who may have objected, which nobody has decided: as when boards are made (queries/boards/picking.py).
_MAY_OBJECT = """e.id IN (
    SELECT m.now_id FROM canvass_doubtfulmatch m
    JOIN canvass_latestcontact o ON o.elector_id = m.was_id AND o.do_not_contact
    WHERE m.unit_id = %(unit)s AND m.decision = 'open')"""
_BUDGET = """e.household_id IN (
    SELECT a.household_id FROM canvass_approach a WHERE a.unit_id = %(unit)s AND a.at >= {since}
    GROUP BY a.household_id HAVING count(*) >= {most})"""
_AREA = """JOIN canvass_household h ON h.id = e.household_id AND (
        h.polling_district_id = ANY({districts}) OR (h.polling_district_id, coalesce(h.street_id, 0)) IN (
            SELECT * FROM unnest({of}::bigint[], {streets}::bigint[])))"""
# By door first, of those who are found: a count of different doors would sort everybody.
COUNT = """
SELECT why, sum(people)::bigint, count(door)
FROM (
    SELECT CASE WHEN why IS NULL THEN household_id END AS door, why, count(*) AS people FROM {found} GROUP BY door, why
) by_door
GROUP BY why
"""
_SAVE = """
WITH found AS MATERIALIZED ({found}), put AS (
    INSERT INTO canvass_listed (unit_id, target_list_id, elector_id, household_id, reasons)
    SELECT %(unit)s, %(list)s, elector_id, household_id, reasons FROM found WHERE why IS NULL
)
{count}
"""


@dataclass(frozen=True)
class Place:
    """Where to look: whole districts, and (district, street) pairs, street 0 for doors without one. None: everywhere.

    `road_groups` are only remembered: their streets are among the pairs.
    """

    districts: tuple[int, ...] = ()
    streets: tuple[tuple[int, int], ...] = ()
    road_groups: tuple[int, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the place as a list keeps it."""
        return {
            "districts": list(self.districts),
            "streets": [list(pair) for pair in self.streets],
            "road_groups": list(self.road_groups),
        }

    @property
    def all_districts(self) -> set[int]:
        return {*self.districts, *(district for district, _street in self.streets)}


@dataclass(frozen=True)
class Tally:
    """How many people a rule finds behind how many doors, and how many others there are by the reason.

    `left_out` has targets.NONE for those whom no line is about, which `kept_out` leaves aside.
    """

    electors: int = 0
    households: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def kept_out(self) -> int:
        return self.left_out.total() - self.left_out[targets.NONE]

    @property
    def everybody(self) -> int:
        return self.electors + self.left_out.total()


def place_of(area: Mapping[str, Any]) -> Place | None:
    """Return the place that a list keeps; None for everywhere."""
    if not area:
        return None
    streets = tuple((district, street) for district, street in area.get("streets", ()))
    return Place(tuple(area.get("districts", ())), streets, tuple(area.get("road_groups", ())))


def place(districts: Collection[int], road_groups: Collection[int]) -> Place:
    """Return the place of these districts and road groups, all of which must come from scoped queries."""
    parts = RoadGroupStreet.objects.filter(road_group__in=road_groups)
    pairs = set(parts.exclude(district=None).values_list("district_id", "street_id"))
    whole = Household.objects.filter(street__in=parts.filter(district=None).values("street"))
    pairs |= set(whole.values_list("polling_district_id", "street_id"))
    return Place(tuple(sorted(districts)), tuple(sorted(pairs)), tuple(sorted(road_groups)))


def of_area(area: areas.Keys) -> Place | None:
    """Return the place that a role is limited to; None: everywhere."""
    if area is None:
        return None
    return Place(tuple(areas.districts(area, PollingDistrict.objects.order_by("pk")).values_list("pk", flat=True)))


def tally(unit: Unit, rule: Rule, where: Place | None, now: datetime.datetime | None = None) -> Tally:
    """Count whom the rule finds and why the others are left out. One statement."""
    statement, parameters = found(unit, rule, where, now)
    return run(COUNT.format(found=f"({statement}) found"), parameters)


def save(unit: Unit, rule: Rule, where: Place | None, pk: UUID, now: datetime.datetime | None = None) -> Tally:
    """Write everybody whom the rule finds under the list `pk`, and count as tally() does. One statement.

    Only actions/targets.py calls this, in a transaction.
    """
    statement, parameters = found(unit, rule, where, now)
    parameters["list"] = pk
    return run(_SAVE.format(found=statement, count=COUNT.format(found="found")), parameters)


def run(statement: str, parameters: dict[str, Any]) -> Tally:
    """Return what a statement that ends in COUNT counts."""
    left_out: Counter[str] = Counter()
    electors = households = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for why, people, doors in cursor.fetchall():
            if why is None:
                electors, households = people, doors
            else:
                left_out[why] = people
    return Tally(electors, households, left_out)


def found(
    unit: Unit,
    rule: Rule,
    where: Place | None,
    now: datetime.datetime | None = None,
    *,
    locks: bool | None = None,
    also: Callable[[Binder], list[tuple[str, str]]] = lambda _binder: [],
) -> tuple[str, dict[str, Any]]:
    """Return the SELECT of (elector_id, household_id, reasons, why) with its parameters. Raises BadRule.

    `locks` says whether window, budget and held doors keep anybody out, None as on any day; `also` is what else does,
    as (reason, condition on `e` and `c`).
    """
    targets.check(rule, {name: one.shape for name, one in hooks.target_fields.items()})
    at = now or timezone.now()
    binder = Binder(unit.pk, at, timezone.localtime(at).date())
    conditions = [_sql(one, binder) for one in rule.conditions]
    reasons = ", ".join(f"CASE WHEN {sql} THEN {place} END" for place, sql in enumerate(conditions))
    kept = _kept(unit, rule, binder, holds.locks_are_on(unit, binder.today) if locks is None else locks) + also(binder)
    statement = _FOUND.format(
        reasons=reasons,
        kept=" ".join(f"WHEN {sql} THEN '{why}'" for why, sql in kept),
        area=_area(where, binder),
    )
    return statement, binder.parameters


def _sql(one: targets.Condition, binder: Binder) -> str:
    return hooks.target_fields[one.field].sql(one, binder)


def _kept(unit: Unit, rule: Rule, binder: Binder, locks: bool) -> list[tuple[str, str]]:
    """Return what keeps people out, in order, as (reason, condition). "Do not contact" holds on every day."""
    binder.parameters["locks"] = locks
    found = [
        (targets.OBJECTING, "c.do_not_contact"),
        (targets.UNKNOWN, _MAY_OBJECT),
        (targets.GONE, "c.moved OR c.deceased"),
    ]
    if locks and rule.recontact_days:
        since = binder.bind(binder.now - datetime.timedelta(days=rule.recontact_days))
        found.append((targets.RECENT, f"c.spoken_at >= {since}"))
    if locks and rule.approaches and rule.approach_days:
        since = binder.bind(binder.now - datetime.timedelta(days=rule.approach_days))
        found.append((targets.BUDGET, _BUDGET.format(since=since, most=binder.bind(rule.approaches))))
    if locks:
        found.append((targets.HELD, f"e.household_id IN ({holds.HELD})"))
    return found + [(targets.not_reason(at), _sql(one, binder)) for at, one in enumerate(rule.but_not)]


def _area(where: Place | None, binder: Binder) -> str:
    if where is None:
        return ""
    return _AREA.format(
        districts=binder.bind(list(where.districts)),
        of=binder.bind([district for district, _street in where.streets]),
        streets=binder.bind([street for _district, street in where.streets]),
    )
