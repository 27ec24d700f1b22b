"""The members list, and all that is kept about one member."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from access.actions import audit
from access.enums import UnitKind
from access.guards import GuardedRequest, fetch, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission
from kit.pagination import page_of
from organise.enums import MemberState
from organise.forms.members import FilterForm
from organise.models import Member
from organise.queries import holdings, imports
from organise.queries import members as queries
from organise.rules import members as rules


@requires(Permission.SEE_MEMBERS)
@at_most("person_search", when_asked=("q",))
@require_GET
def members(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the members of a CLP: fifty a page, by name unless another order is asked for."""
    form = FilterForm(request.GET, branches=queries.branches(unit))
    sort = request.GET.get("sort", "name")
    if sort not in queries.SORTS:
        sort = "name"
    counts = queries.by_state(unit)
    page = page_of(request, queries.search(unit, sort=sort, **form.wanted()))
    audit.looked(request, what=Permission.SEE_MEMBERS, count=len(page.object_list), searched=form.is_used())
    return render(
        request,
        "organise/members/list.html",
        {
            "form": form,
            "page": page,
            "sorted_by": sort,
            "is_filtered": form.is_used(),
            "all": sum(counts.values()),
            "counts": [(MemberState(state).label, count) for state, count in counts.items() if count],
            "is_clp": unit.kind == UnitKind.CLP,
            "may_import": request.access.may(Permission.IMPORT_MEMBERS, unit),
        },
    )


@requires(Permission.SEE_MEMBERS)
@require_GET
def member(request: GuardedRequest, unit: Unit, member: int) -> HttpResponse:
    """Show one member: each thing that is kept, and why it is."""
    found: Member = fetch(request, Member.objects.select_related("branch"), pk=member)
    audit.looked(request, what=Permission.SEE_MEMBERS, count=1, through=found)
    until = rules.provisional_until(found.joined_on) if found.state == MemberState.PROVISIONAL else None
    return render(
        request,
        "organise/members/detail.html",
        {
            "member": found,
            "held": holdings.of(found),
            "provisional_until": until,
            "came_from": list(imports.of_member(found)[:10]),
            "may_import": request.access.may(Permission.IMPORT_MEMBERS, unit),
        },
    )
