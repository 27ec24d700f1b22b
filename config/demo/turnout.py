"""Elections that are over, with who voted in them, and who votes by post or by proxy in the coming one."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterator

from access.models import User
from canvass.enums import SEALED, ElectorKind
from config.demo.history import Chronicle
from config.demo.register import Entry, Register
from gotv.actions import elections
from gotv.enums import AbsentKind, ElectionType, ListState, TurnoutState
from gotv.models import AbsentList, AbsentVote, Election, MarkedRegister, TurnoutRecord
from kit import bulk, clock

# Turnout as it usually is, and how many had moved in since: those were not on the register then and have no row.
_PAST = (
    ("Borough council", ElectionType.LOCAL, 1, 0.36, 0.05),
    ("Police and crime commissioner", ElectionType.PCC, 2, 0.24, 0.12),
    ("UK general election", ElectionType.PARLIAMENT, 2, 0.61, 0.14),
)
_POSTAL, _PROXY, _POSTAL_RETURNED = 0.19, 0.006, 0.72
_THURSDAY = 3


def make(seed: str, story: Chronicle, register: Register, districts: dict[str, int], by: User, by_data: User) -> None:
    """Lay the past elections and the lists of absent voters; `by` sets elections up, `by_data` brings files in."""
    chance = random.Random(f"{seed} turnout")  # noqa: S311 - invented voters, no secret
    today = clock.today()
    # Each voter has a habit, so that the same people tend to vote each time; postal voters stay postal voters.
    habits = {entry.pk: chance.betavariate(1.3, 1.3) for entry in register.entries}
    postal = {entry.pk for entry in register.entries if _may_be_absent(entry) and chance.random() < _POSTAL}
    for name, kind, years, share, newer in _PAST:
        day = _polling_day(today.year - years, 7 if kind == ElectionType.PARLIAMENT else 5)
        if day >= today:
            continue
        past = elections.create_past(unit=story.unit, name=f"{name} {day.year}", type=kind, polling_on=day, by=by)
        rows = list(_voted(chance, register, habits, postal, share, newer))
        _save_turnout(past, rows, districts, by_data, chance)
    coming = _coming(story, today, by)
    rehearsal = Election.objects.get(unit=story.unit, is_rehearsal=True)
    for election in (coming, rehearsal):
        _save_absent(election, register, postal, by_data, chance)


def _coming(story: Chronicle, today: datetime.date, by: User) -> Election:
    day = _polling_day(today.year, 5)
    if day <= today:
        day = _polling_day(today.year + 1, 5)
    return elections.create(
        unit=story.unit,
        name=f"Borough council {day.year}",
        type=ElectionType.LOCAL,
        polling_on=day,
        is_rehearsal=False,
        by=by,
    )


def _polling_day(year: int, month: int) -> datetime.date:
    """Return the first Thursday of the month."""
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(_THURSDAY - first.weekday()) % 7)


def _may_be_absent(entry: Entry) -> bool:
    return entry.kind in {ElectorKind.ORDINARY, ElectorKind.OVERSEAS, ElectorKind.OTHER}


def _voted(
    chance: random.Random,
    register: Register,
    habits: dict[int, float],
    postal: set[int],
    share: float,
    newer: float,
) -> Iterator[tuple[Entry, TurnoutState]]:
    """Yield what became of the vote of each who was on the register then."""
    for entry in register.entries:
        if entry.kind in SEALED or entry.attains_on or chance.random() < newer:
            continue
        by_post = entry.pk in postal
        # Habit moves turnout about its mean; a ballot in the house is used more often than a walk is taken.
        went = chance.random() < (_POSTAL_RETURNED if by_post else share * 2 * habits[entry.pk])
        if by_post:
            yield entry, TurnoutState.BY_POST if went else TurnoutState.NOT_RETURNED
        else:
            yield entry, TurnoutState.VOTED if went else TurnoutState.DID_NOT_VOTE


def _save_turnout(
    past: Election,
    rows: list[tuple[Entry, TurnoutState]],
    districts: dict[str, int],
    by: User,
    chance: random.Random,
) -> None:
    """Write the records as an approved file would have left them."""
    states = {state: sum(said == state for _entry, said in rows) for state in TurnoutState}
    at = clock.at(past.polling_on + datetime.timedelta(days=40), 19, 10)
    file = MarkedRegister.objects.create(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        unit_id=past.unit_id,
        election=past,
        file_name=f"marked register {past.polling_on:%Y-%m}.csv",
        sha256="",
        state=ListState.APPLIED,
        report={
            "rows": len(rows),
            "matched": len(rows),
            "states": {state.value: count for state, count in states.items()},
            "districts": {},
            "left_out": {},
            "added": len(rows),
            "changed": 0,
            "kept": 0,
        },
        uploaded_by=by,
        approved_by=by,
        approved_at=at,
    )
    MarkedRegister.objects.filter(pk=file.pk).update(uploaded_at=at)
    bulk.fill(
        TurnoutRecord,
        "unit election elector recorded_for polling_district state marked_register",
        (
            (past.unit_id, past.pk, entry.pk, entry.pk, districts[entry.district.code], state.value, file.pk)
            for entry, state in rows
        ),
    )


def _save_absent(election: Election, register: Register, postal: set[int], by: User, chance: random.Random) -> None:
    """Write the votes as an approved list would have left them; a few proxies among them."""
    kinds = {entry.pk: AbsentKind.POSTAL for entry in register.entries if entry.pk in postal}
    for entry in register.entries:
        if entry.kind == ElectorKind.ORDINARY and entry.pk not in kinds and chance.random() < _PROXY:
            kinds[entry.pk] = AbsentKind.PROXY if chance.random() < 0.8 else AbsentKind.POSTAL_PROXY
    counts = {kind: sum(said == kind for said in kinds.values()) for kind in AbsentKind}
    at = clock.at(clock.today() - datetime.timedelta(days=6), 18, 40)
    brought_in = AbsentList.objects.create(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        unit_id=election.unit_id,
        election=election,
        file_name="absent voters.csv",
        sha256="",
        kinds=sorted(AbsentKind.values),
        dated_on=at.date(),
        state=ListState.APPLIED,
        report={
            "rows": len(kinds),
            "kinds": {kind.value: {"added": count, "removed": 0, "kept": 0} for kind, count in counts.items()},
            "left_out": {},
            "by_name": 0,
            "added": len(kinds),
            "removed": 0,
            "kept": 0,
        },
        uploaded_by=by,
        approved_by=by,
        approved_at=at,
    )
    AbsentList.objects.filter(pk=brought_in.pk).update(uploaded_at=at)
    bulk.fill(
        AbsentVote,
        "unit election elector recorded_for kind listed_in added_by added_at",
        ((election.unit_id, election.pk, pk, pk, kind.value, brought_in.pk, by.pk, at) for pk, kind in kinds.items()),
    )
