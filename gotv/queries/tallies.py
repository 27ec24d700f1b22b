"""What of each district is counted out of its electors, kept in a table and counted again where it has moved.

Reading it never writes: whoever reads gets what is true now, and which rows were counted for it, so that
gotv.actions.tallies can keep them for whoever comes next.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from canvass.models import Elector, PollingDistrict
from gotv.enums import AbsentKind, MarkSource
from gotv.models import CampaignFigures, Election, KnockUpSnapshot, RoomDistrict
from gotv.queries import eligibility, promises
from gotv.rules.boxes import Part

# Marks move a district's counter and so have it counted at once; whoever said Labour just now waits this long.
_PROMISES_FOR = datetime.timedelta(minutes=1)
# So that nobody waits for all of them every minute: those that are only due take turns, unless nobody looked for long.
_DUE_AT_ONCE = 6
_DUE_FOR = datetime.timedelta(minutes=3)
# So many districts are looked up elector by elector, in their indexes; of more, whole tables are compared.
_FEW = 6
# Who may vote changes with the register, a letter's rule or a list of absent voters: seldom on the day.
_ROLL_FOR = datetime.timedelta(minutes=10)
_NUMBERS = ("electors", "postal_electors", "promises", "promises_in", "doors_left")
_BY_POST = (AbsentKind.POSTAL.value, AbsentKind.POSTAL_PROXY.value)

_STATE = """
SELECT d.id, d.code, d.name, d.ward_id, w.name, r.room_id, room.name,
       coalesce(c.voted, 0), c.last_mark_at, coalesce(c.changes, 0), t.changes,
       t.counted_at, t.roll_at, t.electors, t.postal_electors, t.promises, t.promises_in, t.doors_left,
       t.sources::text, t.box_electors::text, t.box_promises::text,
       (SELECT s.id FROM gotv_knockupsnapshot s WHERE s.election_id = %(election)s AND s.replaced_at IS NULL LIMIT 1)
FROM canvass_pollingdistrict d
LEFT JOIN canvass_ward w ON w.id = d.ward_id
LEFT JOIN gotv_districttally t ON t.polling_district_id = d.id AND t.election_id = %(election)s
LEFT JOIN gotv_districtcounter c ON c.polling_district_id = d.id AND c.election_id = %(election)s
LEFT JOIN gotv_roomdistrict r ON r.polling_district_id = d.id AND r.election_id = %(election)s
LEFT JOIN gotv_committeeroom room ON room.id = r.room_id
WHERE d.unit_id = %(unit)s AND (t.id IS NOT NULL OR c.id IS NOT NULL)
ORDER BY d.code, d.id
"""
# Promises by who says that they have voted ("" for those left), and by box where boxes have their own numbers.
_PROMISES = """
SELECT p.district, p.box, coalesce(m.source, ''), count(*),
       count(DISTINCT p.household) FILTER (WHERE v.id IS NULL)
FROM ({promised}) p (id, district, household, box)
LEFT JOIN gotv_voted v ON v.election_id = %s AND v.elector_id = p.id
LEFT JOIN gotv_votemark m ON m.id = v.mark_id
GROUP BY 1, 2, 3
"""
_ROLL = """
SELECT e.district, e.box, count(*), count(a.elector_id)
FROM ({electors}) e (id, district, box)
LEFT JOIN (SELECT DISTINCT elector_id FROM gotv_absentvote
           WHERE election_id = %s AND ended_at IS NULL AND kind = ANY(%s)) a ON a.elector_id = e.id
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Tallied:
    """A district in numbers. `box_electors` is (box, electors, postal electors), `box_promises` (box, promises, in)."""

    pk: int
    code: str
    name: str
    ward: int | None
    ward_name: str
    room: int | None
    room_name: str
    voted: int
    last_mark_at: datetime.datetime | None
    changes: int = 0
    counted_at: datetime.datetime | None = None
    roll_at: datetime.datetime | None = None
    electors: int = 0
    postal_electors: int = 0
    promises: int = 0
    promises_in: int = 0
    doors_left: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    box_electors: tuple[tuple[int, int, int], ...] = ()
    box_promises: tuple[tuple[int, int, int], ...] = ()

    @property
    def has_teller(self) -> bool:
        """Whether a number came in from a teller. What is told at doors says nothing of all who have voted."""
        elsewhere = sum(count for source, count in self.sources.items() if source != MarkSource.TELLER)
        return self.last_mark_at is not None and (self.voted > elsewhere or not elsewhere)


