"""Maps of a unit, a district, a board, a list and a session: doors, boundaries, and the list that says the same."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.models import CanvassSession, PollingDistrict, TargetList
from canvass.queries import areas, maps
from canvass.queries.maps import OnMap, Point, Scope
from canvass.rules import maps as rules
from canvass.rules.geography.outlines import Outline
from canvass.rules.maps import Window
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

_A_YEAR = datetime.timedelta(days=365)
_CLOSER = 2
# Of which part of a zoom a drawing without tiles makes use, to fill its sheet.
_PART = 0.25
# Districts whose codes still fit beside each other.
_MOST_NAMES = 60
# More streets than this in view are drawn district by district.
_MOST_STREETS = 120


@dataclass(frozen=True)
class Mark:
    """A door, a house of several, a street or a district on the sheet.

    `size` is 0 for a door, else the radius of its disc; `name` is written beside a district's.
    """

    x: int
    y: int
    state: str
    label: str
    url: str
    doors: int = 1
    size: int = 0
    name: str = ""

    @property
    def beside(self) -> int:
        """Where the name begins, in units from the left."""
        return self.x + self.size + 5


@requires(P.MAKE_BOARDS)
@require_safe
def unit_map(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show all districts of the person's area."""
    back = reverse("canvass:boards", kwargs={"unit": unit.code}), _("Boards")
    return _show(request, _scope(request, unit), title=_("Map"), back=back)


@requires(P.MAKE_BOARDS)
@require_safe
def district_map(request: GuardedRequest, unit: Unit, district: int) -> HttpResponse:
    """Show one polling district."""
    found = within.district(request, P.MAKE_BOARDS, district)
    scope = Scope(unit, timezone.now() - _A_YEAR, districts=[found.pk])
    back = reverse("canvass:map", kwargs={"unit": unit.code}), _("The whole map")
    return _show(request, scope, title=_("Map of %(district)s") % {"district": found}, back=back)


