"""Who votes by post or by proxy in an election."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from canvass.enums import SEALED
from canvass.models import Council, Elector, PollingDistrict
from canvass.queries import areas
from gotv.enums import AbsentKind
from gotv.models import AbsentList, AbsentRow, AbsentVote, Election
from gotv.rules import absent as rules
from gotv.rules.absent_matching import Candidate
from gotv.rules.numbers import RollNumber
from kit import clock


def survivor() -> Coalesce:
    """Return an expression on electors: who they are now, if two entries turned out to be one person."""
    return Coalesce(F("merged_into"), F("pk"))


def for_matching(council: Council | None = None) -> Iterator[Candidate]:
    """Yield everybody on the register (of one council), to be found by number and name. One query."""
    rows = Elector.objects.on_register()
    if council is not None:
        rows = rows.filter(polling_district__council=council)
    columns = ("pk", "polling_district__code", "number", "suffix", "surname", "forenames", "kind")
    for pk, district, number, suffix, surname, forenames, kind in rows.values_list(*columns).iterator():
        yield Candidate(pk, district, number, suffix, surname, forenames, kind in SEALED)


def current(election: Election, council: Council | None = None) -> QuerySet[AbsentVote]:
    """Return the absent votes that hold, of one council's districts or of all."""
    rows = AbsentVote.objects.filter(election=election, ended_at=None)
    return rows if council is None else rows.filter(elector__polling_district__council=council)


def with_number(district: PollingDistrict, number: RollNumber) -> Elector | None:
    """Return who is on the register under this number, unless the entry is sealed."""
    rows = Elector.objects.on_register().filter(polling_district=district, number=number.number, suffix=number.suffix)
    return rows.exclude(kind__in=SEALED).first()


def by_kind(election: Election, area: areas.Keys = None) -> dict[str, int]:
    """Return how many electors vote in each way, in an area or everywhere; ways without anybody are there with 0."""
    rows = current(election).order_by()
    if area is not None:
        rows = rows.filter(elector__polling_district__in=areas.districts(area))
    found = dict(rows.values_list("kind").annotate(count=Count("pk")))
    return {kind: found.get(kind, 0) for kind in AbsentKind.values}


@dataclass(frozen=True)
class District:
    """How many electors of a district vote in each way, by AbsentKind value."""

    code: str
    name: str
    postal: int
    proxy: int
    postal_proxy: int


def by_district(election: Election, area: areas.Keys = None) -> list[District]:
    """Return the districts with absent voters, by code."""
    rows = current(election).order_by()
    if area is not None:
        rows = rows.filter(elector__polling_district__in=areas.districts(area))
    counted = (
        rows.values_list("elector__polling_district__code", "elector__polling_district__name")
        .annotate(*(), **{kind: Count("pk", filter=Q(kind=kind)) for kind in AbsentKind.values})
        .order_by("elector__polling_district__code")
    )
    return [District(*row) for row in counted]


def by_hand(election: Election, area: areas.Keys = None) -> QuerySet[AbsentVote]:
    """Return the votes that were added by hand or ended by hand, the newest first."""
    rows = AbsentVote.objects.filter(Q(listed_in=None) | Q(ended_at__isnull=False, ended_in=None), election=election)
    if area is not None:
        rows = rows.filter(elector__polling_district__in=areas.districts(area))
    return rows.select_related("elector__polling_district").order_by("-added_at", "-pk")


def lists(election: Election) -> QuerySet[AbsentList]:
    """Return the lists of an election, the newest first."""
    return AbsentList.objects.filter(election=election).select_related("uploaded_by", "approved_by", "council")


def left_out(absent_list: AbsentList) -> QuerySet[AbsentRow]:
    """Return the rows of a list that were left out, in the order of the file."""
    return AbsentRow.objects.filter(absent_list=absent_list).exclude(problem="").order_by("line")


def badge() -> Subquery:
    """Return an expression on electors: how they vote in the next poll; NULL at a station.

    It is {"kind", "polling_on", "sent_on"}, the days as text, the last None where nobody has said. The next poll is
    the next real one, or a rehearsal where there is none.
    """
    coming = Election.objects.filter(polling_on__gte=clock.today()).order_by("is_rehearsal", "polling_on", "pk")
    rows = AbsentVote.objects.filter(elector=OuterRef("pk"), ended_at=None, election=Subquery(coming.values("pk")[:1]))
    shown = {"kind": "kind", "polling_on": "election__polling_on", "sent_on": "election__postal_dispatch_on"}
    return Subquery(rows.values(found=JSONObject(**shown))[:1])


def badge_words(found: Mapping[str, str]) -> str:
    """Return what badge() came to in words, as of today."""
    polling_on = datetime.date.fromisoformat(found["polling_on"])
    sent_on = datetime.date.fromisoformat(found["sent_on"]) if found.get("sent_on") else None
    return rules.badge(found["kind"], polling_on, clock.today(), sent_on)


def kinds_of(election: Election, electors: Collection[int]) -> Mapping[int, AbsentKind]:
    """Return, of these electors, who votes how at the moment: by post or by proxy. One query."""
    rows = current(election).filter(elector__in=electors).values_list("elector", "kind")
    return {elector: AbsentKind(kind) for elector, kind in rows}
