"""Doors and residents that canvassers found and no register names: what waits, and what was decided."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import found as actions
from canvass.enums import FoundState
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
