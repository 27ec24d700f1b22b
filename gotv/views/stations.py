"""Pages of polling stations: the list, one station, all districts at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import stations as actions
from gotv.forms import stations as forms
from gotv.models import Election, PollingStation
from gotv.queries import elections, stations
from gotv.rules.stations import read_pasted
from gotv.views import removing
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_SALT = "gotv.stations.removed"


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the stations of an election, and the districts that vote nowhere yet."""
    found = guards.fetch(request, Election, pk=election)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "readiness": elections.readiness(found),
        "page": page_of(request, stations.listing(found)),
        "removed": removing.removed(request.GET.get("removed", ""), salt=_SALT),
        "token": request.GET.get("removed", ""),
    }
    return render(request, "gotv/stations/list.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Make a station."""
    found = guards.fetch(request, Election, pk=election)
    form = forms.StationForm(request.POST or None, election=found, elsewhere=stations.place_of_districts(found))
    if request.method == "POST" and form.is_valid():
        try:
            station = actions.add(election=found, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(station)s is added.") % {"station": station})
            return redirect("gotv:stations", unit=unit.code, election=found.pk)
    return render(request, "gotv/stations/form.html", {"form": form, "election": found, "ways": ways(request, found)})


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int, station: int) -> HttpResponse:
    """Change a station."""
    found = guards.fetch(request, Election, pk=election)
    here = guards.fetch(request, PollingStation.objects.filter(election=found), pk=station)
    own = list(here.districts.all())
    elsewhere = {pk: name for pk, name in stations.place_of_districts(found).items() if pk not in {d.pk for d in own}}
    initial = {"name": here.name, "address": here.address, "districts": own}
    form = forms.StationForm(request.POST or None, election=found, initial=initial, elsewhere=elsewhere)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(station=here, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(station)s is changed.") % {"station": here})
            return redirect("gotv:stations", unit=unit.code, election=found.pk)
    return render(
        request,
        "gotv/stations/form.html",
        {"form": form, "election": found, "ways": ways(request, found), "station": here},
    )


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def remove(request: GuardedRequest, unit: Unit, election: int, station: int) -> HttpResponse:
    """Remove a station that was never used, with an hour to undo it."""
    found = guards.fetch(request, Election, pk=election)
    here = guards.fetch(request, PollingStation.objects.filter(election=found), pk=station)
    to = redirect("gotv:stations", unit=unit.code, election=found.pk)
    return removing.remove(request, to, lambda: actions.remove(station=here, by=request.user), salt=_SALT)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def restore(request: GuardedRequest, unit: Unit, election: int, token: str) -> HttpResponse:
    """Bring a removed station back."""
    found = guards.fetch(request, Election, pk=election)
    was = removing.to_put_back(found, token, salt=_SALT)
    try:
        station = actions.put_back(election=found, was=was, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(station)s is back.") % {"station": station})
    return redirect("gotv:stations", unit=unit.code, election=found.pk)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Say where each district votes, all on one page: typed in rows, or pasted and then looked over."""
    found = guards.fetch(request, Election, pk=election)
    districts = list(stations.districts_in_use(found))
    places = stations.place_of_districts(found)
    pasted = None
    paste = forms.PasteForm(request.POST if "paste" in request.POST else None)
    form = forms.ArrangeForm(initial=forms.initial(places, districts), districts=districts)
    if request.method == "POST" and "paste" in request.POST:
        if paste.is_valid():
            pasted = read_pasted(paste.cleaned_data["pasted"], [district.code for district in districts])
            by_pk = {d.pk: pasted.places[d.code] for d in districts if d.code in pasted.places}
            form = forms.ArrangeForm(initial=forms.initial(places | by_pk, districts), districts=districts)
    elif request.method == "POST":
        form = forms.ArrangeForm(request.POST, districts=districts)
        if form.is_valid():
            try:
                moved = actions.arrange(election=found, places=form.places(), by=request.user)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _moved(moved))
                return redirect("gotv:stations", unit=unit.code, election=found.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "form": form,
        "paste": paste,
        "pasted": pasted,
        "names": sorted(set(places.values())),
    }
    return render(request, "gotv/stations/arrange.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def boxes(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Say which ballot boxes stand at each station, all on one page: for whoever has no file that does."""
    found = guards.fetch(request, Election, pk=election)
    form = forms.BoxesForm(request.POST or None, stations=stations.listing(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.number_boxes(election=found, boxes_of=form.boxes_of(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The boxes are saved.") if changed else _("Nothing was different."))
            guide = "gotv:counts_only" if found.counts_only else "gotv:stations"
            return redirect(guide, unit=unit.code, election=found.pk)
    context = {"election": found, "ways": ways(request, found), "is_over": elections.is_over(found), "form": form}
    return render(request, "gotv/stations/boxes.html", context)


def _moved(districts: int) -> str:
    if not districts:
        return _("Nothing was different, so nothing was changed.")
    return ngettext(
        "Saved: one district has a new place to vote.",
        "Saved: %(count)s districts have a new place to vote.",
        districts,
    ) % {"count": districts}
