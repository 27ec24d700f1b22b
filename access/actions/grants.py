"""Giving and ending roles."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.roles import ROLES
from kit import clock
from kit.errors import Refused

# What a phone's grant needs from its user's roles. When the last role that gives it ends, the phone's grant ends.
_PHONES_NEED = {DeviceKind.DOORSTEP: Permission.RECORD_DOORS, DeviceKind.TELLER: Permission.RECORD_VOTED}


@transaction.atomic
def give(
    *,
    user: User,
    unit: Unit,
    role: str,
    reason: str,
    by: User | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Grant:
    """Give `user` a role in `unit` from a day (today unless given) until the end of a day (None: until ended).

    `by` is None for the command line, the first visit and the demo; anybody else needs the right to give roles
    here, checked in this transaction. Raises Refused for your own role, without a reason, for dates in the wrong
    order, or when the person has the role on that day already.
    """
    _may_decide(by, user, unit)
    _refuse_nonsense(role, reason, ends_on)
    starts_on = starts_on or clock.today()
    # One at a time for each person, so that two people can't both give the same role.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if _overlapping(user, unit, role, starts_on, ends_on).exists():
        raise Refused(_("%(name)s is %(role)s here already.") % {"name": user.name, "role": ROLES[role].name.label})
    grant = Grant(
        user=user,
        unit=unit,
        role=role,
        purpose=ROLES[role].purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        granted_by=by,
    )
    try:
        grant.full_clean()
        grant.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(_("Somebody else gave this role at the same moment. Look at the list again.")) from error
    audit.record("grant.given", by=by, unit=unit, obj=grant, role=role, user=user.pk)
    return grant


def _refuse_nonsense(role: str, reason: str, ends_on: datetime.date | None) -> None:
    if role not in ROLES:
        raise Refused(_("There is no role called %(role)s.") % {"role": role})
    if not reason.strip():
        raise Refused(_("Say why this person needs the role."))
    if ends_on is not None and ends_on < clock.today():
        raise Refused(_("The last day has gone by already."))


def _overlapping(
    user: User, unit: Unit, role: str, starts_on: datetime.date, ends_on: datetime.date | None
) -> QuerySet[Grant]:
    same = Grant.objects.filter(user=user, unit=unit, role=role, ended_at__isnull=True).exclude(ends_on__lt=starts_on)
    return same if ends_on is None else same.filter(starts_on__lte=ends_on)


def _may_decide(by: User | None, user: User, unit: Unit) -> None:
    if by is None:
        return
    if by.pk == user.pk:
        raise Refused(_("Nobody gives a role to themselves. Ask somebody else who may give roles here."))
    if not accesses.of(by).may(Permission.GIVE_ACCESS, unit):
        raise Refused(_("You may not give roles here."))


@transaction.atomic
def end(*, grant: Grant, reason: str, by: User | None) -> Grant:
    """End a role now. It is refused at the next click; phones that no other role of the person allows stop too.

    Raises Refused for a missing reason, when it has ended already, and when nobody would be left who may give
    roles here.
    """
    if not reason.strip():
        raise Refused(_("Say why the role ends."))
    if by is not None and by.pk != grant.user_id and not accesses.of(by).may(Permission.GIVE_ACCESS, grant.unit):
        raise Refused(_("You may not end roles here."))
    # Everybody who may give roles here, locked: two of them can't end each other at the same moment.
    givers = list(accesses.giving_grants(grant.unit).select_for_update(of=("self",), no_key=True).order_by("pk"))
    locked = Grant.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=grant.pk)
    if locked.ended_at is not None:
        raise Refused(_("This role has ended already."))
    if locked.pk in {one.pk for one in givers} and not _others(givers, locked):
        raise Refused(_("Nobody else may give roles here. Give somebody else such a role first, then end this one."))
    locked.ended_at = timezone.now()
    locked.ended_by = by
    locked.ended_reason = reason.strip()[:300]
    locked.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    phones = _stop_phones(locked)
    audit.record(
        "grant.ended", by=by, unit=locked.unit_id, obj=locked, role=locked.role, user=locked.user_id, phones=phones
    )
    return locked


def _others(givers: list[Grant], leaving: Grant) -> bool:
    return any(one.pk != leaving.pk for one in givers)


def _stop_phones(grant: Grant) -> int:
    left = accesses.of(grant.user).permissions_in(grant.unit)
    kinds = [kind for kind, permission in _PHONES_NEED.items() if permission not in left]
    with scoping.units([grant.unit_id]):
        return DeviceGrant.objects.filter(user=grant.user_id, kind__in=kinds, revoked_at__isnull=True).update(
            revoked_at=timezone.now()
        )
