"""Road groups with their size, and what one is made of."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import QuerySet

from access.models import Unit
from canvass.models import RoadGroup, RoadGroupStreet
from canvass.queries import areas
from canvass.queries.areas import Keys

_SIZES = """
SELECT g.id, count(DISTINCT g.street_id), count(DISTINCT h.id), count(e.id)
FROM canvass_roadgroupstreet g
LEFT JOIN canvass_household h ON h.unit_id = g.unit_id AND h.street_id = g.street_id
     AND (g.district_id IS NULL OR h.polling_district_id = g.district_id)
LEFT JOIN canvass_elector e ON e.household_id = h.id AND e.left_on IS NULL AND e.kind = 'ordinary'
WHERE g.unit_id = %(unit)s AND g.road_group_id = ANY(%(groups)s)
GROUP BY g.id
"""


@dataclass(frozen=True)
class Size:
    streets: int = 0
    doors: int = 0
    people: int = 0


@dataclass(frozen=True)
class GroupRow:
    group: RoadGroup
    size: Size


@dataclass(frozen=True)
class Part:
    """One street of a group, or its part in one district."""

    row: RoadGroupStreet
    size: Size


def listing(area: Keys) -> QuerySet[RoadGroup]:
    """Return the road groups of the area, by name."""
    found = RoadGroup.objects.select_related("ward").order_by("name")
    inside = areas.wards(area)
    return found if inside is None else found.filter(ward__in=inside)


def with_sizes(unit: Unit, groups: list[RoadGroup]) -> list[GroupRow]:
    """Return these groups with their streets, doors and people. Two queries."""
    pks = [group.pk for group in groups]
    of_group = dict(RoadGroupStreet.objects.filter(road_group__in=pks).values_list("pk", "road_group_id"))
    sums = {pk: [0, 0, 0] for pk in pks}
    for part, size in _sizes(unit, pks).items():
        for place, count in enumerate((size.streets, size.doors, size.people)):
            sums[of_group[part]][place] += count
    return [GroupRow(group, Size(*sums[group.pk])) for group in groups]


def parts(group: RoadGroup) -> list[Part]:
    """Return the streets of a group in walking order. Two queries."""
    rows = group.streets.select_related("street", "district").order_by("position", "pk")
    sizes = _sizes(group.unit, [group.pk])
    return [Part(row, sizes.get(row.pk, Size())) for row in rows]


def board_query(found: list[Part]) -> str:
    """Return the query with which the page for making a board has these streets ticked."""
    pairs = [("district", str(one.row.district_id)) for one in found]
    ticked = [("street", f"{one.row.district_id}-{one.row.street_id}") for one in found]
    return urlencode(list(dict.fromkeys(pairs)) + ticked)


def _sizes(unit: Unit, groups: list[int]) -> dict[int, Size]:
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, {"unit": unit.pk, "groups": groups})
        return {pk: Size(streets, doors, people) for pk, streets, doors, people in cursor.fetchall()}
