"""The teller's pages: which station, and the keypad. Numbers only, never a name (reliability T3)."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards, scoping
from access.actions import audit
from access.guards import GuardedRequest, NoRight, signed_in
from access.permissions import Permission as P
from canvass.views import leftovers
from gotv.actions import tellers as actions
from gotv.forms.tellers import NumberForm
from gotv.models import PollingStation, VoteMark
from gotv.queries import tellers
from gotv.rules import hours
from kit import clock
from kit.errors import Refused

_WHY = "tellers work from a phone outside any unit's pages; each view asks for the right in the station's unit"


@signed_in(_WHY, P.RECORD_VOTED)
@require_safe
def stations(request: GuardedRequest) -> HttpResponse:
    """List today's stations of the units where this person may type numbers, and the rules for tellers."""
    units = request.access.units_where(P.RECORD_VOTED)
    with scoping.units(unit.pk for unit in units):
        found = [
            (station, tellers.hours_of(station), tellers.hours_of(station).hold(timezone.now()))
            for station in tellers.stations_on(clock.today())
        ]
    return render(
        request, "gotv/tellers/stations.html", {"rows": found, "is_teller": bool(units), "now": timezone.now()}
    )


@leftovers.sent_first
@signed_in(_WHY, P.RECORD_VOTED)
@require_http_methods(["GET", "HEAD", "POST"])
def teller(request: GuardedRequest, station: int) -> HttpResponse:
    """The keypad of a station; outside the hours a page that says when. Without a script a form sends each number."""
    try:
        here = _station(request, station)
    except Http404:
        return leftovers.nothing_here(request)
    with scoping.units([here.unit_id]):
        open_hours = tellers.hours_of(here)
        if not open_hours.hold(timezone.now()):
            return _closed(request, here, open_hours)
        districts = [district.code for district in here.districts.order_by("code")]
        form = NumberForm(request.POST or None, districts=districts)
        if request.method == "POST" and form.is_valid():
            try:
                _type(here, form, request)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                return redirect("gotv:teller", station=here.pk)
        return render(request, "gotv/tellers/keypad.html", _keypad(request, here, form, districts))


def _type(here: PollingStation, form: NumberForm, request: GuardedRequest) -> None:
    actions.type_number(
        station=here,
        form_id=form.cleaned_data["entry"],
        district=form.cleaned_data["district"],
        number=form.cleaned_data["roll_number"],
        by=request.user,
    )


def _keypad(request: GuardedRequest, here: PollingStation, form: NumberForm, districts: list[str]) -> dict[str, Any]:
    closes = tellers.hours_of(here).closes
    return {
        "station": here,
        "election": here.election,
        "closes_at": closes,
        "districts": districts,
        "form": form,
        "last": tellers.last_of(here, request.user),
        "undo_url": reverse("gotv:teller_undo", kwargs={"station": here.pk}),
        "list_url": reverse("gotv:teller_stations"),
        "teller": {
            "v": 1,
            "station": {"id": here.pk, "name": here.name},
            "election": {"id": here.election_id, "name": here.election.name},
            "until": closes.isoformat(),
            "urls": {
                "events": reverse("canvass:sync_events"),
                "ping": reverse("canvass:sync_ping"),
                "device": reverse("gotv:teller_device", kwargs={"station": here.pk}),
                "back": reverse("gotv:teller_stations"),
            },
            "districts": districts,
            "user": {"id": request.user.pk, "name": request.user.name},
        },
    }


@signed_in(_WHY, P.RECORD_VOTED)
@require_POST
def undo(request: GuardedRequest, station: int) -> HttpResponse:
    """Take back one of one's own last numbers."""
    here = _station(request, station)
    with scoping.units([here.unit_id]):
        rows = VoteMark.objects.filter(station=here).select_related("station__election", "election")
        mark = guards.fetch(request, rows, pk=request.POST.get("mark", ""))
        try:
            actions.undo(mark=mark, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
    return redirect("gotv:teller", station=here.pk)


@signed_in(_WHY, P.RECORD_VOTED)
@require_POST
def device(request: GuardedRequest, station: int) -> JsonResponse:
    """Give this phone a grant to send numbers with, as JSON (docs/offline.md)."""
    here = _station(request, station)
    try:
        device_id = uuid.UUID(json.loads(request.body)["device_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"code": "MALFORMED", "message": "device_id is a UUID."}, status=400)
    with scoping.units([here.unit_id]):
        try:
            grant, token = actions.let_in(station=here, device_id=device_id, by=request.user)
        except Refused as error:
            return JsonResponse({"code": "CLOSED", "message": str(error)}, status=403)
    answer = {
        "grant": grant.pk,
        "token": token,
        "read_until": tellers.hours_of(here).closes,
        "write_until": grant.write_until,
        "server_time": timezone.now(),
    }
    return JsonResponse(answer, status=201)


def _closed(request: GuardedRequest, here: PollingStation, open_hours: hours.Hours) -> HttpResponse:
    context = {
        "station": here,
        "election": here.election,
        "hours": open_hours,
        "is_early": timezone.now() < open_hours.opens,
    }
    return render(request, "gotv/tellers/closed.html", context, status=403 if request.method == "POST" else 200)


def _station(request: GuardedRequest, pk: int) -> PollingStation:
    """Return the station if this person may type numbers there: 404 outside their units, 403 within."""
    access = request.access
    with scoping.units(unit.pk for unit in access.units()):
        here = guards.fetch(request, PollingStation.objects.select_related("election", "unit"), pk=pk)
    if not access.may(P.RECORD_VOTED, here.unit):
        audit.record_anyway("access.refused", by=access.user, unit=here.unit_id, permission=P.RECORD_VOTED.value)
        raise NoRight(P.RECORD_VOTED, here.unit)
    return here
