"""Electors as they are taken out in a file: what it may hold, and nothing else that is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, QuerySet

from access.models import Unit
from canvass.enums import ElectorKind
from canvass.models import Elector, PollingDistrict
from canvass.queries import areas, matches
from canvass.rules import exports as rules
from canvass.rules.exports import WhyNot

# Named one by one: a column that is added to the register does not leave the house by itself. Dates are not here.
_FIELDS = (
    "polling_district__code",
    "number",
    "suffix",
    "title",
    "forenames",
    "surname",
    "kind",
    "household__number",
    "household__number_suffix",
    "household__building",
    "household__flat",
    "household__postcode",
    "household__street__name",
    "household__street__locality",
    *rules.MARKS,
)
_AT_A_TIME = 5000


def districts(unit: Unit, area: areas.Keys) -> QuerySet[PollingDistrict]:
    """Return the districts of which a list may be taken out, by code."""
    return areas.districts(area, PollingDistrict.objects.filter(unit=unit)).order_by("code", "pk")


def electors(
    unit: Unit, area: areas.Keys, *, chosen: Collection[int], others: Collection[ElectorKind]
) -> QuerySet[Elector]:
    """Return the electors of these districts (none named: of all), by number.

    Those who live behind a door, and of those without one the kinds asked for. Never who is sealed.
    """
    rows: QuerySet[Elector] = Elector.objects.filter(unit=unit, left_on=None, kind__in=(ElectorKind.ORDINARY, *others))
    if chosen:
        rows = rows.filter(polling_district__in=chosen)
    found = areas.electors(area, rows).annotate(may_object=matches.may_object())
    return found.order_by("polling_district__code", "polling_district", "number", "suffix")


def rows(found: QuerySet[Elector]) -> Iterator[dict[str, Any]]:
    """Yield what a file may hold of each elector, some thousand at a time. One query, with its joins."""
    for values in found.values_list(*_FIELDS).iterator(chunk_size=_AT_A_TIME):
        yield dict(zip(_FIELDS, values, strict=True))


def left_out(found: QuerySet[Elector]) -> Counter[WhyNot]:
    """Return how many of these electors nobody is to turn to, by reason. One query."""
    counted: Counter[WhyNot] = Counter()
    for *marks, count in found.order_by().values_list(*rules.MARKS).annotate(count=Count("pk")):
        why = rules.reason(dict(zip(rules.MARKS, marks, strict=True)))
        if why is not None:
            counted[why] += count
    return counted
