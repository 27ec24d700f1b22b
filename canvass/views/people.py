"""All that is held about one elector or one household, and the register of a district to leaf through."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.enums import SEALED
from canvass.models import Household, PollingDistrict
from canvass.queries import consents, flags, no_contact
from canvass.queries import found as found_here
from canvass.queries import people as queries
from canvass.rules import people as rules
from canvass.views import areas as within
from kit import clock
from kit.pagination import page_of


@requires(P.SEE_REGISTER)
@require_safe
def elector(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Show one elector: the entry, earlier entries, objections, answers, approaches, and what other apps add."""
    found = within.elector(request, P.SEE_REGISTER, elector, queries.electors())
    if found.merged_into_id:
        return redirect("canvass:elector", unit=unit.code, elector=queries.survivor(found).pk)
    audit.looked(request, what=P.SEE_REGISTER, count=1, through=found)
    if found.kind in SEALED or found.forgotten_on:
        return render(request, "canvass/people/kept.html", {"elector": found, "is_sealed": found.kind in SEALED})
    may = queries.sight(request.access, unit, found.polling_district)
    attains, marks = found.date_of_attainment, queries.marks(found)
    return render(
        request,
        "canvass/people/elector.html",
        {
            "elector": found,
            "markers": rules.markers(found.franchise),
            "attains": attains if attains and attains > clock.today() else None,
            "marks": marks,
            "why": no_contact.why(found) if may.answers and marks else None,
            "earlier": queries.earlier(found),
            "may": may,
            "story": queries.story(found, may, request.access, unit),
            "consents": consents.of_elector(found) if may.answers else [],
            "found": found_here.of_elector(found) if may.answers else [],
            "sections": queries.sections(request.access, unit, found),
        },
    )


@requires(P.SEE_REGISTER)
@require_safe
def household(request: GuardedRequest, unit: Unit, household: int) -> HttpResponse:
    """Show one household: who is and was listed there, and every time somebody knocked."""
    rows = Household.objects.select_related(
        "street", "lines", "latest_visit", "polling_district__ward", "polling_district__council", "ward"
    )
    found = within.household(request, P.SEE_REGISTER, household, rows)
    may = queries.sight(request.access, unit, found.polling_district)
    may_flag = may.approaches and request.access.may(P.MAKE_BOARDS, unit)
    behind = queries.at_door(found)
    audit.looked(request, what=P.SEE_REGISTER, count=len(behind), through=found)
    return render(
        request,
        "canvass/people/household.html",
        {
            "household": found,
            "people": [one for one in behind if one.left_on is None],
            "left": [one for one in behind if one.left_on is not None],
            "may": may,
            "knocks": queries.knocks(found, may),
            "flags": flags.at_door(found) if may_flag else [],
            "found": found_here.at_door(found) if may.answers else [],
            "may_flag": may_flag,
        },
    )


@requires(P.SEE_REGISTER)
@require_safe
def district(request: GuardedRequest, unit: Unit, district: int) -> HttpResponse:
    """Show the register of one district, by street and door."""
    found: PollingDistrict = within.district(request, P.SEE_REGISTER, district)
    page = page_of(request, queries.of_district(found))
    people = list(page.object_list)
    audit.looked(request, what=P.SEE_REGISTER, count=len(people), through=found)
    return render(
        request,
        "canvass/people/district.html",
        {"district": found, "page": page, "people": people, "sealed": queries.sealed_in(found)},
    )
