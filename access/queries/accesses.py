"""What a user may do, and where: read from the grants at every request, never kept in a session."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Field, Model
from django.utils import timezone

from access import content
from access.enums import Purpose
from access.models import Grant, Unit, User
from access.permissions import REACH_DOWN, Permission
from access.roles import ROLES
from access.rules import gates
from access.rules.gates import Passed, Versions
from kit import clock, prepared

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Access:
    """What a user holds today. One query makes it; asking it costs none.

    `grants` are open. `closed` are held too but open nothing, because something stands before them that has still
    to be passed, signed or set up: `missing` says what. Both come with their units; of a grant only what decides
    is read, the rest (its reason, say) when it is asked for.
    """

    user: User
    grants: tuple[Grant, ...]
    closed: tuple[Grant, ...] = ()
    passed: Passed = field(default_factory=Passed)

    @property
    def held(self) -> tuple[Grant, ...]:
        """All that the user holds, open or not yet."""
        return self.grants + self.closed

    def permissions_in(self, unit: Unit) -> frozenset[Permission]:
        """Return all that the user may do in this unit.

        A grant in the unit gives its role's permissions; one further up gives only those that reach down.
        A grant in a branch below opens nothing here.
        """
        return frozenset().union(*(_given(grant, unit) for grant in self.grants))

    def may(self, permission: Permission, unit: Unit) -> bool:
        return permission in self.permissions_in(unit)

    def has_any(self, unit: Unit) -> bool:
        """Say whether any open grant gives anything in this unit."""
        return bool(self.permissions_in(unit))

    def area(self, permission: Permission, unit: Unit) -> frozenset[str] | None:
        """Return where in the unit the permission holds: None for all of it, else keys of areas ("ward:12").

        Empty for somebody who doesn't have it here at all.
        """
        found: set[str] = set()
        for grant in self._giving(permission, unit):
            if not grant.area or grant.unit_id != unit.pk:
                return None
            found |= set(grant.area)
        return frozenset(found)

    def purpose(self, permission: Permission, unit: Unit) -> Purpose | None:
        """Return what the grant that gives this permission here is for; None when there is none. For the record."""
        giving = self._giving(permission, unit)
        return Purpose(giving[0].purpose) if giving else None

    def closed_in(self, unit: Unit, permission: Permission | None = None) -> list[Grant]:
        """Return the closed grants that would give anything, or this permission, in this unit."""
        given = ((grant, _given(grant, unit)) for grant in self.closed)
        return [grant for grant, rights in given if (rights if permission is None else permission in rights)]

    def missing(self, grant: Grant) -> tuple[str, ...]:
        """Return what keeps a grant closed: names of lessons and terms, then a Factor's value. () when it is open."""
        return _missing(grant, self.passed, self._versions)

    def units(self) -> list[Unit]:
        """Return the units of the open grants, by name, each once."""
        return _sorted(grant.unit for grant in self.grants)

    def units_where(self, permission: Permission) -> list[Unit]:
        """Return the units whose grant itself gives this permission."""
        return [unit for unit in self.units() if self.may(permission, unit)]

    def units_before_they_open(self) -> list[Unit]:
        """Return the units in which this user holds closed grants and no open one, by name."""
        open_here = {grant.unit_id for grant in self.grants}
        return _sorted(grant.unit for grant in self.closed if grant.unit_id not in open_here)

    def _giving(self, permission: Permission, unit: Unit) -> list[Grant]:
        return [grant for grant in self.grants if permission in _given(grant, unit)]

    @cached_property
    def _versions(self) -> Versions:
        return versions()


def _given(grant: Grant, unit: Unit) -> frozenset[Permission]:
    """Return what one grant gives in this unit."""
    rights = ROLES[grant.role].permissions
    if grant.unit_id == unit.pk:
        return rights
    return rights & REACH_DOWN if grant.unit.contains(unit) else frozenset()


