"""Deciding a request: from its own page, or in place on the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from access.actions import requests as actions
from access.forms.requests import AskBackForm, RefuseForm
from access.guards import GuardedRequest, signed_in
from access.models import AccessRequest
from access.queries import requests as queries
from access.stepup import recently_to_post
from access.views.requests import about, approve_form, page
from kit.errors import Refused

_Do = Callable[[GuardedRequest, AccessRequest, dict[str, Any]], str]


@signed_in("those who may decide the request decide it; the action checks it")
@require_POST
@recently_to_post
@about
def decide(request: GuardedRequest, asked: AccessRequest) -> HttpResponse:
    """Approve, refuse, or ask for more, as `do` says. Goes back to the desk where it came from there (`next`)."""
    do = request.POST.get("do", "")
    if do not in _DOING:
        raise Http404(_("There is no such page."))
    form = _form(do, request, asked)
    if form.is_valid():
        try:
            words = _DOING[do](request, asked, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return back(request) or redirect("access:request", wanted=asked.pk)
    fresh = queries.asked_in([asked.unit_id]).get(pk=asked.pk)
    if not fresh.is_open or fresh.user_id == request.user.pk:
        messages.warning(request, " ".join(str(error) for error in form.non_field_errors()))
        return back(request) or redirect("access:request", wanted=asked.pk)
    return page(request, fresh, **{do: form, "form": form})


def _form(do: str, request: GuardedRequest, asked: AccessRequest) -> Any:
    if do == "approve":
        return approve_form(asked, request.POST)
    return RefuseForm(request.POST) if do == "refuse" else AskBackForm(request.POST)


def back(request: GuardedRequest) -> HttpResponse | None:
    """Go back to where a form says that it came from; None where it says nothing, or another site."""
    after = request.POST.get("next", "")
    if after and url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(after)
    return None


def _approve(request: GuardedRequest, asked: AccessRequest, data: dict[str, Any]) -> str:
    # The desk's plain "Approve" sends no places: then it is what was asked for.
    area = data.get("area") if "choosing" in request.POST else None
    actions.approve(request=asked, by=request.user, words=data["words"], area=area, ends_on=data["ends_on"])
    return _("Approved. %(name)s has been told.") % {"name": asked.user.name}


def _refuse(request: GuardedRequest, asked: AccessRequest, data: dict[str, Any]) -> str:
    actions.refuse(request=asked, by=request.user, reason=data["reason"], words=data["words"])
    return _("Refused. %(name)s has been told why, and how to appeal.") % {"name": asked.user.name}


def _ask_back(request: GuardedRequest, asked: AccessRequest, data: dict[str, Any]) -> str:
    actions.ask_back(request=asked, by=request.user, words=data["words"])
    return _("%(name)s has been asked. The clock goes on meanwhile.") % {"name": asked.user.name}


_DOING: dict[str, _Do] = {"approve": _approve, "refuse": _refuse, "ask_back": _ask_back}
