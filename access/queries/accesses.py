"""What a user may do, and where: read from the grants at every request, never kept in a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from access.models import Grant, Unit, User
from access.permissions import REACH_DOWN, Permission
from access.roles import ROLES
from kit import clock


@dataclass(frozen=True)
class Access:
    """A user's current grants, with their units. One query makes it; asking it costs none."""

    user: User
    grants: tuple[Grant, ...]

    def permissions_in(self, unit: Unit) -> frozenset[Permission]:
        """Return all that the user may do in this unit.

        A grant in the unit gives its role's permissions; one further up gives only those that reach down.
        A grant in a branch below opens nothing here.
        """
        found: set[Permission] = set()
        for grant in self.grants:
            role = ROLES[grant.role]
            if grant.unit_id == unit.pk:
                found |= role.permissions
            elif grant.unit.contains(unit):
                found |= role.permissions & REACH_DOWN
        return frozenset(found)

    def may(self, permission: Permission, unit: Unit) -> bool:
        return permission in self.permissions_in(unit)

    def has_any(self, unit: Unit) -> bool:
        """Say whether any grant gives anything in this unit; if not, the unit doesn't exist for this user."""
        return bool(self.permissions_in(unit))

    def units(self) -> list[Unit]:
        """Return the units of the grants, by name, each once."""
        return sorted({grant.unit for grant in self.grants}, key=lambda unit: (unit.name, unit.pk))

    def units_where(self, permission: Permission) -> list[Unit]:
        """Return the units whose grant itself gives this permission."""
        return [unit for unit in self.units() if self.may(permission, unit)]


def of(user: User) -> Access:
    """Return what this user may do today. An account that may not sign in has no access at all."""
    if not user.is_active:
        return Access(user, ())
    return Access(user, tuple(Grant.objects.of_roles().current(clock.today()).filter(user=user).select_related("unit")))


def holders(unit: Unit, permissions: Iterable[Permission]) -> list[User]:
    """Return the accounts whose current grants, here or above, give any of these permissions in this unit."""
    wanted = frozenset(permissions)
    above = Grant.objects.of_roles().current(clock.today()).filter(unit__in=unit.lineage(), user__is_active=True)
    found: dict[int, User] = {}
    for grant in above.select_related("unit", "user"):
        if Access(grant.user, (grant,)).permissions_in(unit) & wanted:
            found[grant.user_id] = grant.user
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def giving_grants(unit: Unit) -> QuerySet[Grant]:
    """Return the current grants, here or above, whose role lets its holder give roles in this unit."""
    giving = [name for name, role in ROLES.items() if Permission.GIVE_ACCESS in role.permissions]
    return (
        Grant.objects.of_roles()
        .current(clock.today())
        .filter(unit__in=unit.lineage(), role__in=giving, user__is_active=True)
    )
