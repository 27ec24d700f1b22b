"""Accounts and their sessions: what allauth does is written into the record here, and sessions are ended here."""

from __future__ import annotations

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from access.actions import audit
from access.models import Unit, User

# In a session: when it was signed in to, and when it was last used (seconds since 1970).
STARTED, SEEN = "signed_in_at", "last_used_at"
# What a sign-in by a pass or a PIN is good for (access/confining.py); one in full has none.
ONLY = "only"


def signed_in(*, user: User, session: SessionBase) -> None:
    """Start the clock of a session, whatever it was used for before."""
    now = timezone.now().timestamp()
    session[STARTED] = session[SEEN] = now
    session.pop(ONLY, None)
    audit.record("account.signed_in", by=user, obj=user)


def signed_up(*, user: User) -> None:
    """Write down that somebody made an account of their own accord. It opens nothing."""
    audit.record("account.signed_up", by=user, obj=user)


def changed(*, user: User, what: str) -> None:
    """Write down a change of how an account is signed in to: `what` is allauth's name of the notice about it."""
    audit.record("account.changed", by=user, obj=user, what=what)


def session_seen(*, user: User, session: SessionBase, now: datetime.datetime, ip: str, browser: str) -> None:
    """Note that a session is in use, for its list of sessions and its idle limit. Called once a minute at most.

    No audit row: it is shown to nobody but the person.
    """
    session.setdefault(STARTED, now.timestamp())
    session[SEEN] = now.timestamp()
    if session.session_key is None:
        session.save()
    facts = {"user_id": user.pk, "ip": ip, "user_agent": browser, "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=session.session_key, defaults=facts)


@transaction.atomic
def end_sessions(*, user: User, by: User | None, why: str, unit: Unit | None = None, but: str | None = None) -> int:
    """Sign an account out everywhere, at once. Returns how many sessions that ended.

    Every session in use is listed, because the middleware lists it. `by` is None for the system itself; `but` is the
    key of a session that goes on.
    """
    sessions = list(UserSession.objects.filter(user_id=user.pk).exclude(session_key=but))
    for session in sessions:
        session.end()
    audit.record("account.sessions_ended", by=by, unit=unit, obj=user, user=user.pk, sessions=len(sessions), why=why)
    return len(sessions)


@transaction.atomic
def end_session(*, user: User, session: UserSession) -> None:
    """End one of the person's own sessions, at their wish."""
    session.end()
    audit.record("account.session_ended", by=user, obj=user)
