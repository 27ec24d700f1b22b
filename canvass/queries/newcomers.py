"""Who asks to join a session, and whether another CLP trusts them with the same role."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from access import scoping
from access.enums import GrantKind
from access.models import Grant, Unit, User
from access.permissions import Permission
from access.queries import units
from access.queries.accesses import Access
from access.roles import ROLES
from canvass.models import CanvassSession, Joined, Newcomer
from canvass.rules import passes


def by_token(token: str, now: datetime.datetime) -> CanvassSession | None:
    """Return the session that the code of this token lets people join; None when it does so no longer."""
    key = passes.key_of(token)
    if key is None:
        return None
    unit = units.of_row(CanvassSession, key)
    if unit is None:
        return None
    with scoping.units([unit]):
        rows = CanvassSession.objects.select_related("unit", "leader")
        return rows.filter(pk=key, join_sha256=passes.digest(token), join_until__gt=now, closed_at__isnull=True).first()


def of_key(session: CanvassSession, key: str) -> Newcomer | None:
    """Return the row of the phone that keeps this key."""
    rows = Newcomer.objects.select_related("session__unit", "user")
    return rows.filter(session=session, key_sha256=passes.digest(key)).first() if key else None


def waiting(session: CanvassSession) -> QuerySet[Newcomer]:
    """Return who waits for the leader, the longest first."""
    return Newcomer.objects.filter(session=session, decided_at__isnull=True).order_by("asked_at", "pk")


def is_for_a_day(grant: Grant) -> bool:
    return grant.kind == GrantKind.VOUCHED


def rights(grant: Grant) -> frozenset[Permission]:
    """Return what the role of a grant gives in its own unit."""
    return ROLES[grant.role].permissions


def trusted_in(access: Access, unit: Unit) -> Unit | None:
    """Return another unit in which this person may record answers by a role of their own; None where there is none.

    A role for a day doesn't count: nobody goes on from one session to the next by codes alone.
    """
    for grant in access.grants:
        if grant.unit_id != unit.pk and not is_for_a_day(grant) and Permission.RECORD_DOORS in rights(grant):
            return grant.unit
    return None


def place_of(session: CanvassSession, user: User) -> Joined | None:
    """Return somebody's place in a session."""
    return Joined.objects.select_related("team").filter(session=session, user=user, left_at__isnull=True).first()
