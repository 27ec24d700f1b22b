"""Phones, the office and the network in any order: in the end everything is as if each event had come once, in order.

Hypothesis plays: phones record, send what they like of their queues in any order and again, answers are lost, requests
are cut, the server dies before any one of its statements; meanwhile the register changes, entries are found to be one
person and parted again, phones are stopped, boards put away, marks lifted. What must hold: all that was acknowledged is
there; the derived tables equal a rebuild; and they equal a world in which the office did the same and every event was
sent once, in the order in which it happened, between the same two deeds of the office.
"""

from __future__ import annotations

import datetime
import itertools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from access.models import DeviceGrant, Unit
from canvass.actions import answers, contacts, matches
from canvass.enums import EventStatus
from canvass.models import (
    Approach,
    Board,
    ConsentWording,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    DoubtfulMatch,
    Elector,
    Found,
    Household,
    IssueRaised,
    LatestContact,
    LatestVisit,
    Survey,
    SurveyAnswer,
    SurveyVersion,
)
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass, phones
from tests.factories.phones import Phone
from tests.faults import dice

EXAMPLES, STEPS = (400, 40) if dice.FULL else (12, 25)
SETTLED = {"stored", "duplicate", "quarantined"}
# Some of a conversation's length, some on either side of ten minutes (a slip) and of three hours (one visit).
GAPS = st.sampled_from([0, 1, 9, 11, 181])
INTENTIONS = st.sampled_from(["labour", "green", "undecided", None])
OUTCOMES = ["not_in", "no_access", "not_found", "spoke", "refused", "moved", "deceased", "do_not_contact"]
AT_THE_DOOR = {"not_in", "no_access", "not_found", "spoke", "refused"}
# All that follows from events, and by what its rows are told apart.
DERIVED = {
    LatestContact: ("elector_id",),
    LatestVisit: ("household_id",),
    IssueRaised: ("elector_id", "event_id", "topic"),
    SurveyAnswer: ("elector_id", "version_id", "question"),
    DoorFlag: ("event_id",),
    DoorstepConsent: ("event_id",),
    Found: ("event_id",),
    Approach: ("household_id", "channel", "at"),
}
FATES = st.one_of(st.sampled_from(["answered", "answered", "lost", "cut"]), st.integers(1, 40))


@dataclass
class Ground:
    """A street of three doors, with somebody of whom it is doubtful whether they are somebody who left."""

    cast: Cast
    unit: Unit
    phones: list[Phone]
    electors: list[Elector]
    doors: list[Household]
    match: DoubtfulMatch
    boards: list[Board]
    wording: ConsentWording
    survey: SurveyVersion


@pytest.fixture
def ground(cast: Cast, scope: Unit, monkeypatch: pytest.MonkeyPatch) -> Ground:
    moment = timezone.now().replace(microsecond=0)  # what happened when must not depend on how long a test takes
    monkeypatch.setattr(timezone, "now", lambda: moment)
    road = canvass.street(scope)
    doors = [canvass.household(road, number) for number in (21, 23, 25)]
    elsie, graham = canvass.elector(doors[0], "Elsie"), canvass.elector(doors[0], "Graham")
    zofia, nia = canvass.elector(doors[1], "Zofia", "Haddad"), canvass.elector(doors[2], "Nia", "Prosser")
    match = canvass.doubt(graham, canvass.elector(doors[1], "Graham"))
    boards = [canvass.board(cast.osei, *doors), canvass.board(cast.osei, *doors[1:], name="A later round")]
    for board, user in ((boards[0], cast.alun), (boards[1], cast.osei)):
        canvass.hand(board, user, cast.osei)
    made = [phones.phone(boards[0], cast.alun), phones.phone(boards[1], cast.alun), phones.phone(boards[1], cast.osei)]
    wording = ConsentWording.objects.create(unit=scope, channel="phone", text="May we ring you?", made_by=cast.osei)
    survey = Survey.objects.create(unit=scope, name="Spring", made_by=cast.osei)
    version = SurveyVersion.objects.create(unit=scope, survey=survey, number=1, body={}, made_by=cast.osei)
    people_here = [elsie, graham, zofia, nia, match.now]
    return Ground(cast, scope, made, people_here, doors, match, boards, wording, version)


