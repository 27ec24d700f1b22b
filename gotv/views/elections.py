"""Pages of elections: the list of polling days, making one, changing one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import elections as actions
from gotv.forms.elections import ElectionForm, PastElectionForm
from gotv.models import Election
from gotv.queries import elections
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

# The pages of an election, each with the right that opens it.
_WAYS = (
    (_lazy("Figures"), "gotv:dashboard", P.SEE_POLLING_DAY),
    (_lazy("Knock-ups"), "gotv:knock_ups", P.SEE_KNOCK_UPS),
    (_lazy("Type numbers"), "gotv:numbers", P.RECORD_VOTED),
    (_lazy("Marks"), "gotv:marks", P.CORRECT_MARKS),
    (_lazy("Stations"), "gotv:stations", P.SET_UP_POLLING_DAY),
    (_lazy("Who may vote"), "gotv:franchise", P.SEE_POLLING_DAY),
    (_lazy("Absent voters"), "gotv:absent", P.SEE_POLLING_DAY),
    (_lazy("Marked register"), "gotv:turnout", P.ENTER_MARKED_REGISTER),
)


@dataclass(frozen=True)
class Way:
    """A link between the pages of an election."""

    label: str
    url: str
    current: bool


def ways(request: GuardedRequest, election: Election) -> list[Way]:
    """Return the links between the pages of an election that this person may open; none when there is only one."""
    allowed = request.access.permissions_in(request.unit)
    found = []
    for label, name, permission in _WAYS:
        url = reverse(name, kwargs={"unit": request.unit.code, "election": election.pk})
        if permission in allowed:
            found.append(Way(str(label), url, url == request.path))
    return found if len(found) > 1 else []


@requires(P.SEE_POLLING_DAY)
@require_safe
def polling_days(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the elections of the unit, the latest day first."""
    context = {
        "page": page_of(request, elections.listing()),
        "today": clock.today(),
        "may_set_up": request.access.may(P.SET_UP_POLLING_DAY, unit),
        "may_add_past": request.access.may(P.ENTER_MARKED_REGISTER, unit),
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


@requires(P.ENTER_MARKED_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_past(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an election that is over, and go on to its marked register."""
    form = PastElectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            election = actions.create_past(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(election)s is added. Next: its marked register.") % {"election": election})
            return redirect("gotv:turnout", unit=unit.code, election=election.pk)
    return render(request, "gotv/elections/past.html", {"form": form})


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
