"""The register of keys: every role and every key to a tool that anybody holds here, by person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from access.actions import requests as actions
from access.guards import GuardedRequest, fetch, requires
from access.models import Grant, Unit
from access.permissions import Permission as P
from access.queries import keys as queries
from access.stepup import recently_to_post
from access.views import places
from access.views.decisions import back
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_ACCESS)
@require_GET
def keys(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List by person every key held here. People are what is counted and turned over."""
    page = page_of(request, queries.people(unit))
    return render(
        request,
        "access/keys/list.html",
        {
            "page": page,
            "rows": queries.register(unit, list(page.object_list)),
            "places": places.ways(request, unit),
        },
    )


@requires(P.GIVE_ACCESS)
@require_POST
@recently_to_post
def confirm(request: GuardedRequest, unit: Unit, grant: int, what: str) -> HttpResponse:
    """Say that somebody was let into a tool ("done") or is out of it again ("back")."""
    found = fetch(request, Grant.objects.filter(tool__isnull=False).select_related("unit", "user"), pk=grant)
    act = actions.done if what == "done" else actions.taken_back
    try:
        act(grant=found, by=request.user)
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Done. %(name)s has been told.") % {"name": found.user.name})
    return back(request) or redirect("access:desk", unit=unit.code)
