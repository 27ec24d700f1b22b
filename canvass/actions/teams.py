"""Teams of a session: who is in one, its boards, and that everybody comes back."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, mail
from access.enums import MailKind
from access.models import User
from access.permissions import Permission
from access.queries import accesses
from canvass.actions import boards, sessions
from canvass.models import Board, CanvassSession, Handing, Joined, Team
from canvass.queries import teams as queries
from canvass.rules import boards as board_rules
from canvass.rules import sessions as rules
from kit.errors import Refused


@transaction.atomic
def add(*, by: User, session: CanvassSession, name: str) -> Team:
    """Add a team. Raises Refused for a name that is taken, and without one."""
    held = sessions.locked(session)
    sessions.must_be_open(held)
    wanted = " ".join(name.split())[:60]
    if not wanted:
        raise Refused(_("Say what the team is called."))
    if held.teams.filter(name__iexact=wanted).exists():
        raise Refused(_("There is a team of that name already."))
    made = Team.objects.create(unit=held.unit, session=held, name=wanted)
    audit.record("team.made", by=by, unit=held.unit, obj=made, session=str(held.pk))
    return made


@transaction.atomic
def drop(*, by: User, team: Team) -> None:
    """Take a team away that never went out and has no board; its people are without a team then."""
    held = _locked(team)
    if held.out_at is not None or held.boards.exists():
        raise Refused(_("This team was out, or has a board, so it stays."))
    audit.record("team.dropped", by=by, unit=held.unit_id, obj=held, session=str(held.session_id))
    held.delete()


@transaction.atomic
def put(*, by: User, joined: Joined, team: Team | None) -> None:
    """Put somebody who joined into a team of the session, or into none; the boards that they have go along.

    A team that gets its first board by that is out. Raises Refused for another session's team, and for somebody who
    went home.
    """
    if team is not None and team.session_id != joined.session_id:
        raise Refused(_("That team is of another session."))
    if joined.left_at is not None:
        raise Refused(_("They went home. Say that they are still here first."))
    if joined.team_id == (team.pk if team else None):
        return
    joined.team = team
    joined.save(update_fields=["team"])
    audit.record("team.put", by=by, unit=joined.unit_id, obj=joined, user=joined.user_id)
    theirs = Handing.objects.filter(user=joined.user_id, returned_at__isnull=True, board__session=joined.session_id)
    took = Board.objects.filter(pk__in=theirs.values("board")).update(team=team)
    if took and team is not None:
        _send_out(by, _locked(team))


@transaction.atomic
def hand(*, by: User, board: Board, team: Team, to: User, instead_of: Handing | None = None) -> Handing:
    """Hand a board of the session to somebody of a team, who goes out with it.

    It may be read until four hours after everybody is to be back. Raises Refused like boards.hand_out, and when
    board and team are of two sessions.
    """
    held = _locked(team)
    session = held.session
    sessions.must_be_open(session)
    if board.session_id != session.pk:
        raise Refused(_("This board is not of this session. Add it first."))
    now = timezone.now()
    until = min(max(session.back_at, now) + rules.READS_ON_FOR, now + board_rules.LONGEST_HANDING)
    handing = boards.hand_out(by=by, board=board, to=to, read_until=until, instead_of=instead_of)
    Board.objects.filter(pk=board.pk).update(team=held)
    place, _new = Joined.objects.update_or_create(
        session=session,
        user=to,
        defaults={"left_at": None},
        create_defaults={"unit_id": held.unit_id, "way": "role", "team": held},
    )
    _send_out(by, held)
    put(by=by, joined=place, team=held)
    return handing


def _send_out(by: User, team: Team) -> None:
    """Take note that a team goes out, unless it is out already."""
    if queries.is_out(team):
        return
    now = timezone.now()
    team.out_at, team.back_at, team.fine_at = now, None, None
    team.due_at = max(team.session.back_at, now + rules.LONGER)
    team.save(update_fields=["out_at", "back_at", "fine_at", "due_at"])
    audit.record("team.out", by=by, unit=team.unit_id, obj=team, until=team.due_at.isoformat())


@transaction.atomic
def fine(*, by: User, team: Team) -> Team:
    """Take note that all is well with a team: said by one of them, or by the leader who has heard from them."""
    held = _locked(team)
    if held.out_at is not None and held.back_at is None:
        held.fine_at = timezone.now()
        held.save(update_fields=["fine_at"])
        audit.record("team.fine", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def longer(*, by: User, team: Team) -> Team:
    """Expect a team half an hour later."""
    held = _locked(team)
    if held.out_at is not None and held.back_at is None:
        held.due_at = rules.longer(held.due_at, timezone.now())
        held.save(update_fields=["due_at"])
        audit.record("team.longer", by=by, unit=held.unit_id, obj=held, until=held.due_at.isoformat())
    return held


@transaction.atomic
def come_back(*, by: User, team: Team) -> Team:
    """Take note that a team is back. Its boards stay with their holders until somebody takes them back."""
    held = _locked(team)
    if held.out_at is not None and held.back_at is None:
        held.back_at = timezone.now()
        held.save(update_fields=["back_at"])
        audit.record("team.back", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def out_after_all(*, by: User, team: Team) -> Team:
    """Undo come_back()."""
    held = _locked(team)
    if held.out_at is not None and held.back_at is not None:
        sessions.must_be_open(held.session)
        held.back_at = None
        held.save(update_fields=["back_at"])
        audit.record(
            "team.out", by=by, unit=held.unit_id, obj=held, until=held.due_at.isoformat() if held.due_at else ""
        )
    return held


def sweep() -> None:
    """Mail leaders and organisers about every team that has been late for half an hour, once. Safe to run twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT canvass_units_with_late_teams(%s)", [timezone.now() - rules.MAIL_AFTER])
        units = [row[0] for row in cursor.fetchall()]
    for unit in units:
        with scoping.units([unit]):
            _tell_of_late(unit)


@transaction.atomic
def _tell_of_late(unit: int) -> None:
    now = timezone.now()
    for team in queries.late(now, unit=unit):
        since = rules.late_from(team.due_at, team.fine_at) if team.due_at else now
        if now - since >= rules.MAIL_AFTER:
            _tell(team)


def _tell(team: Team) -> None:
    """Queue the mails about one late team; those that were queued before are there already."""
    session = team.session
    path = reverse("canvass:session", kwargs={"unit": session.unit.code, "session": session.pk})
    organisers = accesses.holders(session.unit, [Permission.REVIEW_ANSWERS])
    due = team.due_at.isoformat() if team.due_at else ""
    for person in {one.pk: one for one in (session.leader, *organisers)}.values():
        context = {"person": person, "team": team, "session": session, "link": f"{settings.BASE_URL}{path}"}
        mail.queue(
            to=person.email,
            kind=MailKind.SERVICE,
            purpose="team_late",
            subject=render_to_string("canvass/emails/team_late.subject.txt", context),
            text=render_to_string("canvass/emails/team_late.txt", context),
            unit=session.unit,
            dedupe_key=f"team-late:{team.pk}:{due}:{person.pk}",
            not_after=timezone.now() + board_rules.LONGEST_HANDING,
        )


def _locked(team: Team) -> Team:
    rows = Team.objects.select_for_update(of=("self",)).select_related("session__unit", "session__leader")
    return rows.get(pk=team.pk)
