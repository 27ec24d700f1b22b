"""The start page of a unit: what needs you, this week, what changed."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from access.actions import users
from access.guards import GuardedRequest, reaches
from access.models import Unit
from access.permissions import Permission as P
from access.queries import sharing
from access.queries import start as queries
from access.queries import units as unit_queries
from access.rules import times

_SINCE = "was_here_at"


@reaches("everybody with a role here has a start page; each line on it checks its own permission")
@require_GET
def start(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what needs this person, soonest due first, then longest waiting."""
    now = timezone.now()
    since = _last_here(request, now)
    return render(
        request,
        "access/start.html",
        {
            "page": queries.page(request.access, unit, now=now, since=since),
            "now": now,
            "since": times.moment(since, now) if since else "",
            "shared": sharing.with_person(request.user),
            "others": [one for one in request.access.units() if one != unit],
            "below": unit_queries.below(unit).exists() if request.access.may(P.SEE_ACCESS, unit) else False,
        },
    )


def _last_here(request: GuardedRequest, now: datetime.datetime) -> datetime.datetime | None:
    """Return when this person's visit before this one was; None when this is the first.

    The account keeps the beginning of the present visit, moved on when an hour has passed. The session keeps the
    one before it, so that what changed is still there when the page is opened again.
    """
    before = request.user.last_seen_at
    if users.seen(user=request.user, now=now):
        request.session[_SINCE] = before.isoformat() if before else ""
        return before
    kept = request.session.get(_SINCE)
    return before if kept is None else parse_datetime(kept)
