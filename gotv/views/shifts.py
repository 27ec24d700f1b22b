"""The tellers' rota: the office's pages, and the one on which tellers take empty hours themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards, scoping
from access.guards import GuardedRequest, requires, signed_in
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import shifts as actions
from gotv.forms.shifts import HoursForm, ShiftForm
from gotv.models import Election, PollingStation, TellerShift
from gotv.queries import elections, shifts
from gotv.rules.hours import Hours
from gotv.views.elections import ways
from gotv.views.tellers import own_station
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

_WHY = "tellers work from a phone outside any unit's pages; each view asks for the right in the station's unit"


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def rota(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show each station hour by hour, empty hours marked, and how many stations are empty at each hour."""
    found = guards.fetch(request, Election, pk=election)
    page = page_of(request, shifts.on_the_rota(found))
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "page": page,
        "rows": shifts.rota(found, page.object_list),
        "cover": shifts.cover(found),
    }
    return render(request, "gotv/shifts/rota.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def sheets(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """The rota to print: a table for each station, with telephone numbers and room for names."""
    found = guards.fetch(request, Election, pk=election)
    rows = shifts.rota(found, shifts.on_the_rota(found))
    return render(request, "gotv/shifts/sheets.html", {"election": found, "rows": rows, "now": timezone.now()})


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def station(request: GuardedRequest, unit: Unit, election: int, station: int) -> HttpResponse:
    """One station's day, with a form to give somebody hours."""
    found = guards.fetch(request, Election, pk=election)
    here = guards.fetch(request, PollingStation.objects.filter(election=found), pk=station)
    row = shifts.rota(found, [here])[0]
    initial = _first_empty(row.empty)
    form = ShiftForm(request.POST or None, initial=initial, people=shifts.may_tell(unit))
    if request.method == "POST" and form.is_valid():
        try:
            hours = form.hours(found.polling_on)
            made = actions.add(station=here, hours=hours, by=request.user, **form.who())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(made))
            return redirect("gotv:station_shifts", unit=unit.code, election=found.pk, station=here.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "station": here,
        "row": row,
        "form": form,
    }
    return render(request, "gotv/shifts/station.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def remove(request: GuardedRequest, unit: Unit, election: int, shift: int) -> HttpResponse:
    """Take somebody off the rota."""
    found = guards.fetch(request, Election, pk=election)
    rows = TellerShift.objects.filter(election=found).select_related("election", "station", "user")
    row = guards.fetch(request, rows, pk=shift)
    said = _said(row)
    try:
        actions.remove(shift=row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken off the rota: %(shift)s") % {"shift": said})
    return redirect("gotv:station_shifts", unit=unit.code, election=found.pk, station=row.station_id)


@signed_in(_WHY, P.RECORD_VOTED)
@require_safe
def mine(request: GuardedRequest) -> HttpResponse:
    """A teller's own hours, and the coming elections with the stations whose hours nobody has. No names of others."""
    units = [unit.pk for unit in request.access.units_where(P.RECORD_VOTED)]
    with scoping.units(units):
        own = list(shifts.of_user(request.user, clock.today()))
        empty = [
            (election, row)
            for election in shifts.coming()
            for row in shifts.rota(election, shifts.stations(election))
            if row.empty
        ]
    context = {"own": own, "page": page_of(request, empty), "is_teller": bool(units)}
    return render(request, "gotv/shifts/mine.html", context)


@signed_in(_WHY, P.RECORD_VOTED)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: GuardedRequest, station: int) -> HttpResponse:
    """Take empty hours at a station."""
    here = own_station(request, station)
    with scoping.units([here.unit_id]):
        row = shifts.rota(here.election, [here])[0]
        form = HoursForm(request.POST or None, initial=_first_empty(row.empty))
        if request.method == "POST" and form.is_valid():
            try:
                made = actions.take(station=here, hours=form.hours(here.election.polling_on), by=request.user)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Thank you. %(shift)s") % {"shift": _said(made)})
                return redirect("gotv:my_shifts")
        return render(
            request, "gotv/shifts/take.html", {"station": here, "election": here.election, "row": row, "form": form}
        )


@signed_in(_WHY, P.RECORD_VOTED)
@require_POST
def give_back(request: GuardedRequest, shift: int) -> HttpResponse:
    """Give one's own hours back. Those of others are not found."""
    with scoping.units(unit.pk for unit in request.access.units()):
        own = TellerShift.objects.filter(user=request.user).select_related("election", "station", "user")
        row = guards.fetch(request, own, pk=shift)
        said = _said(row)
        try:
            actions.give_back(shift=row, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Given back: %(shift)s") % {"shift": said})
    return redirect("gotv:my_shifts")


def _first_empty(empty: tuple[Hours, ...]) -> dict[str, int]:
    """Return what the form offers: the first two hours that nobody has."""
    if not empty:
        return {}
    begins, ends = (timezone.localtime(at).hour for at in (empty[0].opens, empty[0].closes))
    return {"begins": begins, "ends": min(begins + 2, ends)}


def _said(shift: TellerShift) -> str:
    start, end = (f"{timezone.localtime(at):%H:%M}" for at in (shift.starts_at, shift.ends_at))
    return _("%(name)s, %(station)s, %(start)s to %(end)s.") % {
        "name": shifts.name_of(shift),
        "station": shift.station.name,
        "start": start,
        "end": end,
    }
