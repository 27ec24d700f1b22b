"""Tellers' codes: made, shown, said and taken back in the office; and on the phone that is let in by one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import scoping
from access.guards import GuardedRequest, fetch, public, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.views import codes
from gotv.actions import passes as actions
from gotv.forms.passes import PassForm, SpokenForm, TellingForm
from gotv.models import Election, PollingStation, TellerPass
from gotv.queries import elections, passes, secrecy, stations, tellers
from gotv.rules import passes as rules
from gotv.views.elections import ways
from gotv.views.tellers import Telling, either
from kit.errors import Refused


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show each station with its codes: who was let in when, and what came last."""
    found = fetch(request, Election, pk=election)
    lines = passes.of_election(found)
    every = list(stations.listing(found))
    context = {
        "election": found,
        "ways": ways(request, found),
        "rows": [(station, lines[station.pk]) for station in every if station.pk in lines],
        "without": [station for station in every if station.pk not in lines],
        "is_over": elections.is_over(found),
        "most": rules.MOST_PHONES,
    }
    return render(request, "gotv/passes/list.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit, election: int, station: int) -> HttpResponse:
    """Make a code for a station, and go on to it."""
    found = fetch(request, Election, pk=election)
    here = fetch(request, PollingStation.objects.filter(election=found).select_related("election"), pk=station)
    form = PassForm(request.POST or None, station=here, initial={"shift": request.GET.get("shift", "")})
    if request.method == "POST" and form.is_valid():
        shift = form.cleaned_data["shift"]
        name = form.cleaned_data["name"] or (shift and (shift.name or shift.user.name)) or ""
        try:
            made = actions.make(station=here, by=request.user, name=name, shift=shift)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("gotv:teller_pass", unit=unit.code, election=found.pk, code=made.pk)
    context = {"election": found, "ways": ways(request, found), "station": here, "form": form}
    return render(request, "gotv/passes/new.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def code(request: GuardedRequest, unit: Unit, election: int, code: UUID) -> HttpResponse:
    """Show a code to scan, and the characters to say while they are good."""
    found = _found(request, election, code)
    refusal = passes.refusal(found, timezone.now())
    address = "" if refusal else _address(request, found)
    context = {
        "election": found.election,
        "ways": ways(request, found.election),
        "code": found,
        "refusal": refusal,
        "address": address,
        "qr": codes.qr(address, _("Address of the keypad")) if address else "",
        "spoken": rules.grouped(said) if (said := passes.spoken(found)) else "",
        "where_to_type": codes.whole(request, reverse("gotv:teller_code")),
    }
    return render(request, "gotv/passes/code.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def speak(request: GuardedRequest, unit: Unit, election: int, code: UUID) -> HttpResponse:
    """Make the characters to say on the telephone."""
    found = _found(request, election, code)
    try:
        actions.speak(found=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("gotv:teller_pass", unit=unit.code, election=election, code=found.pk)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def revoke(request: GuardedRequest, unit: Unit, election: int, code: UUID) -> HttpResponse:
    """Take a code back, and stop its phone."""
    found = _found(request, election, code)
    actions.revoke(found=found, by=request.user)
    messages.success(
        request,
        _("The code for %(station)s is taken back. What its phone still sends waits for a check.")
        % {"station": found.station.name},
    )
    return redirect("gotv:teller_passes", unit=unit.code, election=election)


def _found(request: GuardedRequest, election: int, code: UUID) -> TellerPass:
    there = fetch(request, Election, pk=election)
    rows = TellerPass.objects.filter(election=there).select_related("election", "station", "grant", "followed_by")
    return fetch(request, rows, pk=code)


def _address(request: HttpRequest, found: TellerPass) -> str:
    return codes.whole(request, reverse("gotv:teller_use", kwargs={"token": passes.token(found)}))


@public("somebody who is told a code on the telephone has no account; the code is checked inside")
@at_most("teller_code", when_sent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest) -> HttpResponse:
    """Take a code that was said on the telephone, and go on to what it opens."""
    form = SpokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _heard(rules.heard(form.cleaned_data["code"]))
        if found is not None:
            return redirect("gotv:teller_use", token=passes.token(found))
        wrong = _(
            "That is no code that is good now. Look at it again, or ask for a new one: each is good for ten minutes."
        )
        form.add_error("code", wrong)
    return render(request, "gotv/passes/hear.html", {"form": form})


def _heard(code: str) -> TellerPass | None:
    found = passes.by_finder(code) if code else None
    if found is None:
        return None
    with scoping.units([found.unit_id]):
        return found if actions.listen(found=found, code=code) else None


@public("a teller needs no account; looking at a code opens nothing, and it is checked inside")
@at_most("teller_code", when_sent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, token: str) -> HttpResponse:
    """Say what a code opens, with the rules for tellers; POST lets this phone in."""
    found = passes.by_token(token)
    if found is None:
        words = _("This is no code of ours. Ask whoever gave it to you for a new one.")
        return render(request, "gotv/passes/refused.html", {"refusal": words}, status=404)
    mine = passes.held(request.session, found.station_id)
    if mine is not None and mine.pk == found.pk:
        return redirect("gotv:teller", station=found.station_id)
    with scoping.units([found.unit_id]):
        return _use(request, found)


def _use(request: HttpRequest, found: TellerPass) -> HttpResponse:
    refusal = passes.refusal(found, timezone.now())
    if request.user.is_authenticated and secrecy.is_polling_agent(request.user, found.election.polling_on):
        refusal = _(
            "You are a polling agent that day. Who may be inside must not tell who has voted before polls close."
        )
    open_hours = tellers.hours_of(found.station)
    is_early = timezone.now() < open_hours.opens
    form = TellingForm(request.POST or None, initial={"name": found.name}, is_early=is_early)
    if not refusal and request.method == "POST" and form.is_valid():
        try:
            actions.use(found=found, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            request.session.cycle_key()
            held = request.session.get(passes.KEY, {})
            request.session[passes.KEY] = {**held, str(found.station_id): str(found.pk)}
            return redirect("gotv:teller", station=found.station_id)
    if refusal:
        return render(request, "gotv/passes/refused.html", {"refusal": refusal}, status=410)
    context = {"code": found, "station": found.station, "election": found.election, "form": form}
    return render(request, "gotv/passes/use.html", {**context, "hours": open_hours})


@require_http_methods(["GET", "HEAD", "POST"])
@either
def hand_over(request: HttpRequest, telling: Telling) -> HttpResponse:
    """Hand over to the next teller: on this phone, or on theirs, which scans the code that POST makes."""
    here = telling.station
    made = telling.code.followed_by if telling.code else None
    if request.method == "POST" and not telling.refusal:
        try:
            made = actions.hand_over(station=here, before=telling.code, by=telling.by)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("gotv:teller", station=here.pk)
    is_ready = made is not None and not passes.refusal(made, timezone.now())
    address = _address(request, made) if made is not None and is_ready else ""
    context = {
        "station": here,
        "refusal": telling.refusal,
        "address": address,
        "qr": codes.qr(address, _("Address of the keypad")) if address else "",
        "keypad_url": reverse("gotv:teller", kwargs={"station": here.pk}),
    }
    return render(request, "gotv/passes/hand_over.html", context)
