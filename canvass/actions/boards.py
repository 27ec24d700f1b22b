"""Making boards, handing them out, taking them back, putting them away; and letting a phone send for one."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from access.permissions import Permission
from access.queries import accesses
from canvass.actions import holds, shelf
from canvass.models import Board, Handing, TargetList
from canvass.queries import areas
from canvass.queries.boards import picking
from canvass.rules import boards as rules
from canvass.rules.boards import Stop
from kit.errors import Refused


@dataclass(frozen=True)
class Made:
    """The boards that came of a choice, with what was left out by reason. `again`: they had been made before."""

    boards: list[Board]
    left_out: Counter[str]
    again: bool = False


@transaction.atomic
def make(
    *,
    by: User,
    unit: Unit,
    key: uuid.UUID,
    name: str,
    picks: Collection[tuple[int, int]],
    several: bool = False,
    count: int | None = None,
    at_most: int = rules.EVENING,
    target_list: TargetList | None = None,
) -> Made:
    """Freeze the doors of these (district, street) pairs into a board, or into several of about one effort.

    Several: `count` of them where it is given, else as few as keep each at `at_most` (rules.boards.cut). `key` becomes
    the first board's id, so the same form sent twice makes them once. With a list only doors of its people are taken.
    Doors that another board holds are left out; the new boards hold theirs from now on. Raises Refused when nobody is
    left to call on, when it is more than one board may hold, or for a list that is put away.
    """
    holds.lock(unit.pk)
    there = _made_before(unit, key)
    if there:
        return Made(there, Counter(), again=True)
    walk = picking.walk(unit, picks, target_list)
    _refuse(walk, target_list, several=several)
    parts = rules.cut(walk.stops, boards=count, at_most=at_most) if several else [walk.stops]
    made = [
        Board(id=rules.part_id(key, number), unit=unit, made_by=by, target_list=target_list)
        for number in range(1, len(parts) + 1)
    ]
    for number, board in enumerate(made, start=1):
        board.name = rules.part_name(name, number, len(parts))
    try:
        with transaction.atomic():
            Board.objects.bulk_create(made)
    except IntegrityError:  # the same form, sent from two tabs in one moment
        return Made(_made_before(unit, key), Counter(), again=True)
    for board, stops in zip(made, parts, strict=True):
        _fill(board, stops, by, walk.left_out.total())
    return Made(made, walk.left_out)


def _fill(board: Board, stops: Sequence[Stop], by: User, left_out: int) -> None:
    """Write the doors of a new board, hold them, and put that into the record."""
    _freeze(board, stops)
    _hold(board)
    electors = sum(stop.electors for stop in stops)
    audit.record(
        "board.made", by=by, unit=board.unit, obj=board, doors=len(stops), electors=electors, left_out=left_out
    )


def _made_before(unit: Unit, key: uuid.UUID) -> list[Board]:
    ids = [rules.part_id(key, number) for number in range(1, rules.MOST_BOARDS + 1)]
    found = Board.objects.filter(unit=unit).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _refuse(walk: picking.Walk, target_list: TargetList | None, *, several: bool) -> None:
    if target_list is not None and target_list.closed_at is not None:
        raise Refused(_("No board was made: the list is put away. Bring it back first."))
    if not walk.stops:
        if walk.left_out[picking.HELD]:
            raise Refused(_("No board was made: the doors there are on other boards now. Put those away first."))
        if walk.left_out:
            raise Refused(
                _("No board was made: at every door there people asked not to be contacted, have moved or have died.")
            )
        raise Refused(_("No board was made: nobody is registered at a door there. Tick at least one street."))
    if walk.electors > rules.MOST_AT_ONCE:
        text = _("No board was made: that is %(electors)s people. Pick streets with %(most)s or fewer at a time.")
        raise Refused(text % {"electors": walk.electors, "most": rules.MOST_AT_ONCE})
    if walk.electors > rules.MOST and not several:
        text = _("No board was made: one board holds %(most)s people at most and this is %(electors)s. Make several.")
        raise Refused(text % {"electors": walk.electors, "most": rules.MOST})


def _freeze(board: Board, stops: Sequence[Stop]) -> None:
    """Write the doors in their order, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO canvass_boarddoor (unit_id, board_id, household_id, position) "
            "SELECT %s, %s, household, place FROM unnest(%s::bigint[]) WITH ORDINALITY AS door(household, place)",
            [board.unit_id, board.pk, [stop.household_id for stop in stops]],
        )


