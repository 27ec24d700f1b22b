"""Who to knock up: promises who are not marked as voted, door by door, each with the reason.

Without whoever is finished by what was said on the day (gotv/rules/knocks.py), whatever round it was said in.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, FirstValue
from django.utils import timezone
from django.utils.formats import time_format

from canvass.models import Elector, Household, PollingDistrict, RoadGroup, RoadGroupStreet
from canvass.queries import walking as orders
from canvass.rules import walking
from gotv.models import Election, Knock, Round
from gotv.queries import absent, promises, reasons
from gotv.rules import absent as rules
from gotv.rules import knocks
from gotv.rules.numbers import RollNumber

# What a list can be narrowed to: those to call on now, of these those at doors that nobody has tried today or where
# somebody was; those who said that they will vote, whether or not they rest.
NOW, UNTRIED, TRIED, LATER = "", "untried", "tried", "later"
_NOBODY = (datetime.datetime.min.replace(tzinfo=datetime.UTC), "")


@dataclass(frozen=True)
class DistrictLeft:
    """How many promises are left in a district."""

    district: PollingDistrict
    people: int


@dataclass(frozen=True)
class StreetLeft:
    """How many promises are left on a street. `pk` is None for doors that the register puts on no street."""

    pk: int | None
    name: str
    locality: str
    people: int


@dataclass(frozen=True)
class Person:
    """A promise to knock up, and why they are on the list. `badge` says that they vote by post or proxy, else "".

    `coarse` is the reason as a code for a phone (reliability S1), never what somebody said. `last` is what the last
    knock came to, in words, "" where nobody has knocked today.
    """

    number: str
    name: str
    reason: str
    badge: str = ""
    pk: int = 0
    coarse: str = ""
    last: str = ""


@dataclass
class Door:
    """A front door and its promises. `pk` is the household's."""

    label: str
    people: list[Person] = field(default_factory=list)
    pk: int = 0


@dataclass
class Street:
    """A street of the list, its doors in walking order. The name is "" for doors on no street."""

    name: str
    locality: str
    doors: list[Door] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(len(door.people) for door in self.doors)


def left(election: Election, show: str = NOW, now: datetime.datetime | None = None) -> QuerySet[Elector]:
    """Return promises to call on (or as narrowed by `show`): not marked as voted, and not finished."""
    rows = promises.left(election).exclude(pk__in=_who(election, knocks.DONE))
    if show == LATER:
        return rows.filter(pk__in=_who(election, knocks.RESTING))
    since = (now or timezone.now()) - knocks.REST
    rows = rows.exclude(pk__in=_who(election, knocks.RESTING, since))
    tried = Knock.objects.filter(election=election, undone_at=None).values("household")
    if show == UNTRIED:
        return rows.exclude(household__in=tried)
    return rows.filter(household__in=tried) if show == TRIED else rows


def _who(election: Election, said: Iterable[str], since: datetime.datetime | None = None) -> QuerySet:
    """Return the ids of those whose own last knock came to one of these (after `since`), as whom they are now."""
    rows = Knock.objects.filter(election=election, undone_at=None, elector__isnull=False).order_by()
    rows = rows.annotate(who=Coalesce("elector__merged_into", "elector"))
    newest = [F("at").desc(), F("received_at").desc()]
    last, at = (Window(FirstValue(name), partition_by=[F("who")], order_by=newest) for name in ("said", "at"))
    found = rows.annotate(last=last, last_at=at).filter(last__in=list(said))
    return (found if since is None else found.filter(last_at__gt=since)).values("who")


def districts(election: Election, among: QuerySet[PollingDistrict] | None = None) -> list[DistrictLeft]:
    """Return the districts with people to call on now, or those `among` some, the most first."""
    counts = dict(left(election).order_by().values_list("polling_district").annotate(count=Count("pk")))
    rows = (PollingDistrict.objects.all() if among is None else among).select_related("ward").filter(pk__in=counts)
    found = [DistrictLeft(district, counts[district.pk]) for district in rows]
    return sorted(found, key=lambda row: (-row.people, row.district.code))


def within(
    rows: QuerySet[Elector], district: PollingDistrict, road_group: RoadGroup | int | None = None, *, rest: bool = False
) -> QuerySet[Elector]:
    """Return those of a district, of a road group's streets in it, or (`rest`) of its streets that are in no group."""
    rows = rows.filter(polling_district=district)
    if road_group is None and not rest:
        return rows
    groups = of_streets([district.pk]).get(district.pk, {})
    if rest:
        return rows.filter(Q(household__street=None) | ~Q(household__street__in=list(groups)))
    wanted = getattr(road_group, "pk", road_group)
    return rows.filter(household__street__in=[street for street, group in groups.items() if group == wanted])


