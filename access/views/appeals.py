"""Appeals: against a refusal, against the end of a role, and deciding them."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access import scoping
from access.actions import audit
from access.actions import requests as actions
from access.forms.appeals import AppealForm, DecideAppealForm
from access.guards import GuardedRequest, fetch, signed_in
from access.models import AccessRequest, Appeal, Grant, Unit
from access.queries import appeals as queries
from access.queries import units as unit_queries
from access.stepup import recently_to_post
from access.views.requests import about
from kit.errors import Refused

_OPEN = "the person who appealed and those who decide see an appeal; the page checks it"
View = Callable[[GuardedRequest, Appeal], HttpResponse]


@signed_in("the person whose request was refused appeals; the page checks it")
@require_http_methods(["GET", "POST"])
@about
def appeal_request(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Appeal against the refusal of one's own request."""
    if asked.user_id != request.user.pk:
        return redirect("access:request", wanted=asked.pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(request=asked, by=request.user, words=form.cleaned_data["words"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your appeal is on its way."))
            return redirect("access:request", wanted=asked.pk)
    return render(request, "access/appeals/new.html", {"form": form, "asked": asked})


@signed_in("the person whose role was ended appeals; it is looked up among their own")
@require_http_methods(["GET", "POST"])
def appeal_ending(request: GuardedRequest, grant: int) -> HttpResponse:
    """Appeal against the end of one's own role."""
    ended = fetch(request, Grant.objects.filter(user=request.user).select_related("unit", "tool"), pk=grant)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.appeal_ending(grant=ended, by=request.user, words=form.cleaned_data["words"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your appeal is on its way."))
            return redirect("access:appeal", appeal=made.pk)
    return render(request, "access/appeals/new.html", {"form": form, "grant": ended})


def _about(view: View) -> Callable[..., HttpResponse]:
    """Give the view the appeal, in a scope on the unit that decided and those above it; to others it is not there."""

    @functools.wraps(view)
    def found(request: GuardedRequest, appeal: uuid.UUID) -> HttpResponse:
        unit = Unit.objects.filter(pk=unit_queries.of_row(Appeal, appeal) or 0).first()
        if unit is None:
            raise Http404(_("There is no such page."))
        with scoping.units(unit.lineage(), user=request.user.pk):
            made = queries.about([unit.pk]).get(pk=appeal)
            if made.user_id != request.user.pk and not request.access.may(queries.permission(made), unit):
                audit.record_anyway("access.forged_id", by=request.user, unit=unit, obj=made, path=request.path[:200])
                raise Http404(_("There is no such page."))
            if request.access.has_any(unit):
                request.unit = unit
            return view(request, made)

    return found


@signed_in(_OPEN)
@require_GET
@_about
def appeal(request: GuardedRequest, made: Appeal) -> HttpResponse:
    """Show an appeal, to the person and to those who decide."""
    return _page(request, made, DecideAppealForm())


@signed_in(_OPEN)
@require_POST
@recently_to_post
@_about
def decide_appeal(request: GuardedRequest, made: Appeal) -> HttpResponse:
    """Uphold or dismiss an appeal."""
    form = DecideAppealForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.decide_appeal(appeal=made, by=request.user, uphold=data["uphold"], words=data["words"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided. %(name)s has been told.") % {"name": made.user.name})
            return redirect("access:appeal", appeal=made.pk)
    return _page(request, queries.about([made.unit_id]).get(pk=made.pk), form)


def _page(request: GuardedRequest, made: Appeal, form: DecideAppealForm) -> HttpResponse:
    return render(
        request,
        "access/appeals/appeal.html",
        {
            "appeal": made,
            "subject": made.request or made.ended_grant,
            "before": queries.decided_before(made),
            "own": made.user_id == request.user.pk,
            "may_decide": queries.may_decide(request.access, made),
            "form": form,
        },
    )
