"""Who plays in the tests: the same people everywhere, so that "who may not" is a one-line test.

Wexcombe and Harrow Hill is the CLP of the stories; Marsham Vale is the other one, which must never be seen.
"""

from __future__ import annotations

import datetime
import functools
import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils import timezone

from access import content
from access.actions.accounts import SEEN, STARTED
from access.enums import UnitKind
from access.models import Grant, LessonPass, TermsSignature, Unit, User
from access.roles import ROLES, RoleName
from tests.everywhere import everywhere
from tests.factories import accounts

PASSWORD = "correct horse battery staple"
# Everybody's code comes from this secret. Their passkeys exist in the database alone and can't be used.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Stories play in many years, and a signature counts for twelve months from its day on.
_FOR_GOOD = datetime.datetime(2090, 1, 1, 12, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Cast:
    """Units and people. Everybody's password is PASSWORD, and they have passed all lessons, signed all terms, and
    set up a second factor: what a role gives is open.
    """

    region: Unit
    wexcombe: Unit
    marsham: Unit
    branch: Unit
    priya: User  # regional organiser: decides about access, sees no names
    marian: User  # CLP secretary in Wexcombe
    osei: User  # campaign organiser in Wexcombe
    alun: User  # canvasser in Wexcombe
    tess: User  # teller in Wexcombe
    noor: User  # no grants at all
    rival: User  # secretary of Marsham Vale
    lewis: User  # was secretary in Wexcombe; the grant ended yesterday

    def client(self, user: User | None) -> Client:
        """Return a browser signed in as this person (None: nobody)."""
        return sign_in(user)


def sign_in(user: User | None, **options: str) -> Client:
    """Return a browser signed in as this person, a moment ago and with everything (None: nobody)."""
    browser = Client(**options)
    if user is not None:
        browser.force_login(user)
        session = browser.session
        session[STARTED] = session[SEEN] = time.time()
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True},
            {"method": "mfa", "at": time.time(), "type": "totp", "reauthenticated": True},
        ]
        session.save()
        UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="the suite")
    return browser


def make() -> Cast:
    """Make the cast in the database, with as few statements as can be: most tests begin with it."""
    _party, region, wexcombe, marsham, branch = _units()
    people = _people()
    passed_everything(people.values())
    yesterday = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011 - the machine's day is near enough
    with everywhere():
        Grant.objects.bulk_create(
            [
                _grant(people["priya"], region, RoleName.REGIONAL_ORGANISER),
                _grant(people["marian"], wexcombe, RoleName.SECRETARY),
                _grant(people["osei"], wexcombe, RoleName.CAMPAIGN_ORGANISER),
                _grant(people["alun"], wexcombe, RoleName.CANVASSER),
                _grant(people["tess"], wexcombe, RoleName.TELLER),
                _grant(people["rival"], marsham, RoleName.SECRETARY),
                _grant(people["lewis"], wexcombe, RoleName.SECRETARY, yesterday - datetime.timedelta(days=1)),
            ]
        )
    return Cast(region=region, wexcombe=wexcombe, marsham=marsham, branch=branch, **people)


