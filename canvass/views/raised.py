"""What people raised: by topic, month, ward and district, on a map, and as a page to print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.forms.raised import FilterForm
from canvass.models import Board, CanvassSession, ContactEvent, PollingDistrict, Ward
from canvass.queries import areas, issues
from canvass.queries import raised as queries
from canvass.queries.issues import Topics
from canvass.rules import charts, quality
from canvass.rules import raised as rules
from canvass.rules.raised import Line, Place
from canvass.views import areas as within
from kit import clock
from kit.pagination import page_of
from kit.templatetags.rosette import number

# What can be chosen: months back, and the latest sessions and boards.
_MONTHS_BACK, _LATEST = 24, 60
_PLACES, _TOPICS, _NOTES = 20, 25, 25
# So many notes at most stand on the page to print.
MOST_NOTES = 8


@dataclass(frozen=True)
class Asked:
    """What the address asks for, fetched: None where it names nothing."""

    month: datetime.date
    ward: Ward | None
    district: PollingDistrict | None
    session: CanvassSession | None
    board: Board | None
    area: areas.Keys

    def within(self) -> queries.Within:
        """Return it as the queries want it. One query where a session is named."""
        boards = [self.board.pk] if self.board else queries.boards_of(self.session.pk) if self.session else None
        return queries.Within(
            self.area, self.ward.pk if self.ward else None, self.district.pk if self.district else None, boards
        )

    def values(self) -> dict[str, str]:
        """Return what the fields of a filter hold."""
        held = {name: getattr(self, name) for name in ("ward", "district", "session", "board")}
        return {"month": f"{self.month:%Y-%m}"} | {name: str(row.pk) for name, row in held.items() if row}

    def where(self) -> str:
        """Return in words of what is counted; "" for all of it."""
        named = (self.ward, self.district, self.session, self.board)
        return ", ".join(str(row) for row in named if row is not None)


@dataclass(frozen=True)
class Row:
    """A topic with its label and its line through the months.

    `share` and `share_before` are percent of those who raised something in that month; None where nobody did.
    """

    label: str
    line: Line
    spark: str
    share: int | None
    share_before: int | None


@dataclass(frozen=True)
class PlaceRow:
    """A ward or a district with what was raised most there. `key` is "" where there is nothing to look into."""

    name: str
    key: str
    place: Place
    top: str


@requires(P.SEE_BOARDS)
@require_safe
def issues_raised(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show what people raised in a month: by topic with the trend of a year, then by ward or by district."""
    asked = _asked(request, unit, P.SEE_BOARDS)
    topics, over = issues.topics(unit), rules.months(asked.month)
    counts = queries.by_month(unit, topics, over, asked.within())
    lines, anything = page_of(request, rules.lines(counts, over), per_page=_TOPICS), rules.anything(counts, over)
    by_district = asked.ward is not None or asked.district is not None
    places = rules.places(counts, asked.month, by_district=by_district)
    return render(
        request,
        "canvass/raised/issues.html",
        {
            "asked": asked,
            "form": _filter(request, unit, asked, P.SEE_BOARDS),
            "page": lines,
            "rows": [_row(topics, line, anything) for line in lines.object_list],
            "all": anything,
            "is_over": rules.after(asked.month) <= clock.today(),
            "by_district": by_district,
            "places": _place_rows(unit, topics, places[:_PLACES], by_district=by_district),
            "places_left": max(0, len(places) - _PLACES),
            "may_change": request.access.may(P.MAKE_BOARDS, unit),
            "may_read": request.access.may(P.REVIEW_ANSWERS, unit),
        },
    )


def _row(topics: Topics, line: Line, anything: Line) -> Row:
    return Row(
        topics.label(line.topic),
        line,
        charts.spark(line.months),
        quality.share(line.now, anything.now),
        quality.share(line.before, anything.before),
    )


