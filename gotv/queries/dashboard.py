"""Polling day in figures: promises left and in, turnout where it is known, where to go next. No names of electors."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from gotv.enums import CountKind
from gotv.models import Election
from gotv.queries import day_facts, stations, tallies
from gotv.queries.day_facts import BoxSeen, Facts
from gotv.queries.stations import Place
from gotv.queries.tallies import Tallied
from gotv.rules import boxes, estimates, polled, sending
from gotv.rules.dashboard import Tally, total
from gotv.rules.polled import How, Share, Spot
from gotv.rules.sending import Ground, Hours


@dataclass(frozen=True)
class District:
    """A polling district, its tally, and how many have voted at its station (None where nothing is known)."""

    pk: int
    code: str
    name: str
    ward: str
    room: int | None
    tally: Tally
    polled: Share | None
    ground: Ground
    reach: int


@dataclass(frozen=True)
class Box:
    """A ballot box. `promises` and `promises_in` are None where nobody can say which promises use it."""

    pk: int
    number: str
    station: str
    codes: tuple[str, ...]
    counted: int | None
    counted_at: datetime.datetime | None
    polled: Share | None
    promises: int | None
    promises_in: int | None

    @property
    def left(self) -> int | None:
        return None if self.promises is None or self.promises_in is None else self.promises - self.promises_in


@dataclass(frozen=True)
class Together:
    """Several districts as one: a ward, a committee room's (`key` is the room's id), or all (0).

    The name is "" where there is none.
    """

    key: int
    name: str
    districts: tuple[District, ...]
    polled: Share | None

    @cached_property
    def tally(self) -> Tally:
        return total(district.tally for district in self.districts)

    @property
    def heard(self) -> int:
        """How many districts a number came in from."""
        return sum(district.tally.last_mark_at is not None for district in self.districts)

    @property
    def teams(self) -> int:
        """How many teams are out."""
        return sum(len(district.ground.teams) for district in self.districts)

    @property
    def lifts(self) -> int:
        """How many lifts are wanted and nobody's yet."""
        return sum(district.ground.lifts for district in self.districts)

    @property
    def sources(self) -> dict[str, int]:
        """How many promises are in by who said so (MarkSource values)."""
        found: dict[str, int] = defaultdict(int)
        for district in self.districts:
            for source, count in district.tally.sources:
                found[source] += count
        return dict(found)


@dataclass(frozen=True)
class Figures:
    """Everything that the screens show, as of one moment. Districts, boxes and wards stand by code and name."""

    at: datetime.datetime
    districts: tuple[District, ...]
    boxes: tuple[Box, ...]
    wards: tuple[Together, ...]
    rooms: tuple[Together, ...]
    stations: tuple[Place, ...]
    facts: Facts
    all: Together

    @property
    def whole(self) -> Tally:
        return self.all.tally

    @property
    def heard(self) -> int:
        return self.all.heard

    @property
    def promises_in_by_source(self) -> dict[str, int]:
        return self.all.sources

    @property
    def silent(self) -> list[Place]:
        """Stations that should be heard from and aren't, the longest silence first."""
        quiet = [place for place in self.stations if place.silent_since]
        return sorted(quiet, key=lambda place: (place.silent_since, place.name))

    @property
    def by_left(self) -> list[District]:
        """The districts with the most promises left first."""
        return sorted(self.districts, key=lambda district: (-district.tally.left, district.code))

    @cached_property
    def version(self) -> str:
        """A fingerprint of what is shown, whenever it was counted."""
        shown = repr((self.districts, self.boxes, self.stations, self.facts))
        return hashlib.sha256(shown.encode()).hexdigest()[:20]


def next_places(districts: Iterable[District]) -> list[District]:
    """Return districts with promises left, where a team reaches most first; alike ones by how many are left."""
    rows = [district for district in districts if district.tally.left]
    return sorted(rows, key=lambda one: (-one.reach, -one.tally.left, one.code))


