"""Cover: units in which work stops, or will stop within sixty days, because too few people are there."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.enums import Gap, GrantKind, UnitKind
from access.models import Absence, Grant, Unit
from access.permissions import Permission
from access.queries import accesses
from access.roles import ROLES
from access.rules import cover as rules
from access.rules.cover import Held, Spell
from kit import clock

# Gaps are followed so far back, to know since when there has been one; longer ago is "long".
_BACK = datetime.timedelta(days=120)
_AWAY = frozenset({Gap.HOLDERS_AWAY, Gap.DECIDERS_AWAY})
_DECIDING = frozenset(name for name, role in ROLES.items() if Permission.GIVE_ACCESS in role.permissions)


@dataclass(frozen=True)
class Shortfall:
    """A unit is short of somebody from a day on.

    `role` is empty for those who decide about access. `have` of `need` are there on `from_on`; `until_on` is None
    where no end is in sight. `critical`: work stops, and officers and region are told beforehand. `names` are those
    who are all away. `occasion` names this gap, the same on every day until it is mended.
    """

    unit: Unit
    gap: Gap
    role: str
    have: int
    need: int
    from_on: datetime.date
    until_on: datetime.date | None
    critical: bool
    occasion: str
    names: tuple[str, ...] = ()

    @property
    def since_long(self) -> bool:
        """Say whether it began before the days that were looked at, so that `from_on` is not when it began."""
        return self.from_on <= clock.today() - _BACK

    @property
    def is_now(self) -> bool:
        return self.from_on <= clock.today()

    @property
    def what(self) -> str:
        """Who is short, in words: the role's name, or those who decide."""
        return str(ROLES[self.role].name.label) if self.role else _("People who decide about access")

    @property
    def sentence(self) -> str:
        """The whole of it in words, without the unit."""
        when = _when(self)
        if self.gap in _AWAY:
            return _("%(what)s: all away %(when)s (%(names)s).") % {
                "what": self.what,
                "when": when,
                "names": ", ".join(self.names),
            }
        return _("%(what)s: %(have)d of %(need)d %(when)s.") % {
            "what": self.what,
            "have": self.have,
            "need": self.need,
            "when": when,
        }


def _when(short: Shortfall) -> str:
    if short.is_now:
        return _("now") if short.until_on is None else _("until %(day)s") % {"day": _day(short.until_on)}
    if short.until_on is None:
        return _("from %(day)s") % {"day": _day(short.from_on)}
    if short.until_on == short.from_on:
        return _("on %(day)s") % {"day": _day(short.from_on)}
    return _("from %(first)s to %(last)s") % {"first": _day(short.from_on), "last": _day(short.until_on)}


def _day(day: datetime.date) -> str:
    return date_format(day, "j F")


@dataclass
class _Team:
    """Everybody who holds something in one unit, and when they are away, within what is looked at."""

    unit: Unit
    by_role: dict[str, list[Held]]
    deciding: list[Held]
    away: list[Held]
    names: dict[int, str]


def shortfalls(units: Collection[Unit]) -> list[Shortfall]:
    """Return what these units are short of, now or within sixty days, by unit and then by day.

    Somebody counts who holds the role by an open grant of that very unit; today also only who is not away. Needs a
    scope open on all of the units. Four queries, however many they are. Branches need nobody.
    """
    wanting = [unit for unit in units if unit.kind != UnitKind.BRANCH]
    found = [short for team in _teams(wanting) for short in _of_team(team)]
    return sorted(found, key=lambda one: (one.unit.name, one.unit.pk, one.from_on, one.gap, one.role))


