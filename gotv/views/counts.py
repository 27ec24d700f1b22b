"""Counts of the day, on any phone: what can be counted, typing one in, taking a wrong one back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import counts as actions
from gotv.enums import CountKind
from gotv.forms.counts import WORDS, CountForm, WrongForm
from gotv.models import Count, Election
from gotv.queries import counts, elections
from gotv.rules.dashboard import ago
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


def _kinds(request: GuardedRequest, unit: Unit) -> tuple[CountKind, ...]:
    """Return what this person may count: boxes alone for whoever may not see polling day."""
    return tuple(CountKind) if request.access.may(P.SEE_POLLING_DAY, unit) else (CountKind.TURNOUT,)


def _list_url(request: GuardedRequest, unit: Unit) -> str:
    """Return where the elections are listed; "" for whoever may not see them, such as a polling agent."""
    return (
        reverse("gotv:polling_days", kwargs={"unit": unit.code}) if request.access.may(P.SEE_POLLING_DAY, unit) else ""
    )


@requires(P.ENTER_COUNTS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List what this person can count, with the last number of each and its age."""
    found = guards.fetch(request, Election, pk=election)
    kinds = _kinds(request, unit)
    chosen = request.GET.get("kind", "")
    kind = CountKind(chosen) if chosen in kinds else CountKind.TURNOUT
    rows = counts.listing(found, [kind], request.access.area(P.ENTER_COUNTS, unit), request.user)
    now = timezone.now()
    page = page_of(request, rows)
    context = {
        "election": found,
        "ways": ways(request, found),
        "list_url": _list_url(request, unit),
        "is_over": elections.is_over(found),
        "kind": kind,
        "kinds": [(one.value, one.label) for one in kinds] if len(kinds) > 1 else [],
        "page": page,
        "rows": [(row, ago(row.at, now)) for row in page.object_list],
    }
    return render(request, "gotv/counts/list.html", context)


@requires(P.ENTER_COUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: GuardedRequest, unit: Unit, election: int, kind: str, place: int) -> HttpResponse:
    """Type one count, under the last one. Sending it twice is harmless."""
    found = guards.fetch(request, Election, pk=election)
    what = _kind(request, unit, kind)
    at = guards.fetch(
        request, counts.places(found, what, request.access.area(P.ENTER_COUNTS, unit), request.user), pk=place
    )
    form = CountForm(request.POST or None, kind=what)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(
                id=form.cleaned_data["entry"],
                election=found,
                kind=what,
                place=at,
                value=form.cleaned_data["value"],
                counted_at=form.counted_at(found.polling_on),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except actions.Falls as error:
            form.ask_why()
            form.add_error("value", str(error))
        except Refused as error:
            form.add_error("value", str(error))
        else:
            messages.success(
                request, _("%(value)s is in for %(place)s.") % {"value": made.value, "place": counts.said(at)[0]}
            )
            return redirect("gotv:count", unit=unit.code, election=found.pk, kind=what.value, place=at.pk)
    return render(request, "gotv/counts/enter.html", _entering(request, unit, found, what, at, form))


def _entering(
    request: GuardedRequest, unit: Unit, election: Election, kind: CountKind, place: counts.Counted, form: CountForm
) -> dict[str, object]:
    name, where = counts.said(place)
    page = page_of(request, counts.history(election, kind, place.pk))
    last = counts.latest(election, kind).get((kind, place.pk))
    corrects = request.access.may(P.CORRECT_MARKS, unit)
    return {
        "election": election,
        "ways": ways(request, election),
        "list_url": _list_url(request, unit),
        "is_over": elections.is_over(election),
        "kind": kind,
        "kind_words": WORDS[kind],
        "place": place,
        "name": name,
        "where": where,
        "form": form,
        "last": last,
        "last_ago": ago(last.counted_at if last else None, timezone.now()),
        "together": counts.sums(election).get(place.pk) if kind == CountKind.WARP else None,
        "page": page,
        "rows": [(one, corrects or one.entered_by_id == request.user.pk) for one in page.object_list],
        "sees_people": request.access.may(P.SEE_POLLING_DAY, unit),
    }


@requires(P.ENTER_COUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: GuardedRequest, unit: Unit, election: int, count: uuid.UUID) -> HttpResponse:
    """Take a count back, with the reason: one's own, or any for whoever may correct marks."""
    found = guards.fetch(request, Election, pk=election)
    bad: Count = guards.fetch(request, Count.objects.filter(election=found).select_related("entered_by"), pk=count)
    kind = _kind(request, unit, bad.kind)
    area = request.access.area(P.ENTER_COUNTS, unit)
    place = guards.fetch(request, counts.places(found, kind, area, request.user), pk=counts.place_of(bad))
    if bad.entered_by_id != request.user.pk and not request.access.may(P.CORRECT_MARKS, unit):
        guards.refuse(request, P.CORRECT_MARKS, unit)
    form = WrongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invalidate(count=bad, because=form.cleaned_data["because"], by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("%(value)s is taken back. It stays below, with your reason.") % {"value": bad.value}
            )
            return redirect("gotv:count", unit=unit.code, election=found.pk, kind=kind.value, place=place.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "list_url": _list_url(request, unit),
        "count": bad,
        "name": counts.said(place)[0],
        "kind": kind,
        "place": place,
        "form": form,
    }
    return render(request, "gotv/counts/wrong.html", context)


def _kind(request: GuardedRequest, unit: Unit, kind: str) -> CountKind:
    """Return the kind of an address. 404 for none, 403 for one that this person may not count."""
    if kind not in CountKind.values:
        raise Http404(_("There is no such page."))
    if kind not in _kinds(request, unit):
        guards.refuse(request, P.SEE_POLLING_DAY, unit)
    return CountKind(kind)