def key(election: Election) -> str:
    """Return where the cache keeps the figures; another version of the product looks elsewhere."""
    return key_of(election.unit_id, election.pk)


def key_of(unit: int, election: int) -> str:
    """Return the same from ids: those of a unit and of an election that isn't its own keep nothing."""
    return f"polling-day:{settings.VERSION}:{unit}:{election}"


def count(election: Election) -> Figures:
    """Return the figures of this moment. Six queries, and one more where promises have to be counted afresh."""
    return counted(election)[0]


def counted(election: Election) -> tuple[Figures, tallies.Read]:
    """Return the same with what was counted for it, so that it can be kept (gotv.actions.tallies)."""
    now = timezone.now()
    seen = day_facts.boxes(election)
    read = tallies.read(election, boxes.told_apart(part for box in seen for part in box.parts))
    facts = day_facts.facts(election, now)
    last_marks = {one.pk: one.last_mark_at for one in read.districts}
    places = stations.places_with(election, last_marks, now)
    return _Making(election, read.districts, seen, facts, now).figures(tuple(places)), read


class _Making:
    """Figures on their way from rows."""

    def __init__(
        self,
        election: Election,
        rows: tuple[Tallied, ...],
        seen: list[BoxSeen],
        facts: Facts,
        now: datetime.datetime,
    ) -> None:
        self.election, self.rows, self.seen, self.facts, self.now = election, rows, seen, facts, now
        expected = stations.expected_hours(election)
        self.hours = Hours(expected.opens, expected.closes, now)
        self.by_pk = {row.pk: row for row in rows}
        self.boxes_of = Counter(part.district for box in seen for part in box.parts)
        self.spots = self._spots()
        self.spots_of: dict[int, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            for district in spot.districts:
                self.spots_of[district].append(spot)
        self.known = polled.Known(self.spots, self.how)

    def figures(self, places: tuple[Place, ...]) -> Figures:
        districts = tuple(self._district(row) for row in self.rows)
        rooms = {row.room: row.room_name for row in self.rows if row.room}
        return Figures(
            at=self.now,
            districts=districts,
            boxes=tuple(self._box(box) for box in self.seen),
            wards=self._wards(districts),
            rooms=tuple(
                self._together(key, name, [one for one in districts if one.room == key])
                for key, name in sorted(rooms.items(), key=lambda room: (room[1], room[0]))
            ),
            stations=places,
            facts=self.facts,
            all=self._together(0, "", districts),
        )

    @property
    def how(self) -> How:
        """Boxes are taken where any was counted, and otherwise districts as tellers tell them."""
        return How.COUNTED if self.facts.turnout else How.TOLD

    def _spots(self) -> list[Spot]:
        spots = [self._spot(box) for box in self.seen] if self.how == How.COUNTED else []
        boxed = {district for spot in spots for district in spot.districts}
        for row in self.rows:
            if row.pk not in boxed:
                told = row.voted if row.has_teller and self.how == How.TOLD else None
                size = row.electors - row.postal_electors
                spots.append(Spot(-row.pk, (row.pk,), size, told, row.last_mark_at, row.voted))
        return spots

    def _spot(self, box: BoxSeen) -> Spot:
        value, at = self.facts.turnout.get(box.pk, (None, None))
        alone = all(self.boxes_of[part.district] == 1 for part in box.parts)
        rows = [self.by_pk[part.district] for part in box.parts if part.district in self.by_pk]
        least = sum(row.voted for row in rows) if alone else 0
        return Spot(box.pk, tuple(part.district for part in box.parts), self._size(box), value, at, least)

    def _size(self, box: BoxSeen) -> int:
        """Return how many electors can use a box in person: as the council's file counts them, or as we do."""
        if box.electors is not None:
            return box.electors
        size = 0
        for part in box.parts:
            row = self.by_pk.get(part.district)
            if row is not None:
                own = {pk: electors - postal for pk, electors, postal in row.box_electors}
                alike = (row.electors - row.postal_electors) // self.boxes_of[part.district]
                size += own.get(box.pk, alike)
        return size

    def _district(self, row: Tallied) -> District:
        share = self.known.share(self.spots_of[row.pk])
        tally = self._tally(row, share)
        knocked_at, teams = self.facts.rounds.get(row.pk, (None, ()))
        ground = Ground(
            left=tally.left,
            doors=row.doors_left or tally.left,
            turnout=share.middle if share else None,
            last_number_at=row.last_mark_at if row.has_teller else None,
            knocked_at=knocked_at,
            teams=teams,
            lifts=self.facts.lifts_by_district.get(row.pk, 0),
            by_counts=self.election.counts_only,
        )
        reach = sending.reach(ground, self.hours)
        return District(row.pk, row.code, row.name, row.ward_name, row.room, tally, share, ground, reach)

    def _tally(self, row: Tallied, share: Share | None) -> Tally:
        came, most = self._likely_in(row, share) if self.election.counts_only else (row.promises_in, None)
        return Tally(
            electors=row.electors,
            promises=row.promises,
            promises_in=came,
            promises_in_at_most=most,
            voted=row.voted,
            heard_electors=row.electors if row.last_mark_at else 0,
            last_mark_at=row.last_mark_at,
            sources=tuple(sorted(row.sources.items())),
        )

    def _likely_in(self, row: Tallied, share: Share | None) -> tuple[int, int | None]:
        """Return from how many to how many promises have voted, where no elector is known (domain C7)."""
        warp = min(self.facts.warp.get(row.pk, 0), row.promises)
        if share is None:
            return warp, None
        found = estimates.promises_in(estimates.Range(share.low, share.high), share.size, row.promises)
        return max(warp, found.low), max(warp, found.high)

    def _box(self, box: BoxSeen) -> Box:
        own = next((spot for part in box.parts for spot in self.spots_of[part.district] if spot.key == box.pk), None)
        promised, came = self._promises_of(box)
        value, at = self.facts.turnout.get(box.pk, (None, None))
        share = self.known.share([own]) if own else None
        return Box(box.pk, box.number, box.station, box.codes, value, at, share, promised, came)

    def _promises_of(self, box: BoxSeen) -> tuple[int | None, int | None]:
        if self.election.counts_only:
            return None, None
        promised = came = 0
        for part in box.parts:
            row = self.by_pk.get(part.district)
            if row is None:
                continue
            if self.boxes_of[part.district] == 1:
                said, voted = row.promises, row.promises_in
            elif any(pk == box.pk for pk, _electors, _postal in row.box_electors):
                said, voted = {pk: (said, voted) for pk, said, voted in row.box_promises}.get(box.pk, (0, 0))
            else:
                return None, None
            promised, came = promised + said, came + voted
        return promised, came

    def _wards(self, districts: Iterable[District]) -> tuple[Together, ...]:
        """Return the wards, by name; districts without one come last, together."""
        named: dict[str, list[District]] = {}
        for district in districts:
            named.setdefault(district.ward, []).append(district)
        in_order = sorted(named.items(), key=lambda item: (not item[0], item[0]))
        return tuple(self._together(0, name, rows) for name, rows in in_order)

    def _together(self, key: int, name: str, districts: Iterable[District]) -> Together:
        """Return districts as one. A box that two of them share counts where the first of its districts is."""
        inside = tuple(districts)
        spots = [spot for one in inside for spot in self.spots_of[one.pk] if spot.districts[0] == one.pk]
        return Together(key, name, inside, self.known.share(spots))


def counted_by(figures: Figures, kind: CountKind, room: int | None = None) -> int | None:
    """Return what rooms last counted of a kind, together or one of them; None where nobody counted."""
    values = [value for (one, pk), (value, _at) in figures.facts.by_room.items() if one == kind and room in {None, pk}]
    return sum(values) if values else None
