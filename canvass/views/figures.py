"""Following it up: contact rate, promise rate, issues and doors an hour, by ward, district, session and board."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.forms.figures import FilterForm
from canvass.models import PollingDistrict, Ward
from canvass.queries import areas
from canvass.queries import figures as queries
from canvass.queries.figures import Placed
from canvass.rules import charts, raised
from canvass.rules import figures as rules
from canvass.rules.figures import Figures, Row
from kit import clock, csvsafe
from kit.pagination import page_of

BY = ("ward", "district", "session", "board")
_PER_PAGE = 20
# More boards or sessions than anybody has in five years.
_IN_A_FILE = 2000


@dataclass(frozen=True)
class Asked:
    """What the address asks for: by what, over how many months, in which ward (of districts)."""

    by: str
    months: int
    ward: Ward | None
    area: areas.Keys
    today: datetime.date


@requires(P.SEE_BOARDS)
@require_safe
def figures(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the figures with their charts. Nobody is named, no canvasser either."""
    asked = _asked(request, unit)
    is_place = asked.by in ("ward", "district")
    placed = queries.places(unit, asked.today, asked.months, asked.area, doors=is_place)
    whole = rules.total(one.figures for one in placed if asked.ward is None or one.ward == asked.ward.pk)
    page, rows = _page(request, unit, asked, placed)
    over = queries.by_month(unit, asked.today, raised.months(asked.today), asked.area)
    return render(
        request,
        "canvass/figures/figures.html",
        {
            "asked": asked,
            "form": _form(asked),
            "whole": whole,
            "page": page,
            "rows": rows,
            "may_see_quality": request.access.may(P.SEE_REGISTER, unit),
            "is_place": is_place,
            "an_hour": (whole if is_place else rules.total(row.figures for row in rows)).an_hour,
            "period": _period_words(asked.months),
            "chart_rows": [(row.name, row.figures.rate_12) for row in rows],
            "columns": charts.columns([(date_format(month, "M"), people) for month, people, _doors in over]),
            "months": over[::-1],
            "spoken": sum(people for _month, people, _doors in over),
        },
    )


@requires(P.SEE_BOARDS)
@require_safe
def figures_file(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Answer with all rows of the table as CSV. There are no names of people in it, so it is no export of a list."""
    asked = _asked(request, unit)
    if asked.by in ("ward", "district"):
        placed = queries.places(unit, asked.today, asked.months, asked.area)
        rows: Sequence[Row] = _place_rows(unit, asked, placed)
    elif asked.by == "session":
        found = queries.sessions(unit, asked.today, asked.months, asked.area)[:_IN_A_FILE]
        rows = queries.of_sessions(unit, asked.today, list(found), asked.area)
    else:
        rows = queries.of_boards(
            unit, asked.today, list(queries.boards(unit, asked.today, asked.months, asked.area)[:_IN_A_FILE])
        )
    head = [asked.by, "date", *(name for name, _value in rules.COLUMNS)]
    lines = csvsafe.lines([head, *([row.name, row.on, *_values(row.figures)] for row in rows)])
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    name = f"{unit.code}-figures-by-{asked.by}-{asked.today}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _values(figures: Figures) -> list[int | None]:
    return [value(figures) for _name, value in rules.COLUMNS]


def _asked(request: GuardedRequest, unit: Unit) -> Asked:
    area = request.access.area(P.SEE_BOARDS, unit)
    by, months, ward = (request.GET.get(name, "").strip() for name in ("by", "months", "ward"))
    found: Ward | None = fetch(request, Ward, pk=ward) if ward else None
    inside = areas.wards(area)
    if found is not None and inside is not None and found.pk not in inside:
        audit.record_anyway("access.out_of_area", by=request.user, unit=unit, obj=found)
        raise Http404(_("There is no such page."))
    return Asked(
        by="district" if found else by if by in BY else "ward",
        months=next((one for one in rules.WINDOWS if str(one) == months), 12),
        ward=found,
        area=area,
        today=clock.today(),
    )


def _form(asked: Asked) -> FilterForm:
    values = {"by": asked.by, "months": str(asked.months)}
    return FilterForm(values, months=[(str(one), _period_words(one)) for one in rules.WINDOWS])


def _page(request: GuardedRequest, unit: Unit, asked: Asked, placed: Sequence[Placed]) -> tuple[Page, Sequence[Row]]:
    """Return a page of the table and its rows: only what is shown is counted, of boards and sessions."""
    page: Any
    if asked.by == "session":
        page = page_of(request, queries.sessions(unit, asked.today, asked.months, asked.area), per_page=_PER_PAGE)
        return page, queries.of_sessions(unit, asked.today, list(page.object_list), asked.area)
    if asked.by == "board":
        page = page_of(request, queries.boards(unit, asked.today, asked.months, asked.area), per_page=_PER_PAGE)
        return page, queries.of_boards(unit, asked.today, list(page.object_list))
    page = page_of(request, _place_rows(unit, asked, placed), per_page=_PER_PAGE)
    return page, list(page.object_list)


def _place_rows(unit: Unit, asked: Asked, placed: Sequence[Placed]) -> list[Row]:
    """Return the wards, or the districts (of one ward), by name. One query."""
    if asked.by == "ward":
        wards = rules.grouped((one.ward or raised.NOWHERE, one.figures) for one in placed)
        names = dict(Ward.objects.filter(unit=unit, pk__in=wards).values_list("pk", "name"))
        found = [
            Row(str(key) if key in names else "", names.get(key, _("In no ward")), figures)
            for key, figures in wards.items()
        ]
        return sorted(found, key=lambda row: (not row.key, row.name, row.key))
    inside = [one for one in placed if asked.ward is None or one.ward == asked.ward.pk]
    districts = rules.grouped((one.district, one.figures) for one in inside)
    rows = PollingDistrict.objects.filter(unit=unit).select_related("ward").in_bulk(list(districts))
    found = [Row(str(key), str(rows[key]), figures, note=_name(rows[key].ward)) for key, figures in districts.items()]
    return sorted(found, key=lambda row: row.name)


def _name(ward: Ward | None) -> str:
    return ward.name if ward else ""


def _period_words(months: int) -> str:
    """Return how long that is, as it follows "in": "the last 12 months"."""
    return ngettext("the last month", "the last %(count)s months", months) % {"count": months}
