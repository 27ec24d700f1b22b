"""Who has access: giving roles, ending them, and what each role may do."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from access.actions import grants as actions
from access.actions import users
from access.forms.grants import EndForm, GiveForm, may_do
from access.guards import GuardedRequest, fetch, reaches, requires
from access.models import Grant, Unit
from access.permissions import Permission as P
from access.queries import grants as queries
from access.roles import ROLES
from access.views import places
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

# So many ended roles stand below the current ones; the rest are on their own page.
JUST_ENDED = 10


@requires(P.SEE_ACCESS)
@require_GET
def grants(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List who holds which role here, and below it the roles that ended last."""
    today = clock.today()
    ended = list(queries.ended(unit, today)[: JUST_ENDED + 1])
    just_ended = _just_ended(request, ended)
    return render(
        request,
        "access/grants/list.html",
        {
            "page": page_of(request, queries.held(unit, today)),
            "ended": ended[:JUST_ENDED],
            "more_ended": len(ended) > JUST_ENDED,
            "just_ended": just_ended,
            "again_url": f"{reverse('access:give', kwargs={'unit': unit.code})}?again={just_ended.pk}"
            if just_ended
            else "",
            "may_give": request.access.may(P.GIVE_ACCESS, unit),
            "today": today,
            "places": places.ways(request, unit),
        },
    )


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
            "may_give": request.access.may(P.GIVE_ACCESS, unit),
            "places": places.ways(request, unit),
        },
    )


@requires(P.GIVE_ACCESS)
@require_http_methods(["GET", "POST"])
def give(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Give somebody a role here. Somebody without an account is invited by mail."""
    form = GiveForm(request.POST or None, initial=_again(request, unit))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                user = users.invite(email=data["email"], name=data["name"], by=request.user, unit=unit)
                actions.give(
                    user=user,
                    unit=unit,
                    role=data["role"],
                    starts_on=data["starts_on"],
                    ends_on=data["ends_on"],
                    reason=data["reason"],
                    by=request.user,
                )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _given(user.name, data["role"], invited=not user.has_usable_password()))
            return redirect("access:grants", unit=unit.code)
    return render(request, "access/grants/give.html", {"form": form})


def _given(name: str, role: str, *, invited: bool) -> str:
    label = ROLES[role].name.label
    if invited:
        return _(
            "%(name)s is %(role)s now. A link to choose a password is on its way to them; it works for three days."
        ) % {
            "name": name,
            "role": label,
        }
    return _("%(name)s is %(role)s now.") % {"name": name, "role": label}


def _again(request: GuardedRequest, unit: Unit) -> dict[str, str]:
    """Return the fields for giving an ended role of this unit again: the way to undo."""
    again = request.GET.get("again", "")
    if not again:
        return {}
    grant = fetch(request, Grant.objects.filter(unit=unit).select_related("user"), pk=again)
    return {"email": grant.user.email, "name": grant.user.name, "role": grant.role, "reason": grant.reason}


@requires(P.GIVE_ACCESS)
@require_http_methods(["GET", "POST"])
def end(request: GuardedRequest, unit: Unit, grant: int) -> HttpResponse:
    """End a role here, with a reason. It is offered to give it again."""
    found = fetch(request, Grant.objects.filter(unit=unit).select_related("user", "unit", "granted_by"), pk=grant)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(grant=found, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            response = redirect("access:grants", unit=unit.code)
            response["Location"] += f"?ended={found.pk}"
            return response
    return render(request, "access/grants/end.html", {"form": form, "grant": found})


@reaches("what each role may do is no secret to those who work here")
@require_GET
def roles(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show each role, its sentence and all that it may do."""
    mine = {grant.role for grant in request.access.grants if grant.unit_id == unit.pk}
    rows = [{"role": role, "may": may_do(name), "mine": name in mine} for name, role in ROLES.items()]
    return render(request, "access/grants/roles.html", {"rows": rows, "places": places.ways(request, unit)})