def _hold(board: Board, at_least: datetime.datetime | None = None) -> None:
    """Keep other boards from these doors. Raises Refused when one of them has some meanwhile."""
    elsewhere = holds.take(board=board, at_least=at_least)
    if elsewhere:
        text = ngettext(
            "Nothing was changed: one door of this board is on another board now. Put one of the two away.",
            "Nothing was changed: %(doors)s doors of this board are on other boards now. Put this one or those away.",
            elsewhere,
        )
        raise Refused(text % {"doors": elsewhere})


@transaction.atomic
def hand_out(
    *,
    by: User | None,
    board: Board,
    to: User,
    read_until: datetime.datetime,
    instead_of: Handing | None = None,
    far: bool = False,
) -> Handing:
    """Give a board to somebody until `read_until`. `instead_of` is the handing that ends with it.

    `by` is None for a command on the server. With `far`, which stands in the record, it may be out for three days.

    Raises Refused when the board is put away or with somebody else than the caller saw, when the person may not
    record answers at all its doors, or when the time is over or too long.
    """
    board = _locked(board)
    if board.closed_at is not None:
        raise Refused(_("This board is put away. Open it again first, then hand it out."))
    now = timezone.now()
    _refuse_time(now, read_until, far)
    _refuse_without_right(board, to)
    out = board.handings.filter(returned_at__isnull=True).select_related("user").first()
    if out is not None and (instead_of is None or out.pk != instead_of.pk):
        text = _("%(name)s has this board already. Look at it again, then take it back or hand it on.")
        raise Refused(text % {"name": out.user.name})
    _hold(board, read_until)
    if out is not None:
        _end(out, now)
    handing = Handing.objects.create(unit=board.unit, board=board, user=to, handed_by=by, read_until=read_until)
    audit.record(
        "board.handed_out",
        by=by,
        unit=board.unit,
        obj=board,
        user=to.pk,
        until=read_until.isoformat(),
        before=out.user_id if out else None,
        **({"far": True} if far else {}),
    )
    return handing


def _refuse_without_right(board: Board, to: User) -> None:
    access = accesses.of(to)
    if not access.may(Permission.RECORD_DOORS, board.unit):
        text = _("%(name)s may not record answers in this unit today, so the board stays here.")
        raise Refused(text % {"name": to.name})
    if not areas.holds(access.area(Permission.RECORD_DOORS, board.unit), board):
        text = _("%(name)s’s role is for another area, so the board stays here.")
        raise Refused(text % {"name": to.name})


def _refuse_time(now: datetime.datetime, until: datetime.datetime, far: bool) -> None:
    if until <= now:
        raise Refused(_("That time is over already. Choose a later one."))
    if far and until > now + rules.LONGEST_FAR_AWAY:
        raise Refused(_("A board can be out for three days at most, also where there is no signal."))
    if not far and until > now + rules.LONGEST_HANDING:
        raise Refused(_("A board can be out for 24 hours at most: a lost phone must not hold it for longer."))


@transaction.atomic
def take_back(*, by: User, board: Board, at: datetime.datetime | None = None) -> Handing | None:
    """End the handing (`at`, now unless given): the phone may read the board no more, but what it holds still comes in.

    Returns what ended, or None when nobody had it (any more).
    """
    board = _locked(board)
    out = board.handings.filter(returned_at__isnull=True).select_related("user").first()
    if out is None:
        return None
    _end(out, at or timezone.now())
    audit.record("board.returned", by=by, unit=board.unit, obj=board, user=out.user_id)
    return out


