"""Where the invented places are: rectangles in the sea off Lincolnshire, where nobody's door can be meant.

Wards lie in rows of four, each cut from north to south into its districts. Streets run from west to east, the odd
numbers on their northern side.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.db import connection
from django.db.models import Max

from access.models import Unit, User
from canvass.actions import road_groups
from canvass.enums import BoundaryKind, CoordinatesState, LocatedBy
from canvass.models import Boundary, BoundaryFile, CoordinatesFile, Elector, Household, PollingDistrict
from config.demo.places import Ward
from gotv.models import BallotBox, BoxDistrict, PollingStation
from kit import clock

_WEST, _SOUTH, _WIDTH, _HEIGHT, _IN_A_ROW = 0.9, 53.55, 0.04, 0.03, 4
_SOURCE = "Invented"
# One door in so many has no coordinates, as after a real file of UPRNs.
_UNLOCATED = 37
_PLACE = """
UPDATE canvass_household h SET located_by = 'uprn',
    latitude = round((b.south + (b.north - b.south) * (0.05 + 0.9 * ((h.street_id * 37) %% 101) / 101.0)
        + CASE WHEN h.number & 1 = 1 THEN 0.00007 ELSE -0.00007 END)::numeric, 6),
    longitude = round((b.west + (b.east - b.west) * (0.03 + (h.street_id * 53 %% 45) / 100.0
        + 0.5 * (coalesce(h.number, h.flat_number, 7) %% 100) / 100.0))::numeric, 6)
FROM unnest(%(districts)s::bigint[], %(west)s::float8[], %(south)s::float8[], %(east)s::float8[], %(north)s::float8[])
     AS b(district, west, south, east, north)
WHERE h.unit_id = %(unit)s AND h.polling_district_id = b.district AND h.id %% %(unlocated)s <> 0
"""


@dataclass(frozen=True)
class _Box:
    """A rectangle, degrees."""

    west: float
    south: float
    east: float
    north: float

    def geometry(self) -> dict:
        w, s, e, n = (round(one, 6) for one in (self.west, self.south, self.east, self.north))
        return {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}


def make(unit: Unit, wards: tuple[Ward, ...], districts: dict[str, int], by: User) -> None:
    """Lay out the boundaries, put the doors on the map, group streets; leave next year's wards to be approved."""
    of_wards = {ward.name: _of_ward(at) for at, ward in enumerate(wards)}
    of_districts = {code: box for ward in wards for code, box in _cut(ward, of_wards[ward.name])}
    _outlines(unit, wards, of_wards, of_districts)
    _place_doors(unit, districts, of_districts, by)
    _group_streets(unit, [districts[district.code] for district in wards[1].districts], by)
    _leave_new_wards_waiting(unit, wards, of_wards, by)


def fill_boxes(unit: Unit) -> None:
    """Give each station of the unit a ballot box for each of its districts, and the numbers that use it."""
    last = dict(
        Elector.objects.filter(unit=unit, left_on=None)
        .values_list("polling_district")
        .annotate(last=Max("number"))
        .values_list("polling_district", "last")
    )
    numbers = count(1)
    for station in PollingStation.objects.filter(unit=unit).prefetch_related("districts"):
        for district in station.districts.all():
            box = BallotBox.objects.create(unit=unit, station=station, number=str(next(numbers)))
            highest = last.get(district.pk)
            BoxDistrict.objects.create(
                unit=unit, box=box, district=district, lowest=1 if highest else None, highest=highest, electors=highest
            )


def _of_ward(at: int) -> _Box:
    row, column = divmod(at, _IN_A_ROW)
    west, south = _WEST + column * _WIDTH, _SOUTH + row * _HEIGHT
    return _Box(west, south, west + _WIDTH, south + _HEIGHT)


def _cut(ward: Ward, box: _Box) -> Iterator[tuple[str, _Box]]:
    step = (box.north - box.south) / len(ward.districts)
    for at, district in enumerate(ward.districts):
        yield district.code, _Box(box.west, box.south + at * step, box.east, box.south + (at + 1) * step)


def _outlines(unit: Unit, wards: tuple[Ward, ...], of_wards: dict[str, _Box], of_districts: dict[str, _Box]) -> None:
    names = {district.code: district.name for ward in wards for district in ward.districts}
    whole = _Box(
        min(box.west for box in of_wards.values()),
        min(box.south for box in of_wards.values()),
        max(box.east for box in of_wards.values()),
        max(box.north for box in of_wards.values()),
    )
    rows = [(BoundaryKind.WARD, "", name, box) for name, box in of_wards.items()]
    rows += [(BoundaryKind.DISTRICT, code, names[code], box) for code, box in of_districts.items()]
    rows.append((BoundaryKind.CONSTITUENCY, "", unit.name, whole))
    Boundary.objects.bulk_create(
        Boundary(unit=unit, kind=kind, code=code, name=name, geometry=box.geometry(), source=_SOURCE)
        for kind, code, name, box in rows
    )


def _place_doors(unit: Unit, districts: dict[str, int], boxes: dict[str, _Box], by: User) -> None:
    """Place the doors as a file of UPRNs would have, a year ago: too long for it to be taken back."""
    codes = list(boxes)
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACE,
            {
                "unit": unit.pk,
                "unlocated": _UNLOCATED,
                "districts": [districts[code] for code in codes],
                "west": [boxes[code].west for code in codes],
                "south": [boxes[code].south for code in codes],
                "east": [boxes[code].east for code in codes],
                "north": [boxes[code].north for code in codes],
            },
        )
        doors = cursor.rowcount
    at = clock.at(clock.today() - datetime.timedelta(days=340), 20, 15)
    file = CoordinatesFile.objects.create(
        unit=unit,
        file_name="uprn.csv",
        sha256="",
        size=40 * doors,
        state=CoordinatesState.APPLIED,
        report={"source": LocatedBy.UPRN.value, "rows": doors, "known": doors, "doors": doors, "last_door": 0},
        uploaded_by=by,
        finished_at=at,
    )
    CoordinatesFile.objects.filter(pk=file.pk).update(uploaded_at=at)


def _group_streets(unit: Unit, districts: list[int], by: User) -> None:
    """Make road groups of about four streets in each of these districts."""
    for district in PollingDistrict.objects.filter(pk__in=districts).order_by("code"):
        doors = Household.objects.filter(polling_district=district, street__isnull=False)
        streets = list(doors.order_by("street__name").values_list("street", flat=True).distinct())
        for number, start in enumerate(range(0, len(streets), 4), 1):
            picks = [(district.pk, street) for street in streets[start : start + 4]]
            road_groups.make(unit=unit, name=f"{district.name} {number}", picks=picks, by=by)


def _leave_new_wards_waiting(unit: Unit, wards: tuple[Ward, ...], boxes: dict[str, _Box], by: User) -> None:
    """Two wards whose border moves next May: the file is read and nobody has approved it yet."""
    first, second = boxes[wards[0].name], boxes[wards[1].name]
    shift = _WIDTH * 0.3
    moved = {
        wards[0].name: _Box(first.west, first.south, first.east - shift, first.north),
        wards[1].name: _Box(second.west - shift, second.south, second.east, second.north),
    }
    features = [
        {"properties": {"name": name}, "geometry": moved.get(name, box).geometry()} for name, box in boxes.items()
    ]
    BoundaryFile.objects.create(
        unit=unit,
        file_name="new-wards.geojson",
        features=features,
        kind=BoundaryKind.WARD,
        name_property="name",
        starts_on=datetime.date(clock.today().year + 1, 5, 6),
        source=_SOURCE,
        uploaded_by=by,
    )
