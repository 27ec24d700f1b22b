"""The walking order of rules/walking.py as an ORDER BY, and what people have put in order by hand on top of it.

A board of any size is ordered in one statement; a test throws awkward streets at it and at the rule and wants the
same answer. Then the few streets that somebody has corrected are put right, and streets follow the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection

from access.models import Unit
from canvass.enums import Way
from canvass.models import Household, PollingDistrict, RoadGroupStreet, Street, StreetOrder
from canvass.rules import walking
from canvass.rules.boards import Stop
from canvass.rules.walking import Door, Part

Key = tuple[int, int]
_CENTRES = """
SELECT h.polling_district_id, h.street_id, avg(h.latitude), avg(h.longitude)
FROM canvass_household h
JOIN unnest(%(districts)s::bigint[], %(streets)s::bigint[]) AS wanted(district, street)
  ON wanted.district = h.polling_district_id AND wanted.street = h.street_id
WHERE h.unit_id = %(unit)s AND h.latitude IS NOT NULL AND h.longitude IS NOT NULL
GROUP BY 1, 2
"""


def _natural(column: str) -> str:
    return (
        f"regexp_replace(regexp_replace(lower({column} COLLATE \"C\"), '[0-9]+', '000000000\\&', 'g'), "
        "'[0-9]*([0-9]{10})', '\\1', 'g') COLLATE \"C\""
    )


def _floor() -> str:
    cases = (
        f"WHEN lower(h.flat COLLATE \"C\") ~ '^(the )?({words})( |$)' THEN {height}"
        for height, words in enumerate(walking.FLOORS, start=1)
    )
    return f"CASE {' '.join(cases)} WHEN h.flat_number IS NOT NULL THEN 0 ELSE {len(walking.FLOORS) + 1} END"


# For `canvass_household h LEFT JOIN canvass_street s ON s.id = h.street_id`.
ORDER = ",\n".join(
    (
        "h.street_id IS NULL",
        _natural("coalesce(s.name, '')"),
        _natural("coalesce(s.locality, '')"),
        "coalesce(h.street_id, 0)",
        "h.polling_district_id",
        "CASE WHEN h.number IS NULL THEN 2 WHEN h.number & 1 = 0 THEN 1 ELSE 0 END",
        "CASE WHEN h.number & 1 = 0 THEN -h.number ELSE coalesce(h.number, 0) END",
        _natural("h.number_suffix"),
        _natural("h.building"),
        "h.flat <> ''",
        _floor(),
        "coalesce(h.flat_number, 2147483647)",
        _natural("h.flat"),
        "h.id",
    )
)


def ordered(unit: Unit, stops: Sequence[Stop]) -> list[Stop]:
    """Return a walk that stands in ORDER as people walk it: streets one near another, corrected ones as corrected.

    Doors without a street come last. Three queries, and one more where a street was corrected.
    """
    parts = {
        key: list(doors) for key, doors in groupby(stops, key=lambda stop: (stop.district_id, stop.street_id or 0))
    }
    keys = [key for key in parts if key[1]]
    _correct(keys, parts)
    centres, groups = _centres(unit, keys), _groups(unit, keys)
    walked = walking.follow([Part(key, centres.get(key), *groups.get(key, (None, 0))) for key in keys])
    along = [stop for part in walked for stop in parts[part.key]]
    return along + [stop for stop in stops if stop.street_id is None]


def of_street(district: PollingDistrict, street: Street) -> StreetOrder:
    """Return how a street is walked in a district; one that isn't saved yet where nobody has said anything."""
    found = StreetOrder.objects.filter(polling_district=district, street=street).select_related("made_by").first()
    return found or StreetOrder(unit_id=district.unit_id, polling_district=district, street=street)


def doors(order: StreetOrder) -> list[Household]:
    """Return the doors of a street of a district as they are walked."""
    there = Household.objects.filter(polling_district=order.polling_district_id, street=order.street_id)
    by_id = there.select_related("street").in_bulk()
    walked = walking.in_way([door(one) for one in by_id.values()], order.way, order.doors)
    return [by_id[one.household_id] for one in walked]


def door(of: Household) -> Door:
    """Return what the order depends on, of a household with its street."""
    return Door(
        street_id=of.street_id,
        street=of.street.name if of.street else "",
        locality=of.street.locality if of.street else "",
        number=of.number,
        suffix=of.number_suffix,
        building=of.building,
        flat=of.flat,
        flat_number=of.flat_number,
        household_id=of.pk,
        district_id=of.polling_district_id,
    )


def arranged(homes: Iterable[Household]) -> list[Household]:
    """Return households, each with its street, as they are walked: the usual way or as somebody has said.

    Streets come by name. One query.
    """
    found = sorted(homes, key=lambda home: walking.place(door(home)))
    streets = {
        key: list(group) for key, group in groupby(found, key=lambda h: (h.polling_district_id, h.street_id or 0))
    }
    for key, order in corrected(streets).items():
        by_id = {home.pk: home for home in streets[key]}
        walked = walking.in_way([door(home) for home in streets[key]], order.way, order.doors)
        streets[key] = [by_id[one.household_id] for one in walked]
    return [home for group in streets.values() for home in group]


def corrected(keys: Iterable[Key]) -> dict[Key, StreetOrder]:
    """Return which of these (district, street) pairs are walked in another way than the usual one, and how."""
    wanted = set(keys)
    rows = StreetOrder.objects.filter(polling_district__in={district for district, _street in wanted})
    rows = rows.exclude(way=Way.SIDES)
    found = {(one.polling_district_id, one.street_id): one for one in rows}
    return {key: one for key, one in found.items() if key in wanted}


def _correct(keys: Sequence[Key], parts: dict[tuple[int, int], list[Stop]]) -> None:
    """Put the streets in order of which somebody has said how they are walked."""
    orders = corrected(keys)
    if not orders:
        return
    wanted = [stop.household_id for key in orders for stop in parts[key]]
    by_id = {one.pk: door(one) for one in Household.objects.filter(pk__in=wanted).select_related("street")}
    for key, order in orders.items():
        stops = {stop.household_id: stop for stop in parts[key]}
        walked = walking.in_way([by_id[household] for household in stops], order.way, order.doors)
        parts[key] = [stops[one.household_id] for one in walked]


def _centres(unit: Unit, keys: Sequence[Key]) -> dict[Key, tuple[float, float]]:
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "unit": unit.pk,
            "districts": [key[0] for key in keys],
            "streets": [key[1] for key in keys],
        }
        cursor.execute(_CENTRES, asked)
        return {(district, street): (lat, lon) for district, street, lat, lon in cursor.fetchall()}


def _groups(unit: Unit, keys: Sequence[Key]) -> dict[Key, tuple[int, int]]:
    """Return the road group of each street and its place there; a group may name a street in whole."""
    rows = RoadGroupStreet.objects.filter(unit=unit, street__in={street for _district, street in keys})
    columns = rows.values_list("district_id", "street_id", "road_group_id", "position")
    named: dict[tuple[int | None, int], tuple[int, int]] = {
        (district, street): (group, position) for district, street, group, position in columns
    }
    whole = {key: named.get(key) or named.get((None, key[1])) for key in keys}
    return {key: place for key, place in whole.items() if place is not None}
