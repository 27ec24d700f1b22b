"""Boards as rows of a list: who has each, and how far it is."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject

from access.enums import DeviceKind
from access.models import DeviceGrant, Share, User
from canvass.models import Board, Handing
from kit import clock

_PROGRESS = """
SELECT d.board_id,
       count(DISTINCT d.household_id),
       count(DISTINCT d.household_id) FILTER (WHERE v.at >= b.made_at),
       count(e.id),
       count(e.id) FILTER (WHERE c.spoken_at >= b.made_at)
FROM canvass_board b
JOIN canvass_boarddoor d ON d.board_id = b.id
LEFT JOIN canvass_latestvisit v ON v.household_id = d.household_id
LEFT JOIN canvass_elector e ON e.household_id = d.household_id AND e.left_on IS NULL AND e.kind = 'ordinary'
LEFT JOIN canvass_latestcontact c ON c.elector_id = e.id
WHERE b.id = ANY(%s)
GROUP BY d.board_id
"""


@dataclass(frozen=True)
class Progress:
    """Doors and electors of a board; `tried` and `spoke_to` since it was made."""

    doors: int = 0
    tried: int = 0
    electors: int = 0
    spoke_to: int = 0


@dataclass(frozen=True)
class Row:
    board: Board
    handing: Handing | None
    progress: Progress


def in_use() -> QuerySet[Board]:
    """Return the boards of the units in scope that are not put away, the newest first."""
    return Board.objects.filter(closed_at__isnull=True)


def put_away() -> QuerySet[Board]:
    """Return the boards that were put away, the last one first."""
    return Board.objects.filter(closed_at__isnull=False).order_by("-closed_at", "pk")


def with_holder(boards: QuerySet[Board]) -> QuerySet[Board]:
    """Return the boards, each knowing in `out` the one handing that is still open, if there is one."""
    out = Handing.objects.filter(returned_at__isnull=True).select_related("user")
    return boards.prefetch_related(Prefetch("handings", queryset=out, to_attr="out"))


def rows(boards: Iterable[Board]) -> list[Row]:
    """Return a page of boards made by with_holder(), with the progress of each. One query."""
    boards = list(boards)
    progress = progress_of([board.pk for board in boards])
    return [Row(board, _holder(board), progress.get(board.pk, Progress())) for board in boards]


def _holder(board: Board) -> Handing | None:
    out: Sequence[Handing] = getattr(board, "out", ())
    return out[0] if out else None


def progress_of(ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """Return how far these boards are. The ids must come from a scoped query."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, [list(ids)])
        return {row[0]: Progress(*row[1:]) for row in cursor.fetchall()}


def current_handing(board: Board) -> Handing | None:
    """Return who has the board now, or None."""
    return board.handings.filter(returned_at__isnull=True).select_related("user", "handed_by").first()


def last_handing(board: Board, user: User) -> Handing | None:
    """Return the last time this person was given the board, or None."""
    return board.handings.filter(user=user).order_by("-handed_at").first()


def held_by(user: User) -> QuerySet[Handing]:
    """Return what this person has out in the units in scope, the latest first."""
    return (
        Handing.objects.filter(user=user, returned_at__isnull=True, board__closed_at__isnull=True)
        .select_related("board", "unit")
        .order_by("-handed_at")
    )


def out_with(users: Iterable[User]) -> dict[int, str]:
    """Return, by user, the name of the board each of them has out; the latest where there are several."""
    found = Handing.objects.filter(user__in=list(users), returned_at__isnull=True).order_by("handed_at")
    return dict(found.values_list("user_id", "board__name"))


def overdue(now: datetime.datetime, boards: Collection[UUID] | None = None) -> QuerySet[Handing]:
    """Return what is still out although it could no longer be read, the longest first; None: of all boards."""
    rows = Handing.objects.filter(returned_at__isnull=True, read_until__lt=now)
    if boards is not None:
        rows = rows.filter(board__in=boards)
    return rows.select_related("board", "user").order_by("read_until")


def phones_with_unsent(
    since: datetime.datetime, until: datetime.datetime, boards: Collection[UUID] | None = None
) -> QuerySet[DeviceGrant]:
    """Return the doorstep phones, last heard of between these times, that said then that they hold more to send.

    `boards` None: of all boards.
    """
    rows = DeviceGrant.objects.filter(kind=DeviceKind.DOORSTEP, queue_depth__gt=0, last_seen_at__range=(since, until))
    if boards is not None:
        rows = rows.filter(scope__board__in=[str(pk) for pk in boards])
    return rows.select_related("user").order_by("last_seen_at")


@dataclass(frozen=True)
class PhoneLine:
    """A phone that may send for a board, by the name of whoever has it ("" for an account that is gone)."""

    name: str
    last_seen_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    wiped_at: datetime.datetime | None
    replaced_at: datetime.datetime | None
    queue_depth: int


@dataclass(frozen=True)
class ShareLine:
    """Somebody with whom a board is shared until a day, by whom, and why."""

    pk: int
    email: str
    by: str
    why: str
    until_on: datetime.date


def with_company(rows: QuerySet[Board]) -> QuerySet[Board]:
    """Add to boards, in their own query, what `phones_of` and `shares_of` read."""
    pk = Cast(OuterRef("pk"), TextField())
    phones = (
        DeviceGrant.objects.annotate(board_pk=KeyTextTransform("board", "scope"))
        .filter(Q(last_seen_at__isnull=False) | Q(revoked_at__isnull=True), kind=DeviceKind.DOORSTEP, board_pk=pk)
        .order_by(F("last_seen_at").desc(nulls_first=True), "-created_at")
    )
    shares = (
        Share.objects.current(clock.today())
        .filter(content_type__app_label="canvass", content_type__model="board", object_pk=pk)
        .order_by("shared_at", "pk")
    )
    times = ("last_seen_at", "revoked_at", "wiped_at", "replaced_at", "queue_depth")
    return rows.annotate(
        phone_rows=ArraySubquery(phones.values(row=JSONObject(name="user__name", **{name: name for name in times}))),
        share_rows=ArraySubquery(
            shares.values(
                row=JSONObject(pk="pk", email="user__email", by="shared_by__name", why="why", until_on="until_on")
            )
        ),
    )


def phones_of(board: Board) -> list[PhoneLine]:
    """Return the phones that may send for a board of `with_company`, the one last heard of first."""
    return [
        PhoneLine(
            name=row["name"] or "",
            last_seen_at=_moment(row["last_seen_at"]),
            revoked_at=_moment(row["revoked_at"]),
            wiped_at=_moment(row["wiped_at"]),
            replaced_at=_moment(row["replaced_at"]),
            queue_depth=row["queue_depth"],
        )
        for row in board.phone_rows  # type: ignore[attr-defined] # from with_company
    ]


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def shares_of(board: Board) -> list[ShareLine]:
    """Return with whom a board of `with_company` is shared today, the first first."""
    return [
        ShareLine(**row | {"until_on": datetime.date.fromisoformat(row["until_on"])})
        for row in board.share_rows  # type: ignore[attr-defined] # from with_company
    ]
