"""Which lessons and terms somebody has behind them, and which of them their roles ask for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access import content, scoping
from access.enums import Factor, RequestState
from access.hooks import Need
from access.models import AccessRequest, Grant, LessonPass, TermsSignature, Unit, User
from access.queries.accesses import Access
from access.roles import ROLES, Role
from access.rules import gates as gates_rules
from access.rules import training as rules
from kit import clock

# So long before a signature runs out the person is told, on their start page.
WARN = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Gate:
    """A lesson or terms, and how one person stands to it.

    `passed_version` is the newest version that they passed or signed and `passed_at` when they last did so; None:
    never. `expires_on` is the last day on which a signature counts; None for a lesson, and for what was never
    signed. `current` says whether it opens what asks for it today.
    """

    name: str
    title: str
    minutes: int
    version: int
    is_terms: bool
    passed_at: datetime.datetime | None
    passed_version: int | None
    expires_on: datetime.date | None
    current: bool

    @property
    def changed(self) -> bool:
        """Say whether it was passed or signed, but at an older version."""
        return self.passed_version is not None and self.passed_version < self.version

    @property
    def ran_out(self) -> bool:
        """Say whether the signature is of this version, but older than twelve months."""
        return self.passed_at is not None and not self.changed and not self.current

    @property
    def url(self) -> str:
        if self.is_terms:
            return reverse("access:terms", kwargs={"terms": self.name})
        return reverse("access:lesson", kwargs={"lesson": self.name})


def gates(user: User) -> dict[str, Gate]:
    """Return every lesson and all terms there are, by name, as this person stands to them. Two queries."""
    return gates_of([user])[user.pk]


def gates_of(users: Iterable[User]) -> dict[int, dict[str, Gate]]:
    """Return the same for several people, by the ids of their accounts. Two queries, however many they are."""
    ids = [user.pk for user in users]
    passed = _latest(LessonPass.objects.filter(user__in=ids).values_list("user_id", "lesson", "version", "passed_at"))
    signed = _latest(
        TermsSignature.objects.filter(user__in=ids).values_list("user_id", "terms", "version", "signed_at")
    )
    today = clock.today()
    return {
        pk: {name: _lesson(lesson, passed.get((pk, name))) for name, lesson in content.LESSONS.items()}
        | {name: _terms(terms, signed.get((pk, name)), today) for name, terms in content.TERMS.items()}
        for pk in ids
    }


def of_names(all_gates: dict[str, Gate], names: Iterable[str]) -> list[Gate]:
    """Return the gates of these names: lessons first, then terms, each in the order in which they are kept."""
    wanted = set(names)
    return sorted((gate for name, gate in all_gates.items() if name in wanted), key=lambda gate: gate.is_terms)


def needed_by(user: User) -> dict[str, list[str]]:
    """Return what asks for each lesson or terms: by name, "Canvasser, Wexcombe" for every role held or asked for.

    Roles that begin later count, so that they can open on their first day. Two queries.
    """
    today = clock.today()
    with scoping.person(user.pk):
        held = (
            Grant.objects.of_roles()
            .filter(Q(ends_on=None) | Q(ends_on__gte=today), user=user, ended_at=None)
            .exclude(expires_at__lte=timezone.now())
            .values_list("role", "unit__name")
        )
        asked = AccessRequest.objects.filter(
            user=user, tool=None, state__in=[RequestState.OPEN, RequestState.ASKED_BACK]
        ).values_list("role", "unit__name")
        wanting = sorted({*held, *asked})
    found: dict[str, list[str]] = {}
    for role, unit in wanting:
        for name in ROLES[role].gates:
            found.setdefault(name, []).append(f"{ROLES[role].name.label}, {unit}")
    return found


@dataclass(frozen=True)
class Closed:
    """A role that somebody holds in a unit and that opens nothing yet. `factor` is a second step still missing."""

    role: Role
    gates: list[Gate]
    factor: Factor | None

    @property
    def missing(self) -> list[Gate]:
        return [gate for gate in self.gates if not gate.current]


def closed_in(access: Access, unit: Unit) -> list[Closed]:
    """Return the roles that this person holds here, or above, and that wait for something. Two queries, or none."""
    grants = access.closed_in(unit)
    if not grants:
        return []
    every, found = gates(access.user), {}
    for grant in grants:
        role, missing = ROLES[grant.role], access.missing(grant)
        factor = role.factor if role.factor.value in missing else None
        found[role.name] = Closed(role, of_names(every, role.gates), factor)
    return list(found.values())


def distinct(closed: Iterable[Closed]) -> list[Gate]:
    """Return the gates of these roles, each once, in the order in which they are best passed."""
    found = {gate.name: gate for one in closed for gate in one.gates}
    return of_names(found, found)


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what this person has still to pass or sign here, and what soon runs out. Costs no query."""
    closed = access.closed_in(unit)
    return _running_out(access, unit) + ([_not_open(closed, unit)] if closed else [])


