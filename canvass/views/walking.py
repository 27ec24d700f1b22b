"""The order in which a street is walked: seeing it, changing it door by door, taking the last change back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import walking as actions
from canvass.forms.walking import WayForm
from canvass.models import PollingDistrict, Street
from canvass.queries import walking
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

_A_PAGE = 100


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def street(request: GuardedRequest, unit: Unit, district: int, street: int) -> HttpResponse:
    """Show the doors of a street in walking order; say in which way it is walked."""
    here, road = _fetch(request, district, street)
    order = walking.of_street(here, road)
    form = WayForm(request.POST or None, initial={"way": order.way})
    if request.method == "POST" and form.is_valid():
        actions.choose(district=here, street=road, way=form.cleaned_data["way"], by=request.user)
        messages.success(request, _("The next board is made in this order. Boards that are made already keep theirs."))
        return redirect("canvass:street_order", unit=unit.code, district=here.pk, street=road.pk)
    doors = walking.doors(order)
    if not doors:
        raise Http404(_("There is no such page."))
    asked = request.GET.get("move", "")
    context = {
        "district": here,
        "street": road,
        "order": order,
        "form": form,
        "page": page_of(request, doors, _A_PAGE),
        "moving": next((door for door in doors if str(door.pk) == asked), None),
        "first": doors[0],
        "last": doors[-1],
    }
    return render(request, "canvass/walking/street.html", context)


@requires(P.MAKE_BOARDS)
@require_POST
def move(request: GuardedRequest, unit: Unit, district: int, street: int) -> HttpResponse:
    """Walk a door earlier, later or after another one; or the whole street from its other end."""
    here, road = _fetch(request, district, street)
    try:
        if "round" in request.POST:
            actions.turn_round(district=here, street=road, by=request.user)
            door = None
        else:
            door, after = _wanted([one.pk for one in walking.doors(walking.of_street(here, road))], request)
            actions.move(district=here, street=road, door=door, after=after, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        door = None
    url = reverse("canvass:street_order", kwargs={"unit": unit.code, "district": here.pk, "street": road.pk})
    page = request.GET.get("page", "")
    return redirect(f"{url}{f'?page={page}' if page.isdecimal() else ''}{f'#door-{door}' if door else ''}")


@requires(P.MAKE_BOARDS)
@require_POST
def undo(request: GuardedRequest, unit: Unit, district: int, street: int) -> HttpResponse:
    """Take the last change back."""
    here, road = _fetch(request, district, street)
    actions.undo(district=here, street=road, by=request.user)
    messages.success(request, _("The street is in order as it was before. You can take this back too."))
    return redirect("canvass:street_order", unit=unit.code, district=here.pk, street=road.pk)


def _wanted(doors: list[int], request: GuardedRequest) -> tuple[int, int | None]:
    """Return the door that is to be moved, and the one it is to follow, None for none.

    Raises Refused for what names no door of the street.
    """
    said = {name: request.POST.get(name, "") for name in ("up", "down", "door", "after")}
    door = next((pk for pk in doors if str(pk) in (said["up"], said["down"], said["door"])), None)
    if door is None:
        raise Refused(_("That door is no longer on this street. Nothing was changed. Look at the list again."))
    at = doors.index(door)
    if said["up"]:
        return door, doors[at - 2] if at > 1 else None
    if said["down"]:
        return door, doors[min(at + 1, len(doors) - 1)]
    if not said["after"].isdecimal():
        raise Refused(_("Say where the door goes. Nothing was changed."))
    return door, int(said["after"]) or None


def _fetch(request: GuardedRequest, district: int, street: int) -> tuple[PollingDistrict, Street]:
    return within.district(request, P.MAKE_BOARDS, district), fetch(request, Street, pk=street)