def _teams(units: list[Unit]) -> Iterator[_Team]:
    grants: dict[int, list[Grant]] = defaultdict(list)
    closed = {grant.pk for access in accesses.holding([unit.pk for unit in units]) for grant in access.closed}
    for grant in _grants(units):
        if grant.pk not in closed:
            grants[grant.unit_id].append(grant)
    away: dict[int, list[Held]] = defaultdict(list)
    for absence in _absences(units):
        away[absence.user_id].append(Held(absence.user_id, absence.from_on, absence.until_on))
    for unit in units:
        held = [(grant, Held(grant.user_id, grant.starts_on, _last_day(grant))) for grant in grants[unit.pk]]
        by_role: dict[str, list[Held]] = defaultdict(list)
        for grant, span in held:
            by_role[grant.role].append(span)
        yield _Team(
            unit=unit,
            by_role=by_role,
            deciding=[span for grant, span in held if grant.role in _DECIDING],
            away=[span for who in {grant.user_id for grant, _span in held} for span in away[who]],
            names={grant.user_id: grant.user.name for grant, _span in held},
        )


def _grants(units: list[Unit]) -> QuerySet[Grant]:
    """Return the grants of these units that touch the days looked at."""
    first, last = clock.today() - _BACK, clock.today() + rules.AHEAD
    return (
        Grant.objects.of_roles()
        .filter(Q(ended_at=None) | Q(ended_at__date__gte=first), Q(ends_on=None) | Q(ends_on__gte=first))
        .filter(unit__in=units, starts_on__lte=last, user__is_active=True)
        .exclude(kind=GrantKind.BREAK_GLASS)
        .select_related("user")
        .order_by("pk")
    )


def _last_day(grant: Grant) -> datetime.date | None:
    """Return the last day on whose evening somebody still held it."""
    if grant.ended_at is None:
        return grant.ends_on
    return timezone.localdate(grant.ended_at) - datetime.timedelta(days=1)


def _absences(units: list[Unit]) -> QuerySet[Absence]:
    first, last = clock.today() - _BACK, clock.today() + rules.AHEAD
    return Absence.objects.filter(unit__in=units, until_on__gte=first, from_on__lte=last, called_off_at=None)


def _of_team(team: _Team) -> Iterator[Shortfall]:
    for role, need in rules.wanted(team.unit.kind, is_top=team.unit.parent_id is None).items():
        yield from _gaps(team, role, team.by_role[role], need)
    yield from _gaps(team, "", team.deciding, rules.DECIDERS)


def _gaps(team: _Team, role: str, held: list[Held], need: int) -> Iterator[Shortfall]:
    today = clock.today()
    first, last = today - _BACK, today + rules.AHEAD
    critical = need >= 2
    few = [spell for spell in rules.few(held, need, first, last) if _matters(spell)]
    for spell in few:
        yield _short(team, Gap.HOLDERS if role else Gap.DECIDERS, role, held, need, spell, critical=critical)
    if not critical:
        return
    away = [spell for spell in rules.all_away(held, team.away, first, last) if _matters(spell)]
    for spell in away:
        yield _short(team, Gap.HOLDERS_AWAY if role else Gap.DECIDERS_AWAY, role, held, need, spell, critical=True)
    now = [spell for spell in (*few, *away) if spell.first <= today]
    here = rules.here_on(today, held, team.away)
    if len(here) < need and not now:
        # Some are away, and others do the work: listed, but nobody is woken for it.
        gap = Gap.HOLDERS if role else Gap.DECIDERS
        yield _short(team, gap, role, held, need, Spell(today, today, len(here)), critical=False)


def _matters(spell: Spell) -> bool:
    return spell.last is None or spell.last >= clock.today()


def _short(team: _Team, gap: Gap, role: str, held: list[Held], need: int, spell: Spell, *, critical: bool) -> Shortfall:
    today = clock.today()
    day = max(spell.first, today)
    holding = rules.here_on(day, held, [])
    since = "long" if spell.first <= today - _BACK else spell.first.isoformat()
    return Shortfall(
        unit=team.unit,
        gap=gap,
        role=role,
        have=len(rules.here_on(day, held, team.away)) if gap in _AWAY or not critical else len(holding),
        need=need,
        from_on=spell.first,
        until_on=spell.last,
        critical=critical,
        occasion=f"{gap.value}:{team.unit.pk}:{role or 'deciding'}:{since}",
        names=tuple(sorted(team.names[who] for who in holding)) if gap in _AWAY else (),
    )
