"""Marks as the committee room looks through them: numbers, verdicts, who typed them. No names of electors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from canvass.queries import areas
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import Election, VoteMark
from gotv.rules.numbers import NotANumber, parse


def listing(
    election: Election,
    *,
    area: areas.Keys = None,
    district: str = "",
    number: str = "",
    verdict: str = "",
    source: str = "",
) -> QuerySet[VoteMark]:
    """Return the marks of an election, or of an area, newest first; each of the filters may be empty.

    `number` finds marks of the elector who has it, however it was typed, and numbers that were not found.
    A number that can't be read finds nothing.
    """
    rows = VoteMark.objects.filter(election=election).select_related(
        "polling_district", "station", "actor", "void", "void__voided_by", "check_made"
    )
    if area is not None:
        rows = rows.filter(polling_district__in=areas.districts(area))
    if district:
        rows = rows.filter(polling_district__code__iexact=district)
    if verdict in MarkVerdict.values:
        rows = rows.filter(verdict=verdict)
    if source in MarkSource.values:
        rows = rows.filter(source=source)
    if number:
        rows = _with_number(rows, number, district)
    return rows.order_by("-received_at", "-marked_at", "pk")


def _with_number(rows: QuerySet[VoteMark], number: str, district: str) -> QuerySet[VoteMark]:
    try:
        wanted = parse(number, district)
    except NotANumber:
        return rows.none()
    found = Q(elector__number=wanted.number, elector__suffix=wanted.suffix)
    return rows.filter(found | Q(elector=None, typed__endswith=f" {wanted}"))