def _sorted(units: Iterable[Unit]) -> list[Unit]:
    return sorted(set(units), key=lambda unit: (unit.name, unit.pk))


def _missing(grant: Grant, passed: Passed, wanted: Versions) -> tuple[str, ...]:
    role = ROLES[grant.role]
    return gates.missing(role, passed, wanted, clock.today(), factor_required=settings.REQUIRE_SECOND_FACTOR)


def versions() -> Versions:
    """Return the versions of lessons and terms that are in force."""
    return Versions(
        lessons={name: lesson.version for name, lesson in content.LESSONS.items()},
        terms={name: terms.version for name, terms in content.TERMS.items()},
    )


# A function of the owner's (migration 0006) that gives back what decides about access, of all units at once: row-level
# security lets nobody read grants before it is known which units they open.
_READ = "SELECT * FROM access_read(%s::bigint[], %s::date, %s::timestamptz)"
_READ_HOLDERS = """
SELECT * FROM access_read(ARRAY(SELECT access_holding(%s::bigint[], %s::date, %s::timestamptz)), %s::date,
                          %s::timestamptz)
"""


def of(user: User) -> Access:
    """Return what this user may do today, in one query. An account that may not sign in has no access at all."""
    if not user.is_active:
        return Access(user, ())
    return _accesses([user], _rows(_READ, [[user.pk], clock.today(), timezone.now()]))[0]


def of_many(users: Collection[User]) -> list[Access]:
    """Return what each of these users may do today, in one query for all, in the order given."""
    active = [user for user in users if user.is_active]
    rows = _rows(_READ, [[user.pk for user in active], clock.today(), timezone.now()]) if active else {}
    return _accesses(users, rows)


def holders(unit: Unit, permissions: Iterable[Permission]) -> list[User]:
    """Return the accounts whose open grants, here or above, give any of these permissions in this unit, by name."""
    wanted = frozenset(permissions)
    found = [access.user for access in holding(unit.lineage()) if access.permissions_in(unit) & wanted]
    return sorted(found, key=lambda user: (user.name, user.pk))


def holding(units: Iterable[int]) -> list[Access]:
    """Return what everybody may do who holds a role in one of these units today, in two queries."""
    today, now = clock.today(), timezone.now()
    rows = _rows(_READ_HOLDERS, [list(units), today, now, today, now])
    return _accesses(list(User.objects.filter(pk__in=rows, is_active=True).order_by("pk")), rows)


def _rows(statement: str, parameters: Sequence[Any]) -> dict[int, tuple]:
    return {row[0]: row[1:] for row in prepared.rows(statement, parameters)}


def _accesses(users: Iterable[User], rows: dict[int, tuple]) -> list[Access]:
    wanted = versions()
    return [_access(user, rows[user.pk], wanted) if user.pk in rows else Access(user, ()) for user in users]


def _access(user: User, row: tuple, wanted: Versions) -> Access:
    held, lessons, terms, factors = row
    passed = Passed(
        lessons=_json(lessons),
        terms={name: (version, _day(at)) for name, (version, at) in _json(terms).items()},
        factors=frozenset(factors),
    )
    units: dict[int, Unit] = {}
    grants: list[Grant] = []
    for one in _json(held):
        grant = _row(Grant, one["grant"])
        grant.user = user
        grant.unit = units.setdefault(grant.unit_id, _row(Unit, one["unit"]))
        grants.append(grant)
    closed = [grant for grant in grants if _missing(grant, passed, wanted)]
    return Access(user, tuple(grant for grant in grants if grant not in closed), tuple(closed), passed)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _day(text: str) -> datetime.date:
    return timezone.localtime(datetime.datetime.fromisoformat(text)).date()


def _row(model: type[Row], values: dict[str, Any]) -> Row:
    """Return a model's row from what to_jsonb() made of it. Columns that are not among the values are deferred."""
    fields: list[Field] = [field for field in model._meta.concrete_fields if field.column in values]
    cells = [field.to_python(values[str(field.column)]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], cells)
