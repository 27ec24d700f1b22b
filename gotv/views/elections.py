"""Pages of elections: the list of polling days, making one, changing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import elections as actions
from gotv.forms.elections import ElectionForm
from gotv.models import Election
from gotv.queries import elections
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_POLLING_DAY)
@require_safe
def polling_days(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the elections of the unit, the latest day first."""
    context = {
        "page": page_of(request, elections.listing()),
        "today": clock.today(),
        "may_set_up": request.access.may(P.SET_UP_POLLING_DAY, unit),
    }
    return render(request, "gotv/elections/list.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an election, and go on to its stations."""
    form = ElectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            election = actions.create(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("%(election)s is made. Next: where each district votes.") % {"election": election}
            )
            return redirect("gotv:arrange_stations", unit=unit.code, election=election.pk)
    return render(request, "gotv/elections/form.html", {"form": form})


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Change an election that is not over."""
    found = guards.fetch(request, Election, pk=election)
    form = ElectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        # A bound ModelForm has written to its instance; the action reads the row again.
        try:
            changed = actions.change(election=found, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(election)s is changed.") % {"election": changed})
            return redirect("gotv:polling_days", unit=unit.code)
    context = {"form": form, "election": found, "is_over": elections.is_over(found)}
    return render(request, "gotv/elections/form.html", context)
