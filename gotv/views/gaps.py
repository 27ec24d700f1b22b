"""Where tellers' numbers have a hole, or look mistyped."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.models import Election
from gotv.queries import gaps as queries
from gotv.queries import shifts, suspicions
from gotv.views.elections import ways


@requires(P.SEE_POLLING_DAY)
@require_safe
def gaps(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the stations with what is odd at each, and what to do about it."""
    found = fetch(request, Election, pk=election)
    now = timezone.now()
    allowed = request.access.permissions_in(unit)
    may_check = P.CORRECT_MARKS in allowed
    people = shifts.to_ring(found, now) if may_check else {}
    rows = [(row, row.found.lines(now), people.get(row.place.pk, [])) for row in queries.rows(found, now)]
    area = request.access.area(P.CORRECT_MARKS, unit)
    context = {
        "election": found,
        "ways": ways(request, found),
        "now": now,
        "odd": [one for one in rows if one[1]],
        "fine": [row for row, lines, _people in rows if not lines],
        "waiting": suspicions.waiting(found, area=area).count() if may_check else 0,
        "may_ring": may_check,
        "may_set_up": P.SET_UP_POLLING_DAY in allowed,
    }
    return render(request, "gotv/gaps/page.html", context)
