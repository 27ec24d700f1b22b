"""Polling day on a screen: for the agent, for a committee room, for the wall. Live by polling with an ETag.

Without a script each is a page like any other, with a link that loads it again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe
from redis.exceptions import RedisError

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.rules import times
from canvass.queries import areas
from gotv.actions import dashboard as actions
from gotv.enums import CountKind, MarkSource
from gotv.models import CommitteeRoom, Election
from gotv.queries import dashboard, day_reports, elections, stations
from gotv.queries.dashboard import District, Figures, Together
from gotv.queries.stations import Place
from gotv.rules import sending
from gotv.rules.dashboard import ago
from gotv.rules.sending import Hours
from gotv.views import left_map
from gotv.views.elections import ways

_NEXT, _PLACES = 4, 2
# No longer than a screen's minute, which stands on it, and is part of its ETag.
DRAWN_SECONDS = 60
# Fewer promises than this are no number on the wall, where everybody looks: they could be told apart.
FEW = 5
# In as few words as a wall has room for.
_SOURCES = {
    MarkSource.TELLER: _("tellers"),
    MarkSource.DOOR: _("doors"),
    MarkSource.HOUSEHOLD: _("households"),
    MarkSource.POSTAL: _("by post"),
}


@dataclass(frozen=True)
class Screen:
    """One of the screens: its address, that of what changes on it, how many districts fit, and how reasons are put."""

    page: str
    figures: str
    rows: int
    why: Callable[[sending.Ground, Hours], str]


_AGENT = Screen("gotv:dashboard", "gotv:figures", 6, sending.why)
_WALL = Screen("gotv:wall", "gotv:wall_figures", 6, sending.why_on_the_wall)
# A room's own districts are few: all of them fit.
_ROOM = Screen("gotv:room_screen", "gotv:room_figures", 30, sending.why)


@dataclass(frozen=True)
class NextPlace:
    """A line of "Where to go next"."""

    district: District
    why: str


def _etag(request: GuardedRequest, unit: Unit, election: int, room: int | None = None) -> str:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return _tag(request, unit, election, room, name)


def _tag(request: GuardedRequest, unit: Unit, election: int, room: int | None, name: str) -> str:
    """The same as long as the page would say the same: figures, the minute, the reader's rights and language."""
    kept = actions.version(unit=unit.pk, election=election)
    if kept is not None:
        version, at, about = kept.version, kept.at, kept.about
    else:
        found, counted = _shown(request, unit, election)
        version, at, about = counted.version, counted.at, (found.name, found.polling_on, found.is_rehearsal)
    minutes = [int(moment.timestamp()) // 60 for moment in (at, timezone.now())]
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    reader = (sorted(request.access.permissions_in(unit)), area and sorted(area), translation.get_language())
    parts = (unit.pk, election, name, room, version, minutes, about, reader)
    tag = f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'
    request.screen_tag = tag  # type: ignore[attr-defined] # under which the screen is kept once it is drawn
    return tag


def _drawn(request: GuardedRequest, template: str, context: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Answer with a screen, drawn once for all to whom it says the same: its ETag holds all that it depends on."""
    key = f"gotv.screen.{request.screen_tag}"  # type: ignore[attr-defined] # condition asked for it first
    with suppress(RedisError, OSError):
        kept: str | None = cache.get(key)
        if kept is not None:
            return HttpResponse(kept)
    drawn = render_to_string(template, context(), request)
    with suppress(RedisError, OSError):
        cache.set(key, drawn, DRAWN_SECONDS)
    return HttpResponse(drawn)


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """The agent's screen: everything, with a way to do something about it. Once the marks are gone, the report."""
    context = _whole(request, unit, election)
    found = context["election"]
    if elections.is_over(found) and day_reports.is_kept(found):
        return redirect("gotv:day_report", unit=unit.code, election=found.pk)
    return render(request, "gotv/dashboard/page.html", context)


@requires(P.SEE_POLLING_DAY)
@require_safe
@condition(etag_func=_etag)
def figures(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """What changes on the agent's screen, for htmx to put in place; 304 while it would be the same."""
    return _drawn(request, "gotv/dashboard/_figures.html", lambda: _whole(request, unit, election))


@requires(P.SEE_POLLING_DAY)
@require_safe
def wall(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """The screen that everybody in the room sees: no links to names, no small numbers."""
    return render(request, "gotv/dashboard/wall.html", _on_the_wall(request, unit, election))


@requires(P.SEE_POLLING_DAY)
@require_safe
@condition(etag_func=_etag)
def wall_figures(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """What changes on the wall."""
    return _drawn(request, "gotv/dashboard/_wall.html", lambda: _on_the_wall(request, unit, election))


@requires(P.SEE_POLLING_DAY)
@require_safe
def room(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """The screen of one committee room: its districts, and what it has."""
    return render(request, "gotv/dashboard/room.html", _of_room(request, unit, election, room))


@requires(P.SEE_POLLING_DAY)
@require_safe
@condition(etag_func=_etag)
def room_figures(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """What changes on the screen of a room."""
    return _drawn(request, "gotv/dashboard/_room.html", lambda: _of_room(request, unit, election, room))


@requires(P.SEE_POLLING_DAY)
@require_safe
def districts(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """All districts, wards, boxes and stations, as tables."""
    found, counted = _shown(request, unit, election)
    context = {
        "election": found,
        "ways": ways(request, found),
        "figures": counted,
        "whole": counted.whole,
        "named_in": _named_in(request, unit, found, counted.districts),
    }
    return render(request, "gotv/dashboard/districts.html", context)


def _shown(request: GuardedRequest, unit: Unit, pk: int) -> tuple[Election, Figures]:
    """Return the election and its figures, once for each request."""
    kept = getattr(request, "polling_day", None)
    if kept is None:
        election = guards.fetch(request, Election, pk=pk)
        kept = (election, actions.figures(election=election))
        request.polling_day = kept  # type: ignore[attr-defined] # asked for by the ETag and by the page
    return kept


def _named_in(request: GuardedRequest, unit: Unit, election: Election, shown: Sequence[District]) -> set[int]:
    """Return the districts in which this person may see who is to be knocked up; none without a register."""
    if election.counts_only:
        return set()
    area = request.access.area(P.SEE_KNOCK_UPS, unit)
    if area is None:
        return {row.pk for row in shown}
    return set(areas.districts(area).values_list("pk", flat=True)) if area else set()


def _whole(request: GuardedRequest, unit: Unit, election: int) -> dict[str, Any]:
    found, counted = _shown(request, unit, election)
    mine = _named_in(request, unit, found, counted.districts)
    context = _context(request, unit, found, counted, counted.all, _AGENT)
    return context | {"named_in": mine, "ways": ways(request, found)}


def _on_the_wall(request: GuardedRequest, unit: Unit, election: int) -> dict[str, Any]:
    found, counted = _shown(request, unit, election)
    sheet = left_map.on_the_wall(unit, found, FEW)
    return _context(request, unit, found, counted, counted.all, _WALL) | {"few": FEW, "sheet": sheet}


def _of_room(request: GuardedRequest, unit: Unit, election: int, pk: int) -> dict[str, Any]:
    found, counted = _shown(request, unit, election)
    inside = next((one for one in counted.rooms if one.key == pk), None)
    if inside is None:  # it has no districts, or is none of this election's
        here: CommitteeRoom = guards.fetch(request, CommitteeRoom.objects.filter(election=found), pk=pk)
        inside = Together(here.pk, here.name, (), None)
    context = _context(request, unit, found, counted, inside, _ROOM, pk)
    codes = {one.code for one in inside.districts}
    return context | {
        "room": inside,
        "named_in": _named_in(request, unit, found, inside.districts),
        "boxes": [box for box in counted.boxes if codes & set(box.codes)],
        "stock": _stock(counted, pk),
        "ways": ways(request, found),
    }


def _context(
    request: GuardedRequest,
    unit: Unit,
    election: Election,
    counted: Figures,
    inside: Together,
    screen: Screen,
    room: int | None = None,
) -> dict[str, Any]:
    now = timezone.now()
    expected = stations.expected_hours(election)
    hours = Hours(expected.opens, expected.closes, now)
    by_left = sorted(inside.districts, key=lambda one: (-one.tally.left, one.code))
    next_ones = dashboard.next_places(inside.districts)[:_NEXT]
    silent = _silent(counted, inside, room)
    return {
        "election": election,
        "figures": counted,
        "inside": inside,
        "whole": inside.tally,
        "now": now,
        "etag": _tag(request, unit, election.pk, room, screen.figures).strip('"'),
        **_addresses(unit, election, screen, room),
        "clock": _clock(election, now),
        "next_places": [NextPlace(one, screen.why(one.ground, hours)) for one in next_ones],
        "top": by_left[: screen.rows],
        "silent": [(p, times.waiting(p.silent_since, now).figure) for p in silent[:_PLACES] if p.silent_since],
        "silent_count": len(silent),
        "sources": _sources(inside),
        "teams": inside.teams,
        "lifts": inside.lifts if room else counted.facts.lifts,
        "last_ago": ago(inside.tally.last_mark_at, now),
        "canvassers": dashboard.counted_by(counted, CountKind.CANVASSERS, room),
    }


def _addresses(unit: Unit, election: Election, screen: Screen, room: int | None) -> dict[str, str]:
    """Return where the page is, for its link to load it again, and where what changes on it."""
    where = {"unit": unit.code, "election": election.pk} | ({} if room is None else {"room": room})
    return {"page_url": reverse(screen.page, kwargs=where), "figures_url": reverse(screen.figures, kwargs=where)}


def _silent(counted: Figures, inside: Together, room: int | None) -> list[Place]:
    codes = {one.code for one in inside.districts}
    return [place for place in counted.silent if room is None or codes & set(place.codes)]


def _stock(counted: Figures, room: int) -> list[tuple[str, int | None, datetime.datetime | None]]:
    """Return what a room last counted of what it has: what, how many, and when; None where nobody counted.

    Lifts left are counted from the lifts themselves, once the room was asked for one.
    """
    found = []
    for kind in (CountKind.CANVASSERS, CountKind.CARS, CountKind.LIFTS):
        value, at = counted.facts.by_room.get((kind, room), (None, None))
        if kind == CountKind.LIFTS and room in counted.facts.lifts_by_room:  # known by name, so nobody need count
            value, at = counted.facts.lifts_by_room[room], counted.at
        found.append((str(kind.label), value, at))
    return found


def _sources(inside: Together) -> list[tuple[str, int]]:
    """Return who said that the promises are in, in per cent, the largest first."""
    whole = sum(inside.sources.values())
    rows = sorted(inside.sources.items(), key=lambda item: (-item[1], item[0]))
    return [(str(_SOURCES[MarkSource(source)]), round(100 * number / whole)) for source, number in rows]


def _clock(election: Election, now: datetime.datetime) -> tuple[str, str]:
    """Return which clock the page shows ("before", "open", "over" or "rehearsal") and the span on it, in words."""
    expected = stations.expected_hours(election)
    if now < expected.opens:
        return "before", times.due(expected.opens, now).figure
    if not expected.hold(now):
        return "over", ""
    return "rehearsal" if election.is_rehearsal else "open", times.due(expected.closes, now).figure
