"""How long decisions about access take: medians and worst cases for everybody to read. Counts and times, no names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from access.enums import RefusalReason
from access.models import AccessRequest, Tool, Unit

# "The last 12 months": long enough for a median, short enough to tell how it is now.
SPAN = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Times:
    """How long decisions took over the last 12 months, and what waits now.

    `median` and `slowest` are None while nothing has been decided; `longest` is how long the oldest open request
    has waited, None when none is open.
    """

    decided: int = 0
    median: datetime.timedelta | None = None
    slowest: datetime.timedelta | None = None
    waiting: int = 0
    longest: datetime.timedelta | None = None


@dataclass(frozen=True)
class Figures:
    """Times in one unit (None where no unit was named) and everywhere."""

    here: Times | None
    overall: Times


def for_role(role: str, unit: Unit | None) -> Figures:
    """Return how long decisions about a role take, in a unit and everywhere."""
    return _figures(role, None, unit)


def for_tool(tool: Tool, unit: Unit | None) -> Figures:
    """Return how long decisions about a tool's key take, in a unit and everywhere."""
    return _figures("", tool.pk, unit)


def of_request(wanted: AccessRequest) -> Figures:
    """Return how long decisions about the same as this request take."""
    return _figures(wanted.role, wanted.tool_id, wanted.unit)


def _figures(role: str, tool: int | None, unit: Unit | None) -> Figures:
    return Figures(
        here=_times(role, tool, unit.pk) if unit is not None else None,
        overall=_times(role, tool, None),
    )


def _times(role: str, tool: int | None, unit: int | None) -> Times:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_request_times(%s, %s, %s, %s, %s)", [role, tool, unit, now - SPAN, now])
        return Times(*cursor.fetchone())


@dataclass(frozen=True)
class Region:
    """The public figures of one region. `name` is "" for units outside any region."""

    name: str
    asked: int
    approved: int
    refused: int
    withdrawn: int
    went_up: int
    upheld: int
    times: Times
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Public:
    """What every member may know: all together, and region by region, by name. `total` is None before any request."""

    total: Region | None
    regions: list[Region]


def public() -> Public:
    """Return the public figures of the last 12 months. Three queries."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_request_figures(%s, %s)", [now - SPAN, now])
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM access_refusals(%s)", [now - SPAN])
        refusals = cursor.fetchall()
    names = dict(Unit.objects.filter(pk__in=[row[0] for row in rows if row[0]]).values_list("pk", "name"))
    reasons: dict[tuple[int | None, bool], dict[str, int]] = {}
    for region, is_total, reason, count in refusals:
        reasons.setdefault((region, is_total), {})[reason] = count
    made = {(row[0], row[1]): _region(names.get(row[0], ""), row, reasons.get((row[0], row[1]), {})) for row in rows}
    # GROUPING SETS gives a row of noughts for "all together" where there is nothing at all.
    total = made.pop((None, True), None)
    return Public(
        total=total if total is not None and total.asked else None,
        regions=sorted(made.values(), key=lambda region: (not region.name, region.name)),
    )


def _region(name: str, row: tuple, reasons: dict[str, int]) -> Region:
    _id, _is_total, asked, approved, refused, withdrawn, went_up, upheld, waiting, longest, median, slowest = row
    return Region(
        name=name,
        asked=asked,
        approved=approved,
        refused=refused,
        withdrawn=withdrawn,
        went_up=went_up,
        upheld=upheld,
        times=Times(approved + refused, median, slowest, waiting, longest),
        reasons={reason: reasons.get(reason, 0) for reason in RefusalReason.values},
    )
