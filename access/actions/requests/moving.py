"""What happens to a request by itself: a reminder at half the time, and up to the unit above when the time is over.

The sweep only writes down and mails what the dates say. Those above may decide all along, so a worker that stands
still changes nobody's rights.
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from access import scoping
from access.actions import audit
from access.actions.requests import steps
from access.actions.requests.appealing import remind_of_appeal
from access.enums import AppealState, StepKind
from access.models import AccessRequest, Appeal, Unit
from access.queries import requests as queries
from access.queries.requests import Level, Rest
from access.rules import requests as rules


@transaction.atomic
def escalate(*, request: AccessRequest) -> bool:
    """Move a request up if its time with a unit is over, or nobody there can decide before it is.

    Everybody is told: the person, those who have it now, and those who had it, who may still decide. Safe to call
    at any time; returns whether it moved.
    """
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        return wanted.is_open and _escalate(wanted, steps.found_levels(wanted), timezone.now())


def _escalate(wanted: AccessRequest, levels: list[Level], now: datetime.datetime) -> bool:
    index = queries.index_of(levels, wanted.rests_with_id)
    why = _why_up(wanted, levels[index], now)
    if not why or index + 1 >= len(levels):
        return False
    rest = queries.resting_place(
        levels, start=index + 1, now=now, hours=queries.hours_to_decide(wanted), needed_by=wanted.needed_by
    )
    if not rest.level.deciders:
        _stay(wanted)
        return False
    _move(wanted, levels[: index + 1], rest, why, now)
    return True


def _why_up(wanted: AccessRequest, level: Level, now: datetime.datetime) -> str:
    """Return why a request leaves a unit now: "time", "away" or "nobody"; "" where it stays."""
    if not level.deciders:
        return "nobody"
    if wanted.escalates_at is None:
        return ""
    if wanted.escalates_at <= now:
        return "time"
    return "" if level.here(now, wanted.escalates_at) else "away"


def _stay(wanted: AccessRequest) -> None:
    """Nobody above could decide either: it stays, and those who have it are reminded every day."""
    if wanted.escalates_at is not None:
        wanted.escalates_at = None
        wanted.save(update_fields=["escalates_at"])


def _move(wanted: AccessRequest, left: list[Level], rest: Rest, why: str, now: datetime.datetime) -> None:
    wanted.rests_with, wanted.escalates_at = rest.level.unit, rest.goes_up_at
    wanted.save(update_fields=["rests_with", "escalates_at"])
    left = [*left, *rest.passed]
    step = steps.add(wanted, StepKind.ESCALATED, by=None, at=now, to=rest.level.unit.pk, why=why)
    audit.record(
        "request.escalated",
        by=None,
        unit=wanted.unit,
        obj=wanted,
        number=wanted.number,
        user=wanted.user_id,
        to=rest.level.unit.pk,
        why=why,
    )
    now_with = [one.user for one in rest.level.deciders]
    steps.add(wanted, StepKind.SENT, by=None, at=now, to=[one.pk for one in now_with])
    before = [one.user for level in left for one in level.deciders]
    told = {"rest": rest, "why": why, "left": left[-1].unit if left else wanted.unit}
    steps.tell("went_up", [wanted.user], about=wanted, occasion=step.pk, deciders=now_with, **told)
    steps.tell("now_yours", now_with, about=wanted, occasion=step.pk, **told)
    ids = {one.pk for one in now_with}
    steps.tell("left_you", [one for one in before if one.pk not in ids], about=wanted, occasion=step.pk, **told)


@transaction.atomic
def remind(*, request: AccessRequest) -> bool:
    """Remind those who have an open request, if it is time to. Safe to call at any time; returns whether it was."""
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        return wanted.is_open and _remind(wanted, steps.found_levels(wanted), timezone.now())


def _remind(wanted: AccessRequest, levels: list[Level], now: datetime.datetime) -> bool:
    since = queries.rests_since(wanted)
    due = rules.remind_at(since, wanted.escalates_at, wanted.reminded_at)
    people = [one.user for one in levels[queries.index_of(levels, wanted.rests_with_id)].deciders]
    if due is None or due > now or not people:
        return False
    wanted.reminded_at = now
    wanted.save(update_fields=["reminded_at"])
    step = steps.add(wanted, StepKind.REMINDED, by=None, at=now, to=[one.pk for one in people])
    audit.record("request.reminded", by=None, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id)
    steps.tell("reminder", people, about=wanted, occasion=step.pk, since=since)
    return True


# Which units have anything that waits: ids and nothing else (migration 0007).
_WAITING = "SELECT access_units_that_wait()"


def sweep() -> int:
    """Move and remind in every unit in which anything waits, one unit in a transaction. Returns how many moved.

    Any number may run at once: each request is locked, and one that is locked by somebody else is left to them. A
    fault in one unit is raised once all others have been seen to.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        waiting = [row[0] for row in cursor.fetchall()]
    moved, faults = 0, []
    for unit in Unit.objects.filter(pk__in=waiting).order_by("pk"):
        try:
            moved += _sweep_unit(unit)
        except Exception as fault:  # noqa: BLE001 - one unit's fault must not hold up the others; it is raised below
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"The sweep failed in {len(faults)} units.", faults)
    return moved


@transaction.atomic
def _sweep_unit(unit: Unit) -> int:
    moved, now = 0, timezone.now()
    found: dict[tuple, list[Level]] = {}
    with scoping.units(unit.lineage()):
        for wanted in _open(unit):
            key = (queries.decided_with(wanted.role, wanted.tool_id), tuple(wanted.area))
            if key not in found:
                found[key] = queries.levels(unit, *key)
            levels = [level.without(wanted.user_id) for level in found[key]]
            if _escalate(wanted, levels, now):
                moved += 1
            else:
                _remind(wanted, levels, now)
        for appeal in Appeal.objects.filter(unit=unit, state=AppealState.OPEN).order_by("pk"):
            remind_of_appeal(appeal=appeal)
    return moved


def _open(unit: Unit) -> list[AccessRequest]:
    return list(
        queries.below([unit.pk])
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("unit", "rests_with", "user", "tool", "decided_by", "renews")
        .order_by("pk")
    )
