"""Finding people. Who is looked for stands in no address and in no log: what is typed is sent by POST and comes back
in the address locked, to be opened by the same person in the same unit within the hour.
"""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access import sealing
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import finding as actions
from canvass.forms.finding import FindForm
from canvass.models import PollingDistrict
from canvass.queries import areas
from canvass.queries import finding as queries
from kit.pagination import page_of

_HOUR = 60 * 60
_A_PAGE = 20


@requires(P.SEE_REGISTER)
@at_most("person_search", when_asked=("search",))
@require_http_methods(["GET", "POST"])
def find(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Take what is looked for, or show whom it found."""
    area = request.access.area(P.SEE_REGISTER, unit)
    districts = areas.districts(area, PollingDistrict.objects.filter(unit=unit)).order_by("code", "pk")
    if request.method == "POST":
        form = FindForm(request.POST, districts=districts)
        if form.is_valid():
            return redirect(_address(request, unit, form.cleaned_data))
        return render(request, "canvass/finding/find.html", {"form": form}, status=422)
    asked = _asked(request, unit)
    form = FindForm(initial=asked, districts=districts)
    if asked is None:
        return render(request, "canvass/finding/find.html", {"form": form, "is_fresh": queries.is_fresh(unit.pk)})
    found = queries.find(unit, asked["q"], area, form.districts.get(asked["district"]))
    page = page_of(request, list(found.ids), _A_PAGE)
    people = queries.people(list(page.object_list))
    audit.looked(request, what=P.SEE_REGISTER, count=len(people), searched=True)
    is_fresh = queries.is_fresh(unit.pk)
    if not is_fresh:
        actions.ask(unit.pk)
    return render(
        request,
        "canvass/finding/find.html",
        {"form": form, "found": found, "page": page, "people": people, "asked": asked, "is_fresh": is_fresh},
    )


def _address(request: GuardedRequest, unit: Unit, wanted: dict[str, str]) -> str:
    """Return the address of what was found, with what was typed locked in it."""
    locked = sealing.lock(json.dumps([unit.pk, request.user.pk, wanted["q"], wanted["district"]]))
    return f"{reverse('canvass:find', kwargs={'unit': unit.code})}?search={locked}"


def _asked(request: GuardedRequest, unit: Unit) -> dict[str, str] | None:
    """Return what the address asks for as {"q", "district"}; None where it asks for nothing, or no more."""
    locked = request.GET.get("search", "")
    if not locked:
        return None
    try:
        whose, by, words, district = json.loads(sealing.unlock(locked, _HOUR))
    except sealing.SealBroken:
        whose = None
    if whose is None or (whose, by) != (unit.pk, request.user.pk):
        messages.info(request, _("That search is over: searches are kept for an hour, for you alone. Search again."))
        return None
    return {"q": words, "district": district}
