"""The demo's year of access: offices and their terms, requests asked and decided, and what waits now."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from access import scoping
from access.enums import GrantKind, Purpose, RefusalReason, RequestState, StepKind
from access.models import (
    Absence,
    AccessRequest,
    Appeal,
    Grant,
    Office,
    OfficeTerm,
    RequestStep,
    Tool,
    Unit,
    User,
)
from access.roles import ROLES, RoleName
from config.demo import records
from config.demo.records import Deed
from config.demo.units import Crew

_DAY, _HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
# Title, seats, the logins of those who hold it, and what it entitles to.
_OFFICES: tuple[tuple[str, int, tuple[str, ...], list[RoleName]], ...] = (
    ("Secretary", 2, ("secretary@wexcombe",), [RoleName.SECRETARY]),
    ("Vice-chair (campaigns)", 2, ("organiser@wexcombe",), [RoleName.CAMPAIGN_ORGANISER]),
    ("Vice-chair (membership)", 1, ("members@wexcombe",), [RoleName.MEMBERSHIP_OFFICER]),
    ("Data officer", 1, ("data@wexcombe",), [RoleName.DATA_OFFICER]),
    ("Chair", 1, (), []),
    ("Treasurer", 1, (), []),
)


@dataclass(frozen=True)
class _Asked:
    """A request that was decided: who, for what, days ago, and after how many hours by whom (by login)."""

    user: User
    unit: Unit
    role: RoleName
    need: str
    at: datetime.datetime
    hours: float
    by: User
    reason: RefusalReason | None = None
    words: str = ""
    rests_with: Unit | None = None


# Refused in the past year: hours until then, role, what was wanted, why it was refused, in words.
_REFUSED = (
    (
        20, RoleName.SECRETARY, "Send my leaflet’s design to all members", RefusalReason.OTHER_ROLE,
        "A mail to members goes out through the membership officer. Ask for “Membership officer”, or send it to Dilys.",
    ),
    (
        41, RoleName.DATA_OFFICER, "See who lives in my street", RefusalReason.NOT_NEEDED,
        "The register may be opened for electoral work only. For canvassing your street a board is enough: ask Osei.",
    ),
    (
        9, RoleName.CANVASSER, "Knock on doors", RefusalReason.UNKNOWN_PERSON,
        "We could not reach you at the number you gave. Come to the session on Saturday and ask again there.",
    ),
    (
        66, RoleName.CAMPAIGN_ORGANISER, "Plan canvassing in Lode", RefusalReason.ENOUGH_HOLD_IT,
        "Six people hold it already. Running the boards in Lode needs only “Board runner”.",
    ),
    (
        30, RoleName.TELLER, "Be a teller", RefusalReason.CONFLICT,
        "You are named as polling agent for that day, and a polling agent can’t be a teller.",
    ),
)  # fmt: skip
_APPLICANTS = ("Gareth Lowe", "Anneliese Vogt", "Sam Pettifer", "Ruth Oyelaran", "Colin Stubbs")


def make(seed: str, crew: Crew, now: datetime.datetime) -> None:
    """Make the offices, and the requests of the past year, some of which wait now."""
    chance = random.Random(f"{seed} access")  # noqa: S311 - an invented past, no secret
    wexcombe, region = crew.units["wexcombe"], crew.units["eastshire"]
    applicants = [
        User(email=f"{name.lower().replace(' ', '.')}@volunteers.example", name=name, password=make_password(None))
        for name in _APPLICANTS
    ]
    User.objects.bulk_create(applicants)
    with scoping.units([wexcombe.pk, region.pk]):
        _offices(crew, now)
        _away(crew, now)
        _decided(_volunteers(crew, chance, now))
        refused = _decided(_refusals(crew, applicants, chance, now))
        _appeal(refused[3], region, now)
        _waiting(crew, now)
        _tools(crew, now)


def _offices(crew: Crew, now: datetime.datetime) -> None:
    """Terms from the last annual meeting in June to the next; the grants of their holders end with them."""
    wexcombe, today = crew.units["wexcombe"], timezone.localdate(now)
    june = datetime.date(today.year if today.month > 6 else today.year - 1, 6, 24)
    end = june.replace(year=june.year + 1, day=30)
    for title, seats, logins, roles in _OFFICES:
        office = Office.objects.create(unit=wexcombe, title=title, seats=seats, roles=roles)
        for login in logins:
            user = crew.by_login[login]
            term = OfficeTerm.objects.create(
                unit=wexcombe, office=office, user=user, starts_on=june, ends_on=end, made_by=crew.by_login[_ADMIN]
            )
            Grant.objects.filter(unit=wexcombe, user=user, role__in=roles).update(
                term=term, ends_on=end, kind=GrantKind.OFFICE, reason=f"{title}, elected in June {june.year}"
            )


_ADMIN = "admin@wexcombe"


def _away(crew: Crew, now: datetime.datetime) -> None:
    """The campaign organiser goes away next week: decisions then rest with the secretary alone."""
    start = timezone.localdate(now) + 6 * _DAY
    Absence.objects.create(
        unit=crew.units["wexcombe"],
        user=crew.organiser,
        from_on=start,
        until_on=start + 9 * _DAY,
    )


def _volunteers(crew: Crew, chance: random.Random, now: datetime.datetime) -> Iterator[_Asked]:
    """Canvassers who asked over the year, and tellers who asked last week. Their grants are there already."""
    deciders = (crew.organiser, crew.organiser, crew.secretary)
    for user in crew.canvassers[1:]:
        at = now - chance.randint(15, 330) * _DAY - chance.randint(0, 9) * _HOUR
        hours = round(chance.lognormvariate(1.6, 0.9), 1)
        yield _Asked(
            user, crew.units["wexcombe"], RoleName.CANVASSER, "Knock on doors", at, hours, chance.choice(deciders)
        )
    for user in crew.tellers[1:]:
        at = now - 8 * _DAY - chance.randint(0, 20) * _HOUR
        hours = round(chance.lognormvariate(1.2, 0.8), 1)
        yield _Asked(
            user, crew.units["wexcombe"], RoleName.TELLER, "Be a teller in May", at, min(hours, 40), crew.organiser
        )


def _refusals(crew: Crew, applicants: list[User], chance: random.Random, now: datetime.datetime) -> Iterator[_Asked]:
    for (hours, role, need, reason, words), user in zip(_REFUSED, applicants, strict=True):
        at = now - chance.randint(12, 200) * _DAY
        late = hours > ROLES[role].decide_hours
        by = crew.by_login["organiser@eastshire"] if late else crew.secretary
        above = crew.units["eastshire"] if late else None
        yield _Asked(user, crew.units["wexcombe"], role, need, at, hours, by, reason, words, above)


def _decided(asked: Iterable[_Asked]) -> list[AccessRequest]:
    """Write requests with their steps and their lines in the record, the oldest first."""
    ordered = sorted(asked, key=lambda one: one.at)
    made = [_request(one, number) for one, number in zip(ordered, _numbers(len(ordered)), strict=True)]
    AccessRequest.objects.bulk_create(made)
    RequestStep.objects.bulk_create(
        step for one, request in zip(ordered, made, strict=True) for step in _steps(one, request)
    )
    records.write(deed for one, request in zip(ordered, made, strict=True) for deed in _deeds(one, request))
    return made


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('access_request_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _request(one: _Asked, number: int) -> AccessRequest:
    grant = Grant.objects.filter(user=one.user, unit=one.unit, role=one.role).first()
    return AccessRequest(
        number=number,
        unit=one.unit,
        user=one.user,
        role=one.role,
        need=one.need,
        state=RequestState.REFUSED if one.reason else RequestState.APPROVED,
        asked_at=one.at,
        rests_with=one.rests_with or one.unit,
        decided_at=one.at + one.hours * _HOUR,
        decided_by=one.by,
        reason=one.reason or "",
        words=one.words,
        grant=None if one.reason else grant,
    )


def _steps(one: _Asked, request: AccessRequest) -> Iterator[RequestStep]:
    def step(kind: StepKind, after: float, by: User | None, words: str = "", **detail: object) -> RequestStep:
        return RequestStep(
            unit=one.unit, request=request, kind=kind, at=one.at + after * _HOUR, by=by, words=words, detail=detail
        )

    yield step(StepKind.ASKED, 0, one.user)
    yield step(StepKind.SENT, 0, None, to=[one.by.pk])
    if one.rests_with is not None:
        yield step(StepKind.ESCALATED, ROLES[one.role].decide_hours, None, to=one.rests_with.pk, why="time")
    kind = StepKind.REFUSED if one.reason else StepKind.APPROVED
    at = (one.rests_with or one.unit).pk
    detail = {"reason": one.reason.value, "at": at} if one.reason else {"grant": request.grant_id, "area": [], "at": at}
    yield step(kind, one.hours, one.by, one.words, **detail)


def _deeds(one: _Asked, request: AccessRequest) -> Iterator[Deed]:
    told: dict[str, object] = {"number": request.number, "user": one.user.pk}
    about = ("access.accessrequest", request.pk)
    yield Deed(one.at, "request.asked", one.user, one.unit, *about, told)
    if one.reason:
        told = told | {"reason": one.reason.value}
    yield Deed(
        one.at + one.hours * _HOUR,
        "request.refused" if one.reason else "request.approved",
        one.by,
        one.unit,
        *about,
        told,
    )


def _appeal(refused: AccessRequest, region: Unit, now: datetime.datetime) -> None:
    """The newest but one of the refused has appealed, and the region has not answered yet."""
    at = now - 20 * _HOUR
    words = "I organise the sessions in Lode already, and the others are all from the town. Please look again."
    made = Appeal.objects.create(
        unit=refused.unit, user=refused.user, request=refused, decided_at_unit=region, words=words, asked_at=at
    )
    RequestStep.objects.create(
        unit=refused.unit,
        request=refused,
        kind=StepKind.APPEALED,
        at=at,
        by=refused.user,
        words=words,
        detail={"to": region.pk},
    )
    records.write(
        [Deed(at, "request.appealed", refused.user, refused.unit, "access.appeal", made.pk, {"number": refused.number})]
    )


def _waiting(crew: Crew, now: datetime.datetime) -> None:
    """One request that goes to the region in a few hours, unless somebody decides."""
    member, wexcombe = crew.by_login["member@wexcombe"], crew.units["wexcombe"]
    at = now - 21 * _HOUR
    request = AccessRequest.objects.create(
        number=_numbers(1)[0],
        unit=wexcombe,
        user=member,
        role=RoleName.BOARD_RUNNER,
        need="Run the boards in Harrow Hill on Sunday",
        why="Osei asked me to take over the Sunday sessions while he is away.",
        asked_at=at,
        rests_with=wexcombe,
        escalates_at=at + ROLES[RoleName.BOARD_RUNNER].decide_hours * _HOUR,
    )
    both = [crew.secretary.pk, crew.organiser.pk]
    for kind, after, by, detail in (
        (StepKind.ASKED, 0.0, member, {}),
        (StepKind.SENT, 0.0, None, {"to": both}),
        (StepKind.OPENED, 14.2, crew.secretary, {}),
    ):
        RequestStep.objects.create(
            unit=wexcombe,
            request=request,
            kind=kind,
            at=at + after * _HOUR,
            by=by,
            words=request.why if kind == StepKind.ASKED else "",
            detail=detail,
        )
    records.write(
        [Deed(at, "request.asked", member, wexcombe, "access.accessrequest", request.pk, {"number": request.number})]
    )


def _tools(crew: Crew, now: datetime.datetime) -> None:
    """Keys to the party's other tools: two that are in use, and one that the key-holder has still to open."""
    wexcombe, today = crew.units["wexcombe"], timezone.localdate(now)
    for code, login, done in (
        ("contact-creator", "secretary@wexcombe", True),
        ("organise", "secretary@wexcombe", True),
        ("contact-creator", "data@wexcombe", False),
    ):
        start = today - (100 if done else 1) * _DAY
        Grant.objects.create(
            user=crew.by_login[login],
            unit=wexcombe,
            tool=Tool.objects.get(code=code),
            kind=GrantKind.ASKED,
            purpose=Purpose.CANVASSING,
            starts_on=start,
            ends_on=start + 365 * _DAY,
            reason="For the work of the office",
            granted_by=crew.secretary if login.startswith("data") else crew.by_login["organiser@eastshire"],
            done_at=now - 99 * _DAY if done else None,
            done_by=crew.by_login["organiser@eastshire"] if done else None,
        )
