"""The offices of a unit, who holds them, who held them, and who will."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, QuerySet

from access import scoping
from access.models import Office, OfficeTerm, Unit, User
from access.roles import ROLES


@dataclass(frozen=True)
class Post:
    """One office, and its terms in force and to come, the earliest first. `free` seats have nobody today."""

    office: Office
    now: tuple[OfficeTerm, ...]
    later: tuple[OfficeTerm, ...]

    @property
    def free(self) -> int:
        return max(self.office.seats - len(self.now), 0)

    @property
    def roles(self) -> list[str]:
        return [str(ROLES[name].name.label) for name in self.office.roles if name in ROLES]


def posts(unit: Unit, today: datetime.date) -> list[Post]:
    """Return the open offices of a unit by title, with who holds them. Two queries."""
    offices = list(Office.objects.filter(unit=unit, closed_at=None).order_by("title", "pk"))
    terms: dict[int, list[OfficeTerm]] = defaultdict(list)
    for term in _counting().filter(unit=unit, ends_on__gte=today).order_by("starts_on", "user__name", "pk"):
        terms[term.office_id].append(term)
    return [_post(office, terms[office.pk], today) for office in offices]


def post(office: Office, today: datetime.date) -> Post:
    """Return one office with who holds it and who will. One query."""
    running = _counting().filter(office=office, ends_on__gte=today).order_by("starts_on", "user__name", "pk")
    return _post(office, list(running), today)


def _post(office: Office, terms: list[OfficeTerm], today: datetime.date) -> Post:
    begun = tuple(term for term in terms if term.starts_on <= today)
    return Post(office, begun, tuple(term for term in terms if term.starts_on > today))


def terms(office: Office) -> QuerySet[OfficeTerm]:
    """Return every term of an office, the latest first."""
    return _counting().filter(office=office).order_by("-starts_on", "user__name", "pk")


def of_person(user: User, today: datetime.date) -> list[OfficeTerm]:
    """Return the terms that somebody serves or will serve, in whatever unit. Needs their own scope.

    The terms are their own; the offices belong to the units, which they may know since they hold something there.
    """
    own = OfficeTerm.objects.filter(user=user, ends_on__gte=today).values_list("unit_id", flat=True)
    with scoping.units(set(own), user=user.pk):
        return list(_counting().filter(user=user, ends_on__gte=today).order_by("starts_on", "pk"))


def _counting() -> QuerySet[OfficeTerm]:
    """Return the terms that count for a day at least: not those that were ended before they began."""
    return OfficeTerm.objects.filter(ends_on__gte=F("starts_on")).select_related("office", "unit", "user", "made_by")
