"""Sessions are ended at once, and what changes about an account is on the record."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from access.actions import accounts
from access.models import AuditEvent
from tests.cast import Cast


def test_signing_out_everywhere_takes_effect_at_the_next_click(cast: Cast) -> None:
    phone, laptop, other = (cast.client(user) for user in (cast.marian, cast.marian, cast.rival))
    assert accounts.end_sessions(user=cast.marian, by=cast.priya, why="role ended", unit=cast.wexcombe) == 2
    for browser in (phone, laptop):
        assert browser.get("/accounts/sessions/")["Location"].startswith("/accounts/login/")
    assert other.get("/accounts/sessions/").status_code == 200
    row = AuditEvent.objects.get(verb="account.sessions_ended")
    assert (row.actor_id, row.unit_id) == (cast.priya.pk, cast.wexcombe.pk)
    assert row.detail == {"user": cast.marian.pk, "sessions": 2, "why": "role ended"}


def test_a_session_that_is_older_than_the_list_is_ended_too(cast: Cast) -> None:
    """It is listed by its next click, and nothing is ever done by one that made none."""
    browser = cast.client(cast.marian)
    session = browser.session
    del session[accounts.SEEN]
    session.save()
    UserSession.objects.all().delete()
    browser.get("/accounts/sessions/")
    assert accounts.end_sessions(user=cast.marian, by=None, why="test") == 1
    assert browser.get("/accounts/sessions/").status_code == 302
