"""A unit's settings, and the units below it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from access.actions import units as actions
from access.forms.units import UnitForm
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.queries import units as queries
from access.views import places
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.CHANGE_UNIT)
@require_http_methods(["GET", "POST"])
def settings(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Change the unit's name, imprint and address for replies. Its short name in addresses stays for good."""
    form = UnitForm(
        request.POST or None,
        initial={"name": unit.name, "imprint": unit.imprint, "contact_email": unit.contact_email},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. New pages and messages carry it from now on."))
            return redirect("access:settings", unit=unit.code)
    return render(request, "access/units/settings.html", {"form": form, "places": places.ways(request, unit)})


@requires(P.SEE_ACCESS)
@require_GET
def below(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the units below this one."""
    page = page_of(request, queries.below(unit))
    queries.add_people(page.object_list)
    return render(request, "access/units/list.html", {"page": page, "places": places.ways(request, unit)})
