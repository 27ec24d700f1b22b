"""Places: the districts and the wards, and the way between the pages about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.queries import areas, places
from kit.pagination import page_of

# The pages about places, each with the right that opens it.
_WAYS = (
    (_("Districts"), "places", P.SEE_REGISTER),
    (_("Wards"), "wards", P.SEE_REGISTER),
    (_("Cut districts"), "ward_questions", P.IMPORT_REGISTER),
    (_("Boundaries"), "boundaries", P.IMPORT_REGISTER),
    (_("Coordinates"), "coordinates", P.IMPORT_REGISTER),
    (_("Road groups"), "road_groups", P.MAKE_BOARDS),
)


@dataclass(frozen=True)
class Way:
    """A link between the pages about places."""

    label: str
    url: str
    current: bool


def ways(request: GuardedRequest) -> list[Way]:
    """Return the links between the pages about places that this person may open."""
    allowed = request.access.permissions_in(request.unit)
    found = []
    for label, name, permission in _WAYS:
        if permission in allowed:
            url = reverse(f"canvass:{name}", kwargs={"unit": request.unit.code})
            found.append(Way(str(label), url, request.path == url))
    return found


@requires(P.SEE_REGISTER)
@require_safe
def districts(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the polling districts with ward, council, electors, doors, and how many of those are located."""
    rows = places.districts(unit, request.access.area(P.SEE_REGISTER, unit))
    may_decide = request.access.may(P.IMPORT_REGISTER, unit)
    area = request.access.area(P.IMPORT_REGISTER, unit) if may_decide else frozenset()
    context = {
        "ways": ways(request),
        "page": page_of(request, rows),
        "rows": rows,
        "electors": sum(row.electors for row in rows),
        "doors": sum(row.doors for row in rows),
        "located": sum(row.located for row in rows),
        "has_councils": len({row.district.council_id for row in rows}) > 1,
        "may_decide": may_decide,
        "questions": areas.districts(area, places.questions()).count() if may_decide else 0,
    }
    return render(request, "canvass/places/districts.html", context)


@requires(P.SEE_REGISTER)
@require_safe
def wards(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the wards, those in force first, and those that were."""
    found = places.wards(unit, request.access.area(P.SEE_REGISTER, unit))
    return render(request, "canvass/places/wards.html", {"ways": ways(request), "page": page_of(request, found)})
