"""Requests for access: one's own, and the page of one, for the person and for those who decide."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from access import hooks, scoping
from access.actions import audit
from access.actions import requests as actions
from access.enums import RequestState
from access.forms.requests import ApproveForm, AskBackForm, RefuseForm, SayForm
from access.guards import GuardedRequest, signed_in
from access.models import AccessRequest, Unit
from access.permissions import Permission as P
from access.queries import appeals, desk, figures, keys, tracks
from access.queries import requests as queries
from access.queries import units as unit_queries
from access.roles import ROLES
from access.stepup import recently_to_post
from kit.errors import Refused
from kit.pagination import page_of

_OPEN = "the person who asked and those who decide see a request; the page checks it, and is not there for others"
View = Callable[[GuardedRequest, AccessRequest], HttpResponse]


def about(view: View) -> Callable[..., HttpResponse]:
    """Give the view the request for access, in a scope on its unit and those above it.

    For anybody but the person who asked and those who may decide it is not there, and that is on the record.
    """

    @functools.wraps(view)
    def found(request: GuardedRequest, wanted: uuid.UUID) -> HttpResponse:
        unit = Unit.objects.filter(pk=unit_queries.of_row(AccessRequest, wanted) or 0).first()
        if unit is None:
            raise Http404(_("There is no such page."))
        with scoping.units(unit.lineage(), user=request.user.pk):
            asked = queries.asked_in([unit.pk]).get(pk=wanted)
            permission = queries.decided_with(asked.role, asked.tool_id)
            if asked.user_id != request.user.pk and not request.access.may(permission, unit):
                if request.access.closed_in(unit, permission):
                    return redirect("access:before_it_opens", unit=unit.code)
                audit.record_anyway("access.forged_id", by=request.user, unit=unit, obj=asked, path=request.path[:200])
                raise Http404(_("There is no such page."))
            if request.access.has_any(unit):
                request.unit = unit
            return view(request, asked)

    return found


@signed_in("everybody with an account sees what they asked for")
@require_GET
def mine(request: GuardedRequest) -> HttpResponse:
    """List what the person asked for, the latest first."""
    return render(request, "access/requests/mine.html", {"page": page_of(request, queries.mine(request.user))})


@signed_in(_OPEN)
@require_GET
@about
def request(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Show a request: its track, and what this person can do about it. The first look of a decider is noted."""
    if asked.user_id != request.user.pk:
        actions.opened(request=asked, by=request.user)
    return page(request, asked)


def page(request: GuardedRequest, asked: AccessRequest, **forms: Any) -> HttpResponse:
    """Show the page; `forms` are those that came back with something wrong."""
    own = asked.user_id == request.user.pk
    appeal = appeals.about([asked.unit_id]).filter(request=asked).first()
    context: dict[str, Any] = {
        "asked": asked,
        "own": own,
        "track": tracks.of(asked, request.user, appeal=appeal),
        "appeal": appeal,
        "say": SayForm(),
        "times": figures.of_request(asked),
        "basis": ROLES[asked.role].basis if asked.role else None,
        "may_confirm": _may_confirm(request, asked),
        "may_decide_appeal": appeal is not None and appeals.may_decide(request.access, appeal),
    }
    if asked.is_open and not own:
        context |= _deciding(request, asked)
    return render(request, "access/requests/request.html", context | forms)


def _deciding(request: GuardedRequest, asked: AccessRequest) -> dict[str, Any]:
    found = desk.queue(asked.unit, [asked.unit_id], request.access).filter(pk=asked.pk)
    return {
        "line": next(iter(desk.lines(list(found), asked.unit)), None),
        "approve": approve_form(asked),
        "refuse": RefuseForm(),
        "ask_back": AskBackForm(),
    }


def approve_form(asked: AccessRequest, data: Any = None) -> ApproveForm:
    return ApproveForm(_areas(asked), data, initial={"ends_on": queries.usual_end(asked), "area": asked.area})


def _areas(asked: AccessRequest) -> list[hooks.Area]:
    """Return the places among which a decider may choose: those that were asked for, or all of the unit's."""
    if not asked.role or not ROLES[asked.role].by_area:
        return []
    return [area for area in queries.areas(asked.unit) if not asked.area or area.key in asked.area]


def _may_confirm(request: GuardedRequest, asked: AccessRequest) -> bool:
    grant = asked.grant
    if grant is None or grant.tool is None or grant.done_at is not None or grant.ended_at is not None:
        return False
    key = keys.held_at(grant.tool, asked.unit)
    return asked.user_id != request.user.pk and request.access.may(P.GIVE_ACCESS, key)


@signed_in(_OPEN)
@require_POST
@about
def say(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Add a message, or the answer to a question."""
    form = SayForm(request.POST)
    if form.is_valid():
        answers = asked.state == RequestState.ASKED_BACK and asked.user_id == request.user.pk
        act = actions.answer_back if answers else actions.add_message
        try:
            act(request=asked, by=request.user, words=form.cleaned_data["words"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your message is with those who decide.") if answers else _("Sent."))
            return redirect("access:request", wanted=asked.pk)
    return page(request, asked, say=form, form=form)


@signed_in(_OPEN)
@require_POST
@about
def withdraw(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Take one's own request back."""
    return attempt(
        request,
        asked,
        lambda: actions.withdraw(request=asked, by=request.user),
        _("Withdrawn. You can ask again at any time."),
    )


@signed_in(_OPEN)
@require_POST
@recently_to_post
@about
def key_done(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Say that the person has been let into the tool."""
    if asked.grant is None:
        raise Http404(_("There is no such page."))
    grant = asked.grant
    return attempt(
        request,
        asked,
        lambda: actions.done(grant=grant, by=request.user),
        _("Done. %(name)s has been told.") % {"name": asked.user.name},
    )


def attempt(request: GuardedRequest, asked: AccessRequest, act: Callable[[], object], words: str) -> HttpResponse:
    """Do something that needs no form, and go back to the page of the request with what became of it."""
    try:
        act()
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, words)
    return redirect("access:request", wanted=asked.pk)
