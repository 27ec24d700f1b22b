"""Saying when one is away, and who stands in meanwhile."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants
from access.actions.grants import telling
from access.enums import GrantKind
from access.models import Absence, Grant, Unit, User
from access.queries import absences as queries
from access.queries import accesses
from access.roles import RoleName
from kit import clock
from kit.errors import Refused


@transaction.atomic
def say(
    *, user: User, unit: Unit, from_on: datetime.date, until_on: datetime.date, deputy: User | None = None
) -> Absence:
    """Say that one is away from a day until the end of another. What waits goes up at once where all are away.

    `deputy` may decide here on those days, by a grant that ends with them; only somebody who gives roles can name
    one. Raises Refused for people who decide nothing here, for days in the wrong order or gone by, for days on
    which one is away already, and for a deputy who decides here anyway or is away too.
    """
    with scoping.units(unit.lineage()):
        if not queries.decides(accesses.of(user), unit):
            raise Refused(_("You decide nothing in %(unit)s, so nobody waits for you there.") % {"unit": unit.name})
        _refuse_days(user, unit, from_on, until_on)
        grant = _stand_in(user, unit, from_on, until_on, deputy) if deputy is not None else None
        made = Absence.objects.create(unit=unit, user=user, from_on=from_on, until_on=until_on, deputy_grant=grant)
        audit.record(
            "absence.said",
            by=user,
            unit=unit,
            obj=made,
            first=from_on.isoformat(),
            last=until_on.isoformat(),
            deputy=deputy.pk if deputy else None,
        )
    return made


def _refuse_days(user: User, unit: Unit, from_on: datetime.date, until_on: datetime.date) -> None:
    if until_on < from_on:
        raise Refused(_("The last day away can’t be before the first."))
    if until_on < clock.today():
        raise Refused(_("These days have gone by already."))
    same = Absence.objects.filter(
        user=user, unit=unit, called_off_at=None, from_on__lte=until_on, until_on__gte=from_on
    )
    if same.exists():
        raise Refused(_("You have said already that you are away on some of these days. Call that off first."))


def _stand_in(user: User, unit: Unit, from_on: datetime.date, until_on: datetime.date, deputy: User) -> Grant:
    if deputy.pk == user.pk:
        raise Refused(_("You can’t stand in for yourself."))
    if queries.decides(accesses.of(deputy), unit):
        raise Refused(_("%(name)s decides here anyway, and needs no more for it.") % {"name": deputy.name})
    away = Absence.objects.filter(user=deputy, called_off_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if away.exists():
        raise Refused(_("%(name)s is away on some of these days. Choose somebody else.") % {"name": deputy.name})
    grant = grants.give(
        user=deputy,
        unit=unit,
        role=RoleName.DEPUTY,
        reason=_("stands in for %(name)s") % {"name": user.name},
        by=user,
        starts_on=max(from_on, clock.today()),
        ends_on=until_on,
        kind=GrantKind.DEPUTY,
    )
    telling.tell("deputy", [deputy], unit=unit, occasion=grant.pk, grant=grant, by=user)
    return grant


@transaction.atomic
def call_off(*, absence: Absence, by: User) -> None:
    """Say that one is there after all, or back early. The deputy's grant ends with it."""
    with scoping.units(absence.unit.lineage()):
        made = Absence.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=absence.pk)
        if made.user_id != by.pk:
            raise Refused(_("Only the person who is away can call it off."))
        if made.called_off_at is not None or made.until_on < clock.today():
            raise Refused(_("This is over already."))
        made.called_off_at = timezone.now()
        made.save(update_fields=["called_off_at"])
        if made.deputy_grant is not None and made.deputy_grant.ended_at is None:
            grants.end(grant=made.deputy_grant, reason=_("the person they stood in for is back"), by=by)
        audit.record("absence.called_off", by=by, unit=made.unit, obj=made)
