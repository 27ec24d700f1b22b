"""A window on the map: where places lie on a sheet of so many units, in the projection that tile servers use.

Web Mercator: at zoom 0 the world is one tile of 256 units, and each further zoom doubles it. A unit is a unit of the
SVG's view box. Latitude and longitude are WGS 84 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from canvass.rules.geography.bounds import is_in_kingdom
from canvass.rules.geography.outlines import Outline, Ring
from kit.errors import Refused

WIDTH, HEIGHT, TILE = 960, 720, 256
NEAREST, FARTHEST = 19, 6
# One street in its surroundings: seven hundred metres across.
_A_STREET = 17
# Where nothing is known to show: Great Britain.
_NOWHERE = (54.5, -3.0)
# How much of the window lies around what is to be seen, in shares, and how far a step to the side goes.
_MARGIN, _STEP = 0.06, 0.5
# More corners than a person sets.
_MOST_CORNERS = 200


@dataclass(frozen=True)
class Tile:
    """A picture of a tile server (its zoom, column and row) and where it lies on the sheet."""

    z: int
    column: int
    row: int
    x: int
    y: int


@dataclass(frozen=True)
class Window:
    """What of the world is on the sheet: the zoom, and how far its left upper corner is from the world's, in units.

    Tiles are there for whole zooms alone; a drawing without them may have any.
    """

    zoom: float
    left: float
    top: float

    def at(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Return where a place lies: units from the left and from the top."""
        x, y = _project(latitude, longitude, self.zoom)
        return round(x - self.left), round(y - self.top)

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return self.place(WIDTH / 2, HEIGHT / 2)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the latitude and longitude of a point of the sheet, to about ten centimetres."""
        world = TILE * 2**self.zoom
        longitude = (self.left + x) / world * 360 - 180
        latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (self.top + y) / world))))
        return round(latitude, 6), round(longitude, 6)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north and east."""
        north, west = self.place(0, 0)
        south, east = self.place(WIDTH, HEIGHT)
        return south, west, north, east

    def moved(self, right: int, down: int) -> Window:
        """Return the window some steps to the side."""
        return Window(self.zoom, self.left + right * _STEP * WIDTH, self.top + down * _STEP * HEIGHT)

    def zoomed(self, by: int) -> Window:
        """Return the window on the same middle, closer by so many zooms; as close or as far as can be."""
        return window(*self.centre, self.zoom + by)

    def tiles(self) -> list[Tile]:
        """Return the tiles that cover the sheet, whose zoom is a whole number."""
        zoom = int(self.zoom)
        most = 2**zoom
        columns = range(math.floor(self.left / TILE), math.floor((self.left + WIDTH) / TILE) + 1)
        rows = range(math.floor(self.top / TILE), math.floor((self.top + HEIGHT) / TILE) + 1)
        return [
            Tile(zoom, column, row, round(column * TILE - self.left), round(row * TILE - self.top))
            for column in columns
            for row in rows
            if 0 <= column < most and 0 <= row < most
        ]

    def path(self, outline: Outline) -> str:
        """Return an outline as the `d` of an SVG path; "" where none of it is on the sheet."""
        south, west, north, east = self.bounds
        if outline.east < west or outline.west > east or outline.north < south or outline.south > north:
            return ""
        return "".join(self._ring(ring) for ring in outline.rings)

    def _ring(self, ring: Ring) -> str:
        points: list[tuple[int, int]] = []
        for longitude, latitude, *_height in ring:
            point = self.at(latitude, longitude)
            if not points or point != points[-1]:
                points.append(point)
        return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z" if len(points) > 2 else ""


def window(latitude: float, longitude: float, zoom: float) -> Window:
    """Return the window whose middle is a place."""
    near = min(max(zoom, FARTHEST), NEAREST)
    x, y = _project(latitude, longitude, near)
    return Window(near, x - WIDTH / 2, y - HEIGHT / 2)


def around(places: Iterable[tuple[float, float]], *, part: float = 1) -> Window:
    """Return the closest window that holds all of these places; the whole country where there are none.

    `part` is of what the zoom is a multiple: 1 for tiles.
    """
    points = [_project(latitude, longitude, 0) for latitude, longitude in places]
    if not points:
        return window(*_NOWHERE, FARTHEST)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    room = 1 - 2 * _MARGIN
    wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
    zoom = math.floor(math.log2(min(WIDTH * room / wide, HEIGHT * room / high)) / part) * part
    middle = Window(0, 0, 0).place((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return window(*middle, min(zoom, _A_STREET))


def corners(text: str) -> list[tuple[float, float]]:
    """Return the corners that somebody set: latitude and longitude, a corner a line. Empty text has none.

    Raises Refused when a line is no place in the United Kingdom, or when they enclose nothing.
    """
    found = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines[: _MOST_CORNERS + 1], start=1):
        try:
            latitude, longitude = (float(figure) for figure in line.replace(";", ",").split(","))
        except ValueError:
            latitude = longitude = math.nan
        if not is_in_kingdom(latitude, longitude):
            text = _("Line %(number)s is no place here. Write latitude and longitude, such as 53.5612, -2.1143.")
            raise Refused(text % {"number": number})
        found.append((latitude, longitude))
    if len(found) > _MOST_CORNERS:
        raise Refused(_("That is more than %(most)s corners. Set fewer.") % {"most": _MOST_CORNERS})
    if lines and len(set(found)) < 3:
        raise Refused(_("An area needs three corners or more."))
    return found


def enclosed(by: Sequence[tuple[float, float]]) -> Outline:
    """Return the outline with these corners, latitude first."""
    ring = [[longitude, latitude] for latitude, longitude in [*by, by[0]]]
    return Outline({"type": "Polygon", "coordinates": [ring]})


def _project(latitude: float, longitude: float, zoom: float) -> tuple[float, float]:
    world = TILE * 2**zoom
    north = math.asinh(math.tan(math.radians(min(max(latitude, -85.0), 85.0))))
    return (longitude + 180) / 360 * world, (1 - north / math.pi) / 2 * world
