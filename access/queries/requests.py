"""Requests for access: who can decide them, where they rest, and the track that everybody concerned sees."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from access import hooks
from access.enums import RequestState, StepKind, UnitKind
from access.models import Absence, AccessRequest, RequestStep, Tool, Unit, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import ROLES
from access.rules import grants
from access.rules import requests as rules
from access.rules.requests import Away
from kit import clock

OPEN = (RequestState.OPEN, RequestState.ASKED_BACK)


@dataclass(frozen=True)
class Decider:
    """Somebody who may decide, and when they are away from today on."""

    user: User
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Level:
    """A unit on the way up, and who there can decide."""

    unit: Unit
    deciders: tuple[Decider, ...]

    def here(self, now: datetime.datetime, until: datetime.datetime) -> list[Decider]:
        """Return those who are here now or back before then."""
        return [one for one in self.deciders if rules.here_in_time(one.away, now, until)]

    def without(self, user: User | int) -> Level:
        """Return the level without somebody: nobody decides their own."""
        pk = user if isinstance(user, int) else user.pk
        return Level(self.unit, tuple(one for one in self.deciders if one.user.pk != pk))


@dataclass(frozen=True)
class Rest:
    """Where a request comes to rest. `goes_up_at` is None where nobody above could decide.

    `passed` are the levels on the way where nobody can decide in time.
    """

    level: Level
    goes_up_at: datetime.datetime | None
    passed: tuple[Level, ...] = ()


def decided_with(role: str, tool: Tool | int | None = None) -> P:
    """Return the permission of those who decide about this role, or about a tool."""
    return P.GIVE_ACCESS if tool else ROLES[role].decided_with


def hours_to_decide(wanted: AccessRequest) -> int:
    """Return the hours that one unit has for it."""
    return wanted.tool.decide_hours if wanted.tool is not None else ROLES[wanted.role].decide_hours


def levels(unit: Unit, permission: P, area: Collection[str] | None = None) -> list[Level]:
    """Return this unit and those above it, from here upwards, with who may decide there by a grant of that level.

    `area` is what is to be decided about, () for the whole unit: whoever decides for some places decides about those
    alone. None asks for everybody. Needs a scope open on the whole lineage. Four queries.
    """
    lineage = unit.lineage()
    units = {one.pk: one for one in Unit.objects.filter(pk__in=lineage)}
    away: dict[int, set[Away]] = defaultdict(set)
    for absence in Absence.objects.filter(unit__in=lineage, until_on__gte=clock.today(), called_off_at=None).only(
        "user_id", "from_on", "until_on"
    ):
        away[absence.user_id].add(Away(absence.from_on, absence.until_on))
    found: dict[int, dict[int, Decider]] = defaultdict(dict)
    for access in accesses.holding(lineage):
        for grant in access.grants:
            if permission in ROLES[grant.role].permissions and (area is None or reaches(grant.area, area)):
                found[grant.unit_id][access.user.pk] = Decider(access.user, tuple(sorted(away[access.user.pk])))
    return [
        Level(units[pk], tuple(sorted(found[pk].values(), key=lambda one: (one.user.name, one.user.pk))))
        for pk in reversed(lineage)
        if pk in units
    ]


def reaches(held: Collection[str], wanted: Collection[str]) -> bool:
    """Say whether somebody who decides for these places (none: everywhere) decides about those (none: everywhere)."""
    return not held or (bool(wanted) and set(wanted) <= set(held))


def kinds(role: str) -> tuple[UnitKind, ...]:
    """Return the kinds of unit in which a role can be asked for; a tool's key where `role` is empty."""
    return ROLES[role].kinds if role else (UnitKind.CLP, UnitKind.REGION, UnitKind.PARTY)


def areas(unit: Unit) -> list[hooks.Area]:
    """Return the places inside this unit that a role can be limited to. Needs a scope open on it."""
    return [area for ask in hooks.areas for area in ask(unit)]


def with_places(what: str, area: Iterable[str], unit: Unit) -> str:
    """Return a role or tool with the places it is limited to, in words: "Board runner, Harrow Hill"."""
    keys = set(area)
    if not keys:
        return what
    labels = [place.label for place in areas(unit) if place.key in keys]
    return ", ".join([what, *(labels or [_("part of %(unit)s") % {"unit": unit.name}])])


def names(people: Iterable[User]) -> str:
    """Return names as one reads them out: "Marian Teale, Osei Mensah-Hart and Priya Nair"."""
    return listed(person.name for person in people)


def listed(words: Iterable[str]) -> str:
    """Return words as one reads them out, with "and" before the last."""
    found = list(words)
    return get_text_list([*([", ".join(found[:-1])] if len(found) > 1 else []), *found[-1:]], _("and"))


def index_of(found: list[Level], unit: int) -> int:
    """Return where a unit stands on the way up; the first place for one that isn't on it any more."""
    return next((index for index, level in enumerate(found) if level.unit.pk == unit), 0)


def resting_place(
    found: list[Level],
    *,
    start: int,
    now: datetime.datetime,
    hours: int,
    needed_by: datetime.date | None,
) -> Rest:
    """Return where a request rests from now on, from the level `start` upwards.

    A level is passed over when nobody there can decide before it would go up anyway. The highest level at which
    there is anybody keeps it without a clock; without anybody at all, that is the top of the tree.
    """
    people = [index for index, level in enumerate(found) if level.deciders]
    top = max([start, *people]) if people else len(found) - 1
    goes_up = rules.goes_up_at(now, hours=hours, needed_by=needed_by)
    for index in range(start, top):
        if found[index].here(now, goes_up):
            return Rest(found[index], goes_up, tuple(found[start:index]))
    return Rest(found[top], None, tuple(found[start:top]))


def rests_since(wanted: AccessRequest) -> datetime.datetime:
    """Return when a request came to rest where it rests now: when it last went up, or was asked."""
    moved = RequestStep.objects.filter(request=wanted, kind=StepKind.ESCALATED).order_by("-at").first()
    return moved.at if moved is not None else wanted.asked_at


def below(units: Iterable[int]) -> QuerySet[AccessRequest]:
    """Return what waits for a decision in these units."""
    return AccessRequest.objects.filter(Q(state__in=OPEN), unit__in=list(units))


def usual_end(wanted: AccessRequest) -> datetime.date:
    """Return the last day of what would be given today, unless a shorter time is chosen."""
    days = ROLES[wanted.role].lasts_days if wanted.role else grants.TOOL_DAYS
    return grants.last_day(clock.today(), days)


def mine(user: User) -> QuerySet[AccessRequest]:
    """Return all that somebody has asked for, the latest first. Needs a scope on that person."""
    return (
        AccessRequest.objects.filter(user=user)
        .select_related("unit", "rests_with", "user", "tool", "decided_by", "grant__tool", "renews")
        .order_by("-asked_at", "pk")
    )


def asked_in(units: Iterable[int]) -> QuerySet[AccessRequest]:
    """Return all requests of these units with what a page about one needs."""
    return AccessRequest.objects.filter(unit__in=list(units)).select_related(
        "unit", "rests_with", "user", "tool", "decided_by", "grant__tool", "renews"
    )
