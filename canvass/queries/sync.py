"""What must be known to decide about a batch: one query a question, however many events it carries."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from access.models import DeviceGrant, Unit, User
from canvass import hooks
from canvass.models import Board, BoardDoor, ContactEvent, Elector, Handing, Household, Joined
from canvass.queries import matches
from canvass.rules import contacts
from canvass.rules.sync import Event
from kit import prepared

# The hash of an event whose words were taken out: whatever comes under its id is taken for a repeat.
ERASED = b""
_KNOWN = ("pk", "unit_id", "household_id", "left_on", "merged_into_id")
_OBJECTS = prepared.Objects(g=DeviceGrant, n=Unit, u=User)
_GRANT = f"""
SELECT {_OBJECTS.columns} FROM access_devicegrant g JOIN access_unit n ON n.id = g.unit_id
LEFT JOIN access_user u ON u.id = g.user_id WHERE g.token_sha256 = %s
"""  # noqa: S608 - names of columns
_LOCK = """
SELECT set_config('synchronous_commit', 'on', true), set_config('plan_cache_mode', 'force_generic_plan', true),
       pg_advisory_xact_lock(hashtextextended(%s, 0))
"""
_LOCK_BOTH = f"{_LOCK}, pg_advisory_xact_lock_shared(hashtext('canvass.contacts'), %s::int)"
_SEEN = """
SELECT id, payload_sha256, NULL::bigint FROM canvass_event_hashes(%s::uuid[])
UNION ALL
SELECT NULL, NULL, device_seq FROM canvass_contactevent WHERE device_id = %s::uuid AND device_seq = ANY (%s::bigint[])
"""


@dataclass(frozen=True)
class KnownElector:
    """`merged_into` is who an entry turned out to be, and `listed_as` the newer entry as which they are listed now.

    Either is None for most.
    """

    unit_id: int
    household_id: int | None
    listed: bool
    merged_into: int | None = None
    listed_as: int | None = None


@dataclass(frozen=True)
class KnownBoard:
    """`mine`: the sender holds it, or held it once."""

    closed: bool
    mine: bool


@dataclass
class About:
    """What the database says about everything that the events of one batch name."""

    unit_id: int = 0
    board_id: UUID | None = None
    electors: dict[int, KnownElector] = field(default_factory=dict)
    households: dict[int, int] = field(default_factory=dict)  # id -> unit id
    boards: dict[UUID, KnownBoard] = field(default_factory=dict)
    doors: set[tuple[UUID, int]] = field(default_factory=set)  # (board, household)
    turf: set[int] = field(default_factory=set)  # doors where the phone may record without a board (hooks.turfs)
    targets: dict[UUID, ContactEvent] = field(default_factory=dict)  # what is superseded, by id
    canvassers: set[int] = field(default_factory=set)  # those named who came to the boards' sessions, or sent this
    # From which day until which nobody may ask somebody how they vote (hooks.one_question), by elector.
    hushed: Mapping[int, Sequence[tuple[datetime.date, datetime.date]]] = field(default_factory=dict)

    def elsewhere(self, event: Event) -> int | None:
        """Return the unit that the event's elector or door belongs to when it isn't the sender's; else None."""
        elector = self.electors.get(event.elector) if event.elector else None
        units = {elector.unit_id if elector else None, self.households.get(event.household or 0)}
        return next(iter(units - {None, self.unit_id}), None)

    def said_by_ours(self, payload: dict) -> dict:
        """Return a payload without the canvasser it names where that is nobody of theirs: then the sender said it."""
        canvasser = payload.get("canvasser")
        if not isinstance(canvasser, int) or canvasser in self.canvassers:
            return payload
        return {name: value for name, value in payload.items() if name != "canvasser"}

    def is_hushed(self, elector: int | None, at: datetime.datetime) -> bool:
        """Say whether nobody was to ask this person how they vote at that time."""
        return _holds(self.hushed.get(self.person(elector) or 0, ()), at)

    def person(self, elector: int | None) -> int | None:
        """Return who an elector is by now: the entry that it was merged into, or itself (C7)."""
        known = self.electors.get(elector) if elector else None
        return known.merged_into if known and known.merged_into else elector

    def entry(self, elector: int | None, household: int | None, named: ContactEvent | None) -> int | None:
        """Return the entry that an event is recorded for: the one it names, or that of what it corrects.

        About somebody who stands where a newer entry stood, at that entry's door, it is recorded for the newer entry.
        So it goes with the door should the two turn out to be two people; until then it counts for the one they are.
        """
        if named is not None and self.person(named.elector_id) == self.person(elector):
            return named.elector_id
        known = self.electors.get(elector) if elector else None
        return known.listed_as if known and known.listed_as and household == known.household_id else elector

    def door_of(self, elector: int | None) -> int | None:
        found = self.electors.get(elector) if elector else None
        return found.household_id if found else None

    def board_of(self, row: ContactEvent) -> KnownBoard | None:
        named = row.board_id or self.board_id
        return self.boards.get(named) if named else None

    def is_gone(self, row: ContactEvent) -> bool:
        """Say whether the person is no longer listed behind that door, or the door is no longer there."""
        if row.kind == contacts.UNDO:
            return False
        if row.household_id is not None and row.household_id not in self.households:
            return True
        if row.elector_id is None:
            return False
        elector = self.electors.get(self.person(row.elector_id) or 0)
        return elector is None or not elector.listed or elector.household_id != row.household_id

    def is_turf(self, row: ContactEvent) -> bool:
        """Say whether the door is on a board that the sender was given. What names no door is on no board."""
        if row.household_id is None or row.kind == contacts.UNDO or row.household_id in self.turf:
            return True
        board = self.board_of(row)
        return board is not None and board.mine and (row.board_id or self.board_id, row.household_id) in self.doors


