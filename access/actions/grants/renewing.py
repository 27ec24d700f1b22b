"""Letting a grant go on."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.actions.grants import giving, telling
from access.actions.grants.ending import lock, must_be_running
from access.models import Grant, User
from access.queries import accesses
from access.queries import grants as queries
from kit import clock
from kit.errors import Refused


@transaction.atomic
def renew(*, grant: Grant, by: User, ends_on: datetime.date | None = None) -> Grant:
    """Let a grant go on until `ends_on`, or as long from today as its role may run (Role.lasts_days).

    It stays the same grant, so nothing is shut in between. Notice that was given is taken back by it, as when an
    appeal is upheld. Raises Refused for your own, without the right to decide about the role, for one that is over
    or runs that long already, for one that ends with an office, an absence or an emergency, for a day that is too
    late, and when more people would hold it than may.
    """
    locked = lock(grant)
    _refuse_undecided(locked, by)
    must_be_running(locked)
    if locked.kind not in queries.RENEWED:
        raise Refused(_("This role ends with the office, the absence or the emergency that it came with."))
    until = giving.last_day(locked.role, max(clock.today(), locked.starts_on), ends_on)
    if locked.ends_on is None or (until <= locked.ends_on and locked.notice_at is None):
        raise Refused(_("It runs that long already. Nothing was changed."))
    locked.ends_on = until
    giving.refuse_too_many(locked)
    giving.refuse_elsewhere(locked)
    locked.warned_at = locked.notice_at = locked.notice_by = None
    locked.ended_reason = ""
    locked.save(update_fields=["ends_on", "warned_at", "notice_at", "notice_by", "ended_reason"])
    _note(locked, by)
    telling.renewed(locked)
    return locked


def _refuse_undecided(grant: Grant, by: User) -> None:
    if by.pk == grant.user_id:
        raise Refused(_("Nobody renews their own role. Ask somebody else who may give roles here."))
    if not accesses.of(by).may(giving.decided_with(grant.role), grant.unit):
        raise Refused(_("You may not give roles here."))


def _note(grant: Grant, by: User) -> None:
    until = grant.ends_on.isoformat() if grant.ends_on else ""
    told = {"user": grant.user_id, "until": until}
    if grant.tool is not None:
        audit.record("tool.key_renewed", by=by, unit=grant.unit, obj=grant, tool=grant.tool.code, **told)
    else:
        audit.record("grant.renewed", by=by, unit=grant.unit, obj=grant, role=grant.role, **told)