@transaction.atomic
def hand_back(*, by: User, board: Board) -> Handing | None:
    """Give a board back oneself. Returns what ended, or None when this person doesn't have it (any more)."""
    out = _locked(board).handings.filter(returned_at__isnull=True, user=by).first()
    return take_back(by=by, board=board) if out is not None else None


@transaction.atomic
def keep_after_all(*, by: User, handing: Handing) -> Handing:
    """Undo hand_back(), as long as nobody else got the board. Raises Refused when it is too late for that."""
    board = _locked(handing.board)
    last = board.handings.order_by("-handed_at").first()
    now = timezone.now()
    if last is None or last.pk != handing.pk or board.closed_at is not None or handing.read_until <= now:
        raise Refused(_("The board went on to somebody else, or its time is over. Ask for it again."))
    if handing.returned_at is not None and now - handing.returned_at <= rules.SECOND_THOUGHTS:
        handing.returned_at = None
        handing.save(update_fields=["returned_at"])
        audit.record("board.kept", by=by, unit=board.unit, obj=board)
    elif handing.returned_at is not None:
        raise Refused(_("You handed this board back a while ago. Ask for it again."))
    return handing


def _end(handing: Handing, now: datetime.datetime) -> None:
    handing.returned_at = now
    handing.save(update_fields=["returned_at"])


@transaction.atomic
def close(*, by: User, board: Board) -> Board:
    """Put a board away: nobody has it, and what still arrives for it waits for a person. Harmless when repeated."""
    board = _locked(board)
    if shelf.put_away(by=by, row=board, mark="closed"):
        take_back(by=by, board=board)
        holds.release(board=board)
        audit.record("board.closed", by=by, unit=board.unit, obj=board)
    return board


@transaction.atomic
def reopen(*, by: User, board: Board) -> Board:
    """Take a board out again that was put away. Harmless when repeated.

    Raises Refused when another board has some of its doors meanwhile.
    """
    board = _locked(board)
    if board.closed_at is not None:
        _hold(board)
        shelf.bring_back(row=board, mark="closed")
        audit.record("board.reopened", by=by, unit=board.unit, obj=board)
    return board


@transaction.atomic
def print_out(*, by: User, board: Board, electors: int) -> None:
    """Take note that a board goes on paper: names leave the house."""
    audit.record("board.printed", by=by, unit=board.unit, obj=board, electors=electors)


@transaction.atomic
def let_in(*, by: User | None, handing: Handing, device_id: uuid.UUID | None) -> tuple[DeviceGrant, str]:
    """Let the phone of the person who has the board send for it. Returns the grant and its token, shown only once.

    Without a `device_id` the token becomes the phone's own that uses it first.

    The token writes and never reads, and outlives both the login and the board's return (reliability S5). Raises
    Refused when the board is no longer theirs to read.
    """
    if handing.returned_at is not None or timezone.now() > handing.read_until:
        raise Refused(_("This board is no longer out with you. What this phone holds can still be sent."))
    token = secrets.token_urlsafe(32)
    grant = DeviceGrant.objects.create(
        unit_id=handing.unit_id,
        kind=DeviceKind.DOORSTEP,
        user=handing.user,
        token_sha256=hashlib.sha256(token.encode()).digest(),
        device_id=device_id,
        scope={"board": str(handing.board_id)},
        write_until=handing.read_until + rules.SENDS_ON_FOR,
    )
    audit.record("device.granted", by=by, unit=handing.unit_id, obj=grant, board=str(handing.board_id))
    return grant, token


def _locked(board: Board) -> Board:
    """Return the board as it is now, held until the transaction ends: two tabs then act one after another."""
    return Board.objects.select_for_update(of=("self",)).select_related("unit").get(pk=board.pk)
