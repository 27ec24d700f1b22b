"""Rehearsing a polling day: beginning one, watching it, stopping it, clearing it away."""

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
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import rehearsals as actions
from gotv.forms.rehearsals import RehearsalForm
from gotv.models import Election, Rehearsal
from gotv.queries import elections, rehearsals
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of

_SHOWN = 10


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """The rehearsals of an election, the one that is going on first; a form to begin the next."""
    found = guards.fetch(request, Election, pk=election)
    form = RehearsalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin(election=found, by=request.user, **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The rehearsal has begun. Open the figures, or hand out phones."))
            return redirect("gotv:rehearsals", unit=unit.code, election=found.pk)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "form": form,
        **_state(found),
        "page": page_of(request, rehearsals.listing(found).exclude(ended_at=None), _SHOWN),
    }
    return render(request, "gotv/rehearsals/page.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def watch(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """How far the rehearsal is that is going on: the part of the page that changes."""
    found = guards.fetch(request, Election, pk=election)
    return render(request, "gotv/rehearsals/_state.html", {"election": found, **_state(found)})


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def copy(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Make a copy of an election to rehearse in."""
    found = guards.fetch(request, Election, pk=election)
    made = actions.copy_for_rehearsal(election=found, by=request.user)
    messages.success(
        request, _("%(election)s is made, for practice alone. Begin when you are ready.") % {"election": made}
    )
    return redirect("gotv:rehearsals", unit=unit.code, election=made.pk)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def stop(request: GuardedRequest, unit: Unit, election: int, rehearsal: uuid.UUID) -> HttpResponse:
    """Stop a rehearsal before its end."""
    actions.stop(rehearsal=_of(request, election, rehearsal), by=request.user)
    messages.success(request, _("The rehearsal is stopped. What it made stays until you clear it away."))
    return redirect("gotv:rehearsals", unit=unit.code, election=election)


@requires(P.SET_UP_POLLING_DAY)
@require_POST
def clear(request: GuardedRequest, unit: Unit, election: int, rehearsal: uuid.UUID) -> HttpResponse:
    """Take back what a rehearsal made."""
    try:
        count = actions.clear(rehearsal=_of(request, election, rehearsal), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = ngettext(
            "One thing is taken back. What people did themselves stays.",
            "%(count)s things are taken back. What people did themselves stays.",
            count,
        )
        messages.success(request, words % {"count": count})
    return redirect("gotv:rehearsals", unit=unit.code, election=election)


def _of(request: GuardedRequest, election: int, rehearsal: uuid.UUID) -> Rehearsal:
    return guards.fetch(request, Rehearsal.objects.filter(election=election), pk=rehearsal)


def _state(election: Election) -> dict[str, Any]:
    going = rehearsals.running(election)
    if going is None:
        return {"going": None}
    done = int(rehearsals.played(going)) - going.from_hour * 3600
    return {
        "going": going,
        "clock": rehearsals.shown(going),
        "minutes_done": done // 60,
        "minutes": (going.until_hour - going.from_hour) * 60,
    }
