"""Absent voters: how many, the councils' lists, and late ones by hand. Numbers only, never a name."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions.imports import files
from canvass.views import areas as within
from gotv.actions import absent as actions
from gotv.enums import AbsentKind, ListState
from gotv.forms.absent import AbsentListForm, AbsentVoteForm
from gotv.models import AbsentList, AbsentVote, Election
from gotv.queries import absent, elections
from gotv.rules import lists
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_LISTS = 20


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show how many vote in which way by district, and which lists say so. Figures only."""
    found = guards.fetch(request, Election, pk=election)
    may_load = request.access.may(P.IMPORT_REGISTER, unit)
    counts = absent.by_kind(found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "counts": [(AbsentKind(kind).label, count) for kind, count in counts.items()],
        "total": sum(counts.values()),
        "districts": absent.by_district(found),
        "lists": absent.lists(found)[:_LISTS] if may_load else [],
        "may_load": may_load,
        "may_add": request.access.may(P.SET_UP_POLLING_DAY, unit),
    }
    return render(request, "gotv/absent/page.html", context)


@requires(P.IMPORT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Choose a list; it is read at once, and nothing changes before it is approved."""
    found = guards.fetch(request, Election, pk=election)
    form = AbsentListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _read(found, form, request)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("gotv:absent_list", unit=unit.code, election=found.pk, absent_list=made.pk)
    context = {"election": found, "ways": ways(request, found), "form": form, "is_over": elections.is_over(found)}
    return render(request, "gotv/absent/new.html", context)


def _read(election: Election, form: AbsentListForm, request: GuardedRequest) -> AbsentList:
    """Read the file, which is not kept."""
    sent = form.cleaned_data["file"]
    with files.for_a_moment(sent.chunks()) as path:
        return actions.read(
            election=election,
            path=path,
            file_name=sent.name,
            kinds=form.cleaned_data["kinds"],
            dated_on=form.cleaned_data["dated_on"],
            council=form.council,
            by=request.user,
        )


@requires(P.IMPORT_REGISTER)
@require_safe
def detail(request: GuardedRequest, unit: Unit, election: int, absent_list: uuid.UUID) -> HttpResponse:
    """Show what a list would change or has changed, and the rows that were left out."""
    found, made = _found(request, election, absent_list)
    page_of_rows = page_of(request, absent.left_out(made))
    audit.looked(request, what=P.IMPORT_REGISTER, count=len(page_of_rows.object_list), through=made)
    kinds: dict[str, Any] = made.report["kinds"]
    context = {
        "election": found,
        "ways": ways(request, found),
        "list": made,
        "kinds": [(kind.label, kinds[kind.value]) for kind in AbsentKind if kind.value in kinds],
        "reasons": lists.reasons(made.report["left_out"]),
        "warnings": lists.absent_warnings(made.report),
        "page": page_of_rows,
        "waits": made.state == ListState.CHECKED and not elections.is_over(found),
        "may_undo": made.state == ListState.APPLIED and not elections.is_over(found),
    }
    return render(request, "gotv/absent/detail.html", context)


def _found(request: GuardedRequest, election: int, absent_list: uuid.UUID) -> tuple[Election, AbsentList]:
    found = guards.fetch(request, Election, pk=election)
    return found, guards.fetch(request, absent.lists(found), pk=absent_list)


@requires(P.IMPORT_REGISTER)
@require_POST
def decide(request: GuardedRequest, unit: Unit, election: int, absent_list: uuid.UUID) -> HttpResponse:
    """Approve a list, throw it away, or take it back, by the button that was pressed."""
    found, made = _found(request, election, absent_list)
    try:
        if "approve" in request.POST:
            done = actions.approve(absent_list=made, by=request.user)
            messages.success(request, _approved(done.report))
        elif "undo" in request.POST:
            actions.undo(absent_list=made, by=request.user)
            messages.success(request, _("The list is taken back. What was before it holds again."))
        else:
            actions.discard(absent_list=made, by=request.user)
            messages.success(request, _("The list is thrown away. Nothing was changed."))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("gotv:absent_list", unit=unit.code, election=found.pk, absent_list=made.pk)
    return redirect("gotv:absent", unit=unit.code, election=found.pk)


def _approved(report: dict[str, Any]) -> str:
    return _("The list is in use: %(added)s added, %(removed)s taken off, %(kept)s as before.") % {
        name: report[name] for name in ("added", "removed", "kept")
    }


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Add one elector by number, and see those that were added or ended by hand."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.SET_UP_POLLING_DAY, unit)
    form = AbsentVoteForm(request.POST or None, election=found)
    if request.method == "POST" and form.is_valid():
        district = within.district(request, P.SET_UP_POLLING_DAY, form.cleaned_data["district"].pk)
        number = form.cleaned_data["read"]
        try:
            actions.add(
                election=found, district=district, number=number, kind=form.cleaned_data["kind"], by=request.user
            )
        except Refused as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, _("%(number)s is added.") % {"number": f"{district.code} {number}"})
            return redirect("gotv:absent_by_hand", unit=unit.code, election=found.pk)
    rows = page_of(request, absent.by_hand(found, area))
    audit.looked(request, what=P.SET_UP_POLLING_DAY, count=len(rows.object_list), through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "form": form,
        "page": rows,
    }
    return render(request, "gotv/absent/by_hand.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def change(request: GuardedRequest, unit: Unit, election: int, vote: int) -> HttpResponse:
    """End one elector's absent vote by hand, or let it stand again."""
    found = guards.fetch(request, Election, pk=election)
    area = request.access.area(P.SET_UP_POLLING_DAY, unit)
    held: AbsentVote = guards.fetch(request, absent.by_hand(found, area), pk=vote)
    try:
        if held.ended_at is None:
            actions.end(vote=held, by=request.user)
            messages.success(request, _("Ended. You can let it stand again below."))
        else:
            actions.restore(vote=held, by=request.user)
            messages.success(request, _("It stands again."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("gotv:absent_by_hand", unit=unit.code, election=found.pk)
