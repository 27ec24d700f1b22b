"""Emergency access: when it was opened, by whom, why, and how much was looked at."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from access.enums import GrantKind
from access.models import AuditEvent, Grant, Unit
from access.queries import accesses
from access.queries.accesses import Access
from access.queries.gates import gate_title
from access.queries.records import LOOKING
from access.roles import ROLES, RoleName
from access.rules import gates
from kit import clock


@dataclass(frozen=True)
class Opening:
    """One time that emergency access was open. `pages` and `people` are what the record says was looked at."""

    grant: Grant
    closed_at: datetime.datetime
    is_open: bool
    pages: int
    people: int


def opened(units: Collection[int]) -> QuerySet[Grant]:
    """Return the emergency grants of these units, the latest first."""
    return (
        Grant.objects.filter(unit__in=units, kind=GrantKind.BREAK_GLASS)
        .select_related("user", "unit", "ended_by")
        .order_by("-created_at", "-pk")
    )


def openings(units: Collection[int], *, first: datetime.date, last: datetime.date) -> list[Opening]:
    """Return what was opened in these units on the days from first to last, the latest first."""
    return seen(opened(units).filter(created_at__gte=clock.at(first, 0), created_at__lt=clock.at(_after(last), 0)))


def seen(found: Iterable[Grant]) -> list[Opening]:
    """Return the openings with what was looked at while they were open. One query for all of them."""
    found = list(found)
    looks = _looks(found)
    now = timezone.now()
    return [_opening(grant, looks[grant.user_id, grant.unit_id], now) for grant in found]


def _opening(grant: Grant, looks: list[tuple[datetime.datetime, int]], now: datetime.datetime) -> Opening:
    ends = grant.expires_at or now
    closed_at = min(grant.ended_at or ends, ends)
    during = [count for at, count in looks if grant.created_at <= at <= closed_at]
    return Opening(grant, closed_at, closed_at > now, len(during), sum(during))


def _looks(found: list[Grant]) -> dict[tuple[int, int], list[tuple[datetime.datetime, int]]]:
    looks: dict[tuple[int, int], list[tuple[datetime.datetime, int]]] = defaultdict(list)
    if found:
        rows = AuditEvent.objects.filter(
            unit_id__in={grant.unit_id for grant in found},
            actor_id__in={grant.user_id for grant in found},
            verb__in=LOOKING,
            at__gte=min(grant.created_at for grant in found),
        )
        for actor, unit, at, detail in rows.values_list("actor_id", "unit_id", "at", "detail"):
            looks[actor or 0, unit or 0].append((at, int(detail.get("count", 0))))
    return looks


def _after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1)


def open_now(access: Access, unit: Unit) -> Grant | None:
    """Return the emergency grant that this person has open here; None while there is none. No query."""
    mine = (grant for grant in access.grants if grant.kind == GrantKind.BREAK_GLASS and grant.unit_id == unit.pk)
    return next(mine, None)


def missing(access: Access) -> list[str]:
    """Return, in words, what this person must pass or set up before they could open anything. No query."""
    role = ROLES[RoleName.EMERGENCY_READER]
    names = gates.missing(
        role, access.passed, accesses.versions(), clock.today(), factor_required=settings.REQUIRE_SECOND_FACTOR
    )
    return [gate_title(name) for name in names]
