"""What a role, or a tool, means in one unit: who decides, and how many hold it. Names of deciders, never of holders."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from access.enums import UnitKind
from access.models import Grant, Tool, Unit, User
from access.permissions import Permission as P
from access.queries import keys, requests
from access.roles import ROLES
from access.rules import requests as rules
from kit import clock


@dataclass(frozen=True)
class Decider:
    """Somebody who decides: their account, by which role, and when they are back if they are away now."""

    user: User
    role: str
    back_at: datetime.datetime | None


@dataclass(frozen=True)
class Deciding:
    """Who decides about something asked for in `unit`: the people at `level`, which is the unit itself or above.

    `next_level` is where it goes when they don't act; None at the top.
    """

    unit: Unit
    level: Unit
    deciders: tuple[Decider, ...]
    next_level: Unit | None

    @property
    def here(self) -> bool:
        """Say whether the unit itself decides."""
        return self.level == self.unit


def units_for(kinds: Collection[UnitKind]) -> QuerySet[Unit]:
    """Return the units of these kinds by name, with the unit above each. Names of units are public."""
    return Unit.objects.filter(kind__in=kinds).select_related("parent").order_by("name", "pk")


def deciding(unit: Unit, permission: P) -> Deciding:
    """Return who decides about what `permission` decides, asked for in this unit.

    The unit's own people, or those of the nearest unit above that has any. Needs a scope on the unit's lineage.
    """
    levels = requests.levels(unit, permission)
    found = next((index for index, level in enumerate(levels) if level.deciders), 0)
    above = next((level.unit for level in levels[found + 1 :] if level.deciders), None)
    level = levels[found]
    by_role = _roles_of([one.user.pk for one in level.deciders], level.unit, permission)
    now = timezone.now()
    return Deciding(
        unit=unit,
        level=level.unit,
        deciders=tuple(
            Decider(one.user, by_role.get(one.user.pk, ""), rules.back_at(one.away, now)) for one in level.deciders
        ),
        next_level=above,
    )


def _roles_of(users: Collection[int], unit: Unit, permission: P) -> dict[int, str]:
    """Return by which role each of these accounts decides in this unit, in words."""
    roles = [name for name, role in ROLES.items() if permission in role.permissions]
    held = Grant.objects.of_roles().current(clock.today()).filter(unit=unit, user__in=users, role__in=roles)
    return {user: str(ROLES[role].name.label) for user, role in held.order_by("pk").values_list("user_id", "role")}


def holders_of_roles(unit: Unit) -> dict[str, int]:
    """Return how many people hold each role in this unit today. Roles that nobody holds are left out."""
    held = Grant.objects.of_roles().current(clock.today()).filter(unit=unit, user__is_active=True)
    return dict(held.order_by().values_list("role").annotate(Count("user", distinct=True)))


def holders_of_tools(unit: Unit) -> dict[int, int]:
    """Return how many people hold a key to each tool in this unit today, by the tool's id."""
    held = Grant.objects.current(clock.today()).filter(unit=unit, tool__isnull=False, user__is_active=True)
    return dict(held.order_by().values_list("tool").annotate(Count("user", distinct=True)))


def key_holders(unit: Unit, tool: Tool) -> Deciding:
    """Return who lets people of this unit into the tool: whoever decides at the level that holds its key, or above.

    Needs a scope on the unit's lineage.
    """
    return deciding(keys.held_at(tool, unit), P.GIVE_ACCESS)


def tools(*, retired: bool = False) -> QuerySet[Tool]:
    """Return the tools in use, or those that are retired, by name."""
    return Tool.objects.filter(retired_at__isnull=not retired).order_by("name", "pk")
