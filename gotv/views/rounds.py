"""Pages of rounds: who is out and where to go next, sending a team out, handing on, the end; and what is hidden."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.models import RoadGroup
from canvass.views import areas as within
from canvass.views import codes
from gotv.actions import knocks as knock_actions
from gotv.actions import rounds as actions
from gotv.enums import KnockSaid
from gotv.forms.rounds import TeamForm
from gotv.models import Election, Knock, Round
from gotv.queries import elections, knock_ups, rounds, sheets
from gotv.rules import hours, knocks
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import SHORT, page_of


@requires(P.RUN_ROUNDS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show who is out and how far, and where the next team could go, by district and road group."""
    found = guards.fetch(request, Election, pk=election)
    patches = rounds.patches(found, request.access.area(P.RUN_ROUNDS, unit))
    out = [patch for patch in patches if patch.out]
    free = [patch for patch in patches if not patch.out and patch.people]
    free.sort(key=lambda patch: -patch.people)
    done = rounds.progress([patch.out for patch in out if patch.out])
    now, opens = timezone.now(), hours.committee_room(found.polling_on, rehearsal=found.is_rehearsal).opens
    context = {
        "election": found,
        "ways": ways(request, found),
        "out": [(patch, patch.out, done[patch.out.pk]) for patch in out if patch.out],
        "page": page_of(request, free, SHORT),
        "is_over": elections.is_over(found),
        "is_early": now < opens,
        "opens": opens,
        "now": now,
    }
    return render(request, "gotv/rounds/list.html", context)


@requires(P.RUN_ROUNDS)
@require_safe
def history(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List every round of the day, the latest first."""
    found = guards.fetch(request, Election, pk=election)
    page = page_of(request, rounds.listing(found, request.access.area(P.RUN_ROUNDS, unit)), SHORT)
    done = rounds.progress(list(page.object_list))
    context = {
        "election": found,
        "ways": ways(request, found),
        "page": page,
        "rows": [(one, done[one.pk]) for one in page.object_list],
    }
    return render(request, "gotv/rounds/history.html", context)


@requires(P.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: GuardedRequest, unit: Unit, election: int, district: int, road_group: int = 0) -> HttpResponse:
    """Send a team out to a road group of a district, or (0) to its streets that are in no group."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.RUN_ROUNDS, district)
    group: RoadGroup | None = guards.fetch(request, RoadGroup, pk=road_group) if road_group else None
    form = TeamForm(request.POST or None, runners=rounds.runners(found, place), initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin(
                election=found,
                district=place,
                road_group=group,
                team=form.cleaned_data["team"],
                runner=form.chosen,
                by=request.user,
                key=form.cleaned_data["key"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(who)s is out.") % {"who": rounds.who(made)})
            return redirect("gotv:round", unit=unit.code, election=found.pk, round=made.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "form": form,
        "district": place,
        "group": group,
        "is_whole": not knock_ups.of_streets([place.pk])[place.pk],
    }
    return render(request, "gotv/rounds/begin.html", context)


@requires(P.RUN_ROUNDS)
@require_safe
def one(request: GuardedRequest, unit: Unit, election: int, round: UUID) -> HttpResponse:  # noqa: A002 - the noun
    """Show one round: who is on it, how far they are, and what can be done with it."""
    found = _fetch(request, election, round)
    done = rounds.progress([found])[found.pk]
    context: dict[str, Any] = {
        "election": found.election,
        "ways": ways(request, found.election),
        "round": found,
        "who": rounds.who(found),
        "where": rounds.where(found),
        "done": done,
        "said": [(KnockSaid(what).label, count) for what, count in sorted(done.said.items())],
        "left": rounds.left(found),
        "sheets": sheets.of_round(found),
        "is_over": elections.is_over(found.election),
        "qr": _code(request, found),
    }
    return render(request, "gotv/rounds/round.html", context)


def _code(request: GuardedRequest, found: Round) -> str:
    """Return the code that the runner scans to open the round, once signed in; "" where nobody carries it."""
    if found.runner_id is None or found.ended_at is not None or elections.is_over(found.election):
        return ""
    return codes.qr(
        codes.whole(request, reverse("gotv:phone_round", kwargs={"round": found.pk})), _("Address of the round")
    )


@requires(P.RUN_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: GuardedRequest, unit: Unit, election: int, round: UUID) -> HttpResponse:  # noqa: A002 - the noun
    """Hand a round on to another team or runner."""
    found = _fetch(request, election, round)
    form = TeamForm(
        request.POST or None,
        runners=rounds.runners(found.election, found.polling_district),
        initial={"team": found.team, "runner": found.runner_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand(round=found, team=form.cleaned_data["team"], runner=form.chosen, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is handed on. What was said so far stays."))
            return redirect("gotv:round", unit=unit.code, election=found.election_id, round=found.pk)
    context = {
        "election": found.election,
        "ways": ways(request, found.election),
        "form": form,
        "round": found,
        "where": rounds.where(found),
    }
    return render(request, "gotv/rounds/hand.html", context)


@requires(P.RUN_ROUNDS)
@require_POST
def end(request: GuardedRequest, unit: Unit, election: int, round: UUID) -> HttpResponse:  # noqa: A002 - the noun
    """Note that a team has come home."""
    found = actions.end(round=_fetch(request, election, round), by=request.user)
    messages.success(request, _("The round has ended. It hid nobody: a door goes by what was said there."))
    return redirect("gotv:round", unit=unit.code, election=found.election_id, round=found.pk)


@requires(P.RUN_ROUNDS)
@require_POST
def go_on(request: GuardedRequest, unit: Unit, election: int, round: UUID) -> HttpResponse:  # noqa: A002 - the noun
    """Undo the end of a round."""
    found = _fetch(request, election, round)
    try:
        actions.go_on(round=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The round goes on."))
    return redirect("gotv:round", unit=unit.code, election=found.election_id, round=found.pk)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def hidden(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Name whom what they said keeps off the list, so that a slip can be taken back."""
    found = guards.fetch(request, Election, pk=election)
    now = timezone.now()
    page = page_of(request, rounds.hidden(found, request.access.area(P.SEE_KNOCK_UPS, unit), now), SHORT)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=len(page.object_list), through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "page": page,
        "rows": [(knock, None if knock.said in knocks.DONE else knock.at + knocks.REST) for knock in page.object_list],
        "may_undo": request.access.may(P.RUN_ROUNDS, unit) and not elections.is_over(found),
    }
    return render(request, "gotv/rounds/hidden.html", context)


@requires(P.RUN_ROUNDS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, election: int, knock: UUID) -> HttpResponse:
    """Take back what was said at one knock, with the mark that came of it."""
    found = guards.fetch(request, Election, pk=election)
    row: Knock = guards.fetch(request, Knock.objects.filter(election=found), pk=knock)
    within.elector(request, P.RUN_ROUNDS, row.elector_id or 0)
    try:
        knock_actions.take_back(knock=row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. They are on the list again, unless something else keeps them off."))
    return redirect("gotv:hidden", unit=unit.code, election=found.pk)


def _fetch(request: GuardedRequest, election: int, pk: UUID) -> Round:
    """Return a round of the election in this person's area; outside it is 404, and noted."""
    found = guards.fetch(request, Election, pk=election)
    made: Round = guards.fetch(request, rounds.listing(found), pk=pk)
    area = request.access.area(P.RUN_ROUNDS, request.unit)
    if not rounds.in_area(area, Round.objects.filter(pk=made.pk)).exists():
        audit.record_anyway("access.out_of_area", by=request.user, unit=request.unit, obj=made)
        raise Http404(_("There is no such page."))
    return made
