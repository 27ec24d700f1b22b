"""The report of a polling day: a page to print, and the same figures as a file. Counts, never a name of an elector."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.enums import KnockSaid, LiftState, MarkSource
from gotv.models import Election
from gotv.queries import day_reports
from gotv.rules import day_reports as rules
from gotv.rules import hours, keeping
from gotv.rules.day_reports import Facts
from kit import csvsafe

_GROUPS = {
    day_reports.SPOKEN: _("Spoken to on the day"),
    day_reports.TRIED: _("Called on, nobody spoke"),
    day_reports.NOT_TRIED: _("Not called on"),
}


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show the day: turnout by hour, tellers, boxes, knocking up, what marks were worth, and what to do better."""
    found = guards.fetch(request, Election, pk=election)
    report = day_reports.of(found)
    facts = report.facts
    context = {
        "election": found,
        "now": timezone.now(),
        "kept_at": report.kept_at,
        "goes_on": keeping.goes_on(found.polling_on),
        "facts": facts,
        "hours": _growing(facts),
        "stations": [(one, [f"{hour:02}:00" for hour in one.silent]) for one in facts.stations],
        "knocks": [(KnockSaid(said).label, count) for said, count in sorted(facts.knocks.items())],
        "lifts": [(LiftState(state).label, count) for state, count in sorted(facts.lifts.items())],
        "sources": [(MarkSource(one.source).label, one) for one in facts.sources],
        "asked": [(_GROUPS[one.group], one) for one in facts.asked],
        "is_open": timezone.now() < hours.polls(found.polling_on).closes,
        "lessons": rules.lessons(facts),
        "least": rules.LEAST,
        "may_enter": request.access.may(P.ENTER_MARKED_REGISTER, unit),
    }
    return render(request, "gotv/day_reports/page.html", context)


def _growing(facts: Facts) -> list[tuple[str, int, int, int]]:
    """Return each hour with what came by tellers and by others, and all until its end."""
    found, together = [], 0
    for hour, told, others in facts.hours:
        together += told + others
        found.append((f"{hour:02}:00", told, others, together))
    return found


@requires(P.SEE_POLLING_DAY)
@require_safe
def file(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Hand the figures of the report out as CSV: which part, of what, which figure, how many."""
    found = guards.fetch(request, Election, pk=election)
    lines = csvsafe.lines([("part", "of", "figure", "count"), *_figures(day_reports.of(found).facts)])
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{unit.code}-report-{found.polling_on}.csv"'
    return answer


_Row = tuple[str, str, str, object]


def _figures(facts: Facts) -> Iterator[_Row]:
    for hour, told, others in facts.hours:
        yield "hours", f"{hour:02}:00", "by tellers", told
        yield "hours", f"{hour:02}:00", "told at doors", others
    for at in facts.stations:
        yield from _named("stations", at.name, at, "numbers", "twice", "nobody", "taken_back")
        yield "stations", at.name, "silent hours", len(at.silent)
    counted = ("boxes", "verified", "papers", "both", "papers_of_both", "counted_of_both", "low", "high", "truth")
    yield from _named("boxes", "", facts.boxes, *counted)
    yield from _named("day", "", facts, "rounds", "round_districts", "promises", "promises_in", "recorded")
    for part, counts in (("knocks", facts.knocks), ("lifts", facts.lifts)):
        yield from ((part, "", what, count) for what, count in sorted(counts.items()))
    for source in facts.sources:
        yield from _named("marks by source", source.source, source, "right", "wrong", "unknown")
    for seen in facts.seen:
        yield from _named("marks by station", seen.name, seen, "voted", "ours", "missed", "false")
    for group in facts.asked:
        yield from _named("promises", group.group, group, "people", "voted")


def _named(part: str, of: str, what: object, *names: str) -> Iterator[_Row]:
    for name in names:
        yield part, of, name.replace("_", " "), getattr(what, name)
