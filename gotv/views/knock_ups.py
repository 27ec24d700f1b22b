"""Pages of the knock-up list: which districts, a district on the screen, a district on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.stepup import recently
from canvass.models import RoadGroup
from canvass.queries import areas
from canvass.views import areas as within
from gotv.actions import knock_ups as actions
from gotv.models import Election
from gotv.queries import knock_ups, snapshots, stations
from gotv.rules import voting
from gotv.rules.knock_ups import pages
from gotv.views.elections import ways

_REST = "none"
_SHOWS = (
    (knock_ups.NOW, _lazy("Everybody to call on now")),
    (knock_ups.UNTRIED, _lazy("Doors that nobody has tried today")),
    (knock_ups.TRIED, _lazy("Doors that were tried today")),
    (knock_ups.LATER, _lazy("Those who said that they will vote, or want a lift")),
)


class _ByStreet(Paginator):
    """Pages that never part a street, for the usual pager, which counts people."""

    def __init__(self, streets: list[knock_ups.StreetLeft]) -> None:
        self.cut = pages(streets)
        super().__init__(streets, per_page=1)

    @property
    def count(self) -> int:
        """How many people; the base class counts the objects it cuts up."""
        return sum(street.people for street in self.object_list)

    @property
    def num_pages(self) -> int:
        return max(1, len(self.cut))

    def page(self, number: int | str) -> _StreetPage:
        number = self.validate_number(number)
        before = sum(street.people for page in self.cut[: number - 1] for street in page)
        return _StreetPage(self.cut[number - 1] if self.cut else [], number, self, before)


class _StreetPage(Page):
    """A page of whole streets, after so many people on the pages before it."""

    def __init__(self, streets: Sequence[knock_ups.StreetLeft], number: int, paginator: _ByStreet, before: int) -> None:
        super().__init__(streets, number, paginator)
        self.before = before

    def start_index(self) -> int:
        return self.before + 1 if self.object_list else 0

    def end_index(self) -> int:
        return self.before + sum(street.people for street in self.object_list)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def districts(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the districts with promises left, the most first."""
    found = guards.fetch(request, Election, pk=election)
    rows = knock_ups.districts(found, areas.districts(request.access.area(P.SEE_KNOCK_UPS, unit)))
    context = {
        "election": found,
        "ways": ways(request, found),
        "rows": rows,
        "people": sum(row.people for row in rows),
        "frozen": snapshots.holding(found),
        "may_run": request.access.may(P.RUN_ROUNDS, unit),
        "now": timezone.now(),
    }
    return render(request, "gotv/knock_ups/districts.html", context)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """Show the list of a district, a page of streets at a time."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.SEE_KNOCK_UPS, district)
    groups = knock_ups.groups(place)
    narrowed = _narrowed(request, groups)
    page = _ByStreet(knock_ups.streets(found, place, **narrowed)).get_page(request.GET.get("page"))
    streets = knock_ups.doors(found, place, on=page.object_list, **narrowed) if page.object_list else []
    people = sum(street.people for street in streets)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=people, through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "district": place,
        "page": page,
        "streets": streets,
        "groups": groups,
        "group": request.GET.get("group", ""),
        "show": narrowed["show"],
        "shows": _SHOWS,
        "now": timezone.now(),
    }
    return render(request, "gotv/knock_ups/list.html", context)


def _narrowed(request: GuardedRequest, groups: Sequence[RoadGroup]) -> dict[str, Any]:
    """Return what of a list was asked for: a road group, or the streets in none; and who."""
    group = request.GET.get("group", "")
    show = request.GET.get("show", "")
    return {
        "road_group": next((one for one in groups if str(one.pk) == group), None),
        "rest": group == _REST,
        "show": show if show in dict(_SHOWS) else knock_ups.NOW,
    }


@requires(P.SEE_KNOCK_UPS)
@recently
@require_safe
def sheets(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """Show the whole list of a district as sheets for paper, a street each. It is noted who made them."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.SEE_KNOCK_UPS, district)
    streets = knock_ups.doors(found, place)
    people = sum(street.people for street in streets)
    if people and request.method == "GET":
        audit.looked(request, what=P.SEE_KNOCK_UPS, count=people, through=found)
        actions.note_printed(election=found, district=place, people=people, by=request.user)
    context = {
        "election": found,
        "district": place,
        "streets": streets,
        "people": people,
        "vote": voting.at_the_door(found.nation, found.type, stations.addresses(found, [place.pk]).get(place.pk, [])),
        "now": timezone.now(),
    }
    return render(request, "gotv/knock_ups/sheets.html", context)
