"""Keys that people hold: roles here and external tools elsewhere, and who can let people into a tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.models import Grant, Tool, Unit, User
from access.permissions import Permission as P
from access.queries import accesses, requests
from access.queries.gates import gate_title
from kit import clock


def held_at(tool: Tool, unit: Unit) -> Unit:
    """Return the unit, here or above, at whose level somebody can let people into the tool; the top where none is."""
    lineage = {one.pk: one for one in Unit.objects.filter(pk__in=unit.lineage())}
    upwards = [lineage[pk] for pk in reversed(unit.lineage())]
    return next((one for one in upwards if one.kind == tool.key_held_at), upwards[-1])


def holders(grant: Grant) -> list[User]:
    """Return who can carry out this tool's steps: those who decide where its key is held, or else above.

    Never the person themselves. Needs a scope open on the lineage of the grant's unit.
    """
    if grant.tool is None:
        return []
    key = held_at(grant.tool, grant.unit)
    found = [level.without(grant.user_id) for level in requests.levels(key, P.GIVE_ACCESS)]
    return next(([one.user for one in level.deciders] for level in found if level.deciders), [])


@dataclass(frozen=True)
class Held:
    """One key somebody holds.

    `places` are words, "" for the whole unit; `left` is what keeps it closed; `is_left_over`: a key to a tool that has
    ended here, and that nobody has taken back over there.
    """

    grant: Grant
    places: str
    left: list[str]
    is_left_over: bool


@dataclass(frozen=True)
class Holder:
    """Somebody with all the keys they hold in a unit."""

    person: User
    keys: list[Held]


def _current(unit: Unit) -> QuerySet[Grant]:
    """Return what is held today, and the keys to tools that have ended and were never taken back: they still open."""
    today, now = clock.today(), timezone.now()
    running = Q(ended_at=None, starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    left_over = Q(tool__isnull=False, done_at__isnull=False, taken_back_at=None, starts_on__lte=today)
    return Grant.objects.filter(running | left_over, unit=unit).exclude(expires_at__lte=now)


def people(unit: Unit) -> QuerySet[User]:
    """Return the accounts that hold any key in this unit today, by name."""
    return User.objects.filter(pk__in=_current(unit).values("user")).order_by("name", "pk")


def register(unit: Unit, among: Sequence[User]) -> list[Holder]:
    """Return what each of these people holds in this unit today. Two queries, and one for the places' names."""
    by_person: dict[int, list[Held]] = defaultdict(list)
    known = {one.user.pk: one for one in accesses.of_many(among)}
    labels = {area.key: area.label for area in requests.areas(unit)}
    for grant in _current(unit).filter(user__in=among).select_related("tool").order_by("tool__name", "role", "pk"):
        access = known[grant.user_id]
        closed = next((one for one in access.closed if one.pk == grant.pk), None)
        left = [gate_title(gate) for gate in access.missing(closed)] if closed is not None else []
        places = ", ".join(labels.get(key, key) for key in grant.area)
        over = grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < clock.today())
        by_person[grant.user_id].append(Held(grant, places, left, over))
    return [Holder(person, by_person[person.pk]) for person in among]