def tables() -> dict[str, dict]:
    """Return what the office sees: the derived rows by their key, and what waits, why."""
    found: dict[str, dict] = {
        model.__name__: {
            tuple(row[name] for name in key): {name: value for name, value in row.items() if name != "id"}
            for row in model.objects.values()
        }
        for model, key in DERIVED.items()
    }
    rows = ContactEvent.objects.values_list("pk", "status", "quarantine_reason")
    found["events"] = {str(pk): f"{status} {reason}".strip() for pk, status, reason in rows}
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Do all of this and then take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def dies_before(statement: int) -> Iterator[None]:
    """Let the database hang up before it gets to so many statements, whichever that is."""
    left = itertools.count(statement, -1)

    def carry_out(execute: Callable, sql: str, parameters: Any, many: bool, context: dict) -> Any:
        if next(left) == 1:
            raise OperationalError("the server died")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(carry_out):
        yield


@dataclass(frozen=True)
class Deed:
    """Something the office does. `act` may be refused, and then it is refused in both worlds."""

    name: str
    act: Callable[[], object] = field(compare=False)

    def do(self) -> None:
        with suppress(Refused, IntegrityError), transaction.atomic():
            self.act()


class Office:
    """What may happen to the register, the boards and the phones while these are out."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def leaves(self, elector: int) -> Deed:
        return self._register(f"{elector} leaves", elector, left_on=timezone.now().date())

    def is_back(self, elector: int) -> Deed:
        return self._register(f"{elector} is back", elector, left_on=None)

    def moves(self, elector: int, door: int) -> Deed:
        return self._register(f"{elector} moves to {door}", elector, household=self.ground.doors[door])

    def _register(self, name: str, elector: int, **change: object) -> Deed:
        rows = Elector.objects.filter(pk=self.ground.electors[elector].pk)
        return Deed(name, lambda: rows.update(**change))

    def one_person(self) -> Deed:
        return Deed("one person", lambda: matches.same(match=self.ground.match, by=self.ground.cast.marian))

    def two_people(self) -> Deed:
        return Deed("two people", lambda: matches.undo(match=self.ground.match, by=self.ground.cast.marian))

    def stops(self, phone: int) -> Deed:
        rows = DeviceGrant.objects.filter(pk=self.ground.phones[phone].grant.pk)
        return Deed(f"phone {phone} stops", lambda: rows.update(revoked_at=timezone.now()))

    def runs_out(self, phone: int) -> Deed:
        rows = DeviceGrant.objects.filter(pk=self.ground.phones[phone].grant.pk)
        return Deed(f"phone {phone} runs out", lambda: rows.update(write_until=timezone.now()))

    def puts_away(self, board: int) -> Deed:
        rows = Board.objects.filter(pk=self.ground.boards[board].pk)
        return Deed(f"board {board} away", lambda: rows.update(closed_at=timezone.now()))

    def lifts(self, elector: int, mark: str) -> Deed:
        def lift() -> None:
            found = Elector.objects.get(pk=self.ground.electors[elector].pk)
            contacts.lift(by=self.ground.cast.marian, elector=found, mark=mark, reason="They rang us")

        return Deed(f"{mark} of {elector} lifted", lift)

    def accepts_all(self) -> Deed:
        def accept() -> None:
            waiting = ContactEvent.objects.filter(status=EventStatus.QUARANTINED).order_by("device_time", "pk")
            for pk in list(waiting.values_list("pk", flat=True)):
                with suppress(Refused):
                    answers.accept(by=self.ground.cast.marian, unit=self.ground.unit, ids=[pk])

        return Deed("all accepted", accept)


class Doorstep(RuleBasedStateMachine):
    """One world. `ground` is set by the test."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        cache.clear()  # it counts batches by the minute, and this minute is long
        self.phones = [replace(phone, numbers=itertools.count(1)) for phone in self.ground.phones]
        self.office = Office(self.ground)
        self.clock = timezone.now() - datetime.timedelta(days=20)
        self.made: list[tuple[int, dict]] = []  # phone and event, in the order in which it happened
        self.acknowledged: set[str] = set()
        self.stored: set[str] = set()
        self.history: list[str | Deed] = []  # ids as they were stored, and the office's deeds in between
        self.block = undone()
        self.block.__enter__()

    # What phones record

    @rule(
        phone=st.integers(0, 2),
        elector=st.integers(0, 4),
        intention=INTENTIONS,
        scale=st.sampled_from([None, 2, 9]),
        issue=st.sampled_from([[], ["buses"], ["housing", "schools"]]),
        gap=GAPS,
    )
    def answers(
        self, phone: int, elector: int, intention: str | None, scale: int | None, issue: list, gap: int
    ) -> None:
        who = self.ground.electors[elector]
        self._record(phone, self.phones[phone].answer(who, intention, scale=scale, issues=issue, **self._at(gap)))

    @rule(phone=st.integers(0, 2), elector=st.integers(0, 4), code=st.sampled_from(OUTCOMES), gap=GAPS)
    def finds(self, phone: int, elector: int, code: str, gap: int) -> None:
        who = self.ground.electors[elector]
        about: dict = {"household": who.household} if code in AT_THE_DOOR else {"elector": who}
        self._record(phone, self.phones[phone].outcome(code, **about, **self._at(gap)))

    @rule(
        phone=st.integers(0, 2),
        elector=st.integers(0, 4),
        said=st.sampled_from(["reported", "surveyed", "wishes", "consent", "flag", "found"]),
        gap=GAPS,
    )
    def tells(self, phone: int, elector: int, said: str, gap: int) -> None:
        """Record one of the rarer things that a door gives."""
        who, hand, at = self.ground.electors[elector], self.phones[phone], self._at(gap)
        survey = {"version": str(self.ground.survey.pk), "answers": {"buses": 7}}
        made = {
            "reported": lambda: hand.answer(who, "reform", said={"respondent": "other"}, **at),
            "surveyed": lambda: hand.answer(who, None, said={"survey": survey, "note": "The 42"}, **at),
            "wishes": lambda: hand.answer(who, None, said={"wishes": ["poster"], "ruled_out": ["reform"]}, **at),
            "consent": lambda: hand.consent(who, self.ground.wording.pk, **at),
            "flag": lambda: hand.flag(who.household, "dog", **at),
            "found": lambda: hand.found(name="Ngozi", household=who.household_id if gap else None, **at),
        }
        self._record(phone, made[said]())

    @precondition(lambda self: self.made)
    @rule(back=st.integers(0, 5), elector=st.integers(0, 4), intention=INTENTIONS, gap=GAPS)
    def corrects(self, back: int, elector: int, intention: str | None, gap: int) -> None:
        phone, event = self.made[-1 - back % len(self.made)]
        who = self.ground.electors[elector]
        more = {"supersedes": event["id"], **self._at(gap)}
        self._record(phone, self.phones[phone].answer(who, intention, issues=["gp_waits"], **more))

    @precondition(lambda self: self.made)
    @rule(back=st.integers(0, 5), other=st.booleans(), gap=GAPS)
    def takes_back(self, back: int, other: bool, gap: int) -> None:
        phone, event = self.made[-1 - back % len(self.made)]
        phone = (phone + other) % len(self.phones)
        self._record(phone, self.phones[phone].undo(event, **self._at(gap)))

    def _at(self, gap: int) -> dict[str, str]:
        self.clock += datetime.timedelta(minutes=gap, seconds=1)
        return {"device_time": self.clock.isoformat()}

    def _record(self, phone: int, event: dict) -> None:
        self.made.append((phone, event))

    # What becomes of it on the way

    @precondition(lambda self: self.made)
    @rule(phone=st.integers(0, 2), count=st.integers(1, 6), order=st.randoms(use_true_random=False), fate=FATES)
    def sends(self, phone: int, count: int, order: random.Random, fate: str | int) -> None:
        """Send some of what the phone ever made, in any order: also what it was told is there."""
        own = [event for whose, event in self.made if whose == phone]
        some = order.sample(own, min(count, len(own)))
        if not some:
            return
        body = json.dumps(self.phones[phone].batch(*some))
        if fate == "cut":
            assert self.phones[phone].post(body[: len(body) * 2 // 3]).status_code == 400
        elif isinstance(fate, int):
            with dies_before(fate):
                self._heard(self.phones[phone].post(body), some)
        else:
            answer = self.phones[phone].post(body)
            assert answer.status_code == 202, answer.content
            if fate == "answered":
                self._heard(answer, some)
        self._note_stored()

    def _heard(self, answer: Any, sent: list[dict]) -> None:
        if answer.status_code != 202:
            assert (answer.status_code, "X-Sync-Ack" in answer) == (503, False), answer.content
            return
        results = answer.json()["results"]
        assert [result["id"] for result in results] == [event["id"] for event in sent]
        assert {result["status"] for result in results} <= SETTLED, results
        self.acknowledged |= {result["id"] for result in results}

    def _note_stored(self) -> None:
        now = {str(pk) for pk in ContactEvent.objects.values_list("pk", flat=True)}
        assert now >= self.stored, "an event has gone"
        self.history += sorted(now - self.stored)
        self.stored = now

    # What the office does meanwhile

    @rule(elector=st.integers(0, 3), door=st.integers(0, 2), what=st.sampled_from(["leaves", "is_back", "moves"]))
    def the_register_changes(self, elector: int, door: int, what: str) -> None:
        if what == "moves":
            self._do(self.office.moves(elector, door))
        else:
            self._do(getattr(self.office, what)(elector))

    @rule(one=st.booleans())
    def two_entries_are_one_person_or_not(self, one: bool) -> None:
        self._do(self.office.one_person() if one else self.office.two_people())

    @rule(phone=st.integers(0, 2), what=st.sampled_from(["stops", "runs_out"]))
    def a_grant_ends(self, phone: int, what: str) -> None:
        self._do(getattr(self.office, what)(phone))

    @rule(board=st.integers(0, 1))
    def a_board_is_put_away(self, board: int) -> None:
        self._do(self.office.puts_away(board))

    @rule(elector=st.integers(0, 4), mark=st.sampled_from(["moved", "deceased", "do_not_contact"]))
    def a_mark_is_lifted(self, elector: int, mark: str) -> None:
        self._do(self.office.lifts(elector, mark))

    @rule()
    def what_waits_is_accepted(self) -> None:
        self._do(self.office.accepts_all())

    def _do(self, deed: Deed) -> None:
        deed.do()
        self.history.append(deed)

    # What must hold

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        assert self.acknowledged <= self.stored

    def teardown(self) -> None:
        try:
            self._signal_returns()
            found = tables()
            contacts.rebuild(unit=self.ground.unit)
            assert tables() == found, "a rebuild ends in other rows"
        finally:
            self.block.__exit__(None, None, None)
        with undone():
            self._in_order_once()
            assert tables() == found, f"each once and in order ends in other rows: {self.history}"

    def _signal_returns(self) -> None:
        """Let every phone send all that it was not told is there."""
        for number, phone in enumerate(self.phones):
            left = [event for whose, event in self.made if whose == number and event["id"] not in self.acknowledged]
            for start in range(0, len(left), 50):
                some = left[start : start + 50]
                self._heard(phone.post(phone.batch(*some)), some)
        self._note_stored()
        assert self.acknowledged == self.stored == {event["id"] for _phone, event in self.made}

    def _in_order_once(self) -> None:
        place = {event["id"]: (number, phone, event) for number, (phone, event) in enumerate(self.made)}
        for is_deed, steps in itertools.groupby(self.history, key=lambda step: isinstance(step, Deed)):
            if is_deed:
                for deed in steps:
                    deed.do()  # type: ignore[union-attr]
            else:
                for _number, phone, event in sorted(place[pk] for pk in steps):  # type: ignore[index]
                    self.phones[phone].send(event)


def test_any_order_repeats_and_crashes_end_in_the_same_state(ground: Ground) -> None:
    class Here(Doorstep):
        pass

    Here.ground = ground
    run_state_machine_as_test(
        hypothesis.seed(dice.SEED)(Here),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
