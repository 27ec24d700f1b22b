"""Losing the second step: for the officers who vouch, and for the person who can't get in."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from access import scoping
from access.actions import resets as actions
from access.forms.resets import ResetForm
from access.guards import GuardedRequest, fetch, public, requires, signed_in
from access.models import FactorReset, Unit, User
from access.permissions import Permission as P
from access.queries import resets as queries
from access.stepup import recently_to_post
from access.views import places
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.GIVE_ACCESS)
@recently_to_post
@require_http_methods(["GET", "POST"])
def resets(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the resets of second steps here, and vouch for somebody who lost theirs."""
    form = ResetForm(request.POST or None, unit=unit, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("%(name)s is told by mail, and can take the second step off in 24 hours.") % {"name": made.user.name},
            )
            return redirect("access:resets", unit=unit.code)
    rows = page_of(request, queries.here(unit))
    context = {"form": form, "page": rows, "now": timezone.now(), "places": places.ways(request, unit)}
    return render(request, "access/resets/list.html", context)


@requires(P.GIVE_ACCESS)
@require_POST
def call_off(request: GuardedRequest, unit: Unit, reset: uuid.UUID) -> HttpResponse:
    """Stop a reset, as somebody who decides here."""
    found = fetch(request, FactorReset.objects.filter(unit=unit).select_related("unit", "user"), pk=reset)
    _call_off(request, found)
    return redirect("access:resets", unit=unit.code)


@signed_in("everybody may stop what is done to their own account")
@require_POST
def call_off_own(request: GuardedRequest) -> HttpResponse:
    """Stop the reset of one's own second step, which somebody else asked for."""
    found = queries.running(request.user)
    if found is not None:
        _call_off(request, found)
    return redirect("mfa_index")


def _call_off(request: GuardedRequest, reset: FactorReset) -> None:
    try:
        actions.call_off(reset=reset, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Called off. The second step stays as it is."))


@public("somebody who lost their second step can't sign in")
@never_cache
@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Say what to do when the second step is lost. Who has just given their password sees whom to ask, and where it is.

    By POST the second step is taken off, once its day has come, and signing in goes on.
    """
    stage = _stage(request)
    if stage is None:
        return render(request, "mfa/lost.html", {"user_known": False})
    person: User = stage.login.user
    if request.method == "POST":
        try:
            with scoping.person(person.pk):
                actions.carry_out(user=person)
        except Refused as error:
            messages.error(request, str(error))
        else:
            return stage.exit()
    return render(request, "mfa/lost.html", {"user_known": True, **_state(person)})


def _stage(request: HttpRequest) -> AuthenticateStage | None:
    """Return the sign-in that waits for a second step: the password has been given. None for anybody else."""
    stage = get_pending_stage(request)
    return stage if isinstance(stage, AuthenticateStage) and stage.login.user else None


def _state(person: User) -> dict[str, Any]:
    with scoping.person(person.pk):
        reset = queries.running(person)
    return {
        "reset": reset,
        "is_open": reset is not None and reset.opens_at <= timezone.now(),
        "deciders": queries.deciders(person),
    }
