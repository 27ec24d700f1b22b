"""Contact Creator's figures: what it counts in each district, for a CLP that still works with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions.imports import files
from gotv.actions import campaign_figures as actions
from gotv.forms.station_files import CampaignFiguresForm
from gotv.queries import campaign_figures
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the figures that are held, and take another export."""
    form = CampaignFiguresForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and take_in(request, unit, form):
        return redirect("gotv:campaign_figures", unit=unit.code)
    context = {
        "form": form,
        "page": page_of(request, campaign_figures.listing()),
        "totals": campaign_figures.totals(),
    }
    return render(request, "gotv/campaign_figures/page.html", context)


def take_in(request: GuardedRequest, unit: Unit, form: CampaignFiguresForm) -> bool:
    """Bring in the figures of a form’s file and say how many. Returns whether they are in: the form says why not."""
    if not form.is_valid():
        return False
    try:
        with files.for_a_moment(form.cleaned_data["file"].chunks()) as path:
            count = actions.load(unit=unit, path=path, by=request.user)
    except Refused as error:
        form.add_error("file", str(error))
        return False
    said = ngettext("Figures of one district are in.", "Figures of %(count)s districts are in.", count)
    messages.success(request, said % {"count": count})
    return True