@requires(P.REVIEW_ANSWERS)
@require_safe
def issue_notes(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List what canvassers wrote in a month beside the topics, without names; some can go on the page to print."""
    asked = _asked(request, unit, P.REVIEW_ANSWERS)
    events = queries.notes(unit, asked.month, rules.after(asked.month), asked.within())
    page = page_of(request, events, per_page=_NOTES)
    rows = queries.with_places(list(page.object_list), issues.topics(unit))
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(rows), through=asked.board)
    context = {
        "asked": asked,
        "form": _filter(request, unit, asked, P.REVIEW_ANSWERS),
        "page": page,
        "rows": rows,
        "may_print": request.access.may(P.SEE_BOARDS, unit),
        "most": MOST_NOTES,
    }
    return render(request, "canvass/raised/notes.html", context)


@requires(P.SEE_BOARDS)
@require_safe
def issue_month(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the page to print for a meeting: a month's topics beside the month before, in steps, nobody's name."""
    asked = _asked(request, unit, P.SEE_BOARDS)
    topics, until = issues.topics(unit), rules.after(asked.month)
    before, now = over = rules.months(asked.month, 2)
    # Of all wards, whichever is printed: what one page leaves out must not be what is left over from the others.
    counts = queries.by_month(unit, topics, over, queries.Within(asked.area))
    ward = asked.ward.pk if asked.ward else None
    lines = rules.to_print(counts, (before, now), ward, settings.ISSUE_MAP_MINIMUM)
    doors, people = queries.effort(unit, asked.month, until, queries.Within(asked.area, ward))
    return render(
        request,
        "canvass/raised/month.html",
        {
            "asked": asked,
            "form": _filter(request, unit, asked, P.SEE_BOARDS, "month", "ward"),
            "lines": [(topics.label(line.topic), line) for line in lines],
            "most": max((line.now for line in lines), default=0),
            "doors": doors,
            "people": people,
            "before": before,
            "minimum": settings.ISSUE_MAP_MINIMUM,
            "notes": _ticked_notes(request, unit, topics),
            "may_read": request.access.may(P.REVIEW_ANSWERS, unit),
            "today": clock.today(),
            "is_over": until <= clock.today(),
        },
    )


def _ticked_notes(request: GuardedRequest, unit: Unit, topics: Topics) -> list[queries.Note]:
    """Return the notes that somebody who may read them has ticked. Raises 404 for what is none of theirs."""
    wanted = list(dict.fromkeys(request.GET.getlist("note")))[:MOST_NOTES]
    if not wanted:
        return []
    if not request.access.may(P.REVIEW_ANSWERS, unit):
        raise Http404(_("There is no such page."))
    events = [within.answer(request, P.REVIEW_ANSWERS, pk) for pk in wanted]
    found = queries.with_places([event for event in events if _has_note(event)], topics)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(found))
    return found


def _has_note(event: ContactEvent) -> bool:
    return bool(event.payload.get("note"))


def _asked(request: GuardedRequest, unit: Unit, right: P) -> Asked:
    """Fetch what the address names. Raises 404, recorded, for what is another CLP's or outside the area."""
    area, inside = request.access.area(right, unit), areas.wards(request.access.area(right, unit))
    given = {name: request.GET.get(name, "").strip() for name in ("ward", "district", "session", "board")}
    ward: Ward | None = fetch(request, Ward, pk=given["ward"]) if given["ward"] else None
    if ward is not None and inside is not None and ward.pk not in inside:
        audit.record_anyway("access.out_of_area", by=request.user, unit=unit, obj=ward)
        raise Http404(_("There is no such page."))
    return Asked(
        month=month_of(request.GET.get("month", "")),
        ward=ward,
        district=within.district(request, right, given["district"]) if given["district"] else None,
        session=fetch(request, CanvassSession, pk=given["session"]) if given["session"] else None,
        board=within.board(request, right, _uuid(given["board"])) if given["board"] else None,
        area=area,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404(_("There is no such page.")) from error


def month_of(text: str) -> datetime.date:
    """Return the month that is asked for, "2026-11", else the one we are in."""
    this = clock.today().replace(day=1)
    try:
        return min(datetime.date.fromisoformat(f"{text}-01"), this)
    except ValueError:
        return this


def _filter(request: GuardedRequest, unit: Unit, asked: Asked, right: P, *fields: str) -> FilterForm:
    """Return the fields with what can be chosen; only those named, where any are."""
    area = request.access.area(right, unit)
    wards = Ward.objects.filter(unit=unit, **({} if area is None else {"pk__in": areas.wards(area)})).order_by("name")
    choices: dict[str, Iterable[tuple[str, str]]] = {
        "month": month_choices(asked.month),
        "ward": _choices(_("All wards"), wards),
    }
    if not fields:
        districts = areas.districts(area, PollingDistrict.objects.filter(unit=unit)).order_by("code")
        sessions = CanvassSession.objects.filter(unit=unit).order_by("-meets_at")[:_LATEST]
        boards = areas.boards(area, Board.objects.filter(unit=unit)).order_by("-made_at")[:_LATEST]
        choices["district"] = _choices(
            _("All districts"), districts.filter(ward=asked.ward) if asked.ward else districts
        )
        choices["session"] = _choices(_("All sessions"), sessions)
        choices["board"] = _choices(_("All boards"), boards)
    return FilterForm(asked.values(), **choices)


def month_choices(chosen: datetime.date) -> list[tuple[str, str]]:
    """Return the months of the last two years, the latest first, and the one that is chosen."""
    offered = rules.months(clock.today(), _MONTHS_BACK)[::-1]
    offered += [] if chosen in offered else [chosen]
    return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in offered]


def _choices(everything: str, rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [("", everything), *((str(row.pk), str(row)) for row in rows)]


def _place_rows(unit: Unit, topics: Topics, places: Sequence[Place], *, by_district: bool) -> list[PlaceRow]:
    """Return the places with their names. One query."""
    keys = [place.key for place in places]
    rows: dict[int, Any] = (PollingDistrict if by_district else Ward).objects.filter(unit=unit).in_bulk(keys)
    return [
        PlaceRow(
            name=str(rows[place.key]) if place.key in rows else _("In no ward"),
            key=str(place.key) if place.key in rows else "",
            place=place,
            top=", ".join(f"{topics.label(topic)} {number(people)}" for topic, people in place.top),
        )
        for place in places
    ]
