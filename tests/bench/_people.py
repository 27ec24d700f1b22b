"""Somebody who may, for the measurements: on a real installation's database, where nobody looks past a scope."""

from __future__ import annotations

from contextlib import suppress

from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from access import scoping
from access.models import Grant, Unit, User
from access.roles import ROLES, RoleName
from kit import clock, dbroles
from tests import cast as people


def officer(login: str, *units: Unit, role: RoleName = RoleName.SECRETARY) -> User:
    """Make an account that holds this role in these units, with everything passed that stands before it."""
    user = User.objects.create_user(f"{login}@example.org", "A measured officer")
    with scoping.person(user.pk):
        people.pass_gates([user], timezone.now())
    for unit in units:
        with scoping.units([unit.pk]):
            Grant.objects.create(
                user=user,
                unit=unit,
                role=role,
                purpose=ROLES[role].purpose,
                starts_on=clock.today(),
                reason="to measure",
            )
    return user


def take_away(user: User) -> None:
    """Take the account away with all that hangs on it, which only the tables' owner can."""
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("access_lessonpass", "access_termssignature"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in ("access_grant", "access_lessonpass", "access_termssignature"):
            cursor.execute(f"DELETE FROM {table} WHERE user_id = %s", [user.pk])
        for table in ("access_lessonpass", "access_termssignature"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        with suppress(ProtectedError):  # a board or a phone is still theirs: the database goes after the bench anyway
            user.delete()
