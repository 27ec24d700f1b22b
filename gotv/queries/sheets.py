"""Printed sheets: finding one by its code, and who stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from canvass.models import Elector
from canvass.queries import areas
from gotv.enums import KnockSaid, SheetKind
from gotv.models import Election, Knock, Round, Sheet, Voted
from gotv.queries import postal
from gotv.rules.numbers import RollNumber
from gotv.rules.sheets import Line, spaced


@dataclass(frozen=True)
class Page:
    """A printed page: its row, and what stands on its lines."""

    sheet: Sheet
    lines: list[Line]


@dataclass(frozen=True)
class OnLine:
    """Who stands on a line now: as whom the elector is known by now. `words`: what was said last, "" for nothing."""

    line: int
    elector: Elector
    number: str
    has_voted: bool
    words: str


def listing(election: Election, area: areas.Keys = None) -> QuerySet[Sheet]:
    """Return the sheets of an election or of an area, newest first, without those that only lie in a pack."""
    rows = in_area(area, Sheet.objects.filter(election=election, pack=None))
    return rows.select_related("polling_district", "station", "made_by", "typed_by").order_by("-made_at", "pk")


def in_area(area: areas.Keys, rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Return those of these sheets that lie in an area; a pad names nobody and is everybody's."""
    if area is None:
        return rows
    return rows.filter(Q(polling_district=None) | Q(polling_district__in=areas.districts(area)))


def by_code(election: Election, code: str) -> Sheet | None:
    """Return the sheet of this election with a code as it is kept; None where there is none."""
    rows = Sheet.objects.filter(election=election, code=code)
    return rows.select_related("election", "polling_district", "station", "round", "typed_by").first()


def of_another(election: Election, code: str) -> Sheet | None:
    """Return the sheet of another election of the same unit with this code, with its election; None elsewhere."""
    return Sheet.objects.exclude(election=election).filter(code=code).select_related("election").first()


def lines(sheet: Sheet) -> list[OnLine]:
    """Return the lines of a sheet in order. Whoever left the register for good is not among them. Two queries."""
    now = dict(_now(sheet.lines))
    voted = Voted.objects.filter(election=sheet.election_id, elector=OuterRef("pk"))
    rows = Elector.objects.filter(pk__in=now.values()).annotate(is_in=Exists(voted)).select_related("household__street")
    known = {row.pk: row for row in rows}
    said = _said(sheet, known)
    found = []
    for line, pk in enumerate(sheet.lines, start=1):
        row = known.get(now.get(pk, pk))
        if row is not None:
            number = str(RollNumber(row.number, row.suffix))
            found.append(OnLine(line, row, number, row.is_in, said.get(row.pk, "")))
    return found


def _said(sheet: Sheet, electors: Mapping[int, Elector]) -> Mapping[int, str]:
    """Return what each said last, in words: of their postal vote, or at a knock."""
    if sheet.kind == SheetKind.POSTAL:
        return postal.last_said(sheet.election, list(electors))
    knocks = newest(sheet.election_id, list(electors))
    return {pk: str(KnockSaid(one.said).label) for pk, one in knocks.items()}


def of_round(one: Round) -> QuerySet[Sheet]:
    """Return the sheets that were printed for a round, newest first, without those that only lie in a pack."""
    return Sheet.objects.filter(round=one, pack=None).select_related("made_by", "typed_by").order_by("-made_at", "pk")


def newest(election: int, electors: Sequence[int] | dict) -> dict[int, Knock]:
    """Return the newest knock of each of these electors that has not been undone."""
    rows = Knock.objects.filter(election=election, elector__in=list(electors), undone_at=None)
    last = rows.order_by("elector", "-at", "-received_at").distinct("elector")
    return {knock.elector_id: knock for knock in last if knock.elector_id is not None}


def _now(lines: Sequence[int]) -> QuerySet:
    return Elector.objects.filter(pk__in=lines).annotate(now=Coalesce("merged_into", "pk")).values_list("pk", "now")


def title(sheet: Sheet) -> str:
    """Return a sheet's code as it is printed."""
    return spaced(sheet.code)
