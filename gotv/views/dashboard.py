"""Polling day on one screen, live by polling with an ETag; the same without a script, by the reload link."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.rules import times
from canvass.queries import areas
from gotv.enums import MarkSource
from gotv.models import Election
from gotv.queries import dashboard, stations
from gotv.queries.dashboard import District, Figures
from gotv.rules.dashboard import ago, why_go
from gotv.views.elections import ways

_NEXT = 5
_ROWS = 7
_PLACES = 2
# In as few words as a wall has room for.
_SOURCES = {
    MarkSource.TELLER: _("tellers"),
    MarkSource.DOOR: _("doors"),
    MarkSource.HOUSEHOLD: _("households"),
    MarkSource.POSTAL: _("by post"),
}


@dataclass(frozen=True)
class NextPlace:
    """A line of "Where to go next"."""

    district: District
    why: str


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """The whole page."""
    return render(request, "gotv/dashboard/page.html", _context(request, unit, _shown(request, unit, election)))


def _etag(request: GuardedRequest, unit: Unit, election: int) -> str:
    """The same as long as the page would say the same: figures, the minute, the reader's rights and language."""
    found, counted = _shown(request, unit, election)
    minutes = [int(at.timestamp()) // 60 for at in (counted.at, timezone.now())]
    about = (found.name, found.polling_on, found.is_rehearsal)
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    reader = (sorted(request.access.permissions_in(unit)), area and sorted(area), translation.get_language())
    parts = (counted.version, minutes, about, reader)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'


@requires(P.SEE_POLLING_DAY)
@require_safe
@condition(etag_func=_etag)
def figures(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """What changes on the page, for htmx to put in place; 304 while it would be the same."""
    return render(request, "gotv/dashboard/_figures.html", _context(request, unit, _shown(request, unit, election)))


@requires(P.SEE_POLLING_DAY)
@require_safe
def districts(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """All districts, by ward, as one table."""
    found, counted = _shown(request, unit, election)
    context = {
        "election": found,
        "ways": ways(request, found),
        "figures": counted,
        "whole": counted.whole,
        "named_in": _named_in(request, unit, counted),
    }
    return render(request, "gotv/dashboard/districts.html", context)


def _shown(request: GuardedRequest, unit: Unit, pk: int) -> tuple[Election, Figures]:
    """Return the election and its figures, once for each request."""
    kept = getattr(request, "polling_day", None)
    if kept is None:
        election = guards.fetch(request, Election, pk=pk)
        kept = (election, dashboard.figures(election))
        request.polling_day = kept  # type: ignore[attr-defined] # asked for by the ETag and by the page
    return kept


def _named_in(request: GuardedRequest, unit: Unit, counted: Figures) -> set[int]:
    """Return the districts in which this person may see who is to be knocked up."""
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    if area is None:
        return {row.pk for row in counted.districts}
    return set(areas.districts(area).values_list("pk", flat=True)) if area else set()


def _context(request: GuardedRequest, unit: Unit, shown: tuple[Election, Figures]) -> dict[str, Any]:
    election, counted = shown
    now = timezone.now()
    by_left = counted.by_left
    silent = counted.silent
    return {
        "election": election,
        "ways": ways(request, election),
        "figures": counted,
        "whole": counted.whole,
        "now": now,
        "etag": _etag(request, unit, election.pk).strip('"'),
        "clock": _clock(election, now),
        "next_places": [NextPlace(row, why_go(row.tally, now)) for row in by_left[:_NEXT] if row.tally.left],
        "top": by_left[:_ROWS],
        "silent": [(p, times.waiting(p.silent_since, now).figure) for p in silent[:_PLACES] if p.silent_since],
        "silent_count": len(silent),
        "sources": _sources(counted),
        "last_ago": ago(counted.whole.last_mark_at, now),
        "named_in": _named_in(request, unit, counted),
    }


def _sources(counted: Figures) -> list[tuple[str, int]]:
    """Return who said that the promises are in, in per cent, the largest first."""
    whole = sum(counted.promises_in_by_source.values())
    rows = sorted(counted.promises_in_by_source.items(), key=lambda item: (-item[1], item[0]))
    return [(str(_SOURCES[MarkSource(source)]), round(100 * number / whole)) for source, number in rows]


def _clock(election: Election, now: datetime.datetime) -> tuple[str, str]:
    """Return which clock the page shows ("before", "open", "over" or "rehearsal") and the span on it, in words."""
    expected = stations.expected_hours(election)
    if now < expected.opens:
        return "before", times.due(expected.opens, now).figure
    if not expected.hold(now):
        return "over", ""
    return "rehearsal" if election.is_rehearsal else "open", times.due(expected.closes, now).figure
