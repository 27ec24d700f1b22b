"""What the person who asks can do: ask, write, answer, withdraw. And what happens to a request by itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.actions.requests import steps
from access.enums import RequestState, StepKind
from access.models import AccessRequest, Grant, Tool, Unit, User
from access.queries import requests as queries
from access.queries.gates import gate_title
from access.roles import ROLES
from kit import clock
from kit.errors import Refused

# From here on before its end, a role can be asked for again.
RENEW_FROM = datetime.timedelta(days=14)
# So many requests of one person wait at the same time, and so many messages go into one within an hour.
MOST_OPEN = MOST_MESSAGES = 10
_ONCE = "access_request_open_once"


@transaction.atomic
def ask(
    *,
    user: User,
    unit: Unit,
    need: str,
    role: str = "",
    tool: Tool | None = None,
    why: str = "",
    area: Iterable[str] = (),
    needed_by: datetime.date | None = None,
    renews: Grant | None = None,
) -> AccessRequest:
    """Ask for a role, or the key to a tool, in a unit. It goes to everybody who can decide there.

    Where nobody can in time (there is none but the person, or all are away), it goes up at once and says so to
    everybody. `renews` is the person's own grant that is about to end. Raises Refused for a role that can't be
    asked for there, a day that has gone by, a place that isn't in the unit, what the person holds already, and
    for a second request for the same.
    """
    chosen = sorted(set(area))
    with scoping.units(unit.lineage()):
        _refuse_nonsense(user, unit, role, tool, chosen, needed_by, renews)
        _refuse_too_many(user)
        wanted = AccessRequest(
            number=_next_number(),
            unit=unit,
            user=user,
            role=role,
            tool=tool,
            need=steps.said(need, _("Say what you need to do."))[:300],
            why=why.strip()[:500],
            area=chosen,
            needed_by=needed_by,
            renews=renews,
            asked_at=timezone.now(),
            rests_with=unit,
        )
        _store(wanted)
        _note(wanted)
        _send(wanted)
    return wanted


def _note(wanted: AccessRequest) -> None:
    audit.record(
        "request.asked", by=wanted.user, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id
    )
    places = [one.label for one in queries.areas(wanted.unit) if one.key in wanted.area] if wanted.area else []
    steps.add(wanted, StepKind.ASKED, by=wanted.user, words=wanted.why, at=wanted.asked_at, places=places)


def _refuse_too_many(user: User) -> None:
    """Each request is a mail to everybody who decides: somebody who asks for everything everywhere is stopped."""
    with scoping.person(user.pk):
        waiting = AccessRequest.objects.filter(user=user, state__in=queries.OPEN).count()
    if waiting >= MOST_OPEN:
        raise Refused(
            _("%(count)d requests of yours are open. Wait for one to be decided, or withdraw one.") % {"count": waiting}
        )


def _refuse_nonsense(
    user: User,
    unit: Unit,
    role: str,
    tool: Tool | None,
    area: list[str],
    needed_by: datetime.date | None,
    renews: Grant | None,
) -> None:
    if bool(role) == (tool is not None) or (role and (role not in ROLES or not ROLES[role].may_be_asked)):
        raise Refused(_("This can’t be asked for. Choose a role or a tool from the list."))
    if tool is not None and tool.retired_at is not None:
        raise Refused(_("%(tool)s is not used any more.") % {"tool": tool.name})
    if unit.kind not in queries.kinds(role):
        raise Refused(_("%(unit)s has no such role. Choose another unit.") % {"unit": unit.name})
    if needed_by is not None and needed_by < clock.today():
        raise Refused(_("The day by which you need it has gone by. Choose today or a later day."))
    if area and not (role and ROLES[role].by_area and set(area) <= {one.key for one in queries.areas(unit)}):
        raise Refused(_("That place is not in %(unit)s. Choose from the list.") % {"unit": unit.name})
    if renews is not None and (renews.user_id, renews.unit_id, renews.role) != (user.pk, unit.pk, role):
        raise Refused(_("Only your own role can be renewed."))
    held = _held(user, unit, role, tool)
    if held is not None:
        raise Refused(_("You have this here already: %(what)s.") % {"what": held.what})


def _held(user: User, unit: Unit, role: str, tool: Tool | None) -> Grant | None:
    """Return a grant of the same thing that goes on for longer than a renewal may be asked for."""
    today = clock.today()
    same = Grant.objects.filter(user=user, unit=unit, role=role, tool=tool, ended_at=None, expires_at=None)
    return same.exclude(ends_on__lte=today + RENEW_FROM).first()


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('access_request_number')")
        return int(cursor.fetchone()[0])


def _store(wanted: AccessRequest) -> None:
    twice = Refused(_("You have asked for this here already. Your request is still open."))
    try:
        wanted.full_clean(exclude=["number"], validate_constraints=False)
        with transaction.atomic():
            wanted.save(force_insert=True)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        if _ONCE not in str(error):
            raise
        raise twice from error


def _send(wanted: AccessRequest) -> None:
    """Lay it before those who can decide, and tell the person and everybody who was passed over."""
    levels = steps.found_levels(wanted)
    rest = queries.resting_place(
        levels,
        start=0,
        now=wanted.asked_at,
        hours=queries.hours_to_decide(wanted),
        needed_by=wanted.needed_by,
    )
    wanted.rests_with, wanted.escalates_at = rest.level.unit, rest.goes_up_at
    wanted.save(update_fields=["rests_with", "escalates_at"])
    deciders = [one.user for one in rest.level.deciders]
    if rest.passed:
        steps.add(
            wanted, StepKind.ESCALATED, by=None, at=wanted.asked_at, to=rest.level.unit.pk, why=why_passed(rest.passed)
        )
        audit.record(
            "request.escalated", by=None, unit=wanted.unit, obj=wanted, number=wanted.number, to=rest.level.unit.pk
        )
    steps.add(wanted, StepKind.SENT, by=None, at=wanted.asked_at, to=[one.pk for one in deciders])
    told = {"deciders": deciders, "passed": rest.passed, "rest": rest}
    steps.tell("received", [wanted.user], about=wanted, occasion=wanted.pk, **told)
    steps.tell("asked", deciders, about=wanted, occasion=wanted.pk, **told)
    away = [one.user for level in rest.passed for one in level.deciders]
    steps.tell("passed_over", away, about=wanted, occasion=wanted.pk, **told)


def why_passed(passed: Iterable[queries.Level]) -> str:
    """Return why units were passed over: "away" where there is anybody at all, otherwise "nobody"."""
    return "away" if any(level.deciders for level in passed) else "nobody"


@transaction.atomic
def add_message(*, request: AccessRequest, by: User, words: str) -> None:
    """Add something to an open request: the person to those who decide, or one of those to the person.

    Raises Refused without words, for other people, and once it is closed.
    """
    kept = steps.said(words, _("Write a message first."))
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_open(wanted)
        if by.pk != wanted.user_id:
            steps.must_decide(by, wanted)
        _say(wanted, by, kept)


@transaction.atomic
def answer_back(*, request: AccessRequest, by: User, words: str) -> None:
    """Answer the question that was asked back. It waits for a decision again; its clock went on meanwhile."""
    kept = steps.said(words, _("Write your answer first."))
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_theirs(by, wanted)
        steps.must_be_open(wanted)
        if wanted.state != RequestState.ASKED_BACK:
            _say(wanted, by, kept)
            return
        wanted.state = RequestState.OPEN
        wanted.save(update_fields=["state"])
        step = steps.add(wanted, StepKind.MESSAGE, by=by, words=kept, answer=True)
        audit.record("request.answered", by=by, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id)
        steps.tell("answered", _deciders(wanted), about=wanted, occasion=step.pk, words=kept, by=by)


def _say(wanted: AccessRequest, by: User, words: str) -> None:
    lately = timezone.now() - datetime.timedelta(hours=1)
    if wanted.steps.filter(kind=StepKind.MESSAGE, by=by, at__gt=lately).count() >= MOST_MESSAGES:
        raise Refused(_("That is enough for one hour. What you have written is there for everybody who decides."))
    step = steps.add(wanted, StepKind.MESSAGE, by=by, words=words)
    audit.record("request.message", by=by, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id)
    people = _deciders(wanted) if by.pk == wanted.user_id else [wanted.user]
    steps.tell("message", people, about=wanted, occasion=step.pk, words=words, by=by)


def _deciders(wanted: AccessRequest) -> list[User]:
    """Return those at the unit where it rests and at its own, who have had it before them."""
    levels = steps.found_levels(wanted)
    return [
        one.user for level in levels[: queries.index_of(levels, wanted.rests_with_id) + 1] for one in level.deciders
    ]


@transaction.atomic
def opened(*, request: AccessRequest, by: User) -> bool:
    """Note that somebody who can decide has opened an open request, the first time they do. Returns whether it was."""
    with scoping.units(request.unit.lineage()):
        if not request.is_open or by.pk == request.user_id or _was_opened(request, by):
            return False
        wanted = steps.lock(request)
        if not wanted.is_open or _was_opened(wanted, by):
            return False
        step = steps.add(wanted, StepKind.OPENED, by=by)
        audit.record("request.opened", by=by, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id)
        steps.tell("opened", [wanted.user], about=wanted, occasion=step.pk, by=by)
        return True


def _was_opened(wanted: AccessRequest, by: User) -> bool:
    return wanted.steps.filter(kind=StepKind.OPENED, by=by).exists()


@transaction.atomic
def withdraw(*, request: AccessRequest, by: User) -> None:
    """Take one's own request back. Raises Refused once it is decided."""
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_theirs(by, wanted)
        steps.must_be_open(wanted)
        wanted.state, wanted.escalates_at = RequestState.WITHDRAWN, None
        wanted.save(update_fields=["state", "escalates_at"])
        step = steps.add(wanted, StepKind.WITHDRAWN, by=by)
        audit.record(
            "request.withdrawn", by=by, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id
        )
        steps.tell("withdrawn", [wanted.user, *_deciders(wanted)], about=wanted, occasion=step.pk)


@transaction.atomic
def note_gate(*, user: User, gate: str) -> int:
    """Write into the track of each request that waits for it that a lesson was passed or terms were signed.

    `gate` is the name of the lesson or terms. Returns how many requests it was written into.
    """
    noted = 0
    with scoping.person(user.pk):
        mine = list(AccessRequest.objects.filter(user=user, role__in=_roles_with(gate)).select_related("unit"))
    for request in mine:
        if not (request.is_open or request.state == RequestState.APPROVED):
            continue
        with scoping.units([request.unit_id]):
            if request.steps.filter(kind=StepKind.GATE, detail__gate=gate).exists():
                continue
            step = steps.add(request, StepKind.GATE, by=user, gate=gate)
            audit.record("request.gate", by=user, unit=request.unit_id, obj=request, gate=gate)
            steps.tell("gate", [user], about=request, occasion=step.pk, title=gate_title(gate))
            noted += 1
    return noted


def _roles_with(gate: str) -> list[str]:
    return [name for name, role in ROLES.items() if gate in role.gates]
