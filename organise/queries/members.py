"""Finding members, and how many there are in each state."""

from __future__ import annotations

import datetime

from django.db.models import Count, F, Q, QuerySet

from access.enums import UnitKind
from access.models import Unit
from organise.enums import MemberState
from organise.models import Member
from organise.rules import members as rules

# What a list can be sorted by: the key in the address, and the columns; the id makes every order a whole one.
_NAME = ("last_name", "first_name", "pk")
SORTS: dict[str, tuple] = {
    "name": _NAME,
    "-name": ("-last_name", "-first_name", "-pk"),
    "branch": (F("branch__name").asc(nulls_last=True), *_NAME),
    "-branch": (F("branch__name").desc(nulls_last=True), *_NAME),
    "state": ("state", *_NAME),
    "-state": ("-state", *_NAME),
    "joined": (F("joined_on").asc(nulls_last=True), *_NAME),
    "-joined": (F("joined_on").desc(nulls_last=True), *_NAME),
}
MOST_WORDS = 6


def search(
    unit: Unit, *, words: str = "", state: str = "", branch: Unit | None = None, sort: str = "name"
) -> QuerySet[Member]:
    """Return the members of this unit whose name, email address or number holds every one of the words.

    A sort that is none of SORTS is taken as "name".
    """
    found = Member.objects.filter(unit=unit).select_related("branch")
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(email__icontains=word)
            | Q(membership_number__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    if branch is not None:
        found = found.filter(branch=branch)
    return found.order_by(*SORTS.get(sort, SORTS["name"]))


def by_state(unit: Unit) -> dict[str, int]:
    """Return how many members there are in each state, every state named. One query."""
    counted = dict(Member.objects.filter(unit=unit).order_by().values_list("state").annotate(Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in MemberState}


def branches(unit: Unit) -> QuerySet[Unit]:
    """Return the branches of this CLP, by name."""
    return Unit.objects.filter(parent=unit, kind=UnitKind.BRANCH).order_by("name", "pk")


def provisional_ending(unit: Unit, first: datetime.date, last: datetime.date) -> QuerySet[Member]:
    """Return the provisional members whose eight weeks end between these days, soonest first."""
    return Member.objects.filter(
        unit=unit,
        state=MemberState.PROVISIONAL,
        joined_on__gte=first - rules.PROVISIONAL,
        joined_on__lte=last - rules.PROVISIONAL,
    ).order_by("joined_on", "pk")


def new_since(unit: Unit, since: datetime.datetime) -> int:
    """Return how many members have been entered since then."""
    return Member.objects.filter(unit=unit, created_at__gt=since).count()
