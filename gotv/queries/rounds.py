"""Rounds: where a team could go, who is out, how far they are, and what was done before."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from access.models import User
from access.permissions import Permission as P
from access.queries import accesses
from canvass.models import PollingDistrict, RoadGroup
from canvass.queries import areas
from gotv.models import Election, Knock, Round
from gotv.queries import knock_ups
from gotv.rules import knocks


@dataclass
class Patch:
    """A road group's streets in a district, or (`group` None) those of the district that are in no group.

    `whole` says that the district has no road groups at all, so that this is all of it.
    `people` are those to call on now, behind `doors`. `out` is the round that a team is on, `last` the newest one
    that has ended.
    """

    district: PollingDistrict
    group: RoadGroup | None
    whole: bool = False
    people: int = 0
    doors: int = 0
    out: Round | None = None
    last: Round | None = None

    @property
    def name(self) -> str:
        return self.group.name if self.group else ""


def patches(election: Election, area: areas.Keys) -> list[Patch]:
    """Return where there is somebody to call on, or a team out or come home, by district and road group."""
    here = {one.pk: one for one in areas.districts(area, PollingDistrict.objects.select_related("ward"))}
    groups = {one.pk: one for one in RoadGroup.objects.all()}
    of_street = knock_ups.of_streets(list(here))
    found: dict[tuple[int, int | None], Patch] = {}

    def at(district: int, group: int | None) -> Patch:
        made = Patch(here[district], groups.get(group) if group else None, whole=not of_street[district])
        return found.setdefault((district, group), made)

    rows = knock_ups.left(election).filter(polling_district__in=list(here)).order_by()
    counts = rows.values_list("polling_district", "household__street").annotate(
        people=Count("pk"), doors=Count("household", distinct=True)
    )
    for district, street, people, doors in counts:
        patch = at(district, of_street[district].get(street))
        patch.people += people
        patch.doors += doors
    for one in listing(election, area).order_by("number"):
        patch = at(one.polling_district_id, one.road_group_id)
        if one.ended_at is None:
            patch.out = one
        else:
            patch.last = one
    return sorted(found.values(), key=lambda row: (row.district.code, row.group is None, row.name))


def listing(election: Election, area: areas.Keys = None) -> QuerySet[Round]:
    """Return the rounds of an election in an area, the latest first."""
    rows = Round.objects.filter(election=election).select_related("polling_district", "road_group", "runner", "room")
    return in_area(area, rows).order_by("-begun_at", "pk")


def in_area(area: areas.Keys, rows: QuerySet[Round]) -> QuerySet[Round]:
    """Return those of these rounds whose district lies in the area."""
    return rows if area is None else rows.filter(polling_district__in=areas.districts(area))


def who(one: Round) -> str:
    """Return who is on a round: "Red team, Alun Rees"."""
    parts = [one.team, one.runner.name if one.runner else ""]
    return ", ".join(part for part in parts if part)


def where(one: Round) -> str:
    """Return where a round goes: "HH1 Tanyard: Mill streets", the rest of the district, or all of it."""
    if one.road_group is None and not knock_ups.of_streets([one.polling_district_id])[one.polling_district_id]:
        return str(one.polling_district)
    place = one.road_group.name if one.road_group else _("streets in no road group")
    return _("%(district)s: %(place)s") % {"district": one.polling_district, "place": place}


def runners(election: Election, district: PollingDistrict) -> list[User]:
    """Return, by name, who may call at the doors of a district and so carry a round there."""
    found = []
    known: dict[areas.Keys, bool] = {}
    for access in accesses.holding(election.unit.lineage()):
        if not access.may(P.RECORD_DOORS, election.unit):
            continue
        area = access.area(P.RECORD_DOORS, election.unit)
        if area not in known:
            known[area] = areas.districts(area).filter(pk=district.pk).exists()
        if known[area]:
            found.append(access.user)
    return sorted(found, key=lambda user: (user.name, user.pk))


@dataclass(frozen=True)
class Progress:
    """What a round has come to: doors that were tried, and people by what they said (KnockSaid value)."""

    doors: int = 0
    said: dict[str, int] = field(default_factory=dict)
    last_at: datetime.datetime | None = None

    @property
    def finished(self) -> int:
        """How many people nobody has to call on again."""
        return sum(count for said, count in self.said.items() if said in knocks.DONE)


def progress(of: list[Round]) -> dict[object, Progress]:
    """Return how far each of these rounds is, by its id. One query."""
    rows = Knock.objects.filter(round__in=[one.pk for one in of], undone_at=None).order_by("at", "received_at")
    doors: dict[object, set[int]] = {one.pk: set() for one in of}
    last: dict[object, datetime.datetime] = {}
    said: dict[tuple[object, int], str] = {}
    for pk, home, elector, what, at in rows.values_list("round", "household", "elector", "said", "at"):
        doors[pk].add(home)
        last[pk] = at
        if elector is not None:
            said[pk, elector] = what
    counts: dict[object, Counter[str]] = {one.pk: Counter() for one in of}
    for (of_round, _elector), what in said.items():
        counts[of_round][what] += 1
    return {one.pk: Progress(len(doors[one.pk]), dict(counts[one.pk]), last.get(one.pk)) for one in of}


def hidden(election: Election, area: areas.Keys, now: datetime.datetime) -> QuerySet[Knock]:
    """Return the knocks that keep somebody off the list now, in an area, the latest first."""
    rows = Knock.objects.filter(election=election, undone_at=None, elector__isnull=False)
    last = rows.order_by("elector", "-at", "-received_at").distinct("elector").values("pk")
    rests = Q(said__in=list(knocks.RESTING), at__gt=now - knocks.REST)
    found = rows.filter(Q(said__in=list(knocks.DONE)) | rests, pk__in=last)
    if area is not None:
        found = found.filter(elector__polling_district__in=areas.districts(area))
    about = ("elector__polling_district", "household__street", "actor", "round")
    return found.select_related(*about).order_by("-at", "pk")


def left(one: Round) -> int:
    """Return how many people there are to call on now where a round goes."""
    rows = knock_ups.left(one.election)
    group = one.road_group_id
    return knock_ups.within(rows, one.polling_district, group, rest=group is None).count()
