"""Setting up an election without a register: a page that says what comes next, and does most of it there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions.imports import files
from gotv.actions import elections as actions
from gotv.actions import rooms, station_files
from gotv.forms.elections import CountsOnlyForm
from gotv.forms.rooms import FirstRoomForm
from gotv.forms.station_files import CampaignFiguresForm, StationFileForm
from gotv.models import Election
from gotv.queries import counts_only, elections
from gotv.queries import rooms as room_queries
from gotv.queries.station_files import has_register
from gotv.views.campaign_figures import take_in
from gotv.views.elections import ways
from kit.errors import Refused

_NEW = "gotv/counts_only/new.html"


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an election that needs no register, and go on to what it does need."""
    form = CountsOnlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(unit=unit, by=request.user, counts_only=True, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(election)s is made.") % {"election": made})
            return redirect("gotv:counts_only", unit=unit.code, election=made.pk)
    return render(request, _NEW, {"form": form, "has_register": has_register(unit)})


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def guide(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show what is set up, and what comes next."""
    return _page(request, _fetch(request, election))


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def figures(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Bring in Contact Creator's figures."""
    found = _fetch(request, election)
    form = CampaignFiguresForm(request.POST, request.FILES)
    if take_in(request, unit, form):
        return _back(found)
    return _page(request, found, figures=form)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def stations(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Read the file of stations, and go on to look at what is in it."""
    found = _fetch(request, election)
    form = StationFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with files.for_a_moment(file.chunks()) as path:
                made = station_files.upload(election=found, file_name=file.name or "", path=path, by=request.user)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("gotv:station_file", unit=unit.code, election=found.pk, file=made.pk)
    return _page(request, found, stations=form)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def room(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Make a room that looks after every district that is no room's yet."""
    found = _fetch(request, election)
    form = FirstRoomForm(request.POST)
    if form.is_valid():
        try:
            made = rooms.add(
                election=found, facts=form.facts(), districts=room_queries.unassigned(found), by=request.user
            )
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("%(room)s is added.") % {"room": made})
            return _back(found)
    return _page(request, found, room=form)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def use_register(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Let the election live on the register that has come in meanwhile."""
    found = _fetch(request, election)
    try:
        actions.use_register(election=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return _back(found)
    messages.success(request, _("%(election)s uses the register now. The counts stay.") % {"election": found})
    return redirect("gotv:readiness", unit=unit.code, election=found.pk)


def _fetch(request: GuardedRequest, election: int) -> Election:
    found: Election = guards.fetch(request, Election.objects.filter(counts_only=True), pk=election)
    return found


def _back(election: Election) -> HttpResponse:
    return redirect("gotv:counts_only", unit=election.unit.code, election=election.pk)


def _page(
    request: GuardedRequest,
    election: Election,
    *,
    figures: CampaignFiguresForm | None = None,
    stations: StationFileForm | None = None,
    room: FirstRoomForm | None = None,
) -> HttpResponse:
    """Show the guide, with the form of a step that was not right as it was sent."""
    found = counts_only.guide(election)
    context = {
        "election": election,
        "ways": ways(request, election),
        "is_over": elections.is_over(election),
        "guide": found,
        "figures": figures or CampaignFiguresForm(auto_id="figures_%s"),
        "stations": stations or StationFileForm(auto_id="stations_%s"),
        "room": room or FirstRoomForm(auto_id="room_%s"),
    }
    return render(request, "gotv/counts_only/guide.html", context)
