"""The record of what was done in a unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from access.forms.records import RecordFilterForm
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.queries import records as queries
from access.views import places
from kit.pagination import page_of


@requires(P.SEE_AUDIT)
@require_GET
def record(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List what was done here, the latest first, by what and by whom."""
    form = RecordFilterForm(request.GET, unit=unit)
    page = page_of(request, queries.events(unit, **form.asked()))
    return render(
        request,
        "access/records/list.html",
        {"form": form, "page": page, "lines": queries.lines(page.object_list), "places": places.ways(request, unit)},
    )
