"""Joining a session by its code: with a role here, from another CLP, or as somebody for whom the leader vouches."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants, users
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.rules import mail as mail_rules
from canvass.actions import sessions
from canvass.models import CanvassSession, Joined, Newcomer
from canvass.queries import areas
from canvass.queries import newcomers as queries
from canvass.rules import newcomers as rules
from canvass.rules import passes
from canvass.rules import sessions as session_rules
from kit.errors import Refused


@transaction.atomic
def ask(*, session: CanvassSession, name: str, email: str, user: User | None = None) -> tuple[Newcomer, str]:
    """Ask to join: the leader is shown the name and decides. Returns the row and the key that the phone keeps.

    `user` is the account that asks; without one nothing is said about whether there is one with this address. Asked
    again with the same account, the first row is returned, with a new key. Raises Refused for an address that can't
    be one, without a name, and when too many wait already.
    """
    held = sessions.locked(session)
    address = _address(email)
    if not name.strip():
        raise Refused(_("Say your name, so that whoever leads the session knows who you are."))
    waiting = held.newcomers.filter(decided_at__isnull=True)
    key = secrets.token_urlsafe(24)
    again = waiting.filter(user=user).first() if user is not None else None
    if again is not None:
        again.key_sha256 = passes.digest(key)
        again.save(update_fields=["key_sha256"])
        return again, key
    if waiting.count() >= rules.MOST_WAITING:
        raise Refused(_("Too many people are waiting to join. Tell whoever leads the session."))
    made = Newcomer.objects.create(
        unit=held.unit,
        session=held,
        name=mail_rules.one_line(name, 120),
        email=address,
        user=user,
        key_sha256=passes.digest(key),
    )
    audit.record("newcomer.asked", by=user, unit=held.unit, obj=made, session=str(held.pk))
    return made, key


def _address(email: str) -> str:
    address = mail_rules.normal_address(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("%(email)s is not an email address.") % {"email": email}) from error
    return address


@transaction.atomic
def vouch(*, by: User, newcomer: Newcomer) -> Newcomer:
    """Let somebody join whom the leader knows or has before them: a canvasser of this session for its day.

    Where the address has no account yet one is made, and a link to set a password is mailed there: only that proves
    the address. Harmless when repeated. Raises Refused when it was refused before, without the right to hand out
    boards here, and for oneself.
    """
    held = _locked(newcomer)
    if held.vouched:
        return held
    session = sessions.locked(held.session)
    sessions.must_be_open(session)
    if held.vouched is False:
        raise Refused(_("Somebody said no to this person already. They can ask again with the code."))
    if held.user is None:
        held.user, held.made_account = users.find_or_make(email=held.email, name=held.name, by=by, unit=session.unit)
    if held.made_account:
        users.invite(email=held.email, name=held.name, by=by, unit=session.unit)
    held.vouched, held.decided_at, held.decided_by = True, timezone.now(), by
    held.save()
    why = _("Vouched for by %(leader)s at the session %(session)s") % {"leader": by.name, "session": session.name}
    if not _has_role(held.user, session.unit):
        _let_in(session, held.user, why, by)
    _join(session, held.user, "vouched", by)
    audit.record("newcomer.vouched", by=by, unit=session.unit, obj=held, user=held.user.pk)
    return held


@transaction.atomic
def refuse(*, by: User, newcomer: Newcomer) -> Newcomer:
    """Say no to somebody who asked to join. They may ask again. Harmless when repeated."""
    held = _locked(newcomer)
    if held.vouched is None:
        held.vouched, held.decided_at, held.decided_by = False, timezone.now(), by
        held.save(update_fields=["vouched", "decided_at", "decided_by"])
        audit.record("newcomer.refused", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def come(*, user: User, session: CanvassSession) -> Joined | None:
    """Join with one's own account. Returns the place, or None for somebody for whom the leader has to vouch first.

    Who has the role here joins as they are. Who has it in another CLP, with its lesson and terms, joins as a visitor:
    a canvasser of this session's boards until the end of its day, and of nothing else.
    """
    held = sessions.locked(session)
    sessions.must_be_open(held)
    there = held.joined.filter(user=user).first()
    if _has_role(user, held.unit) and there is None:
        return _join(held, user, "role", None)
    if there is not None:
        return _again(there)
    elsewhere = queries.trusted_in(accesses.of(user), held.unit)
    if elsewhere is None:
        return None
    why = _("Came from %(unit)s to the session %(session)s") % {"unit": elsewhere.name, "session": held.name}
    _let_in(held, user, why, None)
    return _join(held, user, "visitor", None)


@transaction.atomic
def come_in(*, newcomer: Newcomer) -> User:
    """Let the phone that asked go on as the person who was vouched for. Returns the account.

    Once, for an account that was made by the vouching and has no sign-in of its own yet. Raises Refused otherwise.
    """
    held = _locked(newcomer)
    if not (held.vouched and held.made_account and held.user) or held.user.has_usable_password():
        raise Refused(_("Sign in with your own account to go on."))
    if held.came_in_at is not None:
        raise Refused(_("You went on from here before. Sign in with your PIN."))
    if session_rules.end_of_day(held.session.back_at) <= timezone.now():
        raise Refused(_("This session is over."))
    held.came_in_at = timezone.now()
    held.save(update_fields=["came_in_at"])
    audit.record("newcomer.came_in", by=held.user, unit=held.unit_id, obj=held)
    return held.user


def _has_role(user: User, unit: Unit) -> bool:
    """Whether a role of theirs lets them record answers here, be it one that waits for a lesson; anywhere in it."""
    access = accesses.of(user)
    held = [grant for grant in access.held if grant.unit_id == unit.pk and not queries.is_for_a_day(grant)]
    return any(Permission.RECORD_DOORS in queries.rights(grant) for grant in held)


def _let_in(session: CanvassSession, user: User, why: str, by: User | None) -> None:
    grants.vouch(
        user=user,
        unit=session.unit,
        place=areas.session_key(session.pk),
        on=session_rules.day_of(session.back_at),
        reason=why,
        by=by,
    )


def _join(session: CanvassSession, user: User, way: str, by: User | None) -> Joined:
    now = timezone.now()
    how = {"way": way, "vouched_by": by, "vouched_at": now if by else None, "left_at": None}
    place, _new = Joined.objects.update_or_create(
        session=session, user=user, defaults=how, create_defaults=how | {"unit": session.unit}
    )
    audit.record("session.joined", by=user, unit=session.unit, obj=session, way=way)
    return place


def _again(place: Joined) -> Joined:
    if place.left_at is not None:
        place.left_at = None
        place.save(update_fields=["left_at"])
    return place


def _locked(newcomer: Newcomer) -> Newcomer:
    rows = Newcomer.objects.select_for_update(of=("self",)).select_related("session__unit", "user")
    return rows.get(pk=newcomer.pk)


def forget() -> None:
    """Delete who asked to join a session that was a week ago. Safe to run twice."""
    before = timezone.now() - rules.KEPT
    for pk in Unit.objects.order_by("pk").values_list("pk", flat=True):
        with scoping.units([pk]):
            Newcomer.objects.filter(unit=pk, session__back_at__lt=before).delete()
