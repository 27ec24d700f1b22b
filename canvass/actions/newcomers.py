"""Joining a session by its code: with a role here, from another CLP, or as somebody for whom the leader vouches."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants, users
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.rules import mail as mail_rules
from canvass.actions import boards as board_actions
from canvass.actions import sessions
from canvass.models import Board, CanvassSession, Joined, Newcomer
from canvass.queries import areas
from canvass.queries import newcomers as queries
from canvass.rules import newcomers as rules
from canvass.rules import passes
from canvass.rules import sessions as session_rules
from kit.errors import Refused


@transaction.atomic
def ask(*, session: CanvassSession, name: str, email: str, user: User | None = None) -> tuple[Newcomer, str]:
    """Ask to join: the leader is shown the name and decides. Returns the row and the key that the phone keeps.

    `email` may be empty. `user` is the account that asks; without one nothing is said about whether there is one with
    this address. Asked again with the same account, the first row is returned, with a new key. Raises Refused for an
    address that can't be one, without a name, and when too many wait already.
    """
    held = sessions.locked(session)
    address = users.proper_address(email) if email.strip() else ""
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


@transaction.atomic
def vouch(*, by: User, newcomer: Newcomer) -> Newcomer:
    """Let somebody join whom the leader knows or has before them: a canvasser of this session for its day.

    Where the address has no account yet one is made, and a link to set a password is mailed there: only that proves
    the address. Without an address one is made that opens nothing after this day until it gets one. Harmless when
    repeated. Raises Refused when it was refused before, without the right to hand out boards here, and for oneself.
    """
    held = _locked(newcomer)
    if held.vouched:
        return held
    session = sessions.locked(held.session)
    sessions.must_be_open(session)
    if held.vouched is False:
        raise Refused(_("Somebody said no to this person already. They can ask again with the code."))
    if held.user is None and held.email:
        held.user, held.made_account = users.find_or_make(email=held.email, name=held.name, by=by, unit=session.unit)
    elif held.user is None:
        held.user = users.make_without_address(name=held.name, by=by, unit=session.unit)
        held.made_account = True
    if held.made_account and held.email:
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
    there = held.joined.filter(user=user, left_at__isnull=True).first()
    if there is not None:
        return there
    if _has_role(user, held.unit):
        return _join(held, user, "role", None)
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


@transaction.atomic
def leave(*, by: User, joined: Joined) -> None:
    """Take note that somebody went home: without a team, their boards of the session are back, and a role for its day
    is over. What is still on their phone can be sent. Harmless when repeated.
    """
    place = _place(joined)
    if place.left_at is not None:
        return
    held = Board.objects.filter(
        session=place.session, handings__user=place.user, handings__returned_at__isnull=True, closed_at__isnull=True
    )
    for board in held.order_by("pk"):
        board_actions.take_back(by=by, board=board)
    place.left_at, place.team = timezone.now(), None
    place.save(update_fields=["left_at", "team"])
    key = areas.session_key(place.session_id)
    why = _("Went home from the session %(session)s") % {"session": place.session.name}
    grants.let_go(user=place.user, unit=place.session.unit, place=key, reason=why, by=by)
    audit.record("session.left", by=by, unit=place.unit_id, obj=place.session, user=place.user_id)


@transaction.atomic
def stay(*, by: User, joined: Joined) -> None:
    """Undo leave(), as far as nothing happened since: in the session again, with the role for its day, in no team.

    Raises Refused once the session is closed, and without the right to hand out boards here.
    """
    place = _place(joined)
    if place.left_at is None:
        return
    sessions.must_be_open(place.session)
    if place.way != "role":
        why = _("In the session %(session)s again") % {"session": place.session.name}
        _let_in(place.session, place.user, why, by)
    place.left_at = None
    place.save(update_fields=["left_at"])
    audit.record("session.stayed", by=by, unit=place.unit_id, obj=place.session, user=place.user_id)


def _place(joined: Joined) -> Joined:
    rows = Joined.objects.select_for_update(of=("self",)).select_related("session__unit", "user")
    return rows.get(pk=joined.pk)


def _locked(newcomer: Newcomer) -> Newcomer:
    rows = Newcomer.objects.select_for_update(of=("self",)).select_related("session__unit", "user")
    return rows.get(pk=newcomer.pk)


def forget() -> None:
    """Delete who asked to join a session that was a week ago. Safe to run twice."""
    before = timezone.now() - rules.KEPT
    for pk in Unit.objects.order_by("pk").values_list("pk", flat=True):
        with scoping.units([pk]):
            Newcomer.objects.filter(unit=pk, session__back_at__lt=before).delete()