@requires(P.MAKE_BOARDS)
@require_safe
def board_map(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Show the doors of a board, as they stand since it was made."""
    found = within.board(request, P.MAKE_BOARDS, board)
    back = reverse("canvass:board", kwargs={"unit": unit.code, "board": found.pk}), found.name
    scope = Scope(unit, found.made_at, boards=[found.pk])
    return _show(request, scope, title=_("Map of %(board)s") % {"board": found.name}, back=back)


@requires(P.MAKE_BOARDS)
@require_safe
def list_map(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Show the doors of a target list in the person's area, as they stand since it was made."""
    found: TargetList = fetch(request, TargetList, pk=target_list)
    scope = _scope(request, unit, found.made_at, found)
    back = reverse("canvass:target_list", kwargs={"unit": unit.code, "target_list": found.pk}), found.name
    return _show(request, scope, title=_("Map of %(list)s") % {"list": found.name}, back=back)


@requires(P.MAKE_BOARDS)
@require_safe
def session_map(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Show the doors of a session's boards in the person's area, as they stand since the first was made."""
    found: CanvassSession = fetch(request, CanvassSession, pk=session)
    boards = list(areas.boards(request.access.area(P.MAKE_BOARDS, unit)).filter(session=found))
    since = min((board.made_at for board in boards), default=found.made_at)
    scope = Scope(unit, since, boards=[board.pk for board in boards])
    back = reverse("canvass:boards", kwargs={"unit": unit.code}), _("Boards")
    return _show(request, scope, title=_("Map of %(session)s") % {"session": found.name}, back=back)


def _scope(
    request: GuardedRequest, unit: Unit, since: datetime.datetime | None = None, of: TargetList | None = None
) -> Scope:
    area = request.access.area(P.MAKE_BOARDS, unit)
    districts = None if area is None else list(areas.districts(area).values_list("pk", flat=True))
    return Scope(unit, since or timezone.now() - _A_YEAR, districts=districts, target_list=of.pk if of else None)


def _show(request: GuardedRequest, scope: Scope, *, title: str, back: tuple[str, str]) -> HttpResponse:
    rows = maps.streets(scope)
    sheet = _window(request, rows)
    corners, problem = _corners(request)
    points = maps.points(scope, sheet.bounds)
    context = {
        "title": title,
        "back_url": back[0],
        "back_label": back[1],
        "sheet": sheet,
        "width": rules.WIDTH,
        "height": rules.HEIGHT,
        "tiles": _tiles(sheet),
        "attribution": settings.MAP_TILES_ATTRIBUTION,
        "outlines": _outlines(scope.unit, sheet),
        "marks": _street_marks(sheet, rows) if points is None else _door_marks(request, sheet, points),
        "by_street": points is None,
        "ways": _ways(sheet),
        "counts": _counts(rows),
        "lost": sum(one.doors - one.located for one in rows),
        "located": sum(one.located for one in rows),
        "since": scope.since,
        "page": page_of(request, [(one, _look(one)) for one in rows]),
        "typed": request.GET.get("corners", ""),
        "problem": problem,
        "drawn": " ".join(f"{x},{y}" for x, y in (sheet.at(*corner) for corner in corners)),
        "inside": _inside(scope, rows, corners) if corners else None,
    }
    return render(request, "canvass/maps/map.html", context)


def _window(request: GuardedRequest, rows: Sequence[OnMap]) -> Window:
    """Return what is asked for, or else all there is to see."""
    try:
        latitude, longitude = float(request.GET["lat"]), float(request.GET["lon"])
        zoom = float(request.GET.get("z", ""))
    except (KeyError, ValueError):
        latitude = longitude = zoom = math.nan
    part = 1 if settings.MAP_TILES_URL else _PART
    if abs(latitude) <= 85 and abs(longitude) <= 180 and math.isfinite(zoom):
        return rules.window(latitude, longitude, round(zoom / part) * part)
    return rules.around(((one.latitude, one.longitude) for one in rows if one.latitude and one.longitude), part=part)


def _tiles(sheet: Window) -> list[dict]:
    if not settings.MAP_TILES_URL:
        return []
    found = []
    for tile in sheet.tiles():
        url = settings.MAP_TILES_URL
        for name, figure in (("{z}", tile.z), ("{x}", tile.column), ("{y}", tile.row)):
            url = url.replace(name, str(figure))
        found.append({"url": url, "x": tile.x, "y": tile.y})
    return found


def _outlines(unit: Unit, sheet: Window) -> list[dict]:
    """Return the boundaries that cross the sheet; with their names where there are few."""
    found = [
        {"kind": kind, "name": name, "path": path, "at": sheet.at(*_middle(outline))}
        for kind, name, outline in maps.boundaries(unit)
        if (path := sheet.path(outline))
    ]
    return found if len(found) <= _MOST_NAMES else [one | {"name": ""} for one in found]


def _middle(outline: Outline) -> tuple[float, float]:
    return (outline.south + outline.north) / 2, (outline.west + outline.east) / 2


def _door_marks(request: GuardedRequest, sheet: Window, points: Sequence[Point]) -> list[Mark]:
    """Return doors as marks; those that stand at one place, as flats do, as one."""
    may_open = request.access.may(P.SEE_REGISTER, request.unit)
    names = maps.names(points)
    places: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        places.setdefault(sheet.at(point.latitude, point.longitude), []).append(point)
    found = []
    for (x, y), here in places.items():
        state = next(state for state in maps.STATES if any(point.state == state for point in here))
        if len(here) > 1:
            label = ngettext("%(doors)s door", "%(doors)s doors", len(here)) % {"doors": len(here)}
            found.append(Mark(x, y, state, label, _order(request, here[0]), len(here), 9))
            continue
        home = here[0].household
        url = reverse("canvass:household", kwargs={"unit": request.unit.code, "household": home}) if may_open else ""
        found.append(Mark(x, y, state, names.get(home, ""), url))
    return found


def _order(request: GuardedRequest, point: Point) -> str:
    """Return the address of the page of a door's street; "" where it has none."""
    if point.street is None:
        return ""
    place = {"unit": request.unit.code, "district": point.district, "street": point.street}
    return reverse("canvass:street_order", kwargs=place)


def _street_marks(sheet: Window, rows: Sequence[OnMap]) -> list[Mark]:
    """Return streets as discs whose area grows with their doors."""
    found = []
    for one in rows:
        if one.latitude is None or one.longitude is None:
            continue
        x, y = sheet.at(one.latitude, one.longitude)
        if 0 <= x <= rules.WIDTH and 0 <= y <= rules.HEIGHT:
            name = one.street.name if one.street else _("Doors without a street")
            closer = rules.window(one.latitude, one.longitude, sheet.zoom + _CLOSER)
            size = min(4 + round(one.located**0.5), 20)
            found.append(Mark(x, y, one.state, f"{one.district.code}: {name}", _at(closer), one.located, size))
    return found if len(found) <= _MOST_STREETS else _district_marks(sheet, rows)


def _district_marks(sheet: Window, rows: Sequence[OnMap]) -> list[Mark]:
    """Return districts as discs in the middle of their doors: from so far off streets would cover each other."""
    districts: dict[PollingDistrict, list[OnMap]] = {}
    for one in rows:
        if one.latitude is not None and one.longitude is not None:
            districts.setdefault(one.district, []).append(one)
    found = []
    for district, streets in districts.items():
        doors = sum(one.located for one in streets)
        latitude = sum(one.located * (one.latitude or 0) for one in streets) / doors
        longitude = sum(one.located * (one.longitude or 0) for one in streets) / doors
        state = next(state for state in maps.STATES if any(one.state == state for one in streets))
        x, y = sheet.at(latitude, longitude)
        closer = rules.window(latitude, longitude, sheet.zoom + _CLOSER)
        found.append(Mark(x, y, state, str(district), _at(closer), doors, 18, district.code))
    return found


def _look(one: OnMap) -> str:
    """Return the address of the map around a street; "" where none of its doors has coordinates."""
    if one.latitude is None or one.longitude is None:
        return ""
    return _at(rules.window(one.latitude, one.longitude, rules.NEAREST - 1))


def _at(sheet: Window) -> str:
    latitude, longitude = sheet.centre
    return "?" + urlencode({"lat": latitude, "lon": longitude, "z": f"{sheet.zoom:g}"})


def _ways(sheet: Window) -> list[tuple[str, str]]:
    """Return where one can go from here: words and address."""
    found = [
        (_("Closer"), sheet.zoomed(1)),
        (_("Farther"), sheet.zoomed(-1)),
        (_("North"), sheet.moved(0, -1)),
        (_("West"), sheet.moved(-1, 0)),
        (_("East"), sheet.moved(1, 0)),
        (_("South"), sheet.moved(0, 1)),
    ]
    return [*((label, _at(one)) for label, one in found if one != sheet), (_("Everything"), "?")]


def _counts(rows: Sequence[OnMap]) -> list[tuple[str, str, int]]:
    """Return the legend: state, words, doors."""
    return [
        (maps.OPEN, _("Still to try"), sum(one.open for one in rows)),
        (maps.TRIED, _("Tried, nobody spoken to"), sum(one.tried for one in rows)),
        (maps.SPOKE, _("Spoken to"), sum(one.spoke for one in rows)),
        (maps.CLOSED, _("Nobody to ask for"), sum(one.closed for one in rows)),
    ]


def _corners(request: GuardedRequest) -> tuple[list[tuple[float, float]], str]:
    try:
        return rules.corners(request.GET.get("corners", "")), ""
    except Refused as error:
        return [], str(error)


def _inside(scope: Scope, rows: Sequence[OnMap], corners: Sequence[tuple[float, float]]) -> dict:
    """Return the streets that have doors inside the corners, and the address of the board form with those ticked."""
    counts = maps.inside(scope, rules.enclosed(corners))
    held = [
        (one, counts[key])
        for one in rows
        if (key := (one.district.pk, one.street.pk if one.street else None)) in counts
    ]
    ticked = [("street", f"{one.district.pk}-{one.street.pk if one.street else 0}") for one, _doors in held]
    districts = [("district", str(one.district.pk)) for one, _doors in held]
    if scope.target_list is not None:
        districts.append(("list", str(scope.target_list)))
    return {
        "streets": held,
        "doors": sum(counts.values()),
        "all": sum(one.doors for one, _doors in held),
        "query": urlencode(list(dict.fromkeys(districts)) + ticked),
    }
