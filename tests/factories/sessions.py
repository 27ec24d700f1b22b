"""Canvass sessions for tests."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.actions import sessions
from canvass.models import Board, CanvassSession


def session(unit: Unit, leader: User, *boards: Board, hours: float = 2, name: str = "Sunday morning") -> CanvassSession:
    """Make a session that has just begun, with two teams and these boards; everybody is back in so many hours."""
    now = timezone.now()
    with scoping.units([unit.pk]):
        made = sessions.make(
            by=leader,
            unit=unit,
            key=uuid.uuid4(),
            name=name,
            meets_at=now - datetime.timedelta(minutes=10),
            back_at=now + datetime.timedelta(hours=hours),
            meeting_point="Outside the Co-op",
            leader=leader,
        )
        if boards:
            sessions.take_boards(by=leader, session=made, boards=boards)
        return made


def code(made: CanvassSession, by: User) -> str:
    """Let people join, and return the path that they scan."""
    with scoping.units([made.unit_id]):
        opened = sessions.open_joining(by=by, session=made)
    return f"/canvass/join/{sessions.join_token(opened)}/"
