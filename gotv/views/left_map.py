"""The map of promises left, street by street, with the list that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.queries import areas, maps
from canvass.rules import maps as rules
from canvass.rules import raised
from canvass.rules.maps import Window
from gotv.models import Election
from gotv.queries import left_map
from gotv.queries.left_map import StreetLeft
from gotv.views.elections import ways
from kit.pagination import page_of

# The disc of the street with most left, and of one with a single promise, in units of the sheet.
_LARGEST, _SMALLEST = 17, 5
_PART = 0.25
_PER_PAGE = 60
_KEPT_SECONDS = 60
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Disc:
    """A street on the sheet: where, how large, which shade of the ramp; "" for the address off the office's page."""

    x: int
    y: int
    size: int
    shade: int
    label: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """What is drawn: discs, the outlines of districts, the key ((shade, lowest, highest)), and how much isn't on it."""

    discs: tuple[Disc, ...]
    outlines: tuple[dict, ...]
    ranges: tuple[tuple[int, int, int], ...]
    unplaced: int
    few: int
    shapes: tuple[tuple[int, str], ...]  # the same discs as one path for each shade, to draw where none is a link
    width: int = rules.WIDTH
    height: int = rules.HEIGHT


@requires(P.SEE_KNOCK_UPS)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show the streets of the person's area that have promises left."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    inside = None if area is None else list(areas.districts(area).values_list("pk", flat=True))
    streets = left_map.streets(found, inside)
    context = {
        "election": found,
        "ways": ways(request, found),
        "sheet": drawn(unit, streets, links_of=found),
        "people": sum(street.people for street in streets),
        "page": page_of(request, streets, per_page=_PER_PAGE),
        "now": timezone.now(),
    }
    return render(request, "gotv/left_map/page.html", context)


def drawn(unit: Unit, streets: Sequence[StreetLeft], *, links_of: Election | None = None, few: int = 0) -> Sheet:
    """Return the sheet with these streets. Those with fewer promises than `few` are not drawn, but counted together."""
    large = [street for street in streets if street.people >= few]
    placed = [street for street in large if street.latitude is not None and street.longitude is not None]
    sheet = rules.around(((one.latitude or 0.0, one.longitude or 0.0) for one in placed), part=_PART)
    most = max((street.people for street in placed), default=0)
    discs = tuple(_disc(sheet, unit, street, most, links_of) for street in reversed(placed))
    return Sheet(
        discs=discs,
        outlines=tuple(_outlines(unit, sheet)) if placed else (),
        ranges=tuple(raised.ranges((street.people for street in placed), most)),
        unplaced=sum(street.people for street in large if street not in placed),
        few=len(streets) - len(large),
        shapes=tuple(_shapes(discs)),
    )


def on_the_wall(unit: Unit, election: Election, few: int) -> Sheet | None:
    """Return the sheet of all streets as of at most a minute ago; None without a cache to keep it in.

    A map moves slowly, and a wall asks every five seconds.
    """
    key = f"polling-day-map:{settings.VERSION}:{election.unit_id}:{election.pk}:{few}"
    try:
        kept: Sheet | None = cache.get(key)
        if kept is None:
            kept = drawn(unit, left_map.streets(election), few=few)
            cache.set(key, kept, _KEPT_SECONDS)
    except (RedisError, OSError) as error:
        log.warning("map_without_cache", error=type(error).__name__)
        return None
    return kept


def _shapes(discs: Sequence[Disc]) -> Iterator[tuple[int, str]]:
    for shade in sorted({disc.shade for disc in discs}):
        rings = (
            f"M{one.x - one.size} {one.y}a{one.size} {one.size} 0 1 0 {2 * one.size} 0"
            f"a{one.size} {one.size} 0 1 0 {-2 * one.size} 0"
            for one in discs
            if one.shade == shade
        )
        yield shade, "".join(rings)


def _disc(sheet: Window, unit: Unit, street: StreetLeft, most: int, links_of: Election | None) -> Disc:
    x, y = sheet.at(street.latitude or 0.0, street.longitude or 0.0)
    size = round(_SMALLEST + (_LARGEST - _SMALLEST) * (street.people / most) ** 0.5)
    words = ngettext(
        "%(street)s, %(code)s: %(count)s promise left", "%(street)s, %(code)s: %(count)s promises left", street.people
    )
    label = words % {"street": street.name or _("On no street"), "code": street.code, "count": street.people}
    url = ""
    if links_of is not None:
        where = {"unit": unit.code, "election": links_of.pk, "district": street.district}
        url = reverse("gotv:knock_up_list", kwargs=where)
    return Disc(x, y, size, raised.shade(street.people, most), label, url)


def _outlines(unit: Unit, sheet: Window) -> list[dict]:
    """Return the boundaries that cross the sheet."""
    return [
        {"kind": kind, "path": path} for kind, _name, outline in maps.boundaries(unit) if (path := sheet.path(outline))
    ]
