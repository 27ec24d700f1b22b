"""Marked registers: how far each district is, a file, and typing from paper. Numbers only, never a name."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions.imports import files
from canvass.models import PollingDistrict
from canvass.queries import areas
from canvass.views import areas as within
from gotv.actions import turnout as actions
from gotv.enums import ListState, TurnoutState
from gotv.forms.lists import ListForm
from gotv.forms.turnout import KEYS, TypedForm
from gotv.models import Election, MarkedRegister, TurnoutEntry
from gotv.queries import elections, listed, turnout
from gotv.rules import lists
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_FILES = 20


@requires(P.ENTER_MARKED_REGISTER)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show how far each district is, and the files. Figures only."""
    found = guards.fetch(request, Election, pk=election)
    districts = turnout.by_district(found, request.access.area(P.ENTER_MARKED_REGISTER, unit))
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found) and not found.is_rehearsal,
        "districts": districts,
        "listed": sum(one.listed for one in districts),
        "recorded": sum(one.recorded for one in districts),
        "states": [
            (TurnoutState(state).label, sum(one.states.get(state, 0) for one in districts))
            for state in TurnoutState.values
        ],
        "files": turnout.files(found)[:_FILES],
    }
    return render(request, "gotv/turnout/page.html", context)


@requires(P.ENTER_MARKED_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Choose a marked register; it is read at once, and nothing changes before it is approved."""
    found = guards.fetch(request, Election, pk=election)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _read(found, form, request)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("gotv:marked_file", unit=unit.code, election=found.pk, marked=made.pk)
    return render(request, "gotv/turnout/new.html", {"election": found, "ways": ways(request, found), "form": form})


def _read(election: Election, form: ListForm, request: GuardedRequest) -> MarkedRegister:
    """Read the file, which is not kept."""
    area = request.access.area(P.ENTER_MARKED_REGISTER, request.unit)
    sent = form.cleaned_data["file"]
    with files.for_a_moment(sent.chunks()) as path:
        return actions.read(
            election=election,
            path=path,
            file_name=sent.name,
            council=form.council,
            within=None if area is None else list(areas.districts(area).values_list("pk", flat=True)),
            by=request.user,
        )


@requires(P.ENTER_MARKED_REGISTER)
@require_safe
def detail(request: GuardedRequest, unit: Unit, election: int, marked: uuid.UUID) -> HttpResponse:
    """Show what a file would change or has changed, and the rows that were left out."""
    found, made = _found(request, election, marked)
    rows = page_of(request, turnout.left_out(made))
    audit.looked(request, what=P.ENTER_MARKED_REGISTER, count=len(rows.object_list), through=made)
    report: dict[str, Any] = made.report
    context = {
        "election": found,
        "ways": ways(request, found),
        "file": made,
        "report": report,
        "states": [(state.label, report["states"][state.value]) for state in TurnoutState],
        "districts": [
            (code, sum(states.values()), [states.get(state, 0) for state in TurnoutState.values])
            for code, states in report["districts"].items()
        ],
        "reasons": lists.reasons(report["left_out"]),
        "warnings": lists.marked_warnings(report, listed.oldest_register(found)) if made.state == "checked" else [],
        "page": rows,
        "waits": made.state == ListState.CHECKED,
        "in_use": made.state == ListState.APPLIED,
    }
    return render(request, "gotv/turnout/detail.html", context)


def _found(request: GuardedRequest, election: int, marked: uuid.UUID) -> tuple[Election, MarkedRegister]:
    """Return the election and its file. Whoever works in an area sees the files that they brought in themselves."""
    found = guards.fetch(request, Election, pk=election)
    rows = turnout.files(found)
    if request.access.area(P.ENTER_MARKED_REGISTER, request.unit) is not None:
        rows = rows.filter(uploaded_by=request.user)
    return found, guards.fetch(request, rows, pk=marked)


@requires(P.ENTER_MARKED_REGISTER)
@require_POST
def decide(request: GuardedRequest, unit: Unit, election: int, marked: uuid.UUID) -> HttpResponse:
    """Approve a file, throw it away, or take it back, by the button that was pressed."""
    found, made = _found(request, election, marked)
    try:
        if "approve" in request.POST:
            report = actions.approve(marked=made, by=request.user).report
            said = _("The marked register is in: %(added)s new, %(changed)s changed, %(kept)s as before.")
            messages.success(request, said % {name: f"{report[name]:,}" for name in ("added", "changed", "kept")})
        elif "undo" in request.POST:
            actions.take_back(marked=made, by=request.user)
            messages.success(request, _("The file is taken back. What was typed since then stays."))
        else:
            actions.discard(marked=made, by=request.user)
            messages.success(request, _("The file is thrown away. Nothing was changed."))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("gotv:marked_file", unit=unit.code, election=found.pk, marked=made.pk)
    return redirect("gotv:turnout", unit=unit.code, election=found.pk)


@requires(P.ENTER_MARKED_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def district(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """Type one district in. Each thing sent answers with the same page, or, to the script, with its changing part."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.ENTER_MARKED_REGISTER, district)
    form = TypedForm(request.POST or None, district=place.code)
    said: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            came = actions.enter(
                election=found,
                district=place,
                typed=form.cleaned_data["read"],
                text=form.cleaned_data["numbers"],
                form_id=form.cleaned_data["entry"],
                by=request.user,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said = _said(came, form)
            form = TypedForm(district=place.code)
    return _show(request, found, place, form, said)


def _show(
    request: GuardedRequest, election: Election, place: PollingDistrict, form: TypedForm, said: list[tuple[str, str]]
) -> HttpResponse:
    last = turnout.last_typed(election, place)
    audit.looked(request, what=P.ENTER_MARKED_REGISTER, count=len(last), through=election)
    context = {
        "election": election,
        "ways": ways(request, election),
        "is_over": elections.is_over(election) and not election.is_rehearsal,
        "district": place,
        "progress": turnout.of_district(election, place),
        "form": form,
        "said": said,
        "last": last,
        "keys": KEYS,
        "close_entry": uuid.uuid4(),
        "oldest_register": listed.oldest_register(election),
    }
    part = "_typing.html" if request.headers.get("HX-Request") else "district.html"
    return render(request, f"gotv/turnout/{part}", context)


def _said(came: actions.Entered, form: TypedForm) -> list[tuple[str, str]]:
    """Return what came of one thing typed, as (tone, sentence)."""
    state = form.cleaned_data["read"].state or TurnoutState.VOTED
    found = []
    if came.people:
        words = ngettext("%(typed)s: %(state)s.", "%(typed)s: %(state)s, %(count)s people.", came.people)
        about = {"typed": form.cleaned_data["numbers"], "state": TurnoutState(state).label, "count": came.people}
        found.append(("good", words % about))
    if came.changed:
        found.append(
            ("warn", ngettext("One said something else before.", "%(count)s said something else before.", came.changed)
             % {"count": came.changed})
        )  # fmt: skip
    if came.same:
        words = ngettext("One said so already.", "%(count)s said so already.", came.same)
        found.append(("info", words % {"count": came.same}))
    if came.unknown:
        words = _("Nobody had this number on the day: %(numbers)s. Look at the sheet again.")
        found.append(("warn", words % {"numbers": ", ".join(came.unknown)}))
    if came.sealed:
        words = _("%(numbers)s: a sealed entry, of which nothing is kept.")
        found.append(("info", words % {"numbers": ", ".join(came.sealed)}))
    return found


@requires(P.ENTER_MARKED_REGISTER)
@require_POST
def close(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """Record that the rest of a district did not vote."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.ENTER_MARKED_REGISTER, district)
    try:
        came = actions.close(election=found, district=place, form_id=_entry(request), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = ngettext("Closed: one more did not vote.", "Closed: %(count)s more did not vote.", came.people)
        messages.success(request, words % {"count": f"{came.people:,}"})
    return redirect("gotv:turnout_district", unit=unit.code, election=found.pk, district=place.pk)


def _entry(request: GuardedRequest) -> uuid.UUID:
    """Return the id of the form, or a new one for a form that lost it."""
    try:
        return uuid.UUID(request.POST.get("entry", ""))
    except ValueError:
        return uuid.uuid4()


@requires(P.ENTER_MARKED_REGISTER)
@require_POST
def undo(request: GuardedRequest, unit: Unit, election: int, district: int, entry: uuid.UUID) -> HttpResponse:
    """Take one thing typed back, or the closing of a district."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.ENTER_MARKED_REGISTER, district)
    rows = TurnoutEntry.objects.filter(election=found, polling_district=place)
    wrong = guards.fetch(request, rows, pk=entry)
    actions.undo(entry=wrong, by=request.user)
    said = _("Taken back: %(typed)s.") % {"typed": wrong.typed or _("the rest did not vote")}
    if request.headers.get("HX-Request"):
        return _show(request, found, place, TypedForm(district=place.code), [("info", said)])
    messages.success(request, said)
    return redirect("gotv:turnout_district", unit=unit.code, election=found.pk, district=place.pk)
