"""Members of the CLP: mostly people on its register, in every state a membership can be in."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from access.models import Unit
from canvass.enums import ElectorKind
from config.demo import tables
from config.demo.register import Entry, Register
from kit import clock
from organise.enums import MemberState
from organise.models import Member

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
    at_home = [one for one in register.entries if one.kind == ElectorKind.ORDINARY and one.home is not None]
    chosen = chance.sample(at_home, k=count)
    tables.fill(
        Member,
        _FIELDS,
        (
            (pk, unit.pk, *row)
            for pk, row in zip(tables.ids(Member, count), _rows(chance, chosen, branches, now), strict=True)
        ),
    )


def _rows(
    chance: random.Random, chosen: list[Entry], branches: dict[str, Unit], now: datetime.datetime
) -> Iterator[tuple]:
    today = clock.today()
    numbers = chance.sample(range(1_000_000, 9_999_999), k=len(chosen))
    for place, (entry, number) in enumerate(zip(chosen, numbers, strict=True)):
        home = entry.home
        assert home is not None
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
