"""Writing the record."""

from __future__ import annotations

import structlog
from django.db.models import Model

from access.models import AuditEvent, Unit, User


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