def unit_of(digest: bytes) -> int | None:
    """Return the unit that a phone's token is for, by the token's SHA-256. Needs no scope; None if it is unknown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_unit_of_phone(%s)", [digest])
        return cursor.fetchone()[0]


def grant_for(digest: bytes) -> DeviceGrant:
    """Return the phone's grant that this token stands for, with its user and unit. Wants a scope on that unit.

    Raises DeviceGrant.DoesNotExist.
    """
    found = prepared.rows(_GRANT, [digest])
    if not found:
        raise DeviceGrant.DoesNotExist
    grant, grant.unit, grant.user = _OBJECTS.of(found[0])
    return cast(DeviceGrant, grant)


def lock(device: UUID, unit: int | None) -> None:
    """Wait until no other batch of this phone is on its way in, and nobody rebuilds the unit's tables; both are held
    until the transaction ends. With None the unit isn't held: the batch carries nothing.

    It ends on disk, too: never acknowledge what a power cut could take back (without this ten acknowledged rows were
    lost, M9).
    """
    prepared.rows(_LOCK if unit is None else _LOCK_BOTH, [f"canvass.phone.{device}", *([unit] if unit else [])])


def seen(device: UUID | None, events: Sequence[Event]) -> tuple[dict[UUID, bytes], set[int]]:
    """Return the hash of each event that is stored under one of these ids, in whatever unit; and which of the phone's
    own numbers are in use. None is a phone that nobody knows: its numbers are not looked at."""
    found = prepared.rows(_SEEN, [[one.id for one in events], device, [one.seq for one in events]])
    hashes = {pk: bytes(sha256) for pk, sha256, _number in found if pk is not None}
    return hashes, {number for *_rest, number in found if number is not None}


def last_number(grant: DeviceGrant) -> int:
    """Return the greatest of a phone's own numbers that is in use; 0 when none is."""
    return ContactEvent.objects.filter(device=grant).aggregate(last=Max("device_seq"))["last"] or 0


def about(grant: DeviceGrant, events: Sequence[Event]) -> About:
    """Return what is known about all that these events name. Looks into other units, to tell theirs from nobody's."""
    board = UUID(grant.scope["board"]) if "board" in grant.scope else None
    targets = _targets(events)
    people = {event.elector for event in events if event.elector}
    electors = _electors(people | {target.elector_id for target in targets.values() if target.elector_id})
    electors |= _electors({one.merged_into for one in electors.values() if one.merged_into} - set(electors))
    named = {event.household for event in events if event.household}
    doors = named | {one.household_id for one in electors.values() if one.household_id}
    households = dict(Household.objects.filter(pk__in=doors).values_list("pk", "unit_id")) if doors else {}
    _add_elsewhere(electors, households, people - set(electors), named - set(households))
    boards = {event.board for event in events if event.board} | ({board} if board else set())
    return About(
        unit_id=grant.unit_id,
        board_id=board,
        electors=electors,
        households=households,
        boards=_boards(grant, boards, board),
        doors=_doors(boards, households),
        turf=_turf(grant, households),
        targets=targets,
        canvassers=_canvassers(grant, events, boards),
        hushed=_hushed(electors, events),
    )


