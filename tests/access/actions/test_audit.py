"""Writing the record."""

from __future__ import annotations

import structlog
from django.contrib.auth.models import AnonymousUser

from access.actions import audit
from access.models import AuditEvent, Grant
from tests.cast import Cast


def test_an_entry_holds_ids_and_the_request(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    with structlog.contextvars.bound_contextvars(request_id="abc123"):
        entry = audit.record("grant.given", by=cast.marian, unit=cast.wexcombe, obj=grant, rows=3)
    stored = AuditEvent.objects.get(pk=entry.pk)
    assert (stored.actor_id, stored.unit_id) == (cast.marian.pk, cast.wexcombe.pk)
    assert (stored.object_type, stored.object_id, stored.detail) == ("access.grant", str(grant.pk), {"rows": 3})
    assert stored.request_id == "abc123"


def test_nobody_signed_in_is_nobody(cast: Cast) -> None:
    assert audit.record("setup.done", by=None).actor_id is None
    assert audit.record("setup.done", by=AnonymousUser(), unit=cast.wexcombe.pk).actor_id is None  # type: ignore[arg-type]
