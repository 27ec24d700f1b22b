"""Ending a grant: with a week's notice, or at once when the person agrees or waiting would do harm."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access import hooks
from access.actions import accounts, audit
from access.actions.grants import telling
from access.actions.grants.giving import decided_with
from access.enums import GrantKind
from access.models import Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.rules import grants as rules
from kit import clock
from kit.errors import Refused

# These stand in for somebody or something and end when that is over; their holders know.
_NO_NOTICE = (GrantKind.DEPUTY, GrantKind.BREAK_GLASS)


@transaction.atomic
def end(
    *,
    grant: Grant,
    reason: str,
    by: User | None,
    on: datetime.date | None = None,
    agreed: bool = False,
    urgent: bool = False,
) -> Grant:
    """End a grant, and tell the person why and how to appeal.

    With notice it runs until the end of the day `on`, a week from today unless another later day is given. It ends
    at once when it is one's own, when the person has agreed, when it is urgent (the unit above is told), when it
    has not begun, and when it stood in for somebody. `by` None, the system, ends at once too. Ended at once, the
    next click is refused, the person is signed out everywhere, and phones are asked to send and then to wipe.

    Raises Refused for a missing reason, without the right, when it has ended or notice was given already, for less
    than a week's notice, and when nobody would be left who may give roles here.
    """
    if not reason.strip():
        raise Refused(_("Say why the role ends."))
    locked = lock(grant)
    _refuse_undecided(locked, by)
    must_be_running(locked)
    own = by is None or by.pk == locked.user_id
    _refuse_if_nobody_is_left(locked)
    if own or agreed or urgent or locked.kind in _NO_NOTICE or locked.starts_on > clock.today():
        _end_now(locked, reason, by, urgent=urgent and not own)
    else:
        _give_notice(locked, reason, by, on)
    return locked


def _refuse_undecided(grant: Grant, by: User | None) -> None:
    if by is None or by.pk == grant.user_id:
        return
    if not accesses.of(by).may(decided_with(grant.role), grant.unit):
        raise Refused(_("You may not end roles here."))


def lock(grant: Grant) -> Grant:
    """Return the grant as it is now, held to the end of the transaction, together with its unit.

    One change at a time in each unit: two people can't end each other at the same moment.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=grant.unit_id)
    held = Grant.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit", "user", "tool").get(pk=grant.pk)


def must_be_running(grant: Grant) -> None:
    """Raise Refused when the grant is over: ended by somebody, or run out."""
    ran_out = grant.ends_on is not None and grant.ends_on < clock.today()
    if grant.ended_at is not None or ran_out or (grant.expires_at is not None and grant.expires_at <= timezone.now()):
        raise Refused(_("This role has ended already."))


def _refuse_if_nobody_is_left(grant: Grant) -> None:
    """Refuse when this is the last open grant, here or above, by which anybody may give roles here."""
    holding = accesses.holding(grant.unit.lineage())
    if not any(grant in access.grants and access.may(Permission.GIVE_ACCESS, grant.unit) for access in holding):
        return
    left = [replace(one, grants=tuple(held for held in one.grants if held.pk != grant.pk)) for one in holding]
    if not any(access.may(Permission.GIVE_ACCESS, grant.unit) for access in left):
        raise Refused(_("Nobody else may give roles here. Give somebody else such a role first, then end this one."))


def _end_now(grant: Grant, reason: str, by: User | None, *, urgent: bool) -> None:
    begun = grant.starts_on <= clock.today()
    grant.ended_at = timezone.now()
    grant.ended_by = by
    grant.ended_reason = reason.strip()[:300]
    grant.was_urgent = urgent
    grant.save(update_fields=["ended_at", "ended_by", "ended_reason", "was_urgent"])
    _note_ended(grant, by, urgent=urgent)
    for stop in hooks.grant_ended if grant.role else ():
        stop(grant)
    if by is not None and by.pk != grant.user_id:
        signed_out = begun and grant.kind not in _NO_NOTICE
        if signed_out:
            accounts.end_sessions(user=grant.user, by=by, why="grant ended", unit=grant.unit)
        telling.ended(grant, signed_out=signed_out, may_appeal=grant.kind not in _NO_NOTICE)
    if urgent:
        telling.urgent(grant)


def _give_notice(grant: Grant, reason: str, by: User | None, on: datetime.date | None) -> None:
    soonest = rules.first_free_last_day(clock.today())
    last = on or soonest
    if last < soonest:
        raise Refused(
            _("Notice is a week at least: until %(day)s. Sooner only when the person agrees, or when it is urgent.")
            % {"day": date_format(soonest, "j F Y")}
        )
    if grant.ends_on is not None and (grant.notice_at is not None or grant.ends_on <= last):
        day = date_format(grant.ends_on, "j F Y")
        if grant.notice_at is not None:
            raise Refused(_("Notice was given already. It ends on %(day)s.") % {"day": day})
        raise Refused(_("It ends by itself on %(day)s, no later than with notice.") % {"day": day})
    grant.ends_on = last
    grant.notice_at = timezone.now()
    grant.notice_by = by
    grant.ended_reason = reason.strip()[:300]
    grant.save(update_fields=["ends_on", "notice_at", "notice_by", "ended_reason"])
    _note_notice(grant, by, last)
    telling.notice(grant)


def _note_ended(grant: Grant, by: User | None, *, urgent: bool) -> None:
    told = {"user": grant.user_id, "urgent": urgent}
    if grant.tool is not None:
        audit.record("tool.key_ended", by=by, unit=grant.unit, obj=grant, tool=grant.tool.code, **told)
    else:
        audit.record("grant.ended", by=by, unit=grant.unit, obj=grant, role=grant.role, **told)


def _note_notice(grant: Grant, by: User | None, until: datetime.date) -> None:
    told = {"user": grant.user_id, "until": until.isoformat()}
    if grant.tool is not None:
        audit.record("tool.key_notice", by=by, unit=grant.unit, obj=grant, tool=grant.tool.code, **told)
    else:
        audit.record("grant.notice_given", by=by, unit=grant.unit, obj=grant, role=grant.role, **told)