def _units() -> list[Unit]:
    """Make the tree in one statement. A unit's path holds its id, so the ids are drawn beforehand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('access_unit', 'id')) FROM generate_series(1, 5)")
        ids = iter([row[0] for row in cursor.fetchall()])
    party = _unit(next(ids), UnitKind.PARTY, "labour", "The Labour Party", None)
    region = _unit(next(ids), UnitKind.REGION, "eastshire", "Eastshire region", party)
    wexcombe = _unit(next(ids), UnitKind.CLP, "wexcombe", "Wexcombe and Harrow Hill", region)
    marsham = _unit(next(ids), UnitKind.CLP, "marsham", "Marsham Vale", region)
    branch = _unit(next(ids), UnitKind.BRANCH, "harrow-hill", "Harrow Hill branch", wexcombe)
    return Unit.objects.bulk_create([party, region, wexcombe, marsham, branch])


def _people() -> dict[str, User]:
    """Make everybody in one statement, by the names that they have in Cast."""
    names = {
        "priya": "Priya Nair",
        "marian": "Marian Teale",
        "osei": "Osei Mensah-Hart",
        "alun": "Alun Prosser",
        "tess": "Tess Okafor",
        "noor": "Noor Haddad",
        "rival": "Roy Vale",
        "lewis": "Lewis Ottaway",
    }
    password = make_password(PASSWORD)
    made = [User(email=f"{login}@example.org", name=name, password=password) for login, name in names.items()]
    return dict(zip(names, User.objects.bulk_create(made), strict=True))


def grant(user: User, unit: Unit, role: RoleName, ends_on: datetime.date | None = None) -> Grant:
    """Give a role from long ago, until `ends_on` where one is given, whatever scope the test has open."""
    made = _grant(user, unit, role, ends_on)
    with everywhere():
        made.save()
    return made


def _grant(user: User, unit: Unit, role: RoleName, ends_on: datetime.date | None = None) -> Grant:
    return Grant(
        user=user,
        unit=unit,
        role=role,
        purpose=ROLES[role].purpose,
        starts_on=datetime.date(2020, 1, 1),
        ends_on=ends_on,
        reason="for the story",
    )


def staff(cast: Cast) -> tuple[User, User]:
    """Give Wexcombe all the people that a CLP must have; return the second secretary and the other officer."""
    second, officer = _user("sunil", "Sunil Rao"), _user("ada", "Ada Kerr")
    grant(second, cast.wexcombe, RoleName.SECRETARY)
    for role in (RoleName.CAMPAIGN_ORGANISER, RoleName.MEMBERSHIP_OFFICER, RoleName.DATA_OFFICER):
        grant(officer, cast.wexcombe, role)
    return second, officer


def _unit(pk: int, kind: UnitKind, code: str, name: str, parent: Unit | None) -> Unit:
    return Unit(
        pk=pk,
        kind=kind,
        code=code,
        name=name,
        parent=parent,
        path=f"{parent.path if parent else '/'}{pk}/",
        imprint=f"Promoted by M. Teale on behalf of {name}, 4 Corn Hall Lane, Wexcombe WX1 2AB",
        contact_email=f"{code}@example.org",
    )


def newcomer(login: str = "newcomer", name: str = "Nell Comer") -> User:
    """Return a new account that has passed, signed and set up nothing: its roles stay closed."""
    return User.objects.create_user(f"{login}@example.org", name, PASSWORD)


def _user(login: str, name: str) -> User:
    """Return a new account like everybody's in the cast."""
    user = newcomer(login, name)
    passed_everything([user])
    return user


def passed_everything(users: Iterable[User]) -> None:
    """Let these people have passed every lesson, signed all terms, and set up a code and a passkey."""
    users, now = list(users), timezone.now()
    with everywhere():
        pass_gates(users, now)


def pass_gates(users: list[User], now: datetime.datetime) -> None:
    """Write the passes, signatures and second factors, in whatever scope is open."""
    LessonPass.objects.bulk_create(
        LessonPass(user=user, lesson=lesson.name, version=lesson.version, passed_at=now)
        for user in users
        for lesson in content.LESSONS.values()
    )
    TermsSignature.objects.bulk_create(
        TermsSignature(
            user=user,
            terms=terms.name,
            version=terms.version,
            text_sha256=terms.digest,
            signed_as=user.name,
            signed_at=_FOR_GOOD,
        )
        for user in users
        for terms in content.TERMS.values()
    )
    there = set(Authenticator.objects.filter(user__in=users).values_list("user", flat=True))
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=kind, data=data)
        for user in users
        if user.pk not in there
        for kind, data in _factors().items()
    )


@functools.cache
def _factors() -> dict[str, dict]:
    """Return what is stored of the code and the passkey that everybody has. Made once: making keys takes time."""
    return {
        Authenticator.Type.TOTP: {"secret": encrypt(TOTP_SECRET)},
        Authenticator.Type.WEBAUTHN: {"name": "Key", "credential": accounts.credential()},
    }
