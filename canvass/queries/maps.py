"""What a map shows: doors by how they stand, street by street, and the boundaries around them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from access.models import Unit
from canvass.enums import BoundaryKind
from canvass.models import Boundary, Household, PollingDistrict, Street
from canvass.queries.boards import picking
from canvass.rules.geography.outlines import Outline

# More doors than this are drawn street by street: a page of them all would be slow, and no eye could tell them apart.
MOST_DOORS = 400
STATES = OPEN, TRIED, SPOKE, CLOSED = "open", "tried", "spoke", "closed"
_DOORS = f"""
WITH {picking.PEOPLE},
doors AS (
    SELECT h.id, h.polling_district_id AS district, h.street_id AS street, h.latitude, h.longitude,
           CASE WHEN p.spoken > 0 OR (v.at >= %(since)s AND v.outcome = 'spoke') THEN 'spoke'
                WHEN p.objecting + p.gone + p.unknown >= p.electors THEN 'closed'
                WHEN v.at >= %(since)s THEN 'tried' ELSE 'open' END AS state
    FROM people p
    JOIN canvass_household h ON h.id = p.household_id
    LEFT JOIN canvass_latestvisit v ON v.household_id = h.id
    WHERE h.unit_id = %(unit)s
      AND (%(districts)s::bigint[] IS NULL OR h.polling_district_id = ANY(%(districts)s::bigint[]))
      AND (%(boards)s::uuid[] IS NULL
           OR h.id IN (SELECT d.household_id FROM canvass_boarddoor d WHERE d.board_id = ANY(%(boards)s::uuid[])))
)
"""  # noqa: S608 - a constant of ours
_STREETS = f"""{_DOORS}
SELECT district, street, count(*), count(latitude), avg(latitude), avg(longitude),
       count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'tried'),
       count(*) FILTER (WHERE state = 'spoke'), count(*) FILTER (WHERE state = 'closed')
FROM doors GROUP BY district, street
"""  # noqa: S608
_WITHIN = f"""{_DOORS}
SELECT id, district, street, latitude, longitude, state FROM doors
WHERE latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
ORDER BY id LIMIT %(most)s
"""  # noqa: S608
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Scope:
    """Which doors a map is of: those of districts, of boards, with somebody of a list; None: whichever.

    `since`: from when it counts that somebody knocked or was spoken to.
    """

    unit: Unit
    since: datetime.datetime
    districts: Collection[int] | None = None
    boards: Collection[UUID] | None = None
    target_list: UUID | None = None

    def parameters(self) -> dict:
        return {
            "unit": self.unit.pk,
            "since": self.since,
            "districts": None if self.districts is None else list(self.districts),
            "boards": None if self.boards is None else list(self.boards),
            "list": self.target_list,
        }


@dataclass(frozen=True)
class OnMap:
    """A street of a district: its doors by how they stand, how many are `located`, and the middle of those."""

    district: PollingDistrict
    street: Street | None
    doors: int
    located: int
    latitude: float | None
    longitude: float | None
    open: int
    tried: int
    spoke: int
    closed: int

    @property
    def state(self) -> str:
        """What most of it is like: open while any door is."""
        return OPEN if self.open else TRIED if self.tried else SPOKE if self.spoke else CLOSED


@dataclass(frozen=True)
class Point:
    """A door and where it stands. `street` is None where the register names none."""

    household: int
    district: int
    street: int | None
    latitude: float
    longitude: float
    state: str


def streets(scope: Scope) -> list[OnMap]:
    """Return the streets of a map by district and name, doors without a street last. Three queries."""
    rows = _rows(_STREETS, scope.parameters())
    districts = PollingDistrict.objects.in_bulk({row[0] for row in rows})
    named = Street.objects.in_bulk({row[1] for row in rows if row[1]})
    found = [OnMap(districts[district], named.get(street), *rest) for district, street, *rest in rows]
    return sorted(found, key=lambda one: (one.district.code, one.street is None, one.street.name if one.street else ""))


def points(scope: Scope, bounds: Bounds, most: int = MOST_DOORS) -> list[Point] | None:
    """Return the doors inside these bounds (south, west, north, east); None when they are more than `most`."""
    south, west, north, east = bounds
    asked = {"south": south, "west": west, "north": north, "east": east, "most": most + 1}
    rows = _rows(_WITHIN, scope.parameters() | asked)
    return None if len(rows) > most else [Point(*row) for row in rows]


def inside(scope: Scope, outline: Outline) -> dict[tuple[int, int | None], int]:
    """Return how many doors of each (district, street) lie inside an outline."""
    bounds = outline.south, outline.west, outline.north, outline.east
    found: dict[tuple[int, int | None], int] = {}
    for point in points(scope, bounds, 1_000_000) or []:
        if outline.holds(point.latitude, point.longitude):
            key = point.district, point.street
            found[key] = found.get(key, 0) + 1
    return found


def names(of: Sequence[Point]) -> dict[int, str]:
    """Return what to call each of these doors: "23 Tanyard Row"."""
    rows = Household.objects.filter(pk__in=[point.household for point in of]).select_related("street")
    return {one.pk: f"{one.door} {one.street.name if one.street else ''}".strip() for one in rows}


def boundaries(unit: Unit) -> list[tuple[str, str, Outline]]:
    """Return kind, name and outline of the wards and districts that are held; a district is called by its code."""
    held = Boundary.objects.filter(unit=unit, kind__in=[BoundaryKind.WARD, BoundaryKind.DISTRICT])
    return [(one.kind, one.code or one.name, Outline(one.geometry)) for one in held.order_by("-kind", "brought_in_at")]


def _rows(statement: str, parameters: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
