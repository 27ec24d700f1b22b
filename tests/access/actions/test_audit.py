"""Writing the record."""

from __future__ import annotations

import structlog
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from access.actions import audit
from access.guards import GuardedRequest
from access.models import AuditEvent, Grant, User
from access.permissions import Permission as P
from access.queries import accesses
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


def _request(cast: Cast, user: User) -> GuardedRequest:
    request = RequestFactory().get("/")
    request.user, request.access, request.unit = user, accesses.of(user), cast.wexcombe  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]


def test_looking_is_noted_with_the_purpose_of_the_grant(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    line = audit.looked(_request(cast, cast.osei), what=P.SEE_REGISTER, count=48, through=grant)
    assert line is not None
    assert (line.verb, line.actor_id, line.unit_id) == ("people.seen", cast.osei.pk, cast.wexcombe.pk)
    assert line.detail == {"what": "register.see", "count": 48, "purpose": "canvassing"}
    assert (line.object_type, line.object_id) == ("access.grant", str(grant.pk))
    line = audit.looked(_request(cast, cast.marian), what=P.SEE_REGISTER, count=1)
    assert line is not None
    assert line.detail["purpose"] == "membership"


def test_a_page_that_shows_nobody_is_not_noted_and_a_search_always_is(cast: Cast) -> None:
    request = _request(cast, cast.marian)
    assert audit.looked(request, what=P.SEE_MEMBERS, count=0) is None
    line = audit.looked(request, what=P.SEE_MEMBERS, count=0, searched=True)
    assert line is not None
    assert line.verb == "people.searched"


def test_what_no_grant_opened_has_the_purpose_that_is_given(cast: Cast) -> None:
    request = _request(cast, cast.noor)
    line = audit.looked(request, what=P.SEE_BOARDS, count=3, unit=cast.wexcombe, purpose="canvassing")
    assert line is not None
    assert line.detail["purpose"] == "canvassing"
