"""Writing the record."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import structlog
from django.db.models import Model
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Unit, User
from access.permissions import Permission
from kit import prepared

if TYPE_CHECKING:
    from access.guards import GuardedRequest

_ADD = """
INSERT INTO access_auditevent (id, at, actor_id, unit_id, verb, object_type, object_id, detail, request_id)
VALUES (%s, %s, %s::bigint, %s::bigint, %s, %s, %s, %s::jsonb, %s)
"""


def record(
    verb: str, *, by: User | None, unit: Unit | int | None = None, obj: Model | None = None, **detail: object
) -> AuditEvent:
    """Add a row to the record, in the caller's transaction, so that deed and row stand or fall together.

    `by` is None for the system itself or somebody who isn't signed in. `detail` takes ids, counts and reasons;
    never a name, an address or an answer.
    """
    context = structlog.contextvars.get_contextvars()
    row = AuditEvent(
        at=timezone.now(),
        actor_id=by.pk if by is not None and by.pk else None,
        unit_id=unit.pk if isinstance(unit, Unit) else unit,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        detail=detail,
        request_id=context.get("request_id", ""),
    )
    # By hand: every deed is recorded, and the mapper would take longer over it than the database.
    about = (row.verb, row.object_type, row.object_id, json.dumps(row.detail), row.request_id)
    prepared.run(_ADD, (row.pk, row.at, row.actor_id, row.unit_id, *about))
    return row


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
