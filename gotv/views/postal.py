"""Pages of the postal chase: the script and the districts, whom to ask in a district, and slips."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.views import areas as within
from gotv.actions import postal as actions
from gotv.enums import PostalSaid
from gotv.forms.postal import PostalForm
from gotv.models import Election, PostalAnswer
from gotv.queries import postal
from gotv.rules import postal as rules
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_DOORS = 20  # a page of a district: each person on it has a form of their own
_SHOWS = (
    (postal.LEFT, _lazy("Everybody to ask")),
    (postal.UNASKED, _lazy("Those whom nobody has reached")),
    (postal.STUCK, _lazy("It has not come, is lost or spoilt")),
    (postal.PROMISED, _lazy("Those who said that they will send it or hand it in")),
)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def districts(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show what to say, until when, and the districts with people to ask, the most first."""
    found = guards.fetch(request, Election, pk=election)
    rows = postal.districts(found, request.access.area(P.SEE_KNOCK_UPS, unit))
    context = {
        **_about(request, found),
        "rows": rows,
        "left": sum(row.left for row in rows),
        "voters": sum(row.voters for row in rows),
    }
    return render(request, "gotv/postal/districts.html", context)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int, district: int) -> HttpResponse:
    """List whom to ask in a district, in walking order, each with the way to note what they say."""
    found = guards.fetch(request, Election, pk=election)
    place = within.district(request, P.SEE_KNOCK_UPS, district)
    show = request.GET.get("show", "")
    show = show if show in dict(_SHOWS) else postal.LEFT
    page = Paginator(postal.arranged(found, place, show), _DOORS).get_page(request.GET.get("page"))
    phones = request.access.may(P.SEE_BOARDS, unit)
    doors = postal.doors(found, list(page.object_list), show, phones=phones)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=sum(len(door.people) for door in doors), through=found)
    context = {
        **_about(request, found),
        "district": place,
        "page": page,
        "rows": [(door, [(one, uuid.uuid4()) for one in door.people]) for door in doors],
        "said": PostalSaid.choices,
        "show": show,
        "shows": _SHOWS,
        "may_note": request.access.may(P.RUN_ROUNDS, unit),
    }
    return render(request, "gotv/postal/list.html", context)


@requires(P.RUN_ROUNDS)
@require_POST
def answer(request: GuardedRequest, unit: Unit, election: int, elector: int) -> HttpResponse:
    """Note what somebody said of their postal vote."""
    found = guards.fetch(request, Election, pk=election)
    person = within.elector(request, P.RUN_ROUNDS, elector)
    form = PostalForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(why) for errors in form.errors.values() for why in errors))
        return _back(request, found, person.polling_district_id)
    said = form.cleaned_data["said"]
    try:
        actions.note(
            election=found,
            elector=person,
            said=said,
            by=request.user,
            key=form.cleaned_data["key"],
            by_another=form.cleaned_data["by_another"],
        )
    except Refused as error:
        messages.error(request, str(error))
    else:
        what = {"name": person.name, "said": PostalSaid(said).label}
        messages.success(request, _("%(name)s: %(said)s. A slip? Take it back under “What was said”.") % what)
    return _back(request, found, person.polling_district_id)


@requires(P.SEE_KNOCK_UPS)
@require_safe
def answers(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List what was said, the latest first, so that a slip can be taken back."""
    found = guards.fetch(request, Election, pk=election)
    page = page_of(request, postal.answers(found, request.access.area(P.SEE_KNOCK_UPS, unit)))
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=len(page.object_list), through=found)
    context = {**_about(request, found), "page": page, "may_note": request.access.may(P.RUN_ROUNDS, unit)}
    return render(request, "gotv/postal/answers.html", context)


@requires(P.RUN_ROUNDS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, election: int, answer: UUID) -> HttpResponse:
    """Take one answer back, with the mark that came of it."""
    found = guards.fetch(request, Election, pk=election)
    row: PostalAnswer = guards.fetch(request, PostalAnswer.objects.filter(election=found), pk=answer)
    within.elector(request, P.RUN_ROUNDS, row.elector_id)
    actions.take_back(answer=row, by=request.user)
    messages.success(request, _("Taken back. They are on the list again, unless something else keeps them off."))
    return redirect("gotv:postal_answers", unit=unit.code, election=found.pk)


def _about(request: GuardedRequest, election: Election) -> dict:
    """Return what each page says of the chase itself."""
    chase = rules.chase(election.postal_dispatch_on, election.polling_on, rehearsal=election.is_rehearsal)
    now = timezone.now()
    return {
        "election": election,
        "ways": ways(request, election),
        "begins_on": rules.begins_on(election.postal_dispatch_on, election.polling_on),
        "has_begun": now >= chase.opens,
        "is_open": chase.hold(now),
        "returned_by": rules.returned_by(election.polling_on),
        "script": rules.script(),
        "never": rules.never(),
        "hand_in": rules.hand_in(election.nation, election.type),
        "now": now,
    }


def _back(request: GuardedRequest, election: Election, district: int) -> HttpResponse:
    """Go back to the district, as it was narrowed and on the page that was open."""
    url = reverse("gotv:postal_list", kwargs={"unit": request.unit.code, "election": election.pk, "district": district})
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)
