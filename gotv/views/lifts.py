"""Pages of lifts to the poll: what is to do, asking for one, and one lift from the asking until it is done."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.models import Elector
from canvass.views import areas as within
from gotv.actions import lifts as actions
from gotv.enums import LiftState
from gotv.forms import lifts as forms
from gotv.models import CommitteeRoom, Election, Lift
from gotv.queries import elections, lifts
from gotv.queries import rooms as all_rooms
from gotv.rules import lifts as rules
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List lifts by time: those still to do, or of one state; of one's own committee room, or of all."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    rooms = list(all_rooms.in_area(found, area))
    room = _room(request, found, rooms)
    state = request.GET.get("state", "")
    states = [state] if state in LiftState.values else list(rules.OPEN)
    page = page_of(request, lifts.listing(found, area, room, states))
    now = timezone.now()
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=len(page.object_list), through=found)
    counts = lifts.counts(found, area, room)
    context: dict[str, Any] = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "page": page,
        "rows": _rows(request, list(page.object_list), now),
        "state": state if state in LiftState.values else "",
        "states": [(one.value, one.label, counts[one.value]) for one in LiftState],
        "to_do": sum(counts[one] for one in rules.OPEN),
        "rooms": rooms,
        "room": room,
        "may_run": request.access.may(P.RUN_ROUNDS, unit),
        "now": now,
    }
    return render(request, "gotv/lifts/list.html", context)


def _room(request: GuardedRequest, election: Election, rooms: list[CommitteeRoom]) -> CommitteeRoom | None:
    """Return the room that was asked for, else the first in which this person has a duty; None for all."""
    asked = request.GET.get("room", "")
    if asked:
        return next((one for one in rooms if str(one.pk) == asked), None)
    return next(iter(lifts.rooms_of(election, request.user)), None)


class _Row:
    """A lift as a page shows it: whom, from where, whether its time has gone by, and what its driver has then too."""

    def __init__(self, lift: Lift, now: datetime.datetime, at_once: str = "") -> None:
        self.lift = lift
        self.at_once = at_once
        self.who, self.where = lifts.who(lift), lifts.where(lift)
        self.is_late = lift.state in rules.OPEN and lift.until_at is not None and lift.until_at < now
        self.needs = lifts.needs(lift)


def _rows(request: GuardedRequest, of: Sequence[Lift], now: datetime.datetime) -> list[_Row]:
    at_once = lifts.said_at_once(of, request.access.area(P.SEE_KNOCK_UPS, request.unit))
    return [_Row(lift, now, at_once.get(lift.pk, "")) for lift in of]


@requires(P.RUN_ROUNDS)
@at_most("person_search", when_asked=("q",))
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Note a lift: for somebody of the knock-up list, found by number or name, or for a name and an address."""
    found = guards.fetch(request, Election, pk=election)
    elector = _elector(request, found)
    given = request.POST or None
    form = forms.WishForm(
        given,
        election=found,
        is_elector=elector is not None,
        area=request.access.area(P.RUN_ROUNDS, unit),
        initial=_defaults(request, found, elector),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _ask(request, found, elector, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The lift is noted. Next: a driver."))
            return redirect("gotv:lift", unit=unit.code, election=found.pk, lift=made.pk)
    finding = forms.FindForm(request.GET if "q" in request.GET else None)
    text = finding.cleaned_data["q"] if finding.is_bound and finding.is_valid() else ""
    people = lifts.find(found, text, request.access.area(P.RUN_ROUNDS, unit)) if text else []
    shown = len(people) + (elector is not None)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=shown, searched=bool(text), through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "finding": finding,
        "text": text,
        "people": [(one, lifts.address(one)) for one in people],
        "elector": elector,
        "address": lifts.address(elector) if elector else "",
        "form": form,
    }
    return render(request, "gotv/lifts/ask.html", context)


def _ask(request: GuardedRequest, election: Election, elector: Elector | None, form: forms.WishForm) -> Lift:
    wish = form.wish()
    return actions.ask(
        election=election,
        elector=elector,
        by=request.user,
        lift_id=form.cleaned_data["key"],
        room=form.cleaned_data["room"],
        people=wish.people,
        from_at=wish.from_at,
        until_at=wish.until_at,
        needs=wish.needs,
        name=wish.name,
        address=wish.address,
        phone=wish.phone,
    )


def _elector(request: GuardedRequest, election: Election) -> Elector | None:
    """Return who was chosen, of this person's area and of the knock-up list; None for a name alone."""
    chosen = request.GET.get("elector", "")
    if not chosen:
        return None
    rows = Elector.objects.select_related("household__street", "polling_district")
    return within.elector(request, P.RUN_ROUNDS, chosen, lifts.listed(election, rows))


def _defaults(request: GuardedRequest, election: Election, elector: Elector | None) -> dict[str, Any]:
    """Return what the form begins with: the room of the elector's district, else one's own."""
    if elector is not None:
        room = lifts.room_of(election, elector.polling_district_id)
    else:
        room = next((one.pk for one in lifts.rooms_of(election, request.user)), None)
    return {"key": uuid.uuid4(), "room": room}


@requires(P.SEE_KNOCK_UPS)
@require_safe
def one(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Show one lift and what can be done with it next."""
    found = _fetch(request, election, lift, P.SEE_KNOCK_UPS)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=1, through=found)
    may_mark = request.access.may(P.RECORD_VOTED, unit) and found.elector_id is not None
    context = {
        "election": found.election,
        "ways": ways(request, found.election),
        "row": _rows(request, [found], timezone.now())[0],
        "lift": found,
        "is_over": elections.is_over(found.election),
        "is_open": found.state in rules.OPEN,
        "may_run": request.access.may(P.RUN_ROUNDS, unit),
        "give": forms.DriverForm(drivers=lifts.drivers(found.election), initial={"driver": found.driver_id}),
        "done": forms.DoneForm() if may_mark else None,
        "call_off": forms.CallOffForm(),
    }
    return render(request, "gotv/lifts/lift.html", context)


@requires(P.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Change what is wanted."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    form = forms.WishForm(
        request.POST or None,
        election=found.election,
        is_elector=found.elector_id is not None,
        area=request.access.area(P.RUN_ROUNDS, unit),
        initial={
            **{name: getattr(found, name) for name in ("name", "address", "phone", "people", "needs")},
            "begins": found.from_at and timezone.localtime(found.from_at).time(),
            "ends": found.until_at and timezone.localtime(found.until_at).time(),
            "room": found.room_id,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(lift=found, wish=form.wish(), room=form.cleaned_data["room"], by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The lift is changed."))
            return _back(unit, found)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=1, through=found)
    context = {"election": found.election, "ways": ways(request, found.election), "row": _Row(found, timezone.now())}
    return render(request, "gotv/lifts/edit.html", {**context, "lift": found, "form": form})


@requires(P.RUN_ROUNDS)
@require_POST
def give(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Give a lift to a driver."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    form = forms.DriverForm(request.POST, drivers=lifts.drivers(found.election))
    if not _is_filled(request, form):
        return _back(unit, found)
    try:
        made = actions.give(lift=found, driver=form.chosen(), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s has it.") % {"name": made.driver})
        others = _rows(request, [made], timezone.now())[0].at_once
        if others:
            words = _(
                "%(name)s has at the same time: %(lifts)s. One car can’t be in two places: ring them, or choose another"
                " driver."
            )
            messages.warning(request, words % {"name": made.driver, "lifts": others})
    return _back(unit, found)


@requires(P.RUN_ROUNDS)
@require_POST
def set_off(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Note that the driver is on the way."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    try:
        actions.set_off(lift=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    return _back(unit, found)


@requires(P.RUN_ROUNDS)
@require_POST
def done(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Note that a lift is done, and whether the elector said that they have voted."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    has_voted = request.POST.get("voted") == forms.VOTED and request.access.may(P.RECORD_VOTED, unit)
    try:
        actions.done(lift=found, by=request.user, has_voted=has_voted)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The lift is done."))
    return _back(unit, found)


@requires(P.RUN_ROUNDS)
@require_POST
def call_off(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Call a lift off, with the reason."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    form = forms.CallOffForm(request.POST)
    if not _is_filled(request, form):
        return _back(unit, found)
    actions.call_off(lift=found, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The lift is called off."))
    return _back(unit, found)


@requires(P.RUN_ROUNDS)
@require_POST
def step_back(request: GuardedRequest, unit: Unit, election: int, lift: UUID) -> HttpResponse:
    """Undo the last step of a lift, with the mark that came of it."""
    found = _fetch(request, election, lift, P.RUN_ROUNDS)
    try:
        made = actions.step_back(lift=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone. The lift is: %(state)s.") % {"state": made.get_state_display()})
    return _back(unit, found)


def _is_filled(request: GuardedRequest, form: Form) -> bool:
    """Say whether a small form was filled in; say what is missing where it was not."""
    if form.is_valid():
        return True
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return False


def _back(unit: Unit, lift: Lift) -> HttpResponse:
    return redirect("gotv:lift", unit=unit.code, election=lift.election_id, lift=lift.pk)


def _fetch(request: GuardedRequest, election: int, pk: UUID, permission: P) -> Lift:
    """Return a lift of the election in this person's area; outside it is 404, and noted."""
    found = guards.fetch(request, Election, pk=election)
    rows = lifts.listing(found, states=LiftState.values).select_related("election", *lifts.WITH)
    lift: Lift = guards.fetch(request, rows, pk=pk)
    if not lifts.in_area(request.access.area(permission, request.unit), Lift.objects.filter(pk=lift.pk)).exists():
        audit.record_anyway("access.out_of_area", by=request.user, unit=request.unit, obj=lift)
        raise Http404(_("There is no such page."))
    return lift
