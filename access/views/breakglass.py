"""Emergency access: opening it, closing it, and the list of when it was open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access import scoping
from access.actions import breakglass as actions
from access.enums import GrantKind, UnitKind
from access.forms.breakglass import BreakGlassForm
from access.guards import GuardedRequest, fetch, requires
from access.models import Grant, Unit
from access.permissions import Permission as P
from access.queries import breakglass as queries
from access.queries import units as unit_queries
from access.roles import ROLES, RoleName
from access.stepup import recently_to_post
from access.views import places
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_ACCESS)
@require_GET
def break_glass(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List when names were opened in an emergency: in this CLP, or in all units below."""
    below = list(unit_queries.below(unit))
    # Above a CLP the openings of all CLPs below are listed: who opened them, and why. No names of theirs.
    with scoping.units([unit.pk, *(one.pk for one in below)], user=request.user.pk):
        page = page_of(request, queries.opened([unit.pk, *(one.pk for one in below)]))
        rows = queries.seen(page.object_list)
    return render(
        request,
        "access/breakglass/list.html",
        {
            "page": page,
            "rows": rows,
            "clps": [one for one in below if one.kind == UnitKind.CLP] if _may_open(request, unit) else [],
            "may_open": _may_open(request, unit) and unit.kind == UnitKind.CLP,
            "may_close": request.access.may(P.GIVE_ACCESS, unit),
            "many": bool(below) and unit.kind != UnitKind.CLP,
            "mine": queries.open_now(request.access, unit),
            "places": places.ways(request, unit),
        },
    )


def _may_open(request: GuardedRequest, unit: Unit) -> bool:
    return request.access.may(P.BREAK_GLASS, unit)


@requires(P.BREAK_GLASS)
@recently_to_post
@require_http_methods(["GET", "POST"])
def open_glass(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Open this CLP's names for an hour, with a reason. Everybody who runs the CLP is told."""
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grant = actions.begin(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            until = timezone.localtime(grant.expires_at)
            messages.warning(
                request, _("Open until %(time)s. Everybody who runs it has been told.") % {"time": f"{until:%H:%M}"}
            )
            return redirect("access:start", unit=unit.code)
    return render(
        request,
        "access/breakglass/open.html",
        {
            "form": form,
            "role": ROLES[RoleName.EMERGENCY_READER],
            "missing": queries.missing(request.access),
            "mine": queries.open_now(request.access, unit),
        },
    )


@requires(P.SEE_ACCESS)
@require_POST
def close(request: GuardedRequest, unit: Unit, grant: int) -> HttpResponse:
    """Close emergency access before its hour is over."""
    rows = Grant.objects.filter(unit=unit, kind=GrantKind.BREAK_GLASS).select_related("unit", "user")
    found = fetch(request, rows, pk=grant)
    try:
        actions.close(grant=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Emergency access is closed."))
    return redirect("access:break_glass", unit=unit.code)
