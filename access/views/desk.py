"""The desk of those who decide about access: the queue, appeals, keys to tools, and where cover is short."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from access import scoping
from access.enums import RefusalReason, UnitKind
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.queries import appeals, cover
from access.queries import desk as queries
from access.queries import units as unit_queries
from access.queries.cover import Shortfall
from access.views import places
from kit.pagination import page_of

PER_PAGE = 25
# So many units in which too few are there stand beside the queue.
SHORT = 20


@requires(P.DECIDE_FIELD)
@require_GET
def desk(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what waits for a decision here and in all units below, oldest promise first, to be decided in place."""
    below = list(unit_queries.below(unit))
    units = [unit, *below]
    ids = [one.pk for one in units]
    gives = request.access.may(P.GIVE_ACCESS, unit)
    with scoping.units(ids):
        page = page_of(request, queries.queue(unit, ids, request.access), PER_PAGE)
        return render(
            request,
            "access/desk/desk.html",
            {
                "page": page,
                "lines": queries.lines(list(page.object_list), unit),
                "appeals": appeals.to_decide(ids, request.user) if gives else [],
                "keys": queries.keys(unit, units, request.user) if gives else None,
                "is_above": unit.kind in (UnitKind.PARTY, UnitKind.REGION),
                "below": below,
                **(_short(units) if gives else {}),
                "reasons": RefusalReason.choices,
                "places": places.ways(request, unit),
            },
        )


def _short(units: list[Unit]) -> dict[str, Any]:
    """Return the units in which too few people are there, those first where it matters now, and how many more."""
    by_unit: dict[Unit, list[Shortfall]] = {}
    for short in sorted(cover.shortfalls(units), key=lambda one: not (one.critical and one.is_now)):
        by_unit.setdefault(short.unit, []).append(short)
    found = [{"unit": unit, "all": all_of_it} for unit, all_of_it in by_unit.items()]
    return {"shortfalls": found[:SHORT], "more_short": len(found[SHORT:])}
