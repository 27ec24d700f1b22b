"""The roadmap: what was asked for, where it stands, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.actions import audit
from access.guards import GuardedRequest, fetch, signed_in
from access.permissions import Permission
from kit.errors import Refused
from kit.pagination import page_of
from roadmap.actions import items as actions
from roadmap.enums import ItemState
from roadmap.forms.items import AnswerForm, AskForm
from roadmap.models import Item
from roadmap.queries import items as queries

_ANYBODY = "the roadmap belongs to everybody with an account, and holds nothing about people"


@signed_in(_ANYBODY)
@require_GET
def items(request: GuardedRequest) -> HttpResponse:
    """Show what was asked for, by where it stands, most needed first; one state alone and in full with ?state=."""
    asked = request.GET.get("state", "")
    if not asked:
        return render(request, "roadmap/items/board.html", {"columns": queries.board(request.user)})
    if asked not in ItemState.values:
        raise Http404(_("There is no such state."))
    rows = queries.needed(request.user).filter(state=asked)
    return render(request, "roadmap/items/list.html", {"page": page_of(request, rows), "state": ItemState(asked)})


@signed_in(_ANYBODY)
@require_GET
def item(request: GuardedRequest, item: int) -> HttpResponse:
    """Show one item: why it is needed, how many need it, where it stands, the answer, and its history."""
    found: Item = fetch(request, queries.needed(request.user), pk=item)
    return render(
        request,
        "roadmap/items/detail.html",
        {"item": found, "history": queries.history(found), "may_answer": _may_answer(request)},
    )


@signed_in(_ANYBODY)
@require_http_methods(["GET", "POST"])
def ask(request: GuardedRequest) -> HttpResponse:
    """Ask for something."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(title=form.cleaned_data["title"], body=form.cleaned_data["body"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on the roadmap now. You will see here when it is answered."))
            return redirect("roadmap:item", item=made.pk)
    return render(request, "roadmap/items/ask.html", {"form": form})


@signed_in(_ANYBODY)
@require_POST
def need(request: GuardedRequest, item: int) -> HttpResponseRedirect:
    """Say "I need this too", or take it back; the button says which."""
    found: Item = fetch(request, Item, pk=item)
    if request.POST.get("need") == "no":
        actions.need_no_more(item=found, by=request.user)
    else:
        actions.need(item=found, by=request.user)
    return redirect("roadmap:item", item=found.pk)


@signed_in("who may answer is checked against every unit of theirs, because the roadmap belongs to no unit")
@require_http_methods(["GET", "POST"])
def answer(request: GuardedRequest, item: int) -> HttpResponse:
    """Move an item and answer it."""
    if not _may_answer(request):
        audit.record_anyway("access.refused", by=request.user, permission=Permission.ANSWER_IDEAS.value)
        raise PermissionDenied(Permission.ANSWER_IDEAS.label)
    found: Item = fetch(request, Item, pk=item)
    form = AnswerForm(request.POST if request.method == "POST" else None, item=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer(item=found, state=data["state"], text=data["text"], seen=data["seen"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your answer is on the roadmap."))
            return redirect("roadmap:item", item=found.pk)
    return render(request, "roadmap/items/answer.html", {"item": found, "form": form})


def _may_answer(request: GuardedRequest) -> bool:
    return bool(request.access.units_where(Permission.ANSWER_IDEAS))
