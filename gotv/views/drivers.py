"""Pages of drivers: the list, one driver, the link for their phone; and their own page, without an account."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import scoping
from access.actions import audit
from access.guards import GuardedRequest, fetch, public, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.views import codes
from gotv.actions import drivers as actions
from gotv.actions import lifts as lift_actions
from gotv.enums import LiftState
from gotv.forms.drivers import DriverForm
from gotv.models import Driver, Election, Lift
from gotv.queries import drivers, elections, lifts
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the drivers with what they take, and how many lifts each has to do and has done."""
    found = fetch(request, Election, pk=election)
    page = page_of(request, lifts.drivers(found))
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "page": page,
        "may_run": request.access.may(P.RUN_ROUNDS, unit),
    }
    return render(request, "gotv/drivers/list.html", context)


@requires(P.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Note somebody with a car, and go on to the link for their phone."""
    found = fetch(request, Election, pk=election)
    room = next((one.pk for one in lifts.rooms_of(found, request.user)), None)
    form = DriverForm(request.POST or None, election=found, initial={"room": room})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(election=found, facts=form.facts(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("gotv:driver", unit=unit.code, election=found.pk, driver=made.pk)
    context = {"election": found, "ways": ways(request, found), "form": form}
    return render(request, "gotv/drivers/form.html", context)


@requires(P.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int, driver: int) -> HttpResponse:
    """Change what is known of a driver."""
    found = _fetch(request, election, driver)
    initial = {name: getattr(found, name) for name in ("name", "phone", "car", "seats", "takes")}
    initial["begins"] = found.from_at and timezone.localtime(found.from_at).time()
    initial["ends"] = found.until_at and timezone.localtime(found.until_at).time()
    initial["room"] = found.room_id
    form = DriverForm(request.POST or None, election=found.election, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(driver=found, facts=form.facts(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("gotv:drivers", unit=unit.code, election=found.election_id)
    context = {"election": found.election, "ways": ways(request, found.election), "form": form, "driver": found}
    return render(request, "gotv/drivers/form.html", context)


@requires(P.RUN_ROUNDS)
@require_safe
def one(request: GuardedRequest, unit: Unit, election: int, driver: int) -> HttpResponse:
    """Show a driver's lifts, to read out or print, and the link that shows them on their own phone."""
    found = _fetch(request, election, driver)
    rows = lifts.of_driver(found, request.access.area(P.RUN_ROUNDS, unit))
    elsewhere = len(lifts.of_driver(found)) - len(rows)
    # Whoever has the link sees all of a driver's lifts.
    hidden = drivers.refusal(found, timezone.now()) or elsewhere
    address = (
        "" if hidden else codes.whole(request, reverse("gotv:driver_page", kwargs={"token": drivers.token(found)}))
    )
    at_once = lifts.at_once(rows)
    electors = sum(lift.elector_id is not None for lift in rows)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=electors, through=found)
    context = {
        "election": found.election,
        "ways": ways(request, found.election),
        "is_over": elections.is_over(found.election),
        "driver": found,
        "rows": [(lift, lifts.who(lift), lifts.where(lift), lifts.needs(lift), lift.pk in at_once) for lift in rows],
        "elsewhere": elsewhere,
        "address": address,
        "qr": codes.qr(address, _("Address of the driver’s page")) if address else "",
    }
    return render(request, "gotv/drivers/driver.html", context)


@requires(P.RUN_ROUNDS)
@require_POST
def new_link(request: GuardedRequest, unit: Unit, election: int, driver: int) -> HttpResponse:
    """Make a new link to a driver's page."""
    found = _fetch(request, election, driver)
    try:
        actions.new_link(driver=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This is a new link. The one before opens nothing any more."))
    return redirect("gotv:driver", unit=unit.code, election=found.election_id, driver=found.pk)


@requires(P.RUN_ROUNDS)
@require_POST
def home(request: GuardedRequest, unit: Unit, election: int, driver: int) -> HttpResponse:
    """Note that a driver has gone home, or is there again."""
    found = _fetch(request, election, driver)
    try:
        if found.gone_at is None:
            messages.success(request, _gone(found, actions.go_home(driver=found, by=request.user)))
        else:
            actions.come_back(driver=found, by=request.user)
            messages.success(request, _("%(name)s is there again.") % {"name": found.name})
    except Refused as error:
        messages.error(request, str(error))
    return redirect("gotv:drivers", unit=unit.code, election=found.election_id)


def _gone(driver: Driver, free: int) -> str:
    words = ngettext(
        "%(name)s has gone home. %(count)s lift is without a driver again.",
        "%(name)s has gone home. %(count)s lifts are without a driver again.",
        free,
    )
    return words % {"name": driver.name, "count": free}


@public("a driver needs no account: the link is made for one driver, and is checked inside")
@at_most("teller_code", when_sent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show a driver their own lifts, and take what they say of one."""
    found = drivers.by_token(token)
    refusal = (
        drivers.refusal(found, timezone.now()) if found else _("This is no link of ours, or a newer one was made.")
    )
    if found is None or refusal:
        status = 410 if found else 404
        return render(request, "gotv/drivers/refused.html", {"refusal": refusal}, status=status)
    with scoping.units([found.unit_id]):
        if request.method == "POST":
            _say(request, found)
            return redirect("gotv:driver_page", token=token)
        rows, last = lifts.of_driver(found), lifts.last_done(found)
        actions.note_looked(driver=found, lifts=len(rows))
        context = {
            "driver": found,
            "election": found.election,
            "rows": [(lift, lifts.who(lift), lifts.where(lift), lifts.needs(lift)) for lift in rows],
            "last": last,
            "last_who": lifts.who(last) if last else "",
            "room": found.room,
        }
        return render(request, "gotv/drivers/page.html", context)


def _say(request: HttpRequest, driver: Driver) -> None:
    """Take what a driver says of a lift of theirs: on the way, done, or not after all. It makes no mark."""
    key = _key(request.POST.get("lift", ""))
    theirs = Lift.objects.select_related("election").filter(driver=driver)
    lift = theirs.filter(pk=key).first() if key else None
    if lift is None:
        messages.error(request, _("This lift is not yours any more. These are your lifts now."))
        return
    deeds = {"set_off": lift_actions.set_off, "done": lift_actions.done}
    if lift.state == LiftState.UNDER_WAY or lift == lifts.last_done(driver):  # what they said themselves
        deeds["back"] = lift_actions.step_back
    deed = deeds.get(request.POST.get("what", ""))
    try:
        if deed is not None:
            deed(lift=lift, by=driver.user)
    except Refused as error:
        messages.error(request, str(error))


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _fetch(request: GuardedRequest, election: int, driver: int) -> Driver:
    found = fetch(request, Election, pk=election)
    return fetch(request, Driver.objects.filter(election=found).select_related("election", "room", "user"), pk=driver)
