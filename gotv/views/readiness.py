"""Is everything ready for polling day?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.models import Election
from gotv.queries import elections, readiness
from gotv.queries.readiness import Line
from gotv.views.elections import ways


@requires(P.SET_UP_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """What is missing, each with what to do and where; then what is ready."""
    found = guards.fetch(request, Election.objects.select_related("unit"), pk=election)
    lines = [(line, _url(line, unit, found)) for line in readiness.lines(found)]
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "missing": [row for row in lines if row[0].missing],
        "ready": [row for row in lines if not row[0].missing],
    }
    return render(request, "gotv/readiness/page.html", context)


def _url(line: Line, unit: Unit, election: Election) -> str:
    of_election = {"election": election.pk} if line.page.startswith("gotv:") else {}
    return reverse(line.page, kwargs={"unit": unit.code} | of_election)
