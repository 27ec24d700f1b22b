"""Who has access: the list, giving, renewing, ending."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.actions import grants as actions
from access.actions import users
from access.forms.grants import EndForm, GiveForm
from access.guards import GuardedRequest, fetch, requires
from access.models import Grant, Unit
from access.permissions import Permission as P
from access.queries import grants as queries
from access.roles import ROLES
from access.rules import grants as rules
from access.stepup import recently_to_post
from access.views import places
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

# So many ended roles stand below the current ones; the rest are on their own page.
JUST_ENDED = 10


@requires(P.SEE_ACCESS)
@require_GET
def grants(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List who holds what here, and below it the roles that ended last."""
    today = clock.today()
    ended = list(queries.ended(unit, today)[: JUST_ENDED + 1])
    just_ended = _just_ended(request, ended)
    page = page_of(request, queries.held(unit, today))
    return render(
        request,
        "access/grants/list.html",
        {
            "page": page,
            "rows": _rows(request, unit, list(page.object_list)),
            "ended": ended[:JUST_ENDED],
            "more_ended": len(ended) > JUST_ENDED,
            "just_ended": just_ended,
            "again_url": f"{reverse('access:give', kwargs={'unit': unit.code})}?again={just_ended.pk}"
            if just_ended
            else "",
            "may_give": request.access.may(P.DECIDE_FIELD, unit),
            "today": today,
            "places": places.ways(request, unit),
        },
    )


def _rows(request: GuardedRequest, unit: Unit, found: list[Grant]) -> list[dict[str, object]]:
    """Return each grant with its places in words, and what this person may do about it."""
    areas = queries.areas(unit) if any(grant.area for grant in found) else {}
    soon = clock.today() + rules.WARNING
    return [
        {
            "grant": grant,
            "area": ", ".join(areas.get(key, key) for key in grant.area),
            "may_end": grant.user_id == request.user.pk or _decides(request, unit, grant),
            "may_renew": grant.kind in queries.RENEWED
            and grant.ends_on is not None
            and (grant.ends_on <= soon or grant.notice_at is not None)
            and grant.user_id != request.user.pk
            and _decides(request, unit, grant),
        }
        for grant in found
    ]


def _decides(request: GuardedRequest, unit: Unit, grant: Grant) -> bool:
    return request.access.may(actions.decided_with(grant.role), unit)


def _just_ended(request: GuardedRequest, ended: list[Grant]) -> Grant | None:
    """Return the role that this person ended a moment ago, to offer the way back."""
    asked = request.GET.get("ended", "")
    return next((grant for grant in ended if str(grant.pk) == asked and grant.ended_by_id == request.user.pk), None)


@requires(P.SEE_ACCESS)
@require_GET
def ended(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List every role here that has ended, the latest first."""
    return render(
        request,
        "access/grants/ended.html",
        {
            "page": page_of(request, queries.ended(unit, clock.today())),
            "may_give": request.access.may(P.DECIDE_FIELD, unit),
            "places": places.ways(request, unit),
        },
    )


@requires(P.DECIDE_FIELD)
@recently_to_post
@require_http_methods(["GET", "POST"])
def give(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Give somebody a role here. Somebody without an account is invited by mail."""
    form = GiveForm(
        request.POST or None, initial=_again(request, unit), roles=_given_here(request, unit), areas=queries.areas(unit)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                user = users.invite(email=data["email"], name=data["name"], by=request.user, unit=unit)
                grant = actions.give(
                    user=user,
                    unit=unit,
                    role=data["role"],
                    starts_on=data["starts_on"],
                    ends_on=data["ends_on"],
                    area=data.get("area", ()),
                    reason=data["reason"],
                    by=request.user,
                )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _given(grant))
            return redirect("access:grants", unit=unit.code)
    return render(request, "access/grants/give.html", {"form": form})


def _given_here(request: GuardedRequest, unit: Unit) -> list[str]:
    """Return the roles that are given in such a unit and that this person decides about."""
    return [
        name
        for name, role in ROLES.items()
        if unit.kind in role.kinds and role.may_be_asked and request.access.may(role.decided_with, unit)
    ]


def _given(grant: Grant) -> str:
    told = {"name": grant.user.name, "role": grant.what, "day": date_format(grant.starts_on, "j F Y")}
    if grant.starts_on > clock.today():
        said = _("%(name)s is %(role)s from %(day)s.") % told
    else:
        said = _("%(name)s is %(role)s now.") % told
    if not grant.user.has_usable_password():
        said += " " + _("A link to choose a password is on its way to them; it works for three days.")
    return said


def _again(request: GuardedRequest, unit: Unit) -> dict[str, object]:
    """Return the fields for giving an ended role of this unit again: the way to undo."""
    again = request.GET.get("again", "")
    if not again:
        return {}
    grant = fetch(request, Grant.objects.filter(unit=unit).select_related("user"), pk=again)
    kept = {"email": grant.user.email, "name": grant.user.name, "role": grant.role, "reason": grant.reason}
    return kept | {"area": grant.area}


@requires(P.DECIDE_FIELD)
@recently_to_post
@require_POST
def renew(request: GuardedRequest, unit: Unit, grant: int) -> HttpResponse:
    """Let a role go on, with one button."""
    found = fetch(request, Grant.objects.filter(unit=unit).select_related("user", "unit", "tool"), pk=grant)
    try:
        renewed = actions.renew(grant=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        told = {"name": renewed.user.name, "role": renewed.what, "day": _day(renewed.ends_on)}
        messages.success(request, _("%(name)s is %(role)s until %(day)s now.") % told)
    return redirect("access:grants", unit=unit.code)


@requires(P.SEE_ACCESS)
@require_http_methods(["GET", "POST"])
def end(request: GuardedRequest, unit: Unit, grant: int) -> HttpResponse:
    """End a role here, with a reason: with notice, or at once. Ended at once, it is offered to give it again."""
    rows = Grant.objects.filter(unit=unit).select_related("user", "unit", "granted_by", "tool", "term__office")
    found = fetch(request, rows, pk=grant)
    own = found.user_id == request.user.pk
    form = EndForm(request.POST or None, at_once=own or found.starts_on > clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            over = actions.end(grant=found, by=request.user, **form.asked())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _after(request, unit, over)
    return render(request, "access/grants/end.html", {"form": form, "grant": found, "own": own})


def _after(request: GuardedRequest, unit: Unit, grant: Grant) -> HttpResponse:
    if grant.ended_at is None:
        told = {"name": grant.user.name, "role": grant.what, "day": _day(grant.ends_on)}
        messages.success(request, _("%(name)s is told that %(role)s ends on %(day)s, and why.") % told)
        return redirect("access:grants", unit=unit.code)
    if grant.user_id == request.user.pk:
        messages.success(request, _("You are no longer %(role)s. Thank you.") % {"role": grant.what})
        return redirect("home")
    response = redirect("access:grants", unit=unit.code)
    response["Location"] += f"?ended={grant.pk}"
    return response


def _day(last: datetime.date | None) -> str:
    """Return the last day in words; a grant that was just renewed or given notice of always has one."""
    return date_format(last, "j F Y") if last is not None else ""
