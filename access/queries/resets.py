"""Resets of second steps: which run, and who may vouch for whom."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from access.enums import Factor
from access.models import FactorReset, Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.queries.accesses import Access
from access.roles import ROLES
from kit import clock


def running(user: User) -> FactorReset | None:
    """Return the reset of this person's second step that waits or is open, or None. Needs their own rows in scope."""
    return FactorReset.objects.running(timezone.now()).filter(user=user).select_related("asked_by", "unit").first()


def here(unit: Unit) -> QuerySet[FactorReset]:
    """Return all resets that were asked for in this unit, the newest first."""
    return FactorReset.objects.filter(unit=unit).select_related("user", "asked_by", "called_off_by")


def people(unit: Unit) -> list[User]:
    """Return whoever holds a role in this unit today and has a second step to lose, by name."""
    held = Grant.objects.of_roles().current(clock.today()).filter(unit=unit, user__is_active=True)
    users = User.objects.filter(pk__in=held.values("user"), authenticator__isnull=False)
    return list(users.distinct().order_by("name", "pk"))


def may_vouch(by: Access, user: Access) -> bool:
    """Say whether this decider may vouch for this person: nobody for themselves, and only who decides everywhere.

    Everywhere is each unit in which the person holds a role that asks for a second step. So no officer of a CLP can
    open the account of somebody who decides above it.
    """
    if by.user.pk == user.user.pk:
        return False
    held = [grant.unit for grant in user.held if ROLES[grant.role].factor is not Factor.NONE]
    return all(by.may(Permission.GIVE_ACCESS, unit) for unit in held)


def deciders(user: User) -> list[User]:
    """Return whom this person can ask to vouch for them, by name."""
    mine = accesses.of(user)
    units = {grant.unit for grant in mine.held}
    found = {one.pk: one for unit in units for one in accesses.holders(unit, {Permission.GIVE_ACCESS})}
    able = [one.user for one in accesses.of_many(list(found.values())) if may_vouch(one, mine)]
    return sorted(able, key=lambda one: (one.name, one.pk))
