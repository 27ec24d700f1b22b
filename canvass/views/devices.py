"""The phones that may send: a list for whoever runs boards, one's own, and reporting one lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access import scoping
from access.guards import GuardedRequest, fetch, requires, signed_in
from access.models import DeviceGrant, Unit
from access.permissions import Permission as P
from canvass.actions import devices as actions
from canvass.queries import devices as queries
from canvass.queries import recall
from canvass.rules.devices import STOPS
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

_OWN = "a person's own phones, and nobody else's"


@requires(P.MAKE_BOARDS)
@require_safe
def phones(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the phones of the unit, the one last heard of first."""
    found = queries.in_use(_kinds(request, unit), request.access.area(P.MAKE_BOARDS, unit))
    behind = recall.unheard([grant for phone in found if not phone.is_stopped for grant in phone.grants])
    unheard = [phone for phone in found if any(grant.pk in behind for grant in phone.grants)]
    page = page_of(request, found)
    return render(request, "canvass/devices/list.html", {"page": page, "unheard": unheard})


@requires(P.MAKE_BOARDS)
@require_POST
def lost(request: GuardedRequest, unit: Unit, phone: UUID) -> HttpResponse:
    """Stop somebody's phone that was lost, and sign them out."""
    rows = DeviceGrant.objects.select_related("user", "unit").filter(kind__in=_kinds(request, unit))
    _stop(request, within.phone(request, P.MAKE_BOARDS, phone, rows))
    return redirect("canvass:devices", unit=unit.code)


def _kinds(request: GuardedRequest, unit: Unit) -> list[str]:
    """Return the kinds of phones that this person may stop here."""
    return [kind for kind, permission in STOPS.items() if request.access.may(permission, unit)]


@signed_in(_OWN)
@require_safe
def yours(request: GuardedRequest) -> HttpResponse:
    """List one's own phones, in all units where one has a role."""
    with scoping.units(unit.pk for unit in request.access.units()):
        return render(request, "canvass/devices/yours.html", {"phones": queries.of_user(request.user)})


@signed_in(_OWN)
@require_POST
def yours_lost(request: GuardedRequest, phone: UUID) -> HttpResponse:
    """Stop one's own phone that was lost. This sign-in goes on; every other ends."""
    with scoping.units(unit.pk for unit in request.access.units()):
        rows = DeviceGrant.objects.select_related("user", "unit").filter(user=request.user)
        _stop(request, fetch(request, rows, pk=phone), session=request.session.session_key)
    return redirect("canvass:your_devices")


def _stop(request: GuardedRequest, phone: DeviceGrant, session: str | None = None) -> None:
    try:
        actions.lost(phone=phone, by=request.user, session=session)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("The phone is stopped. What it still holds is taken in for you to check, and then it wipes itself."),
        )
