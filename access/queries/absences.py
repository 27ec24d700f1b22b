"""Who is away when, among those who decide in a unit."""

from __future__ import annotations

from django.db.models import QuerySet

from access.models import Absence, Unit, User
from access.permissions import Permission as P
from access.queries import accesses
from access.queries.accesses import Access
from access.roles import ROLES
from kit import clock

# Whoever holds one of these is waited for when they are away.
DECIDE = (P.GIVE_ACCESS, P.DECIDE_FIELD)


def decides(access: Access, unit: Unit) -> bool:
    """Say whether somebody decides about anything in this unit by a grant of this unit itself."""
    return any(
        grant.unit_id == unit.pk and not ROLES[grant.role].permissions.isdisjoint(DECIDE) for grant in access.grants
    )


def coming(unit: Unit) -> QuerySet[Absence]:
    """Return who is away here now or later, the soonest first, with their deputies."""
    return (
        Absence.objects.filter(unit=unit, until_on__gte=clock.today(), called_off_at=None)
        .select_related("user", "deputy_grant__user")
        .order_by("from_on", "user__name", "pk")
    )


def may_stand_in(unit: Unit, user: User) -> list[User]:
    """Return who holds a role here, decides nothing here yet, and so could stand in for somebody; by name."""
    found = [
        access.user
        for access in accesses.holding([unit.pk])
        if access.user.pk != user.pk and access.permissions_in(unit).isdisjoint(DECIDE)
    ]
    return sorted(found, key=lambda one: (one.name, one.pk))


def deputy(unit: Unit, user: User, pk: int) -> User | None:
    """Return the one of `may_stand_in` with this id; None for anybody else."""
    return next((one for one in may_stand_in(unit, user) if one.pk == pk), None)
