"""Target lists: all of them, how one spreads, its doors with why, putting one away and making it anew."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import targets as actions
from canvass.forms.targets import MakeListForm
from canvass.models import PollingDistrict, TargetList, TargetRule, TargetRuleVersion
from canvass.queries import approaches, areas, road_groups
from canvass.queries.boards import lists as board_lists
from canvass.queries.boards import pace
from canvass.queries.targets import fields, finding, lists
from canvass.rules import targets
from canvass.views import areas as within
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_BOARDS)
@require_safe
def listing(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the target lists that boards can be made of, or those put away."""
    away = request.GET.get("show") == "away"
    page = page_of(request, lists.listing(unit, request.access.area(P.SEE_BOARDS, unit), closed=away))
    context = {
        "page": page,
        "rows": page.object_list,
        "away": away,
        "may_make": request.access.may(P.MAKE_BOARDS, unit),
        "has_rules": TargetRule.objects.filter(unit=unit, archived_at__isnull=True).exists(),
    }
    return render(request, "canvass/targets/lists.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit, rule: UUID) -> HttpResponse:
    """Say where to look, see how many the rule finds there now, and freeze them."""
    found: TargetRule = fetch(request, TargetRule.objects.all(), pk=rule)
    version = lists.newest(found)
    area = request.access.area(P.MAKE_BOARDS, unit)
    day = date_format(clock.today(), "j F Y")
    form = MakeListForm(
        request.POST or None,
        districts=areas.districts(area, PollingDistrict.objects.filter(unit=unit)).order_by("code"),
        road_groups=road_groups.listing(area),
        initial={"name": f"{found.name[:100]}, {day}"},
    )
    where = finding.of_area(area)
    if request.method == "POST" and form.is_valid():
        districts, groups = form.chosen()
        if districts or groups:
            where = finding.place([one.pk for one in districts], [one.pk for one in groups])
        made = _make(request, form, version, where) if request.POST.get("do") != "count" else None
        if made is not None:
            return redirect("canvass:target_list", unit=unit.code, target_list=made.pk)
    says = targets.read(version.body)
    reader = fields.reader(request.access, unit, [says])
    counted = finding.tally(unit, says, where)
    context = {
        "rule": found,
        "form": form,
        "says": reader.says(says),
        "counted": counted,
        "left_out": reader.left_out(says, counted.left_out),
    }
    return render(request, "canvass/targets/new_list.html", context)


def _make(
    request: GuardedRequest, form: MakeListForm, version: TargetRuleVersion, where: finding.Place | None
) -> TargetList | None:
    """Make the list. None: refused, and the form says why."""
    name, key = form.cleaned_data["name"], form.cleaned_data["key"]
    try:
        made = actions.make(by=request.user, version=version, name=name, where=where, key=key)
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("The list is made. It stays as it is, whatever changes."))
    return made


@requires(P.SEE_BOARDS)
@require_safe
def target_list(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Show one list: who is on it and who isn't, district by district, and the boards that came of it."""
    found = _fetch(request, P.SEE_BOARDS, target_list)
    says = targets.read(found.version.body)
    reader = fields.reader(request.access, unit, [says])
    newest = lists.newest(found.version.rule)
    districts = lists.by_district(found)
    measured = pace.pace(unit, timezone.now())
    context = {
        "list": found,
        "says": reader.says(says),
        "left_out": reader.left_out(says, found.left_out),
        "districts": districts,
        "pace": measured,
        "hours": -(-lists.minutes(districts, measured) // 60),
        "given": round(pace.given(unit, timezone.now()).total_seconds() / 3600),
        "places": lists.places(found),
        "boards": board_lists.rows(board_lists.with_holder(lists.boards(found))),
        "now": timezone.now(),
        "noted": approaches.of_list(found),
        "difference": lists.difference(found),
        "rule_changed": newest.number != found.version.number,
        "may_make": request.access.may(P.MAKE_BOARDS, unit),
        "may_name": request.access.may(P.SEE_REGISTER, unit),
        "key": uuid.uuid4(),
    }
    return render(request, "canvass/targets/list.html", context)


@requires(P.SEE_BOARDS)
@require_safe
def doors(request: GuardedRequest, unit: Unit, target_list: UUID, district: int) -> HttpResponse:
    """Show the doors of a list in one district: who is listed there, and why."""
    found = _fetch(request, P.SEE_BOARDS, target_list)
    here = within.district(request, P.SEE_BOARDS, district)
    says = targets.read(found.version.body)
    page = page_of(request, lists.households(found, here))
    may_name = request.access.may(P.SEE_REGISTER, unit) and _covers(request, here)
    rows = lists.doors(found, list(page.object_list), fields.reader(request.access, unit, [says])) if may_name else []
    if may_name:
        people = sum(len(door.people) for door in rows)
        audit.looked(request, what=P.SEE_REGISTER, count=people, through=found)
    context = {
        "list": found,
        "district": here,
        "page": page,
        "rows": rows,
        "may_name": may_name,
        "may_answers": request.access.may(P.MAKE_BOARDS, unit),
        "now": timezone.now(),
    }
    return render(request, "canvass/targets/doors.html", context)


@requires(P.MAKE_BOARDS)
@require_POST
def close(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Put a list away."""
    found = _fetch(request, P.MAKE_BOARDS, target_list)
    actions.close(by=request.user, found=found)
    messages.success(request, _("The list is put away. Boards that were made of it go on."))
    return redirect("canvass:target_list", unit=unit.code, target_list=found.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def reopen(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Bring a list back."""
    found = _fetch(request, P.MAKE_BOARDS, target_list)
    actions.reopen(by=request.user, found=found)
    messages.success(request, _("The list is back."))
    return redirect("canvass:target_list", unit=unit.code, target_list=found.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def refresh(request: GuardedRequest, unit: Unit, target_list: UUID) -> HttpResponse:
    """Make a list anew: of what its rule says now, in the same place. The old one stays as it was."""
    found = _fetch(request, P.MAKE_BOARDS, target_list)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    name = f"{found.version.rule.name[:100]}, {date_format(clock.today(), 'j F Y')}"
    try:
        made = actions.refresh(by=request.user, found=found, name=name, key=key)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("canvass:target_list", unit=unit.code, target_list=found.pk)
    messages.success(request, _("A new list is made. The one before stays as it was."))
    return redirect("canvass:target_list", unit=unit.code, target_list=made.pk)


def _fetch(request: GuardedRequest, permission: P, pk: UUID) -> TargetList:
    return within.target_list(request, permission, pk)


def _covers(request: GuardedRequest, district: PollingDistrict) -> bool:
    """Say whether this person's right to see electors covers the district too."""
    area = request.access.area(P.SEE_REGISTER, request.unit)
    return areas.districts(area).filter(pk=district.pk).exists()
