"""What else is known of the day: boxes, counts, teams that are out, lifts."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count as Number
from django.db.models import Min, Sum, Window

from gotv.enums import CountKind, LiftState
from gotv.models import BoxDistrict, Count, Election, Lift, Round
from gotv.rules import lifts
from gotv.rules.boxes import Part


@dataclass(frozen=True)
class BoxSeen:
    """A ballot box with the districts that use it. `electors` vote in person, as the council's file says, or None."""

    pk: int
    number: str
    station: str
    codes: tuple[str, ...]
    parts: tuple[Part, ...]
    electors: int | None


_At = tuple[int, datetime.datetime]


@dataclass(frozen=True)
class Facts:
    """Counts by box, by (kind, room) and, WARP added up, by district; rounds and lifts by district.

    `rounds` holds when a team was last there and which are there now. `lifts` are all that are wanted and nobody has
    yet, `lifts_due_at` the end of the earliest of their windows. `lifts_by_room` is how many each room has still to do,
    driver or none, for rooms that were ever asked for one.
    """

    turnout: dict[int, _At] = field(default_factory=dict)
    warp: dict[int, int] = field(default_factory=dict)
    by_room: dict[tuple[str, int], _At] = field(default_factory=dict)
    rounds: dict[int, tuple[datetime.datetime | None, tuple[str, ...]]] = field(default_factory=dict)
    lifts: int = 0
    lifts_due_at: datetime.datetime | None = None
    lifts_by_district: dict[int, int] = field(default_factory=dict)
    lifts_by_room: dict[int, int] = field(default_factory=dict)


def boxes(election: Election) -> list[BoxSeen]:
    """Return the ballot boxes that districts use, by station and number. One query."""
    rows = BoxDistrict.objects.filter(box__station__election=election).values_list(
        "box", "box__number", "box__station__name", "district", "district__code", "lowest", "highest", "electors",
        "postal_electors",
    )  # fmt: skip
    found: dict[int, list[tuple]] = defaultdict(list)
    for row in rows.order_by("box__station__name", "box__station", "box", "district__code", "pk"):
        found[row[0]].append(row)
    return [_box(pk, of) for pk, of in found.items()]


def _box(pk: int, rows: list[tuple]) -> BoxSeen:
    counts = [None if row[7] is None else max(0, row[7] - (row[8] or 0)) for row in rows]
    return BoxSeen(
        pk=pk,
        number=rows[0][1],
        station=rows[0][2],
        codes=tuple(row[4] for row in rows),
        parts=tuple(Part(pk, row[3], row[5], row[6]) for row in rows),
        electors=None if None in counts else sum(count for count in counts if count is not None),
    )


def facts(election: Election, now: datetime.datetime) -> Facts:
    """Return what is known besides electors. Three queries."""
    turnout, warp, by_room = _counts(election)
    asked = list(
        Lift.objects.filter(election=election)
        .order_by()
        .values_list("elector__polling_district", "room", "state")
        .annotate(count=Number("pk"), due=Min("until_at"))
    )
    wanted = [(count, due) for _district, _room, state, count, due in asked if state == LiftState.WANTED]
    by_district: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for district, room, state, count, _due in asked:
        left.update({room: count if state in lifts.OPEN else 0} if room else {})
        by_district.update({district: count} if district and state == LiftState.WANTED else {})
    return Facts(
        turnout=turnout,
        warp=warp,
        by_room=by_room,
        rounds=_rounds(election),
        lifts=sum(count for count, _due in wanted),
        lifts_due_at=min((due for _count, due in wanted if due), default=None),
        lifts_by_district=dict(by_district),
        lifts_by_room=dict(left),
    )


def _counts(election: Election) -> tuple[dict[int, _At], dict[int, int], dict[tuple[str, int], _At]]:
    """Return the newest valid count of each box and room, and WARP added up by district. One query."""
    every_pass = Window(Sum("value"), partition_by=["kind", "polling_district"])  # WARP adds up
    place = ("kind", "box", "polling_district", "room")
    rows = (
        Count.objects.filter(election=election, invalidated_at=None)
        .annotate(together=every_pass)
        .order_by(*place, "-counted_at", "-entered_at")
        .distinct(*place)
        .values_list(*place, "value", "counted_at", "together")
    )
    turnout: dict[int, _At] = {}
    warp: dict[int, int] = {}
    by_room: dict[tuple[str, int], _At] = {}
    for kind, box, district, room, value, at, together in rows:
        if kind == CountKind.TURNOUT:
            turnout[box] = value, at
        elif kind == CountKind.WARP:
            warp[district] = together
        else:
            by_room[kind, room] = value, at
    return turnout, warp, by_room


def _rounds(election: Election) -> dict[int, tuple[datetime.datetime | None, tuple[str, ...]]]:
    """Return by district when a team was last there, and the names of those there now."""
    found: dict[int, tuple[datetime.datetime | None, tuple[str, ...]]] = {}
    rows = Round.objects.filter(election=election).order_by("begun_at")
    for district, begun_at, ended_at, team in rows.values_list("polling_district", "begun_at", "ended_at", "team"):
        before, teams = found.get(district, (None, ()))
        at = max(moment for moment in (before, begun_at, ended_at) if moment)
        found[district] = (at, teams if ended_at else (*teams, team))
    return found
