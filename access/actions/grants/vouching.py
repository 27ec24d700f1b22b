"""A canvasser's role for one day and one place, for somebody who came to a meeting point."""

from __future__ import annotations

import datetime

from django.db import transaction

from access.actions import audit
from access.actions.grants import giving
from access.enums import GrantKind
from access.models import Grant, Unit, User
from access.roles import RoleName


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
