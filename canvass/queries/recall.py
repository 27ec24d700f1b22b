"""Whom phones that are out must take off their lists, and which phones haven't heard it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from access.enums import DeviceKind
from access.models import DeviceGrant
from canvass.models import Board, BoardDoor, Handing, Recall


@dataclass(frozen=True)
class Told:
    """What a phone is told: everything up to `number`. A door without electors is closed as a whole."""

    number: int
    doors: dict[int, list[int] | None] = field(default_factory=dict)


def for_board(board: UUID | str, *, after: int) -> Told | None:
    """Return whom a phone with this board must take off it, of what is newer than `after`; None when nobody."""
    rows: list[tuple[int, int, int | None]] = list(
        Recall.objects.filter(number__gt=after, household__in=_doors(board))
        .order_by("number")
        .values_list("number", "household_id", "elector_id")
    )
    if not rows:
        return None
    told = Told(rows[-1][0])
    for _number, household, elector in rows:
        known = told.doors.setdefault(household, [])
        told.doors[household] = None if elector is None or known is None else [*known, elector]
    return told


def is_withdrawn(grant: DeviceGrant) -> bool:
    """Say whether the board of this phone was taken back, or handed back, since its person had it last."""
    mine = Handing.objects.filter(board=grant.scope["board"], user=grant.user_id).order_by("-handed_at", "-pk")
    last = mine.values_list("returned_at", flat=True)[:1]
    return any(returned is not None for returned in last)


def unheard(grants: Sequence[DeviceGrant]) -> set[UUID]:
    """Return the ids of those of these phones that may still show somebody whom they were to take off."""
    doorstep = [one for one in grants if one.kind == DeviceKind.DOORSTEP and not one.wiped_at]
    boards = {one.scope["board"] for one in doorstep if "board" in one.scope}
    if not boards:
        return set()
    out = Handing.objects.filter(board__in=boards, returned_at=None, read_until__gt=timezone.now())
    held = {(str(board), user) for board, user in out.values_list("board_id", "user_id")}
    on_board = BoardDoor.objects.filter(board=OuterRef(OuterRef("pk"))).values("household")
    recalls = Recall.objects.filter(household__in=on_board).order_by("-number").values("number")[:1]
    found = Board.objects.filter(pk__in={board for board, _user in held}).annotate(newest=Subquery(recalls))
    newest = {str(pk): number or 0 for pk, number in found.values_list("pk", "newest")}
    return {
        one.pk
        for one in grants
        if (one.scope.get("board", ""), one.user_id) in held and one.heard_recall < newest[one.scope["board"]]
    }


def _doors(board: UUID | str) -> QuerySet:
    return BoardDoor.objects.filter(board__pk=board).values("household")
