"""What boards ask and what doors bring besides answers: the way to each page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.queries import consents, flags, found, letters, surveys
from kit import clock


@requires(P.SEE_BOARDS)
@require_safe
def doorstep(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the way to surveys, words, letters, flagged doors and what was found."""
    makes, reviews = request.access.may(P.MAKE_BOARDS, unit), request.access.may(P.REVIEW_ANSWERS, unit)
    standing = flags.flags(unit, request.access.area(P.MAKE_BOARDS, unit)) if makes else None
    waiting = found.waiting(unit, request.access.area(P.REVIEW_ANSWERS, unit)) if reviews else None
    context = {
        "surveys": surveys.surveys(unit).count(),
        "flags": standing.count() if standing is not None else None,
        "due": standing.filter(review_on__lte=clock.today()).count() if standing is not None else 0,
        "found": waiting.count() if waiting is not None else None,
        "wordings": len(consents.wordings(unit)) if makes else None,
        "letters": letters.current(unit).number if makes else None,
    }
    return render(request, "canvass/doorstep/doorstep.html", context)
