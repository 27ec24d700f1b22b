"""A canvasser's role for one day and one place, for somebody who came to a meeting point."""

from __future__ import annotations

import datetime

from django.db import transaction

from access.actions import audit
from access.actions.grants import ending, giving
from access.enums import GrantKind
from access.models import Grant, Unit, User
from access.roles import RoleName
from kit import clock


@transaction.atomic
def vouch(*, user: User, unit: Unit, place: str, on: datetime.date, reason: str, by: User | None) -> Grant:
    """Let somebody be a canvasser in one place (a key of hooks.areas) until the end of a day.

    `by` vouches for them, and must be one who hands out boards here; None for somebody whom their own CLP trusts
    with the same role. Somebody who joined another session of that day gets this place as well; who has the role in
    any other way keeps it as it is. Raises Refused without the right, and for oneself.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    held = Grant.objects.current(on).filter(user=user, unit=unit, role=RoleName.CANVASSER, tool=None).first()
    if held is None:
        return giving.give(
            user=user,
            unit=unit,
            role=RoleName.CANVASSER,
            area=[place],
            kind=GrantKind.VOUCHED,
            ends_on=on,
            reason=reason,
            by=by,
        )
    if held.kind == GrantKind.VOUCHED and place not in held.area:
        held.area = [*held.area, place]
        held.save(update_fields=["area"])
        audit.record("grant.widened", by=by, unit=unit, obj=held, user=user.pk, area=held.area)
    return held


@transaction.atomic
def let_go(*, user: User, unit: Unit, place: str, reason: str, by: User | None) -> None:
    """End today what vouch() gave in one place, and with the last place the role itself.

    Who went home is neither mailed nor signed out of an account of their own; the record says who noted it (`by`).
    Harmless when repeated, and for whoever has the role in any other way.
    """
    held = Grant.objects.current(clock.today()).filter(user=user, unit=unit, kind=GrantKind.VOUCHED)
    grant = held.filter(role=RoleName.CANVASSER, area__contains=[place]).first()
    if grant is None:
        return
    grant.area = [key for key in grant.area if key != place]
    if not grant.area:
        ending.end(grant=grant, reason=reason, by=None)
        return
    grant.save(update_fields=["area"])
    audit.record("grant.narrowed", by=by, unit=unit, obj=grant, user=user.pk, area=grant.area)