@dataclass(frozen=True)
class Read:
    """The districts of an election by code, and the ids of those that were counted for this reading."""

    districts: tuple[Tallied, ...]
    counted: frozenset[int]


def read(election: Election, parts: Sequence[Part] = ()) -> Read:
    """Return every district with electors or with marks. One query, and one more where promises are counted afresh.

    Two or three besides where who may vote is, which is seldom.

    `parts` are the numbers of boxes that have their own (gotv.rules.boxes.told_apart).
    """
    now = timezone.now()
    kept, held = _state(election)
    if not kept or any(one.roll_at is None or one.roll_at <= now - _ROLL_FOR for one, _moved in kept):
        rows = _with_roll(election, [one for one, _moved in kept], parts, now)
        old = {row.pk for row in rows}
    else:
        rows = [one for one, _moved in kept]
        old = _due(kept, now)
    if old and not election.counts_only:
        rows = _with_promises(election, rows, old, parts, now, held)
    return Read(tuple(rows), frozenset(old))


def _due(kept: Sequence[tuple[Tallied, bool]], now: datetime.datetime) -> set[int]:
    """Return the districts to count: all whose counter moved or that wait for long, of the others the oldest few."""
    at = {one.pk: one.counted_at or one.roll_at or now - _DUE_FOR for one, _moved in kept}
    must = {one.pk for one, moved in kept if moved or one.counted_at is None or at[one.pk] <= now - _DUE_FOR}
    waiting = sorted((then, pk) for pk, then in at.items() if pk not in must and then <= now - _PROMISES_FOR)
    return must | {pk for _then, pk in waiting[:_DUE_AT_ONCE]}


def _state(election: Election) -> tuple[list[tuple[Tallied, bool]], UUID | None]:
    """Return what is kept, of each whether its counter has moved since, and which knock-up list holds."""
    found, held = [], None
    for row in _rows(_STATE, {"election": election.pk, "unit": election.unit_id}):
        pk, code, name, ward, ward_name, room, room_name, *rest, held = row
        voted, last, changes, then, counted_at, roll_at, *counts = rest
        numbers = [number or 0 for number in counts[:5]]
        sources, electors, promised = (json.loads(text or "null") for text in counts[5:])
        place = (pk, code, name, ward, ward_name or "", room, room_name or "")
        kept: dict[str, Any] = {
            **dict(zip(_NUMBERS, numbers, strict=True)),
            "sources": sources or {},
            "box_electors": tuple(tuple(one) for one in electors or ()),
            "box_promises": tuple(tuple(one) for one in promised or ()),
        }
        found.append((Tallied(*place, voted, last, changes, counted_at, roll_at, **kept), then != changes))
    if not found:
        held = KnockUpSnapshot.objects.filter(election=election, replaced_at=None).values_list("pk", flat=True).first()
    return found, held


