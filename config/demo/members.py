"""Members of the CLP: mostly people on its register, in every state a membership can be in."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Iterator

from access.models import Unit, User
from canvass.enums import ElectorKind
from config.demo.register import Entry, Home, Register
from kit import bulk, clock
from organise.actions import imports
from organise.enums import MemberState
from organise.models import Member, MemberImport

_STATES = (
    (MemberState.PAID_UP, 80),
    (MemberState.PROVISIONAL, 5),
    (MemberState.IN_ARREARS, 9),
    (MemberState.LAPSED, 4),
    (MemberState.LEFT, 2),
)
_FIELDS = (
    "id unit branch membership_number first_name last_name email phone address postcode state joined_on created_at "
    "changed_at"
)


def make(
    seed: str, register: Register, unit: Unit, branches: dict[str, Unit], count: int, now: datetime.datetime
) -> None:
    """Write `count` members. Four of them joined in the last days, so that the start page has that to tell."""
    chance = random.Random(f"{seed} members {unit.code}")  # noqa: S311 - invented people, no secret
    at_home = [(one, one.home) for one in register.entries if one.kind == ElectorKind.ORDINARY and one.home]
    chosen = chance.sample(at_home, k=count)
    bulk.fill(
        Member,
        _FIELDS,
        (
            (pk, unit.pk, *row)
            for pk, row in zip(bulk.ids(Member, count), _rows(chance, chosen, branches, now), strict=True)
        ),
    )


def _rows(
    chance: random.Random, chosen: list[tuple[Entry, Home]], branches: dict[str, Unit], now: datetime.datetime
) -> Iterator[tuple]:
    today = clock.today()
    numbers = chance.sample(range(1_000_000, 9_999_999), k=len(chosen))
    for place, ((entry, home), number) in enumerate(zip(chosen, numbers, strict=True)):
        state = chance.choices([one for one, _weight in _STATES], [weight for _one, weight in _STATES])[0]
        joined = today - datetime.timedelta(days=int(40 + 7000 * chance.random() ** 2))
        if place < 4:
            state, joined = MemberState.PROVISIONAL, today - datetime.timedelta(days=place % 3)
        elif state == MemberState.PROVISIONAL:
            # Provisional for eight weeks (D4), so these joined less than eight weeks ago.
            joined = today - datetime.timedelta(days=chance.randint(5, 55))
        came = min(clock.at(joined, 9, place % 60), now) if place < 4 else now - datetime.timedelta(days=30)
        forename = entry.person.forenames.split(" ")[0]
        branch = branches.get(home.ward.branch)
        yield (
            branch.pk if branch else None,
            f"L{number}" if place % 23 else "",
            forename,
            entry.person.surname,
            _email(forename, entry.person.surname, place) if place % 11 else "",
            f"07700 900{place % 1000:03}" if chance.random() < 0.7 else "",
            ", ".join(home.lines)[:300],
            home.door.postcode,
            state.value,
            joined,
            came,
            came,
        )


def _email(forename: str, surname: str, place: int) -> str:
    plain = f"{forename}.{surname}".lower().encode("ascii", "ignore").decode()
    return f"{''.join(sign for sign in plain if sign.isalnum() or sign == '.')}{place}@members.example"


_JOINERS = (
    ("Iolo", "Penhallow", "iolo.penhallow@members.example", "New", "12/{month}/{year}"),
    ("Mercy", "Asante", "mercy.asante@members.example", "New", "9/{month}/{year}"),
    ("Bernard", "Quill", "bernard.quill@members.example", "Current", "1/5/2019"),
    ("Renée", "Achterberg", "renee.achterberg@members.example", "New", "3/{month}/{year}"),
    ("Somebody", "Withoutanemail", "not an address", "New", "3/{month}/{year}"),
    ("Olive", "Tarrant", "olive.tarrant@members.example", "Maybe", "3/{month}/{year}"),
)


def leave_file_waiting(unit: Unit, by: User, now: datetime.datetime) -> None:
    """Upload this month's joiners, some of whom are on the list already; two rows have something wrong with them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["External Identifier", "First Name", "Last Name", "Email", "Membership Status", "Member Since"])
    before = clock.today().replace(day=1) - datetime.timedelta(days=1)
    for first, last, email, state, joined in _JOINERS:
        writer.writerow(["", first, last, email, state, joined.format(month=before.month, year=before.year)])
    paid = (
        Member.objects.filter(unit=unit, state=MemberState.IN_ARREARS).exclude(membership_number="").order_by("pk")[:3]
    )
    for member in paid:
        writer.writerow([member.membership_number, member.first_name, member.last_name, member.email, "Current", ""])
    found = imports.read(unit=unit, file_name="joiners.csv", content=text.getvalue().encode(), by=by)
    MemberImport.objects.filter(pk=found.pk).update(uploaded_at=now - datetime.timedelta(hours=5, minutes=37))
