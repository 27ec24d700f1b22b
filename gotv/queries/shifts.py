"""The tellers' rota: who stands where and when, and which hours nobody has."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from access.models import Unit, User
from access.permissions import Permission as P
from gotv.models import Election, PollingStation, TellerPass, TellerShift
from gotv.queries import rooms
from gotv.rules import shifts as rules
from gotv.rules.hours import Hours
from gotv.rules.shifts import Slot
from kit import clock


@dataclass(frozen=True)
class Cell:
    """One hour at one station, and the names of who stands there."""

    slot: Slot
    names: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One station's day: hour by hour, the shifts by their beginning, and the stretches that nobody has."""

    station: PollingStation
    cells: tuple[Cell, ...]
    shifts: tuple[TellerShift, ...]
    empty: tuple[Hours, ...]

    @property
    def hours_empty(self) -> int:
        return sum(not cell.names for cell in self.cells)

    @property
    def lines(self) -> list[tuple[Hours, TellerShift | None]]:
        """The whole day as it goes on: hours with who has them, None where nobody does."""
        filled = [(span(shift), shift) for shift in self.shifts]
        return sorted([*filled, *((hours, None) for hours in self.empty)], key=lambda line: line[0].opens)


@dataclass(frozen=True)
class Cover:
    """How full a rota is: hours at all stations, those nobody has, and the stations without anybody.

    `by_hour` has each hour of the day with how many stations nobody stands at.
    """

    stations: int
    hours: int
    empty: int
    by_hour: tuple[tuple[Slot, int], ...]
    without: tuple[PollingStation, ...]


def name_of(shift: TellerShift) -> str:
    """Return who has a shift: the account's name, or the name that was typed."""
    return shift.user.name if shift.user else shift.name


def span(shift: TellerShift) -> Hours:
    """Return from when until when a shift is."""
    return Hours(shift.starts_at, shift.ends_at)


def stations(election: Election) -> QuerySet[PollingStation]:
    """Return the stations that have districts, by name: the others need no teller."""
    return election.stations.filter(districts__isnull=False).distinct().order_by("name", "pk")


def on_the_rota(election: Election) -> QuerySet[PollingStation]:
    """Return the same with those where somebody has hours although no district votes there (any more)."""
    rows = election.stations.filter(Q(districts__isnull=False) | Q(shifts__isnull=False))
    return rows.distinct().order_by("name", "pk")


def rota(election: Election, at: Iterable[PollingStation]) -> list[Row]:
    """Return the day of each of these stations, in the order given. One query."""
    wanted = list(at)
    held = _held(election, [station.pk for station in wanted])
    slots = rules.slots(election.polling_on)
    return [_row(election, station, slots, held[station.pk]) for station in wanted]


def _held(election: Election, pks: Collection[int]) -> dict[int, list[TellerShift]]:
    rows = TellerShift.objects.filter(election=election, station__in=pks).select_related("user")
    held: dict[int, list[TellerShift]] = defaultdict(list)
    for shift in rows.order_by("starts_at", "pk"):
        held[shift.station_id].append(shift)
    return held


def _row(election: Election, station: PollingStation, slots: list[Slot], held: list[TellerShift]) -> Row:
    cells = tuple(Cell(slot, tuple(name_of(shift) for shift in held if slot.within(span(shift)))) for slot in slots)
    return Row(station, cells, tuple(held), tuple(rules.empty(election.polling_on, [span(shift) for shift in held])))


def cover(election: Election) -> Cover:
    """Return how full the rota is. Two queries."""
    rows = rota(election, stations(election))
    empty = Counter(cell.slot.hour for row in rows for cell in row.cells if not cell.names)
    slots = rules.slots(election.polling_on)
    return Cover(
        stations=len(rows),
        hours=len(rows) * len(slots),
        empty=sum(empty.values()),
        by_hour=tuple((slot, empty[slot.hour]) for slot in slots),
        without=tuple(row.station for row in rows if not row.shifts),
    )


def may_tell(unit: Unit) -> list[User]:
    """Return the accounts that may type numbers here, or may as soon as their role is open, by name."""
    return rooms.holding(unit, [P.RECORD_VOTED])


@dataclass(frozen=True)
class ToRing:
    """Somebody who can be reached about a station: on the rota at this hour, or with a phone that was let in."""

    name: str
    phone: str


def to_ring(election: Election, now: datetime.datetime) -> dict[int, list[ToRing]]:
    """Return, by station, whom to ring when it falls silent, each name once. Two queries."""
    codes = TellerPass.objects.filter(
        election=election, revoked_at=None, used_at__isnull=False, followed_by__used_at__isnull=True
    )
    there = TellerShift.objects.filter(election=election, starts_at__lte=now, ends_at__gt=now).select_related("user")
    found: dict[int, dict[str, ToRing]] = defaultdict(dict)
    for code in codes.order_by("-used_at", "pk"):
        found[code.station_id].setdefault(code.name.casefold(), ToRing(code.name, code.phone))
    for shift in there.order_by("starts_at", "pk"):
        name = name_of(shift)
        known = found[shift.station_id].get(name.casefold())
        if known is None or not known.phone:
            found[shift.station_id][name.casefold()] = ToRing(name, shift.phone)
    return {station: list(people.values()) for station, people in found.items()}


def of_user(user: User, day: datetime.date) -> QuerySet[TellerShift]:
    """Return somebody's shifts in scope from that day on, the first first."""
    rows = TellerShift.objects.filter(user=user, election__polling_on__gte=day)
    return rows.select_related("station", "election", "unit").order_by("starts_at", "pk")


def coming() -> list[Election]:
    """Return the elections in scope of today and later that have stations, the first first."""
    rows = Election.objects.filter(polling_on__gte=clock.today(), stations__districts__isnull=False)
    return list(rows.select_related("unit").distinct().order_by("polling_on", "name", "pk"))
