"""Writing the record."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import structlog
from django.db.models import Model

from access import scoping
from access.models import AuditEvent, Unit, User
from access.permissions import Permission

if TYPE_CHECKING:
    from access.guards import GuardedRequest


def record(
    verb: str, *, by: User | None, unit: Unit | int | None = None, obj: Model | None = None, **detail: object
) -> AuditEvent:
    """Add a row to the record, in the caller's transaction, so that deed and row stand or fall together.

    `by` is None for the system itself or somebody who isn't signed in. `detail` takes ids, counts and reasons;
    never a name, an address or an answer.
    """
    context = structlog.contextvars.get_contextvars()
    return AuditEvent.objects.create(
        actor_id=by.pk if by is not None and by.pk else None,
        unit_id=unit.pk if isinstance(unit, Unit) else unit,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        detail=detail,
        request_id=context.get("request_id", ""),
    )


def record_anyway(
    verb: str, *, by: User | None, unit: Unit | int | None = None, obj: Model | None = None, **detail: object
) -> None:
    """Add a row once the page's transaction has ended, however it ends: for what was tried and refused."""
    scoping.afterwards(functools.partial(record, verb, by=by, unit=unit, obj=obj, **detail))


def looked(
    request: GuardedRequest,
    *,
    what: Permission,
    count: int,
    searched: bool = False,
    through: Model | None = None,
    unit: Unit | None = None,
    purpose: str = "",
) -> AuditEvent | None:
    """Add to the record that this page shows `count` people, or was asked for some by name or number.

    `what` is the right under which it shows them. The purpose is that of the grant that gives the right here, so
    nobody is ever asked for one; `purpose` is given only where something else than a grant opened the page.
    `through` is what the people were reached by: a board, a file, one member. `unit` is needed outside /u/<unit>/.
    Returns None, and adds nothing, for a page that shows nobody and wasn't searched.
    """
    if not count and not searched:
        return None
    here = unit or request.unit
    why = purpose or request.access.purpose(what, here) or ""
    about = {"what": what.value, "count": count, "purpose": str(why)}
    if searched:
        return record("people.searched", by=request.user, unit=here, obj=through, **about)
    return record("people.seen", by=request.user, unit=here, obj=through, **about)