def _with_roll(election: Election, kept: list[Tallied], parts: Sequence[Part], now: datetime.datetime) -> list[Tallied]:
    """Return the districts with who may vote counted afresh; those that had no row yet are among them."""
    counted = _of_contact_creator() if election.counts_only else _electors(election, parts)
    known = {one.pk: one for one in kept}
    new = [pk for pk in counted if pk not in known]
    known |= {one.pk: one for one in _named(election, new)}
    rows = []
    for one in known.values():
        electors, postal, promised, boxes = counted.get(one.pk, (0, 0, 0, ()))
        rows.append(
            replace(
                one, electors=electors, postal_electors=postal, promises=promised, box_electors=boxes, roll_at=now,
                counted_at=now,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda one: (one.code, one.pk))


def _named(election: Election, districts: Collection[int]) -> list[Tallied]:
    if not districts:
        return []
    rows = PollingDistrict.objects.filter(pk__in=districts).values_list("pk", "code", "name", "ward", "ward__name")
    held = RoomDistrict.objects.filter(election=election).values_list("polling_district", "room", "room__name")
    rooms = {pk: (room, room_name) for pk, room, room_name in held}
    found = []
    for pk, code, name, ward, ward_name in rows:
        room, room_name = rooms.get(pk, (None, ""))
        found.append(Tallied(pk, code, name, ward, ward_name or "", room, room_name, 0, None))
    return found


_Counted = tuple[int, int, int, tuple[tuple[int, int, int], ...]]


def _electors(election: Election, parts: Sequence[Part]) -> dict[int, _Counted]:
    """Return electors, postal electors, no promises yet, and the boxes, by district."""
    electors = Elector.objects.filter(eligibility.may_vote(election)).order_by()
    statement, values = (
        electors.annotate(box=_box(parts)).values_list("pk", "polling_district", "box").query.sql_with_params()
    )
    rows = _joined(_ROLL.format(electors=statement), (*values, election.pk, list(_BY_POST)))
    found: dict[int, _Counted] = {}
    for district, box, count, postal in sorted(rows, key=lambda row: (row[0], row[1] or 0)):
        had, by_post, _promised, boxes = found.get(district, (0, 0, 0, ()))
        more = ((box, count, postal),) if box else ()
        found[district] = (had + count, by_post + postal, 0, boxes + more)
    return found


def _of_contact_creator() -> dict[int, _Counted]:
    """Return the same of a CLP without a register. Promises are those who vote at the station (domain C7)."""
    rows = CampaignFigures.objects.exclude(district=None).values_list(
        "district", "electors", "postal_electors", "promises", "postal_promises"
    )
    return {pk: (electors, postal, said - sent, ()) for pk, electors, postal, said, sent in rows}


def _with_promises(
    election: Election,
    rows: Iterable[Tallied],
    old: Collection[int],
    parts: Sequence[Part],
    now: datetime.datetime,
    held: UUID | None,
) -> list[Tallied]:
    """Return the districts, with the promises of the `old` ones counted now, as the list that holds has them."""
    wanted = eligibility.may_vote(election) & promises.wanted_by(held)
    said = Elector.objects.filter(wanted, polling_district__in=old).order_by()
    parts = [part for part in parts if part.district in old]
    columns = ("pk", "polling_district", "household", "box")
    statement, values = said.annotate(box=_box(parts)).values_list(*columns).query.sql_with_params()
    counts: dict[int, _Promises] = {}
    found = _joined(_PROMISES.format(promised=statement), (*values, election.pk), few=len(old) <= _FEW)
    for district, box, source, count, doors in found:
        counts.setdefault(district, _Promises()).add(box, source, count, doors)
    return [
        replace(one, counted_at=now, **counts.get(one.pk, _Promises()).facts()) if one.pk in old else one
        for one in rows
    ]


@dataclass
class _Promises:
    """Promises of a district on their way into its numbers."""

    doors: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    boxes: dict[int, list[int]] = field(default_factory=dict)

    def add(self, box: int | None, source: str, count: int, doors: int) -> None:
        self.doors += doors
        self.sources[source] = self.sources.get(source, 0) + count
        if box:
            together = self.boxes.setdefault(box, [0, 0])
            together[0] += count
            together[1] += count if source else 0

    def facts(self) -> dict[str, Any]:
        came = {source: count for source, count in sorted(self.sources.items()) if source}
        return {
            "promises": sum(self.sources.values()),
            "promises_in": sum(came.values()),
            "doors_left": self.doors,
            "sources": came,
            "box_promises": tuple((box, *counts) for box, counts in sorted(self.boxes.items())),
        }


def _box(parts: Sequence[Part]) -> Case | Value:
    """Return an expression on electors: the box that their number uses, None where that isn't known."""
    whens = []
    for part in parts:
        inside = Q(polling_district=part.district)
        inside &= Q(number__gte=part.lowest) if part.lowest is not None else Q()
        inside &= Q(number__lte=part.highest) if part.highest is not None else Q()
        whens.append(When(inside, then=Value(part.box)))
    number = IntegerField()
    return Case(*whens, default=Value(None), output_field=number) if whens else Value(None, output_field=number)


def _joined(statement: str, values: Sequence[Any], *, few: bool = False) -> list[tuple]:
    """Return the rows of a statement that joins whole tables, compared all at once and not one by one (kit/joins.py).

    What the planner knows of marks is a minute old, and for few it would choose loops; `few` are looked up one by one,
    because the tables are large. Sent in one, so that it is one way there and back.
    """
    off = ("enable_hashjoin", "enable_mergejoin") if few else ("enable_nestloop",)
    before = "".join(f"SET LOCAL {name} = off; " for name in off)
    after = "".join(f"; SET LOCAL {name} TO DEFAULT" for name in off)
    with connection.cursor() as cursor:
        cursor.execute(f"{before}{statement}{after}", values)
        for _ in off:
            cursor.nextset()
        return cursor.fetchall()


def _rows(statement: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
