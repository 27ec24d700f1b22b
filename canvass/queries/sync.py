"""What must be known to decide about a batch: one query a question, however many events it carries."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Max, OuterRef

from access.models import DeviceGrant
from canvass.enums import EventStatus
from canvass.models import Board, BoardDoor, ContactEvent, Elector, Handing, Household
from canvass.queries import matches
from canvass.rules import contacts
from canvass.rules.sync import Event

_KNOWN = ("pk", "unit_id", "household_id", "left_on", "merged_into_id")


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
    targets: dict[UUID, ContactEvent] = field(default_factory=dict)  # what is superseded, by id

    def elsewhere(self, event: Event) -> int | None:
        """Return the unit that the event's elector or door belongs to when it isn't the sender's; else None."""
        elector = self.electors.get(event.elector) if event.elector else None
        units = {elector.unit_id if elector else None, self.households.get(event.household or 0)}
        return next(iter(units - {None, self.unit_id}), None)

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
        if row.household_id is None or row.kind == contacts.UNDO:
            return True
        board = self.board_of(row)
        return board is not None and board.mine and (row.board_id or self.board_id, row.household_id) in self.doors


def unit_of(digest: bytes) -> int | None:
    """Return the unit that a phone's token is for, by the token's SHA-256. Needs no scope; None if it is unknown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_unit_of_phone(%s)", [digest])
        return cursor.fetchone()[0]


def grant_for(digest: bytes) -> DeviceGrant:
    """Return the phone's grant that this token stands for, with its user and unit. Wants a scope on that unit."""
    return DeviceGrant.objects.select_related("user", "unit").get(token_sha256=digest)


def lock_phone(device: UUID) -> None:
    """Wait until no other batch of this phone is on its way in; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"canvass.phone.{device}"])


def hashes(ids: Collection[UUID]) -> dict[UUID, bytes]:
    """Return the hash of each event that is stored under one of these ids, in whatever unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, payload_sha256 FROM canvass_event_hashes(%s::uuid[])", [list(ids)])
        return {pk: bytes(found) for pk, found in cursor.fetchall()}


def stored(grant: DeviceGrant, received_at: datetime.datetime, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these were stored by this phone in this batch."""
    rows = ContactEvent.objects.filter(pk__in=ids, device=grant, received_at=received_at)
    return set(rows.values_list("pk", flat=True))


def quarantined(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return why, for each of these events that waits for a person."""
    if not ids:
        return {}
    waiting = ContactEvent.objects.filter(pk__in=ids, status=EventStatus.QUARANTINED)
    return dict(waiting.values_list("pk", "quarantine_reason"))


def numbers_taken(grant: DeviceGrant, numbers: Collection[int]) -> tuple[set[int], int]:
    """Return which of the phone's own numbers are in use, and the greatest in use; (set(), 0) when none of them is."""
    of_phone = ContactEvent.objects.filter(device=grant)
    taken = set(of_phone.filter(device_seq__in=numbers).values_list("device_seq", flat=True))
    return taken, (of_phone.aggregate(last=Max("device_seq"))["last"] or 0) if taken else 0


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
        targets=targets,
    )


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