def is_hushed(elector: int, at: datetime.datetime) -> bool:
    """Say whether nobody was to ask this person, as who they are by now, how they vote at that time."""
    return any(_holds(one.spans([elector]).get(elector, ()), at) for one in hooks.one_question)


def _holds(spans: Sequence[tuple[datetime.date, datetime.date]], at: datetime.datetime) -> bool:
    day = timezone.localtime(at).date()
    return any(begin <= day <= end for begin, end in spans)


def _hushed(
    electors: Mapping[int, KnownElector], events: Sequence[Event]
) -> Mapping[int, Sequence[tuple[datetime.date, datetime.date]]]:
    """Return when nobody is to ask those who answered in this batch how they vote, by who they are by now."""
    named = {event.elector for event in events if event.elector and event.kind == contacts.ANSWER}
    now = {electors[pk].merged_into or pk for pk in named if pk in electors}
    return hooks.one_question[0].spans(now) if now and hooks.one_question else {}


def _turf(grant: DeviceGrant, households: Collection[int]) -> set[int]:
    """Return which of these doors the phone was let in for, where that is no board (hooks.turfs)."""
    found = [hooks.turfs[name](grant, households) for name in hooks.turfs.keys() & grant.scope.keys() if households]
    return {household for one in found for household in one}


def _canvassers(grant: DeviceGrant, events: Sequence[Event], boards: Collection[UUID]) -> set[int]:
    """Return who may have stood at the door, of those that these events name: the sender, and the session's people."""
    named = {found for event in events if isinstance(found := event.payload.get("canvasser"), int)}
    known = named & {grant.user_id}
    if named > known:
        came = Joined.objects.filter(session__boards__in=boards)
        known |= named.intersection(came.values_list("user_id", flat=True))
    return known


def _add_elsewhere(
    electors: dict[int, KnownElector], households: dict[int, int], people: set[int], doors: set[int]
) -> None:
    """Add those that belong to other units, by their unit alone: to tell theirs from one who has gone."""
    if not people and not doors:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM canvass_units_of(%s, %s)", [list(people), list(doors)])
        for is_elector, pk, unit in cursor.fetchall():
            if is_elector:
                electors[pk] = KnownElector(unit, None, listed=False)
            else:
                households[pk] = unit


def _electors(ids: Collection[int]) -> dict[int, KnownElector]:
    if not ids:
        return {}
    others = Exists(Elector.objects.filter(merged_into=OuterRef("pk")))
    rows = list(Elector.objects.filter(pk__in=ids).annotate(others=others).values_list(*_KNOWN, "others"))
    kept = [pk for pk, *_known, has_others in rows if has_others]
    newer = matches.listed_as(kept) if kept else {}
    found = {one.pk: KnownElector(one.unit_id, one.household_id, False, pk) for pk, one in newer.items()}
    for pk, unit, household, left_on, into, _others in rows:
        as_whom = newer[pk].pk if pk in newer else None
        found[pk] = KnownElector(unit, household, left_on is None, into, as_whom)
    return found


def _boards(grant: DeviceGrant, ids: Collection[UUID], own: UUID | None) -> dict[UUID, KnownBoard]:
    if not ids:
        return {}
    handed = Exists(Handing.objects.filter(board=OuterRef("pk"), user=grant.user_id))
    rows = Board.objects.filter(pk__in=ids).annotate(handed=handed).values_list("pk", "closed_at", "handed")
    return {pk: KnownBoard(closed_at is not None, handed or pk == own) for pk, closed_at, handed in rows}


def _doors(boards: Collection[UUID], households: Iterable[int]) -> set[tuple[UUID, int]]:
    if not boards or not households:
        return set()
    rows = BoardDoor.objects.filter(board__in=boards, household__in=list(households))
    return set(rows.values_list("board_id", "household_id"))


def _targets(events: Sequence[Event]) -> dict[UUID, ContactEvent]:
    named = [event.supersedes for event in events if event.supersedes]
    if not named:
        return {}
    return {row.pk: row for row in ContactEvent.objects.filter(pk__in=named).select_related("device")}
