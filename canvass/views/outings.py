"""A session on the phone of somebody who takes part: what to do next, when to be back, and that all is well."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import confining, limits, scoping
from access.actions import pins, users
from access.forms.pins import ChoosePinForm
from access.guards import GuardedRequest, signed_in
from access.queries import pins as pin_queries
from access.queries import training, units
from canvass.actions import teams as actions
from canvass.forms.newcomers import AddressForm
from canvass.models import CanvassSession
from canvass.queries import newcomers, sessions, teams
from canvass.queries.boards import lists
from canvass.queries.sessions import Outing
from canvass.views.newcomers import paths
from kit.errors import Refused

_OWN = "whoever joined a session sees their own place in it; the view checks that they did"


def _taking_part(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the person's place in a session that is not closed. To anybody else it doesn't exist."""

    @wraps(view)
    def found(request: GuardedRequest, session: UUID, **kwargs: Any) -> HttpResponse:
        unit = units.of_row(CanvassSession, session)
        if unit is None:
            raise Http404(_("There is no such page."))
        with scoping.units([unit], user=request.user.pk):
            held = CanvassSession.objects.select_related("unit", "leader").filter(pk=session).first()
            place = newcomers.place_of(held, request.user) if held is not None else None
            if held is None or place is None:
                raise Http404(_("There is no such page."))
            place.session = held
            return view(request, sessions.outing(place), **kwargs)

    return found


@signed_in(_OWN)
@_taking_part
@require_safe
def outing(request: GuardedRequest, mine: Outing) -> HttpResponse:
    """Show what to do next: learn, sign, choose a PIN, open a board; and, when out, say that all is well."""
    unit = mine.session.unit
    gates = training.distinct(training.closed_in(request.access, unit))
    missing = [gate for gate in gates if not gate.current]
    wants_pin = _wants_pin(request) and not pin_queries.has_one(request.user)
    held = [one for one in lists.held_by(request.user) if one.board.session_id == mine.session.pk]
    context = {
        "outing": mine,
        "session": mine.session,
        "missing": missing,
        "minutes": sum(gate.minutes for gate in missing),
        "wants_pin": wants_pin,
        "held": held,
        "others": teams.boards_with_others(mine.team, request.user) if mine.team else [],
        "mates": teams.mates(mine.team, request.user) if mine.team else [],
        "confined": confining.is_confined(request),
    }
    return render(request, "canvass/sessions/outing.html", context)


def _wants_pin(request: GuardedRequest) -> bool:
    """Whether this person came in by being vouched for, and has no other way to sign in yet."""
    return confining.is_confined(request) and not request.user.has_usable_password()


@signed_in(_OWN)
@_taking_part
@require_POST
def fine(request: GuardedRequest, mine: Outing) -> HttpResponse:
    """Say that all is well. A board's page asks for JSON, and gets no page: 204 once it is noted."""
    is_board = request.headers.get("Accept") == "application/json"
    if mine.team is not None:
        actions.fine(by=request.user, team=mine.team)
        if is_board:
            return HttpResponse(status=204)
        messages.success(request, _("Noted: all is well."))
    elif is_board:
        return HttpResponse(status=409)
    return redirect("canvass:outing", session=mine.session.pk)


@signed_in(_OWN)
@_taking_part
@require_http_methods(["GET", "POST"])
def pin(request: GuardedRequest, mine: Outing) -> HttpResponse:
    """Choose a PIN for the day."""
    if not _wants_pin(request):
        return redirect("canvass:outing", session=mine.session.pk)
    form = ChoosePinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pins.choose(
                user=request.user,
                pin=form.cleaned_data["pin"],
                until=sessions.end_of(mine.session),
                paths=paths(mine.session),
            )
        except Refused as error:
            form.add_error("pin", str(error))
        else:
            messages.success(request, _pin_is_set(request))
            return redirect("canvass:outing", session=mine.session.pk)
    return render(request, "canvass/sessions/pin.html", {"form": form, "session": mine.session})


def _pin_is_set(request: GuardedRequest) -> str:
    if request.user.number:
        text = _("Your PIN is set. With it and the number %(number)s you can sign in again today.")
        return text % {"number": request.user.number}
    return _("Your PIN is set. With it and your address you can sign in again today.")


@signed_in(_OWN)
@limits.at_most("join")
@_taking_part
@require_http_methods(["GET", "POST"])
def address(request: GuardedRequest, mine: Outing) -> HttpResponse:
    """Give one's account an email address, by which it is kept after today."""
    if not request.user.number:
        return redirect("canvass:outing", session=mine.session.pk)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            users.give_address(user=request.user, email=email, by=request.user, unit=mine.session.unit)
        except Refused as error:
            form.add_error("email", str(error))
        else:
            text = _("A link is on its way to %(email)s. From now on, sign in with that address.")
            messages.success(request, text % {"email": email})
            return redirect("canvass:outing", session=mine.session.pk)
    return render(request, "canvass/sessions/address.html", {"form": form, "session": mine.session})
