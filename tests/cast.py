"""Who plays in the tests: the same people everywhere, so that "who may not" is a one-line test.

Wexcombe and Harrow Hill is the CLP of the stories; Marsham Vale is the other one, which must never be seen.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.test import Client

from access.enums import UnitKind
from access.models import Grant, Unit, User
from access.roles import ROLES, RoleName

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Cast:
    """Units and people. Everybody's password is PASSWORD."""

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


def sign_in(user: User | None) -> Client:
    """Return a browser signed in as this person (None: nobody)."""
    browser = Client()
    if user is not None:
        browser.force_login(user)
    return browser


def make() -> Cast:
    """Make the cast in the database."""
    party = _unit(UnitKind.PARTY, "labour", "The Labour Party", None)
    region = _unit(UnitKind.REGION, "eastshire", "Eastshire region", party)
    wexcombe = _unit(UnitKind.CLP, "wexcombe", "Wexcombe and Harrow Hill", region)
    marsham = _unit(UnitKind.CLP, "marsham", "Marsham Vale", region)
    branch = _unit(UnitKind.BRANCH, "harrow-hill", "Harrow Hill branch", wexcombe)
    cast = Cast(
        region=region,
        wexcombe=wexcombe,
        marsham=marsham,
        branch=branch,
        priya=_user("priya", "Priya Nair"),
        marian=_user("marian", "Marian Teale"),
        osei=_user("osei", "Osei Mensah-Hart"),
        alun=_user("alun", "Alun Prosser"),
        tess=_user("tess", "Tess Okafor"),
        noor=_user("noor", "Noor Haddad"),
        rival=_user("rival", "Roy Vale"),
        lewis=_user("lewis", "Lewis Ottaway"),
    )
    grant(cast.priya, region, RoleName.REGIONAL_ORGANISER)
    grant(cast.marian, wexcombe, RoleName.SECRETARY)
    grant(cast.osei, wexcombe, RoleName.CAMPAIGN_ORGANISER)
    grant(cast.alun, wexcombe, RoleName.CANVASSER)
    grant(cast.tess, wexcombe, RoleName.TELLER)
    grant(cast.rival, marsham, RoleName.SECRETARY)
    yesterday = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011 - the machine's day is near enough
    grant(cast.lewis, wexcombe, RoleName.SECRETARY, ends_on=yesterday - datetime.timedelta(days=1))
    return cast


def grant(user: User, unit: Unit, role: RoleName, ends_on: datetime.date | None = None) -> Grant:
    """Give a role from long ago, until `ends_on` where one is given."""
    return Grant.objects.create(
        user=user,
        unit=unit,
        role=role,
        purpose=ROLES[role].purpose,
        starts_on=datetime.date(2020, 1, 1),
        ends_on=ends_on,
        reason="for the story",
    )


def _unit(kind: UnitKind, code: str, name: str, parent: Unit | None) -> Unit:
    unit = Unit.objects.create(
        kind=kind,
        code=code,
        name=name,
        parent=parent,
        imprint=f"Promoted by M. Teale on behalf of {name}, 4 Corn Hall Lane, Wexcombe WX1 2AB",
        contact_email=f"{code}@example.org",
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _user(login: str, name: str) -> User:
    return User.objects.create_user(f"{login}@example.org", name, PASSWORD)
