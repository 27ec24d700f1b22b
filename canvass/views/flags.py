"""Flagged doors: which have to be looked at again, lifting and renewing, and flagging one from a desk."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import flags as actions
from canvass.forms.flags import FlagForm, ReasonForm
from canvass.models import DoorFlag, Household
from canvass.queries import flags as queries
from canvass.views import areas as within
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

LATELY = datetime.timedelta(days=31)
_UNDO_SECONDS = 60 * 60
_SALT = "canvass.flags.renewed"


@requires(P.MAKE_BOARDS)
@require_safe
def flags(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the flagged doors, those first that somebody has to look at again, and those lifted lately."""
    area = request.access.area(P.MAKE_BOARDS, unit)
    page = page_of(request, queries.flags(unit, area))
    lifted = queries.lifted(unit, timezone.now() - LATELY, area)
    shown = {one.household_id for one in (*page.object_list, *lifted)}
    audit.looked(request, what=P.MAKE_BOARDS, count=len(shown))
    context = {"page": page, "lifted": lifted, "today": clock.today(), "renewed": request.GET.get("renewed", "")}
    return render(request, "canvass/flags/list.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: GuardedRequest, unit: Unit, flag: int) -> HttpResponse:
    """Ask why a door is safe again, then lift its flag."""
    found = within.flag(request, P.MAKE_BOARDS, flag)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.lift(by=request.user, flag=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The flag is lifted. You can put it back from the list below."))
            return redirect("canvass:flags", unit=unit.code)
    return _why(request, found, form, "lift")


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: GuardedRequest, unit: Unit, flag: int) -> HttpResponse:
    """Ask why a door is still not safe, then keep its flag for another year."""
    found = within.flag(request, P.MAKE_BOARDS, flag)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.renew(by=request.user, flag=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            answer = redirect("canvass:flags", unit=unit.code)
            before = signing.dumps([found.pk, found.review_on.isoformat()], salt=_SALT)
            answer["Location"] += f"?renewed={before}"
            return answer
    return _why(request, found, form, "renew")


@requires(P.MAKE_BOARDS)
@require_POST
def unrenew(request: GuardedRequest, unit: Unit, token: str) -> HttpResponse:
    """Undo renewing a flag, for an hour."""
    try:
        pk, day = signing.loads(token, salt=_SALT, max_age=_UNDO_SECONDS)
    except signing.BadSignature as bad:
        raise Http404(_("There is no such page.")) from bad
    found = within.flag(request, P.MAKE_BOARDS, pk)
    try:
        actions.unrenew(by=request.user, flag=found, review_on=datetime.date.fromisoformat(day))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The flag is to be looked at on the same day as before."))
    return redirect("canvass:flags", unit=unit.code)


@requires(P.MAKE_BOARDS)
@require_POST
def put_back(request: GuardedRequest, unit: Unit, flag: int) -> HttpResponse:
    """Undo lifting a flag."""
    found = within.flag(request, P.MAKE_BOARDS, flag)
    try:
        actions.put_back(by=request.user, flag=found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The flag is back."))
    return redirect("canvass:flags", unit=unit.code)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: GuardedRequest, unit: Unit, household: int) -> HttpResponse:
    """Flag a door from a desk."""
    rows = Household.objects.select_related("street", "polling_district")
    found = within.household(request, P.MAKE_BOARDS, household, rows)
    form = FlagForm(request.POST or None)
    if form.is_valid():
        actions.put(by=request.user, household=found, **form.cleaned_data)
        messages.success(request, _("The door is flagged. Boards that are opened from now on say so."))
        return redirect("canvass:flags", unit=unit.code)
    audit.looked(request, what=P.MAKE_BOARDS, count=1, through=found)
    return render(request, "canvass/flags/put.html", {"form": form, "household": found})


def _why(request: GuardedRequest, found: DoorFlag, form: ReasonForm, what: str) -> HttpResponse:
    audit.looked(request, what=P.MAKE_BOARDS, count=1, through=found)
    return render(request, "canvass/flags/why.html", {"form": form, "flag": found, "what": what})