def of_streets(of: Sequence[int]) -> dict[int, dict[int, int]]:
    """Return, by district, which road group each of its streets is in. A part of a street goes before the whole."""
    rows = RoadGroupStreet.objects.filter(Q(district=None) | Q(district__in=of)).order_by()
    whole: dict[int, int] = {}
    parts: dict[int, dict[int, int]] = {}
    columns: Iterable[tuple[int | None, int, int]] = rows.values_list("district", "street", "road_group")
    for district, street, group in columns:
        (whole if district is None else parts.setdefault(district, {}))[street] = group
    return {district: whole | parts.get(district, {}) for district in of}


def groups(district: PollingDistrict) -> list[RoadGroup]:
    """Return the road groups that have streets of a district, by name."""
    of = set(of_streets([district.pk])[district.pk].values())
    there = Household.objects.filter(polling_district=district).values("street")
    rows = RoadGroup.objects.filter(pk__in=of, streets__street__in=there).distinct()
    return list(rows.order_by("name", "pk"))


def streets(
    election: Election,
    district: PollingDistrict,
    road_group: RoadGroup | None = None,
    *,
    rest: bool = False,
    show: str = NOW,
) -> list[StreetLeft]:
    """Return the streets of a district that have people on the list, in walking order, with how many."""
    rows = (
        within(left(election, show), district, road_group, rest=rest)
        .order_by()
        .values_list("household__street", "household__street__name", "household__street__locality")
        .annotate(count=Count("pk"))
    )
    found = [StreetLeft(pk, name or "", locality or "", count) for pk, name, locality, count in rows]
    return sorted(
        found,
        key=lambda row: walking.place(walking.Door(street_id=row.pk, street=row.name, locality=row.locality)),
    )


def doors(
    election: Election,
    district: PollingDistrict,
    road_group: RoadGroup | int | None = None,
    *,
    rest: bool = False,
    on: Iterable[StreetLeft] | None = None,
    show: str = NOW,
) -> list[Street]:
    """Return the list of a district in walking order, already without who has voted and without finished doors.

    A `road_group` narrows it to its streets in the district, `rest` to those in none, `on` to these streets. A
    handful of queries, however many people there are.
    """
    rows = within(left(election, show), district, road_group, rest=rest)
    if on is not None:
        wanted = [street.pk for street in on]
        no_street = Q(household__street=None) if None in wanted else Q()
        rows = rows.filter(Q(household__street__in=[pk for pk in wanted if pk is not None]) | no_street)
    behind = _people(election, rows)
    found: list[Street] = []
    last_street: object = object()
    for home in orders.arranged(Household.objects.filter(pk__in=behind).prefetch_related("street")):
        if home.street_id != last_street:
            found.append(Street(home.street.name if home.street else "", home.street.locality if home.street else ""))
            last_street = home.street_id
        found[-1].doors.append(Door(home.door, behind[home.pk], home.pk))
    return found


def of_round(one: Round) -> list[Street]:
    """Return the list that the team of a round walks."""
    return doors(one.election, one.polling_district, one.road_group_id, rest=one.road_group_id is None)


def _people(election: Election, rows: QuerySet[Elector]) -> dict[int, list[Person]]:
    """Return promises by the id of their household, by name. Tuples, not objects: there may be thousands."""
    columns = ("pk", "household_id", "number", "suffix", "forenames", "surname", "latest_contact__intention_at", "how")
    how = absent.current(election).filter(elector=OuterRef("pk")).values("kind")[:1]
    by_name = rows.annotate(how=Subquery(how)).order_by("surname", "forenames", "pk").values_list(*columns)
    listed = list(by_name)
    why = reasons.of(election, [(pk, said_at) for pk, _home, _n, _s, _f, _l, said_at, _how in listed])
    last = _last_knocks(election, {home for _pk, home, *_others in listed})
    behind: dict[int, list[Person]] = {}
    for pk, home, number, suffix, forenames, surname, _said_at, kind in listed:
        name = f"{forenames} {surname}".strip()
        badge = rules.badge(kind, None, election.polling_on) if kind else ""
        person = Person(
            str(RollNumber(number, suffix)),
            name,
            why[pk].words,
            badge,
            pk,
            why[pk].coarse,
            max(last.get((home, pk), _NOBODY), last.get((home, None), _NOBODY))[1],
        )
        behind.setdefault(home, []).append(person)
    return behind


def _last_knocks(
    election: Election, homes: Iterable[int]
) -> Mapping[tuple[int, int | None], tuple[datetime.datetime, str]]:
    """Return when these doors were last knocked and what came of it, by (household, elector or None for the door)."""
    rows = Knock.objects.filter(election=election, household__in=list(homes), undone_at=None).order_by("at")
    found: dict[tuple[int, int | None], tuple[datetime.datetime, str]] = {}
    for home, elector, said, by_another, at in rows.values_list("household", "elector", "said", "by_another", "at"):
        time = time_format(timezone.localtime(at), "H:i")
        found[home, elector] = (at, knocks.words(said, time, by_another=by_another))
    return found
