"""Teams as a leader looks at them: who is out, since when, with which boards, and who is late."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q

from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.models import Board, CanvassSession, DoorFlag, Handing, Joined, Team
from canvass.queries import areas, recall
from canvass.queries.boards import lists
from canvass.rules import sessions as rules


@dataclass(frozen=True)
class BoardLine:
    """A board of a session: who has it, how far it is, how many of its doors are flagged as not safe.

    `unsent` are the phones that said that they hold more to send.
    """

    row: lists.Row
    flagged: int
    unsent: list[DeviceGrant]

    @property
    def board(self) -> Board:
        return self.row.board


@dataclass(frozen=True)
class TeamLine:
    """A team: how it stands (canvass/rules/sessions.py), its people and its boards; `late_since` where it is late."""

    team: Team
    state: str
    late_since: datetime.datetime | None
    members: list[Joined] = field(default_factory=list)
    boards: list[BoardLine] = field(default_factory=list)

    @property
    def is_alone(self) -> bool:
        """Whether only one person is in it, or goes out with it."""
        return 0 < len(self.members) < rules.PAIR and self.state != rules.BACK


def late(now: datetime.datetime, *, unit: int | None = None) -> list[Team]:
    """Return the teams in scope that are late, the longest first, with their sessions."""
    rows = Team.objects.filter(
        Q(fine_at__isnull=True) | Q(fine_at__lte=now - rules.FINE_FOR),
        out_at__isnull=False,
        back_at__isnull=True,
        due_at__lte=now,
        session__closed_at__isnull=True,
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    return list(rows.select_related("session__unit", "session__leader").order_by("due_at"))


def boards_of(session: CanvassSession, area: areas.Keys) -> list[BoardLine]:
    """Return the boards of a session that lie in an area, by name."""
    here = areas.boards(area, Board.objects.filter(session=session)).order_by("closed_at", "name", "pk")
    rows = lists.rows(lists.with_holder(here.select_related("team")))
    ids = [row.board.pk for row in rows]
    flagged, unsent = _flagged(ids), _unsent(ids)
    return [BoardLine(row, flagged.get(row.board.pk, 0), unsent[str(row.board.pk)]) for row in rows]


def _flagged(ids: Collection[UUID]) -> dict[UUID, int]:
    doors = DoorFlag.objects.filter(lifted_at__isnull=True, household__board_doors__board__in=ids)
    found: dict[UUID, set[int]] = defaultdict(set)
    for board, household in doors.values_list("household__board_doors__board", "household_id"):
        found[board].add(household)
    return {board: len(there) for board, there in found.items() if board in ids}


def _unsent(ids: Collection[UUID]) -> dict[str, list[DeviceGrant]]:
    found: dict[str, list[DeviceGrant]] = defaultdict(list)
    rows = DeviceGrant.objects.filter(
        kind=DeviceKind.DOORSTEP, queue_depth__gt=0, scope__board__in=[str(pk) for pk in ids]
    )
    for phone in rows.select_related("user").order_by(F("last_seen_at").asc(nulls_first=True)):
        found[phone.scope["board"]].append(phone)
    return found


def deaf(session: CanvassSession, boards: Collection[BoardLine]) -> list[DeviceGrant]:
    """Return the phones with boards of a session that are out and have not heard of whom to take off their lists."""
    out = [str(one.board.pk) for one in boards if one.row.handing is not None]
    rows = DeviceGrant.objects.filter(
        unit=session.unit_id, kind=DeviceKind.DOORSTEP, scope__board__in=out, revoked_at__isnull=True
    )
    phones = list(rows.select_related("user").order_by("user__name", "pk"))
    missing = recall.unheard(phones)
    return [phone for phone in phones if phone.pk in missing]


def lines(session: CanvassSession, boards: Collection[BoardLine], now: datetime.datetime) -> list[TeamLine]:
    """Return the teams of a session with their people and those of these boards that they have."""
    members: dict[int, list[Joined]] = defaultdict(list)
    for joined in people(session):
        if joined.team_id is not None:
            members[joined.team_id].append(joined)
    found = []
    for team in session.teams.all():
        state = _state(team, now)
        since = rules.late_from(team.due_at, team.fine_at) if state == rules.LATE and team.due_at else None
        theirs = [one for one in boards if one.board.team_id == team.pk and one.row.handing is not None]
        found.append(TeamLine(team, state, since, members[team.pk], theirs))
    return found


def _state(team: Team, now: datetime.datetime) -> str:
    return rules.state(out_at=team.out_at, due_at=team.due_at, fine_at=team.fine_at, back_at=team.back_at, now=now)


def is_late(team: Team, now: datetime.datetime) -> bool:
    return _state(team, now) == rules.LATE


def is_out(team: Team) -> bool:
    return team.out_at is not None and team.back_at is None


def people(session: CanvassSession) -> list[Joined]:
    """Return who joined a session and is still with it, in the order in which they came."""
    rows = Joined.objects.filter(session=session, left_at__isnull=True)
    return list(rows.select_related("user", "team", "vouched_by").order_by("joined_at", "pk"))


def gone(session: CanvassSession) -> list[Joined]:
    """Return who joined a session and went home, the last first."""
    rows = Joined.objects.filter(session=session, left_at__isnull=False)
    return list(rows.select_related("user").order_by("-left_at", "pk"))


def mates(team: Team, user: User) -> list[User]:
    """Return who else is in a team, by name."""
    rows = Joined.objects.filter(team=team, left_at__isnull=True).exclude(user=user).select_related("user")
    return [one.user for one in rows.order_by("user__name", "pk")]


def boards_with_others(team: Team, user: User) -> list[Handing]:
    """Return the boards of a team that somebody else of it has."""
    rows = Handing.objects.filter(board__team=team, returned_at__isnull=True).exclude(user=user)
    return list(rows.select_related("board", "user").order_by("board__name"))
