"""Canvass sessions: making one, giving it boards, letting people join by its code, closing it and thinking again."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from canvass.actions import boards as board_actions
from canvass.models import Board, CanvassSession, Handing, SurveyVersion, Team
from canvass.rules import passes
from kit.errors import Refused


@transaction.atomic
def make(
    *,
    by: User,
    unit: Unit,
    key: uuid.UUID,
    name: str,
    meets_at: datetime.datetime,
    back_at: datetime.datetime,
    meeting_point: str,
    leader: User,
    notes: str = "",
    survey: SurveyVersion | None = None,
    teams: int = 2,
) -> CanvassSession:
    """Make a session with so many empty teams. The same form sent twice (`key`) makes it once.

    Raises Refused for times that can't be, and for a leader who may not hand out boards here.
    """
    there = CanvassSession.objects.filter(unit=unit, pk=key).first()
    if there is not None:
        return there
    made = CanvassSession(
        id=key,
        unit=unit,
        name=name.strip(),
        meets_at=meets_at,
        back_at=back_at,
        meeting_point=meeting_point.strip(),
        leader=leader,
        notes=notes.strip(),
        survey=survey,
        made_by=by,
    )
    _refuse_unfit(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same form, sent from two tabs in one moment
        return CanvassSession.objects.get(unit=unit, pk=key)
    Team.objects.bulk_create(Team(unit=unit, session=made, name=_team_name(place)) for place in range(teams))
    audit.record("session.made", by=by, unit=unit, obj=made, leader=leader.pk)
    return made


def _team_name(place: int) -> str:
    return _("Team %(letter)s") % {"letter": chr(ord("A") + place)}


def _refuse_unfit(session: CanvassSession) -> None:
    if session.back_at <= session.meets_at:
        raise Refused(_("People are to be back after they have met."))
    if session.back_at - session.meets_at > datetime.timedelta(hours=14):
        raise Refused(_("A session lasts a day at most. Make one for each day."))
    if not accesses.of(session.leader).may(Permission.MAKE_BOARDS, session.unit):
        raise Refused(
            _("%(name)s may not hand out boards here. Choose another leader.") % {"name": session.leader.name}
        )


@transaction.atomic
def change(*, by: User, session: CanvassSession, **values: object) -> CanvassSession:
    """Change name, times, meeting point, leader, notes or survey. Teams that are out and were due then move along."""
    held = locked(session)
    must_be_open(held)
    was = held.back_at
    for name in ("name", "meets_at", "back_at", "meeting_point", "leader", "notes", "survey"):
        if name in values:
            setattr(held, name, values[name])
    _refuse_unfit(held)
    held.save()
    held.teams.filter(out_at__isnull=False, back_at__isnull=True, due_at=was).update(due_at=held.back_at)
    audit.record("session.changed", by=by, unit=held.unit, obj=held)
    return held


@transaction.atomic
def take_boards(*, by: User, session: CanvassSession, boards: Iterable[Board]) -> int:
    """Let boards be handed out at this session. Returns how many are new to it.

    A board of another session that is still open stays there. Raises Refused when this one is closed.
    """
    held = locked(session)
    must_be_open(held)
    free = Board.objects.filter(pk__in=[board.pk for board in boards], closed_at__isnull=True)
    new = free.exclude(session=held).exclude(session__closed_at__isnull=True, session__isnull=False)
    count = new.update(session=held, team=None)
    if count:
        audit.record("session.boards_taken", by=by, unit=held.unit, obj=held, boards=count)
    return count


@transaction.atomic
def drop_board(*, by: User, board: Board) -> None:
    """Take a board out of its session. Raises Refused while somebody has it."""
    held = Board.objects.select_for_update(of=("self",)).select_related("unit").get(pk=board.pk)
    if held.handings.filter(returned_at__isnull=True).exists():
        raise Refused(_("Somebody has this board. Take it back first."))
    if held.session_id is not None:
        session = held.session_id
        held.session = held.team = None
        held.save(update_fields=["session", "team"])
        audit.record("session.board_dropped", by=by, unit=held.unit, obj=held, session=str(session))


@transaction.atomic
def open_joining(*, by: User, session: CanvassSession) -> CanvassSession:
    """Let people join by a code until everybody is to be back. A code of before is good no longer."""
    held = locked(session)
    must_be_open(held)
    if held.back_at <= timezone.now():
        raise Refused(_("This session is over by the clock. Change when everybody is to be back first."))
    # To the second now: two codes opened one after the other are two codes.
    held.join_until = held.back_at.replace(microsecond=timezone.now().microsecond)
    held.join_sha256 = passes.digest(join_token(held))
    held.save(update_fields=["join_until", "join_sha256"])
    audit.record("session.joining_opened", by=by, unit=held.unit, obj=held)
    return held


@transaction.atomic
def close_joining(*, by: User, session: CanvassSession) -> CanvassSession:
    """Let nobody else join by the code. Who has joined stays."""
    held = locked(session)
    if held.join_sha256 is not None:
        held.join_sha256 = held.join_until = None
        held.save(update_fields=["join_until", "join_sha256"])
        audit.record("session.joining_closed", by=by, unit=held.unit, obj=held)
    return held


def join_token(session: CanvassSession) -> str:
    """Return the token of the code by which people join now. Only for a session that lets them."""
    until = session.join_until.timestamp() if session.join_until else ""
    return passes.token("join", session.pk, str(until))


@transaction.atomic
def close(*, by: User, session: CanvassSession, put_away: bool) -> CanvassSession:
    """End a session: every team is back, every board comes back, and is put away where `put_away`."""
    held = locked(session)
    if held.closed_at is not None:
        return held
    now = timezone.now()
    for board in held.boards.filter(closed_at__isnull=True).order_by("pk"):
        board_actions.take_back(by=by, board=board, at=now)
        if put_away:
            board_actions.close(by=by, board=board)
            Board.objects.filter(pk=board.pk).update(closed_at=now)
    held.teams.filter(out_at__isnull=False, back_at__isnull=True).update(back_at=now)
    held.closed_at, held.closed_by = now, by
    held.join_sha256 = held.join_until = None
    held.save(update_fields=["closed_at", "closed_by", "join_sha256", "join_until"])
    audit.record("session.closed", by=by, unit=held.unit, obj=held, put_away=put_away)
    return held


@transaction.atomic
def reopen(*, by: User, session: CanvassSession) -> list[Board]:
    """Undo close(): teams are out again, and boards with those who had them, as far as nothing happened since.

    Returns the boards that could not be opened again, because other boards have their doors now.
    """
    held = locked(session)
    if held.closed_at is None:
        return []
    then = held.closed_at
    left = [board for board in held.boards.filter(closed_at=then).order_by("pk") if not _opened_again(by, board)]
    ended = Handing.objects.filter(board__session=held, board__closed_at__isnull=True, returned_at=then)
    for handing in ended.filter(read_until__gt=timezone.now()).select_related("board"):
        if not handing.board.handings.filter(returned_at__isnull=True).exists():
            handing.returned_at = None
            handing.save(update_fields=["returned_at"])
            audit.record("board.kept", by=by, unit=held.unit, obj=handing.board)
    held.teams.filter(back_at=then).update(back_at=None)
    held.closed_at = held.closed_by = None
    held.save(update_fields=["closed_at", "closed_by"])
    audit.record("session.reopened", by=by, unit=held.unit, obj=held)
    return left


def _opened_again(by: User, board: Board) -> bool:
    try:
        with transaction.atomic():
            board_actions.reopen(by=by, board=board)
    except Refused:
        return False
    return True


def locked(session: CanvassSession) -> CanvassSession:
    """Return the session as it is now, held until the transaction ends."""
    rows = CanvassSession.objects.select_for_update(of=("self",)).select_related("unit", "leader")
    return rows.get(pk=session.pk)


def must_be_open(session: CanvassSession) -> None:
    """Raise Refused for a session that is closed."""
    if session.closed_at is not None:
        raise Refused(_("This session is closed. Open it again first."))
