"""Who is who: entries that may be one person, one question at a time, with one keystroke each."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import matches as actions
from canvass.enums import MatchDecision
from canvass.models import DoubtfulMatch, PollingDistrict
from canvass.queries import areas
from canvass.queries import matches as queries
from canvass.views import areas as within
from kit.errors import Refused

_LATELY = datetime.timedelta(days=14)
_LONGEST = 19  # figures of a number that the database can hold


@requires(P.IMPORT_REGISTER)
@require_safe
def matches(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the next question, how far they are, and what was decided lately."""
    area = request.access.area(P.IMPORT_REGISTER, unit)
    choices = queries.districts(unit, area)
    district = _district(request, areas.districts(area, PollingDistrict.objects.filter(unit=unit)))
    waiting = queries.waiting(unit, area, district)
    put_off = _named(request, queries.everything(unit, area))
    match = queries.after(waiting, put_off).first()
    decided = queries.decided(unit, timezone.now() - _LATELY, area)
    question = queries.question(match, may_answers=request.access.may(P.REVIEW_ANSWERS, unit)) if match else None
    audit.looked(request, what=P.IMPORT_REGISTER, count=2 * (len(decided) + bool(match)), through=match)
    return render(
        request,
        "canvass/matches/queue.html",
        {
            "question": question,
            "left": waiting.count() if match is None else 0,
            "progress": queries.progress(unit, area, district),
            "districts": choices,
            "district": district,
            "decided": decided,
            "last": decided[0] if decided and decided[0].match.decided_by_id == request.user.pk else None,
            "may_open": request.access.may(P.SEE_REGISTER, unit),
        },
    )


def _district(request: GuardedRequest, rows: QuerySet[PollingDistrict]) -> int | None:
    """Return the id of the district that was chosen, None for all of them."""
    named = request.GET.get("district", "")
    is_number = named.isdecimal() and len(named) < _LONGEST
    return rows.filter(pk=named).values_list("pk", flat=True).first() if is_number else None


def _named(request: GuardedRequest, rows: QuerySet[DoubtfulMatch]) -> DoubtfulMatch | None:
    """Return the question that the address names, behind which the next one is looked for; None without one."""
    named = request.GET.get("after", "")
    return rows.filter(pk=named).first() if named.isdecimal() and len(named) < _LONGEST else None


@requires(P.IMPORT_REGISTER)
@require_POST
def decide(request: GuardedRequest, unit: Unit, match: int) -> HttpResponse:
    """Take the answer to one question, and go on to the next."""
    found = within.match(request, P.IMPORT_REGISTER, match)
    answers = {MatchDecision.SAME.value: actions.same, MatchDecision.DIFFERENT.value: actions.different}
    answer = answers.get(request.POST.get("decision", ""))
    if answer is None:
        messages.error(request, _("Nothing was changed. Say whether they are the same person or two people."))
        return _next(request, unit)
    try:
        answer(match=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return _next(request, unit, after=found.pk)


@requires(P.IMPORT_REGISTER)
@require_POST
def undo(request: GuardedRequest, unit: Unit, match: int) -> HttpResponse:
    """Make a decided question a question again."""
    found = within.match(request, P.IMPORT_REGISTER, match)
    try:
        actions.undo(match=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The decision is undone. The two are a question again."))
    return _next(request, unit)


def _next(request: GuardedRequest, unit: Unit, **where: int) -> HttpResponseRedirect:
    """Go on with the questions, in the district that was chosen."""
    district = request.POST.get("district", "")
    query = {name: value for name, value in {"district": district, **where}.items() if value}
    address = reverse("canvass:matches", kwargs={"unit": unit.code})
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
