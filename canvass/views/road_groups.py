"""Road groups: the list, making one, its streets and their order, deleting it and bringing it back."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import road_groups as actions
from canvass.forms.road_groups import NameForm, StreetsForm
from canvass.models import PollingDistrict, RoadGroup, RoadGroupStreet
from canvass.queries import areas, road_groups
from canvass.queries.boards import picking
from canvass.views import areas as within
from canvass.views.places import ways
from kit.errors import Refused
from kit.pagination import page_of

_A_YEAR = datetime.timedelta(days=365)
_UNDO_SECONDS = 60 * 60
_SALT = "canvass.road_groups.deleted"


@requires(P.MAKE_BOARDS)
@require_safe
def listing(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the road groups with their ward and size."""
    page = page_of(request, road_groups.listing(request.access.area(P.MAKE_BOARDS, unit)))
    token = request.GET.get("deleted", "")
    context = {
        "ways": ways(request),
        "page": page,
        "rows": road_groups.with_sizes(unit, list(page.object_list)),
        "deleted": _deleted(token),
        "token": token,
    }
    return render(request, "canvass/road_groups/list.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Choose districts, then streets of them, and make a group."""
    return _streets(request, unit, None)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: GuardedRequest, unit: Unit, group: int) -> HttpResponse:
    """Choose districts, then streets of them, and add those to a group."""
    return _streets(request, unit, _fetch(request, group))


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: GuardedRequest, unit: Unit, group: int) -> HttpResponse:
    """Show the streets of a group in walking order; take another name."""
    found = _fetch(request, group)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename(group=found, name=form.cleaned_data["name"], by=request.user)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The name is changed."))
            return redirect("canvass:road_group", unit=unit.code, group=found.pk)
    parts = road_groups.parts(found)
    context = {"group": found, "parts": parts, "form": form, "board_query": road_groups.board_query(parts)}
    return render(request, "canvass/road_groups/group.html", context)


@requires(P.MAKE_BOARDS)
@require_POST
def move(request: GuardedRequest, unit: Unit, group: int, part: int) -> HttpResponse:
    """Walk a street earlier or later."""
    found = _fetch(request, group)
    row = fetch(request, RoadGroupStreet.objects.filter(road_group=found), pk=part)
    actions.move(group=found, part=row, up=request.POST.get("to") == "up", by=request.user)
    return redirect("canvass:road_group", unit=unit.code, group=found.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def take_out(request: GuardedRequest, unit: Unit, group: int, part: int) -> HttpResponse:
    """Take a street out of a group."""
    found = _fetch(request, group)
    row = fetch(request, RoadGroupStreet.objects.filter(road_group=found).select_related("street"), pk=part)
    actions.take_out(group=found, part=row, by=request.user)
    said = {"street": row.street.name, "group": found.name}
    messages.success(request, _("%(street)s is out of %(group)s. You can add it again.") % said)
    return redirect("canvass:road_group", unit=unit.code, group=found.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def delete(request: GuardedRequest, unit: Unit, group: int) -> HttpResponse:
    """Delete a group, with an hour to undo it."""
    found = _fetch(request, group)
    try:
        was = actions.delete(group=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("canvass:road_group", unit=unit.code, group=found.pk)
    answer = redirect("canvass:road_groups", unit=unit.code)
    answer["Location"] += f"?deleted={signing.dumps(was, salt=_SALT, compress=True)}"
    return answer


@requires(P.MAKE_BOARDS)
@require_POST
def restore(request: GuardedRequest, unit: Unit, token: str) -> HttpResponse:
    """Bring a deleted group back."""
    was = _deleted(token)
    if was is None:
        raise Http404(_("There is no such page."))
    picks = [(district, street) for district, street in was["picks"]]
    here = PollingDistrict.objects.filter(unit=unit, pk__in={district for district, _street in picks})
    if areas.districts(request.access.area(P.MAKE_BOARDS, unit), here).count() < len({one for one, _street in picks}):
        raise Http404(_("There is no such page."))
    try:
        made = actions.make(unit=unit, name=was["name"], picks=picks, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(group)s is back.") % {"group": made.name})
    return redirect("canvass:road_groups", unit=unit.code)


def _streets(request: GuardedRequest, unit: Unit, found: RoadGroup | None) -> HttpResponse:
    wanted = request.GET.getlist("district")[:50]
    districts = [within.district(request, P.MAKE_BOARDS, pk) for pk in dict.fromkeys(wanted)]
    since = timezone.now() - _A_YEAR
    if not districts:
        area = areas.wards(request.access.area(P.MAKE_BOARDS, unit))
        page = page_of(request, picking.districts(unit, since, wards=area))
        context: dict[str, Any] = {"page": page, "nothing_ticked": "pick" in request.GET, "group": found}
        return render(request, "canvass/road_groups/districts.html", context)
    choices = [one for one in picking.streets(unit, districts, since) if one.street is not None]
    form = StreetsForm(request.POST or None, choices=choices, group=found)
    if request.method == "POST" and form.is_valid():
        made = _save(request, unit, found, form)
        if made is not None:
            return redirect("canvass:road_group", unit=unit.code, group=made.pk)
    groups = [
        {
            "district": district,
            "value": str(district.pk),
            "streets": [one for one in choices if one.district == district],
        }
        for district in districts
    ]
    context = {"form": form, "groups": groups, "group": found, "ticked": set(request.POST.getlist("streets"))}
    return render(request, "canvass/road_groups/streets.html", context)


def _save(request: GuardedRequest, unit: Unit, found: RoadGroup | None, form: StreetsForm) -> RoadGroup | None:
    """Make the group or add to it. None: refused, and the form says why."""
    try:
        if found is None:
            made = actions.make(unit=unit, name=form.cleaned_data["name"], picks=form.picks(), by=request.user)
            messages.success(request, _("%(group)s is made.") % {"group": made.name})
            return made
        added = actions.add(group=found, picks=form.picks(), by=request.user)
    except Refused as error:
        form.add_error(None, str(error))
        return None
    said = ngettext("One street is added.", "%(count)s streets are added.", added) % {"count": added}
    messages.success(request, said if added else _("They were in it already. Nothing was changed."))
    return found


def _fetch(request: GuardedRequest, group: int) -> RoadGroup:
    found: RoadGroup = fetch(request, RoadGroup.objects.select_related("unit", "ward"), pk=group)
    inside = areas.wards(request.access.area(P.MAKE_BOARDS, request.unit))
    if inside is not None and found.ward_id not in inside:
        audit.record_anyway("access.out_of_area", by=request.user, unit=request.unit, obj=found)
        raise Http404(_("There is no such page."))
    return found


def _deleted(token: str) -> dict | None:
    """Return what was deleted, from the token that `delete` made; None for any other, or after an hour."""
    try:
        return signing.loads(token, salt=_SALT, max_age=_UNDO_SECONDS)
    except signing.BadSignature:
        return None
