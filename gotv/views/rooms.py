"""Pages of committee rooms before the day: the list, one room, who runs it, all districts at once."""

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
from gotv.actions import rooms as actions
from gotv.forms import rooms as forms
from gotv.models import CommitteeRoom, Election, RoomOfficer
from gotv.queries import elections, rooms
from gotv.views import removing
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_SALT = "gotv.rooms.removed"


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the rooms of an election with districts, people and stock, and the districts that are nobody's."""
    found = guards.fetch(request, Election, pk=election)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "page": page_of(request, rooms.listing(found)),
        "unassigned": rooms.unassigned(found),
        "removed": removing.removed(request.GET.get("removed", ""), salt=_SALT),
        "token": request.GET.get("removed", ""),
    }
    return render(request, "gotv/rooms/list.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Make a room, and go on to who runs it."""
    found = guards.fetch(request, Election, pk=election)
    form = forms.RoomForm(request.POST or None, election=found, elsewhere=_elsewhere(found, None))
    if request.method == "POST" and form.is_valid():
        try:
            room = actions.add(election=found, by=request.user, **form.facts())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(room)s is added. Next: who runs it.") % {"room": room})
            return redirect("gotv:room_officers", unit=unit.code, election=found.pk, room=room.pk)
    return render(request, "gotv/rooms/form.html", {"form": form, "election": found, "ways": ways(request, found)})


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """Change a room."""
    found, here = _fetch(request, election, room)
    name = here.name  # a bound form writes to its instance
    own = list(here.districts.values_list("polling_district_id", flat=True))
    form = forms.RoomForm(
        request.POST or None,
        instance=here,
        initial={"districts": own},
        election=found,
        elsewhere=_elsewhere(found, here),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(room=here, by=request.user, **form.facts())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(room)s is changed.") % {"room": here})
            return redirect("gotv:rooms", unit=unit.code, election=found.pk)
    context = {"form": form, "election": found, "ways": ways(request, found), "room": here, "name": name}
    return render(request, "gotv/rooms/form.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def remove(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """Remove a room that was never used, with an hour to undo it."""
    found, here = _fetch(request, election, room)
    to = redirect("gotv:rooms", unit=unit.code, election=found.pk)
    return removing.remove(request, to, lambda: actions.remove(room=here, by=request.user), salt=_SALT)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def restore(request: GuardedRequest, unit: Unit, election: int, token: str) -> HttpResponse:
    """Bring a removed room back."""
    found = guards.fetch(request, Election, pk=election)
    was = removing.to_put_back(found, token, salt=_SALT)
    try:
        room = actions.put_back(election=found, was=was, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(room)s is back.") % {"room": room})
    return redirect("gotv:rooms", unit=unit.code, election=found.pk)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Say which room looks after each district, all on one page."""
    found = guards.fetch(request, Election, pk=election)
    form = forms.ArrangeRoomsForm(
        request.POST or None,
        districts=rooms.districts(found),
        rooms=found.rooms.order_by("name", "pk"),
        now=rooms.room_of_districts(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.arrange(election=found, places=form.places(), by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _moved(moved))
            return redirect("gotv:rooms", unit=unit.code, election=found.pk)
    context = {"election": found, "ways": ways(request, found), "form": form}
    return render(request, "gotv/rooms/arrange.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def officers(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """Show who does what in a room, and give somebody a duty."""
    found, here = _fetch(request, election, room)
    form = forms.OfficerForm(request.POST or None, people=rooms.may_be_officer(unit))
    if request.method == "POST" and form.is_valid():
        try:
            officer = actions.add_officer(
                room=here, user=form.chosen(), duty=form.cleaned_data["duty"], by=request.user
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("%(name)s: %(duty)s.") % {"name": officer.user.name, "duty": officer.get_duty_display()}
            )
            return redirect("gotv:room_officers", unit=unit.code, election=found.pk, room=here.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "room": here,
        "officers": here.officers.select_related("user").order_by("duty", "user__name"),
        "form": form,
        "is_over": elections.is_over(found),
    }
    return render(request, "gotv/rooms/officers.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def remove_officer(request: GuardedRequest, unit: Unit, election: int, room: int, officer: int) -> HttpResponse:
    """Take a duty from somebody."""
    found, here = _fetch(request, election, room)
    row = guards.fetch(request, RoomOfficer.objects.filter(room=here).select_related("room__election"), pk=officer)
    try:
        actions.remove_officer(officer=row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("gotv:room_officers", unit=unit.code, election=found.pk, room=here.pk)


def _fetch(request: GuardedRequest, election: int, room: int) -> tuple[Election, CommitteeRoom]:
    found = guards.fetch(request, Election, pk=election)
    return found, guards.fetch(request, CommitteeRoom.objects.filter(election=found), pk=room)


def _elsewhere(election: Election, room: CommitteeRoom | None) -> dict[int, str]:
    """Return the name of the other room by district id."""
    names = {one.pk: one.name for one in election.rooms.all() if room is None or one.pk != room.pk}
    return {pk: names[where] for pk, where in rooms.room_of_districts(election).items() if where in names}


def _moved(districts: int) -> str:
    if not districts:
        return _("Nothing was different, so nothing was changed.")
    return ngettext(
        "Saved: one district is another room’s now.", "Saved: %(count)s districts are other rooms’ now.", districts
    ) % {"count": districts}
