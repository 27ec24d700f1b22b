"""Answers that wait for somebody's decision, and marks on people that only a person may lift."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import answers as actions
from canvass.actions import contacts
from canvass.forms.answers import LiftForm, SetAsideForm
from canvass.forms.choosing import ChooseForm
from canvass.models import ContactEvent, Elector, Household
from canvass.queries import answers as queries
from canvass.queries import areas, choosing
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

LATELY = datetime.timedelta(days=14)
# Two different answers are put before somebody for as long as a month.
CONFLICTS_FOR = datetime.timedelta(days=31)
_AT_ONCE = 100


@requires(P.REVIEW_ANSWERS)
@require_safe
def answers(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what waits, what contradicts itself, and what was decided lately."""
    now = timezone.now()
    area = _area(request, unit)
    page = page_of(request, queries.waiting(unit, area))
    rows = queries.answers(page.object_list)
    conflicts = queries.conflicts(unit, now - CONFLICTS_FOR, area)
    decided = queries.decided(unit, now - LATELY, area)
    _looked(request, [*rows, *(one.later for one in conflicts), *(one.answer for one in decided)])
    return render(
        request,
        "canvass/answers/list.html",
        {
            "page": page,
            "rows": rows,
            "conflicts": conflicts,
            "decided": decided,
            "may_open": request.access.may(P.SEE_REGISTER, unit),
        },
    )


def _area(request: GuardedRequest, unit: Unit) -> areas.Keys:
    return request.access.area(P.REVIEW_ANSWERS, unit)


def _looked(request: GuardedRequest, shown: list[queries.Answer]) -> None:
    """Note whose answers a page shows, each person once, and each door of which nobody is named."""
    people = {one.event.elector_id or f"door {one.event.household_id} {one.event.number}" for one in shown}
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(people))


@requires(P.REVIEW_ANSWERS)
@require_POST
def accept(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Let the ticked answers count."""
    events = _ticked(request, unit)
    try:
        count = actions.accept(by=request.user, unit=unit, ids=[event.pk for event in events])
    except Refused as error:
        messages.error(request, str(error))
    else:
        _tell(request, count, ngettext("One answer counts now.", "%(count)s answers count now.", count))
    return redirect("canvass:answers", unit=unit.code)


@requires(P.REVIEW_ANSWERS)
@require_http_methods(["GET", "POST"])
def set_aside(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Ask why the ticked answers don't count, then set them aside."""
    events = _ticked(request, unit)
    if not events:
        _tell(request, 0, "")
        return redirect("canvass:answers", unit=unit.code)
    form = SetAsideForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        try:
            count = actions.set_aside(
                by=request.user, unit=unit, ids=[event.pk for event in events], reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            _tell(request, count, ngettext("One answer is set aside.", "%(count)s answers are set aside.", count))
            return redirect("canvass:answers", unit=unit.code)
    rows = queries.answers(events)
    _looked(request, rows)
    return render(request, "canvass/answers/set_aside.html", {"form": form, "rows": rows})


@requires(P.REVIEW_ANSWERS)
@at_most("person_search", when_asked=("q",))
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: GuardedRequest, unit: Unit, event: UUID) -> HttpResponse:
    """Show whom an answer that waits may be about, then let it count for the one who is chosen."""
    found = within.answer(request, P.REVIEW_ANSWERS, event)
    if request.POST.get("elector"):
        rows = Elector.objects.select_related("polling_district", "household")
        person = within.elector(request, P.REVIEW_ANSWERS, request.POST["elector"], rows)
        try:
            actions.attach(by=request.user, unit=unit, event=found, elector=person)
        except Refused as error:
            messages.error(request, str(error))
        else:
            said = {"name": person.name}
            messages.success(request, _("It counts for %(name)s now. You can undo it from the list below.") % said)
        return redirect("canvass:answers", unit=unit.code)
    [row] = queries.answers([found])
    form = ChooseForm(request.POST or None)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    door = None if typed else Household.objects.filter(pk=found.household_id or 0).first()
    people = choosing.somebody(unit, typed or row.who, _area(request, unit), door)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(people) + 1)
    return render(request, "canvass/answers/attach.html", {"row": row, "form": form, "people": people, "typed": typed})


@requires(P.REVIEW_ANSWERS)
@require_POST
def undo(request: GuardedRequest, unit: Unit, event: UUID) -> HttpResponse:
    """Undo the last decision about one answer."""
    found = within.answer(request, P.REVIEW_ANSWERS, event)
    try:
        actions.undo(by=request.user, unit=unit, event=found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is undone."))
    return redirect("canvass:answers", unit=unit.code)


@requires(P.REVIEW_ANSWERS)
@require_http_methods(["GET", "POST"])
def lift(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Lift "do not contact", "moved" or "has died" from one person, with a reason."""
    found = within.elector(request, P.REVIEW_ANSWERS, elector)
    marks = queries.marks(found)
    form = LiftForm(request.POST or None, marks=marks)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.lift(
                by=request.user, elector=found, mark=form.cleaned_data["mark"], reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The mark is lifted. It takes effect on boards that are opened from now on."))
            return redirect("canvass:lift", unit=unit.code, elector=found.pk)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=1, through=found)
    return render(
        request,
        "canvass/answers/lift.html",
        {
            "form": form,
            "elector": found,
            "where": queries.where(found.household) if found.household else _("no door"),
            "marks": marks,
            "lifted": queries.lifted(found),
        },
    )


@requires(P.REVIEW_ANSWERS)
@require_POST
def put_back(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Undo the lifting of a mark."""
    found = within.elector(request, P.REVIEW_ANSWERS, elector)
    try:
        contacts.put_back(by=request.user, elector=found, mark=request.POST.get("mark", ""))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The mark is back."))
    return redirect("canvass:lift", unit=unit.code, elector=found.pk)


def _ticked(request: GuardedRequest, unit: Unit) -> list[ContactEvent]:
    """Return the events that were ticked. Raises 404, recorded, when one is another CLP's or outside the area."""
    wanted = (request.POST if request.method == "POST" else request.GET).getlist("event")[:_AT_ONCE]
    found = {str(event.pk): event for event in areas.answers(_area(request, unit), _by_id(unit, wanted))}
    for pk in wanted:
        if pk not in found:
            within.answer(request, P.REVIEW_ANSWERS, pk)
    return list(found.values())


def _by_id(unit: Unit, wanted: list[str]) -> QuerySet[ContactEvent]:
    ids = []
    for text in wanted:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ContactEvent.objects.filter(unit=unit, pk__in=ids).order_by("received_at", "pk")


def _tell(request: GuardedRequest, count: int, text: str) -> None:
    if count:
        messages.success(request, text % {"count": count})
    else:
        messages.warning(request, _("Nothing was changed: no answer was ticked, or somebody decided already."))
