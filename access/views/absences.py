"""Away: saying when one is not there to decide, and who stands in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.actions import absences as actions
from access.forms.absences import AwayForm
from access.guards import GuardedRequest, fetch, requires
from access.models import Absence, Unit
from access.permissions import Permission as P
from access.queries import absences as queries
from access.stepup import recently_to_post
from access.views import places
from kit.errors import Refused


@requires(P.DECIDE_FIELD)
@require_http_methods(["GET", "POST"])
@recently_to_post
def away(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List who is away when, and say that one is away oneself."""
    deputies = queries.may_stand_in(unit, request.user) if request.access.may(P.GIVE_ACCESS, unit) else None
    form = AwayForm(deputies, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, unit, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. Everybody who waits for a decision sees it."))
            return redirect("access:away", unit=unit.code)
    return render(
        request,
        "access/absences/away.html",
        {
            "form": form,
            "rows": queries.coming(unit),
            "decides": queries.decides(request.access, unit),
            "places": places.ways(request, unit),
        },
    )


def _say(request: GuardedRequest, unit: Unit, form: AwayForm) -> None:
    data = form.cleaned_data
    deputy = queries.deputy(unit, request.user, data["deputy"]) if data.get("deputy") else None
    actions.say(user=request.user, unit=unit, from_on=data["from_on"], until_on=data["until_on"], deputy=deputy)


@requires(P.DECIDE_FIELD)
@require_POST
def back(request: GuardedRequest, unit: Unit, absence: int) -> HttpResponse:
    """Call off being away, or come back early."""
    found = fetch(request, Absence.objects.filter(unit=unit).select_related("unit", "deputy_grant"), pk=absence)
    try:
        actions.call_off(absence=found, by=request.user)
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Welcome back. Requests come to you again."))
    return redirect("access:away", unit=unit.code)
