"""The demo's units and accounts: one for each role, and volunteers who cannot sign in but have done their share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from access import content, scoping
from access.actions import units
from access.enums import GrantKind, UnitKind
from access.models import Grant, LessonPass, TermsSignature, Unit, User
from access.roles import ROLES, RoleName
from config.demo import records
from config.demo.records import Deed
from kit import bulk, clock

# Simple, and the same for everybody: the demo holds nobody's data. The sign-in page and getting started show it.
PASSWORD = "red-rose-demo"  # noqa: S105
# Longest first: a unit stands after the one it belongs to.
_UNITS = (
    (UnitKind.PARTY, "labour", "The Labour Party", None),
    (UnitKind.REGION, "eastshire", "Eastshire region", "labour"),
    (UnitKind.CLP, "wexcombe", "Wexcombe and Harrow Hill", "eastshire"),
    (UnitKind.BRANCH, "wexcombe-town", "Wexcombe Town branch", "wexcombe"),
    (UnitKind.BRANCH, "harrow-hill", "Harrow Hill branch", "wexcombe"),
    (UnitKind.BRANCH, "lode", "Lode and Sallow branch", "wexcombe"),
    (UnitKind.BRANCH, "marl", "Abbots Marl branch", "wexcombe"),
    (UnitKind.CLP, "marsham", "Marsham Vale", "eastshire"),
)


@dataclass(frozen=True)
class Signin:
    """An account that a visitor of the demo may use."""

    login: str
    name: str
    roles: tuple[tuple[str, RoleName], ...]
    role: str
    what: str

    @property
    def email(self) -> str:
        return f"{self.login}.example"


SIGNINS = (
    Signin("secretary@wexcombe", "Marian Teale", (("wexcombe", RoleName.SECRETARY),),
           "CLP secretary", "Runs the CLP: start here. Everything below is hers to see."),
    Signin("organiser@wexcombe", "Osei Mensah-Hart", (("wexcombe", RoleName.CAMPAIGN_ORGANISER),),
           "Campaign organiser", "Makes boards, hands them out, runs polling day."),
    Signin("canvasser@wexcombe", "Alun Prosser", (("wexcombe", RoleName.CANVASSER),),
           "Canvasser", "Has a board out now. Use a phone, or a window as narrow as one."),
    Signin("canvasser2@wexcombe", "Bronagh Keel", (("wexcombe", RoleName.CANVASSER),),
           "Canvasser", "Has no board yet: hand her one as the organiser."),
    Signin("teller@wexcombe", "Tess Okafor", (("wexcombe", RoleName.TELLER),),
           "Teller", "Types elector numbers outside a polling station."),
    Signin("room@wexcombe", "Nia Fairburn", (("wexcombe", RoleName.COMMITTEE_ROOM),),
           "Committee room", "Runs a committee room on polling day: numbers, teams, lifts."),
    Signin("agent@wexcombe", "Godfrey Ashe", (("wexcombe", RoleName.POLLING_AGENT),),
           "Polling agent", "Is inside a polling station, and sends how full the box is. Sees no elector."),
    Signin("member@wexcombe", "Jo Tranmer", (),
           "Member without a role", "Asked for a role yesterday. See her request, and pass its lesson."),
    Signin("members@wexcombe", "Dilys Farrant", (("wexcombe", RoleName.MEMBERSHIP_OFFICER),),
           "Membership officer", "Looks after the members list; one file waits for approval."),
    Signin("data@wexcombe", "Ravi Chowdhury", (("wexcombe", RoleName.DATA_OFFICER),),
           "Data officer", "Brings in the council's register and reads the record."),
    Signin("organiser@eastshire", "Priya Nair", (("eastshire", RoleName.REGIONAL_ORGANISER),),
           "Regional organiser", "Decides about access in the region. Sees figures and no names."),
    Signin("admin@wexcombe", "Lorna Pike", (("labour", RoleName.ADMINISTRATOR), ("wexcombe", RoleName.ADMINISTRATOR)),
           "Administrator", "Set the installation up. Sees no electors and no members."),
    Signin("secretary@marsham", "Roy Vale", (("marsham", RoleName.SECRETARY),),
           "Secretary of another CLP", "Must see nothing of Wexcombe. Try it."),
)  # fmt: skip
# People who have canvassed and told, and have no password: they appear in lists and cannot sign in.
_VOLUNTEERS = (
    "Ada Wetherby", "Callum Oldroyd", "Zoë Haythorne", "Imran Malik", "Gwen Larkin", "Piotr Nowak",
    "Femi Adeyemi", "Joan Ramsbottom", "Siân Bowen", "Hector Dunmore", "Nadia Rahman", "Wilf Entwistle",
)  # fmt: skip
_TELLERS = (
    "Kitty Marchbank", "Arthur Fosdyke", "Beryl Thwaite", "Tomasz Wrona", "Meera Joshi", "Owen Pugh", "Hilda Wragg",
    "Cyril Abbott", "Funmi Boateng", "Rosalind Shaw", "Mick Doyle", "Elin Hughes", "Saira Iqbal", "Don Pickersgill",
)  # fmt: skip
# A role that has just ended, so that the start page has that to tell.
_FORMER = "Lewis Ottaway"


@dataclass
class Crew:
    """The units by code and the accounts that the rest of the demo needs."""

    units: dict[str, Unit]
    by_login: dict[str, User]
    canvassers: list[User]
    tellers: list[User]

    @property
    def secretary(self) -> User:
        return self.by_login["secretary@wexcombe"]

    @property
    def organiser(self) -> User:
        return self.by_login["organiser@wexcombe"]


def make(now: datetime.datetime) -> Crew:
    """Make units, accounts and roles, with the rows of the record that go with them."""
    made: dict[str, Unit] = {}
    for kind, code, name, parent in _UNITS:
        made[code] = units.create(kind=kind, code=code, name=name, by=None, parent=made.get(parent or ""))
    people = _users(now)
    crew = Crew(
        made,
        {one.login: people[one.email] for one in SIGNINS},
        [people["canvasser@wexcombe.example"], *(people[_email(name)] for name in _VOLUNTEERS)],
        [people["teller@wexcombe.example"], *(people[_email(name)] for name in _TELLERS)],
    )
    for code in ("wexcombe", "marsham"):
        secretary = crew.by_login[f"secretary@{code}"]
        units.change(
            unit=made[code],
            name=made[code].name,
            imprint=f"Promoted by {secretary.name} on behalf of {made[code].name} Labour Party, "
            f"both at The Old Corn Hall, Demonstration Lane, {made[code].name.split()[0]}.",
            contact_email=secretary.email,
            by=secretary,
        )
        made[code].refresh_from_db()
    with scoping.units([unit.pk for unit in made.values()]):
        _give_roles(crew, people, timezone.localdate(now))
    newcomers = {one.email for one in SIGNINS if not one.roles}
    for email, user in people.items():
        if email not in newcomers:
            _pass_gates(user, now - datetime.timedelta(days=60))
    return crew


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.').replace('ë', 'e').replace('â', 'a')}@volunteers.example"


def _users(now: datetime.datetime) -> dict[str, User]:
    """Make the accounts with their proved addresses. One hash serves all: hashing is slow on purpose."""
    last_here = now - datetime.timedelta(days=2, hours=3)
    hashed = make_password(PASSWORD)
    accounts = [User(email=one.email, name=one.name, password=hashed, last_seen_at=last_here) for one in SIGNINS]
    accounts += [
        User(email=_email(name), name=name, password=make_password(None)) for name in (*_VOLUNTEERS, *_TELLERS, _FORMER)
    ]
    User.objects.bulk_create(accounts)
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=user.pk, email=user.email, verified=True, primary=True) for user in accounts
    )
    return {user.email: user for user in accounts}


def _pass_gates(user: User, at: datetime.datetime) -> None:
    """Let somebody have passed every lesson and signed all terms, so that their role is open."""
    with scoping.person(user.pk):
        LessonPass.objects.bulk_create(
            LessonPass(user=user, lesson=one.name, version=one.version, passed_at=at)
            for one in content.LESSONS.values()
        )
        TermsSignature.objects.bulk_create(
            TermsSignature(
                user=user,
                terms=one.name,
                version=one.version,
                text_sha256=one.digest,
                signed_as=user.name,
                signed_at=at,
            )
            for one in content.TERMS.values()
        )


def _give_roles(crew: Crew, people: dict[str, User], today: datetime.date) -> None:
    """Give the roles as of some time ago, each with its row in the record."""
    days, wexcombe = datetime.timedelta, crew.units["wexcombe"]
    wanted: list[tuple[User, Unit, RoleName, datetime.date, datetime.date, str]] = []
    for one in SIGNINS:
        for code, role in one.roles:
            start = today - days(days=760)
            end = today + days(days=230)
            wanted.append((people[one.email], crew.units[code], role, start, end, f"{one.role} since the demo began"))
    for place, name in enumerate(_VOLUNTEERS):
        # The first of them runs out in nine days, so that there is one to renew.
        start, end = today - days(days=740), today + days(days=9 + 31 * place)
        wanted.append((people[_email(name)], wexcombe, RoleName.CANVASSER, start, end, "Canvasses at weekends"))
    for name in _TELLERS:
        start, end = today - days(days=6), today + days(days=25)
        wanted.append((people[_email(name)], wexcombe, RoleName.TELLER, start, end, "Tells on polling day"))
    start, end = today - days(days=380), today - days(days=1)
    wanted.append((people[_email(_FORMER)], wexcombe, RoleName.DATA_OFFICER, start, end, "Data officer for a year"))
    ids = bulk.ids(Grant, len(wanted))
    admin = crew.by_login["admin@wexcombe"]
    bulk.fill(
        Grant,
        "id user unit role kind area purpose starts_on ends_on reason granted_by created_at ended_reason was_urgent",
        (
            (
                *(pk, user.pk, unit.pk, role.value, GrantKind.GIVEN.value, [], ROLES[role].purpose.value),
                *(start, end, reason, admin.pk, clock.at(start, 9), "", False),
            )
            for pk, (user, unit, role, start, end, reason) in zip(ids, wanted, strict=True)
        ),
    )
    records.write(
        Deed(clock.at(start, 9), "grant.given", admin, unit, "access.grant", pk, {"role": role.value, "user": user.pk})
        for pk, (user, unit, role, start, _end, _reason) in zip(ids, wanted, strict=True)
    )