def _running_out(access: Access, unit: Unit) -> list[Need]:
    """Return one need for each terms whose signature keeps a role here open and runs out within WARN."""
    today = clock.today()
    roles = [ROLES[grant.role] for grant in access.grants if grant.unit_id == unit.pk]
    found = []
    for name, terms in content.TERMS.items():
        waiting = sorted({str(role.name.label) for role in roles if name in role.terms})
        until = rules.last_day(access.passed.terms[name][1]) if waiting else today
        if waiting and until - today <= WARN:
            found.append(_sign_again(terms, until, ", ".join(waiting), unit))
    return found


def _sign_again(terms: content.Terms, until: datetime.date, roles: str, unit: Unit) -> Need:
    back = urlencode({"next": reverse("access:start", kwargs={"unit": unit.code})})
    return Need(
        title=_("Sign again: %(terms)s") % {"terms": terms.title},
        what=_("Your signature counts until %(day)s.") % {"day": date_format(until, "l j F")},
        why=_("Without a new one this closes the day after: %(roles)s.") % {"roles": roles},
        url=f"{reverse('access:terms', kwargs={'terms': terms.name})}?{back}",
        button=_("Read and sign"),
        due_at=clock.at(until, 23, 59),
    )


def _not_open(closed: list[Grant], unit: Unit) -> Need:
    roles = ", ".join(sorted({str(grant.get_role_display()) for grant in closed}))
    return Need(
        title=_("Open your role: %(roles)s") % {"roles": roles},
        what=_("Something has still to be read, signed or set up first."),
        why=_("It opens by itself as soon as that is done."),
        url=reverse("access:before_it_opens", kwargs={"unit": unit.code}),
        button=_("See what is missing"),
        since=clock.at(min(grant.starts_on for grant in closed), 0),
    )


_Row = tuple[int, str, int, datetime.datetime]


def _latest(rows: Iterable[_Row]) -> dict[tuple[int, str], tuple[int, datetime.datetime]]:
    """Return the newest version passed or signed for each person and name, and when that was done last."""
    found: dict[tuple[int, str], tuple[int, datetime.datetime]] = {}
    for user_id, name, version, at in rows:
        found[user_id, name] = max(found.get((user_id, name), (version, at)), (version, at))
    return found


def _lesson(lesson: content.Lesson, last: tuple[int, datetime.datetime] | None) -> Gate:
    version, at = last or (None, None)
    return Gate(
        name=lesson.name,
        title=lesson.title,
        minutes=lesson.minutes,
        version=lesson.version,
        is_terms=False,
        passed_at=at,
        passed_version=version,
        expires_on=None,
        current=gates_rules.is_passed(version, lesson.version),
    )


def _terms(terms: content.Terms, last: tuple[int, datetime.datetime] | None, today: datetime.date) -> Gate:
    version, at = last or (None, None)
    signed_on = timezone.localdate(at) if at else None
    return Gate(
        name=terms.name,
        title=terms.title,
        minutes=terms.minutes,
        version=terms.version,
        is_terms=True,
        passed_at=at,
        passed_version=version,
        expires_on=rules.last_day(signed_on) if signed_on else None,
        current=gates_rules.is_signed((version, signed_on) if version and signed_on else None, terms.version, today),
    )
