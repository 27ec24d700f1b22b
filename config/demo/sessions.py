"""Canvass sessions: one this very hour, with a team out, a team waiting and a newcomer; and one on Sunday."""

from __future__ import annotations

import datetime
import uuid

from access.models import Unit
from canvass.actions import newcomers, sessions
from canvass.models import Board, CanvassSession, Handing, Joined, SurveyVersion, Team
from config.demo.units import Crew

_ROOT = uuid.UUID("5e551045-0000-4000-8000-000000000000")


def make(seed: str, unit: Unit, crew: Crew, now: datetime.datetime) -> None:
    """Make both, with boards that are there already. Wants a scope on the unit."""
    today = _session(
        seed,
        unit,
        crew,
        "The market square, today",
        now - datetime.timedelta(minutes=40),
        "By the clock in the market square",
        "Park behind the library. Ring Osei on the number on the back of your card if anything feels wrong.",
    )
    coming = (6 - now.weekday()) % 7 or 7
    _session(
        seed,
        unit,
        crew,
        "Sunday in Oxbow",
        (now + datetime.timedelta(days=coming)).replace(hour=10, minute=30, second=0, microsecond=0),
        "Outside the Co-op on Weir Road",
        "Bring a waterproof.",
    )
    in_use = Board.objects.filter(unit=unit, closed_at__isnull=True)
    waiting = in_use.exclude(handings__returned_at__isnull=True, handings__isnull=False).order_by("-made_at", "name")
    sessions.take_boards(by=crew.organiser, session=today, boards=waiting[:3])
    _fill(today, crew, now)
    CanvassSession.objects.filter(pk=today.pk).update(survey=SurveyVersion.objects.filter(unit=unit).latest("made_at"))
    sessions.open_joining(by=crew.organiser, session=today)
    newcomers.ask(session=today, name="Marek Zieliński", email="marek@volunteer.example")


def _session(
    seed: str, unit: Unit, crew: Crew, name: str, meets_at: datetime.datetime, place: str, notes: str
) -> CanvassSession:
    """Straight into the table: an organiser without a second step may not lead one where that is asked for."""
    made = CanvassSession.objects.create(
        id=uuid.uuid5(_ROOT, f"{seed} {name}"),
        unit=unit,
        name=name,
        meets_at=meets_at,
        back_at=meets_at + datetime.timedelta(hours=2),
        meeting_point=place,
        leader=crew.organiser,
        made_by=crew.organiser,
        notes=notes,
    )
    Team.objects.bulk_create(Team(unit=unit, session=made, name=name) for name in ("Team A", "Team B"))
    return made


def _fill(today: CanvassSession, crew: Crew, now: datetime.datetime) -> None:
    """Team A went out with the board that its first canvasser has; team B is here and waits for one."""
    out, here = today.teams.all()
    first, second, third = crew.canvassers[:1] + crew.canvassers[-2:]
    handing = Handing.objects.filter(user=first, returned_at__isnull=True).order_by("handed_at").first()
    if handing is not None:
        Board.objects.filter(pk=handing.board_id).update(session=today, team=out)
        Team.objects.filter(pk=out.pk).update(
            out_at=max(handing.handed_at, today.meets_at),
            due_at=today.back_at,
            fine_at=now - datetime.timedelta(minutes=12),
        )
    waiting = (second, crew.by_login["canvasser2@wexcombe"])
    Joined.objects.bulk_create(
        Joined(unit=today.unit, session=today, team=team, user=user, way="role")
        for team, user in [(out, first), (out, third), *((here, one) for one in waiting)]
    )
