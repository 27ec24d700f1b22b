"""Doors and residents that canvassers found and no register names: what waits, and what was decided."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import found as actions
from canvass.enums import FoundState
from canvass.forms.choosing import ChooseForm
from canvass.models import Found
from canvass.queries import choosing
from canvass.queries import found as queries
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of

LATELY = datetime.timedelta(days=31)


@requires(P.REVIEW_ANSWERS)
@require_safe
def found(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what waits and what was decided lately."""
    area = request.access.area(P.REVIEW_ANSWERS, unit)
    page = page_of(request, queries.waiting(unit, area))
    decided = queries.decided(unit, timezone.now() - LATELY, area)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(page.object_list) + len(decided))
    context = {"page": page, "decided": decided, "may_open": request.access.may(P.SEE_REGISTER, unit)}
    return render(request, "canvass/found/list.html", context)


@requires(P.REVIEW_ANSWERS)
@require_POST
def decide(request: GuardedRequest, unit: Unit, found: UUID) -> HttpResponse:
    """Decide about one."""
    row = within.found(request, P.REVIEW_ANSWERS, found)
    state = request.POST.get("state", "")
    if state in (FoundState.KEPT, FoundState.KNOWN, FoundState.DROPPED):
        try:
            actions.decide(by=request.user, found=row, state=FoundState(state))
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Done. You can undo it from the list below."))
    return redirect("canvass:found", unit=unit.code)


@requires(P.REVIEW_ANSWERS)
@at_most("person_search", when_asked=("q",))
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: GuardedRequest, unit: Unit, found: UUID) -> HttpResponse:
    """Show who on the register it may be, then say who it is."""
    rows = Found.objects.select_related("street", "household__street", "found_by")
    row = within.found(request, P.REVIEW_ANSWERS, found, rows)
    if request.POST.get("elector"):
        person = within.elector(request, P.REVIEW_ANSWERS, request.POST["elector"])
        try:
            actions.decide(by=request.user, found=row, state=FoundState.KNOWN, elector=person)
        except Refused as error:
            messages.error(request, str(error))
        else:
            said = {"name": person.name}
            messages.success(request, _("Noted: it is %(name)s. You can undo it from the list below.") % said)
        return redirect("canvass:found", unit=unit.code)
    form = ChooseForm(request.POST or None)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    words = typed or " ".join(part for part in (row.name or row.door, row.street.name if row.street else "") if part)
    people = choosing.somebody(
        unit, words, request.access.area(P.REVIEW_ANSWERS, unit), None if typed else row.household
    )
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(people) + 1)
    return render(request, "canvass/found/known.html", {"one": row, "form": form, "people": people, "typed": typed})


@requires(P.REVIEW_ANSWERS)
@require_POST
def undo(request: GuardedRequest, unit: Unit, found: UUID) -> HttpResponse:
    """Undo the decision about one."""
    row = within.found(request, P.REVIEW_ANSWERS, found)
    try:
        actions.undo(by=request.user, found=row)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is undone."))
    return redirect("canvass:found", unit=unit.code)
