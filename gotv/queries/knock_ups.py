"""Who to knock up: promises who are not marked as voted, door by door, each with the reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.models import Elector, Household, PollingDistrict
from canvass.queries import walking as orders
from canvass.rules import walking
from gotv.models import Election
from gotv.queries import absent, promises
from gotv.rules import absent as rules
from gotv.rules.numbers import RollNumber


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
    """A promise to knock up, and why they are on the list. `badge` says that they vote by post or proxy, else ""."""

    number: str
    name: str
    reason: str
    badge: str = ""


@dataclass
class Door:
    """A front door and its promises."""

    label: str
    people: list[Person] = field(default_factory=list)


@dataclass
class Street:
    """A street of the list, its doors in walking order. The name is "" for doors on no street."""

    name: str
    locality: str
    doors: list[Door] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(len(door.people) for door in self.doors)


def districts(election: Election, among: QuerySet[PollingDistrict] | None = None) -> list[DistrictLeft]:
    """Return the districts with promises left, or those `among` some, the most first."""
    counts = dict(promises.left(election).order_by().values_list("polling_district").annotate(count=Count("pk")))
    rows = (PollingDistrict.objects.all() if among is None else among).select_related("ward").filter(pk__in=counts)
    found = [DistrictLeft(district, counts[district.pk]) for district in rows]
    return sorted(found, key=lambda row: (-row.people, row.district.code))


def streets(election: Election, district: PollingDistrict) -> list[StreetLeft]:
    """Return the streets of a district that have promises left, in walking order, with how many."""
    rows = (
        promises.left(election)
        .filter(polling_district=district)
        .order_by()
        .values_list("household__street", "household__street__name", "household__street__locality")
        .annotate(count=Count("pk"))
    )
    found = [StreetLeft(pk, name or "", locality or "", count) for pk, name, locality, count in rows]
    return sorted(
        found,
        key=lambda row: walking.place(walking.Door(street_id=row.pk, street=row.name, locality=row.locality)),
    )


def doors(election: Election, district: PollingDistrict, on: Iterable[StreetLeft] | None = None) -> list[Street]:
    """Return the list of a district, or of these streets of it, in walking order. Four queries."""
    rows = promises.left(election).filter(polling_district=district)
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
        found[-1].doors.append(Door(home.door, behind[home.pk]))
    return found


def _people(election: Election, rows: QuerySet[Elector]) -> dict[int, list[Person]]:
    """Return promises by the id of their household, by name. Tuples, not objects: there may be thousands."""
    columns = ("household_id", "number", "suffix", "forenames", "surname", "latest_contact__intention_at", "absent")
    behind: dict[int, list[Person]] = {}
    words: dict[datetime.date | None, str] = {}
    how = absent.current(election).filter(elector=OuterRef("pk")).values("kind")[:1]
    by_name = rows.annotate(absent=Subquery(how)).order_by("surname", "forenames", "pk").values_list(*columns)
    for home, number, suffix, forenames, surname, said_at, kind in by_name:
        said_on = timezone.localtime(said_at).date() if said_at else None
        if said_on not in words:
            words[said_on] = reason(said_on, election.polling_on.year)
        name = f"{forenames} {surname}".strip()
        badge = rules.badge(kind, None, election.polling_on) if kind else ""
        behind.setdefault(home, []).append(Person(str(RollNumber(number, suffix)), name, words[said_on], badge))
    return behind


def reason(said_on: datetime.date | None, year: int) -> str:
    """Return why somebody is on the list, as a sentence without its full stop; the year where it isn't `year`."""
    if said_on is None:
        return _("Said Labour, not marked as voted")
    day = date_format(said_on, "j F" if said_on.year == year else "j F Y")
    return _("Said Labour on %(day)s, not marked as voted") % {"day": day}
