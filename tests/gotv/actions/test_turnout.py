"""Marked registers: as a file, typed in, closed, undone; and what happens when two entries are one person."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine

from access.models import AuditEvent, Unit
from canvass.enums import ElectorKind
from canvass.models import Elector, PollingDistrict
from gotv.actions import marks, turnout
from gotv.enums import ListState, TurnoutState
from gotv.models import (
    AbsentVote,
    DistrictCounter,
    Election,
    MarkedRegister,
    MarkedRow,
    TurnoutEntry,
    TurnoutRecord,
    Voted,
)
from gotv.rules import turnout as rules
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_HEAD = "Elector Number Prefix,Elector Number,Elector Number Suffix,Marked\n"


@pytest.fixture
def past(cast: Cast, scope: Unit) -> SimpleNamespace:
    """HH1 with electors 1 to 6, the fifth anonymous, and an election a month ago."""
    row = canvass.street(scope)
    people = [canvass.elector(canvass.household(row, n), f"E{n}", number=n) for n in (1, 2, 3, 4)]
    hh1 = people[0].polling_district
    canvass.elector(None, "", "", kind=ElectorKind.ANONYMOUS, number=5, in_district=hh1, markers="N")
    people.append(canvass.elector(canvass.household(row, 6), "E6", number=6, suffix=1))
    poll = make.election(scope, "Locals", on=clock.today() - datetime.timedelta(days=30))
    return SimpleNamespace(poll=poll, hh1=hh1, people=people, by=cast.osei, unit=scope)


def _read(past: SimpleNamespace, path: Path, rows: str, **facts: object) -> MarkedRegister:
    path = path / "marked.csv"
    path.write_text(_HEAD + rows)
    return turnout.read(election=past.poll, path=path, file_name="marked.csv", by=past.by, **facts)  # type: ignore[arg-type]


def _bring_in(past: SimpleNamespace, path: Path, rows: str) -> MarkedRegister:
    return turnout.approve(marked=_read(past, path, rows), by=past.by)


def _enter(past: SimpleNamespace, text: str, form_id: uuid.UUID | None = None) -> turnout.Entered:
    return turnout.enter(
        election=past.poll,
        district=past.hh1,
        typed=rules.read(text, past.hh1.code),
        text=text,
        form_id=form_id or uuid.uuid4(),
        by=past.by,
    )


def _close(past: SimpleNamespace) -> turnout.Entered:
    return turnout.close(election=past.poll, district=past.hh1, form_id=uuid.uuid4(), by=past.by)


def _states(poll: Election) -> dict[str, str]:
    rows = TurnoutRecord.objects.filter(election=poll).order_by("elector__number")
    return dict(rows.values_list("elector__forenames", "state"))


_FILE = "HH1,1,0,V\nHH1,2,0,VA\nHH1,3,0,A\nHH1,4,0,\n"
_ALL = {"E1": "voted", "E2": "by_post", "E3": "not_returned", "E4": "did_not_vote"}


def test_reading_a_file_changes_nothing_and_counts(past: SimpleNamespace, tmp_path: Path) -> None:
    made = _read(past, tmp_path, _FILE + "HH1,99,0,V\nXX1,1,0,V\nHH1,x,0,V\nHH1,1,0,V\nHH1,6,1,Q\nHH1,5,0,V\nHH1,7\n")
    assert made.report["rows"] == 11
    assert made.report["matched"] == 4
    assert made.report["states"] == {"voted": 1, "by_post": 1, "not_returned": 1, "did_not_vote": 1}
    assert made.report["districts"] == {"HH1": {"voted": 1, "by_post": 1, "not_returned": 1, "did_not_vote": 1}}
    assert made.report["left_out"] == {
        "nobody": 1, "no_district": 1, "bad_number": 1, "twice": 1, "bad_mark": 1, "sealed": 1, "broken": 1,
    }  # fmt: skip
    assert [made.report[name] for name in ("added", "changed", "kept")] == [4, 0, 0]
    assert _states(past.poll) == {}


def test_a_file_brings_four_states(past: SimpleNamespace, tmp_path: Path) -> None:
    made = _bring_in(past, tmp_path, _FILE)
    assert _states(past.poll) == _ALL
    assert made.state == ListState.APPLIED
    assert AuditEvent.objects.get(verb="marked.approved").detail == {"added": 4, "changed": 0, "kept": 0}
    assert set(TurnoutRecord.objects.values_list("polling_district", flat=True)) == {past.hh1.pk}


def test_of_a_sealed_entry_nothing_is_kept(past: SimpleNamespace, tmp_path: Path) -> None:
    made = _bring_in(past, tmp_path, "HH1,5,0,V\n")
    assert _states(past.poll) == {}
    row = MarkedRow.objects.get(marked_register=made)
    assert (row.elector_id, row.turnout, row.problem) == (None, "", "sealed")


def test_the_same_file_twice_changes_nothing(past: SimpleNamespace, tmp_path: Path) -> None:
    _bring_in(past, tmp_path, _FILE)
    before = list(TurnoutRecord.objects.order_by("pk").values())
    again = _bring_in(past, tmp_path, _FILE)
    assert [again.report[name] for name in ("added", "changed", "kept")] == [0, 0, 4]
    assert list(TurnoutRecord.objects.order_by("pk").values()) == before


def test_taking_a_file_back_restores_exactly(past: SimpleNamespace, tmp_path: Path) -> None:
    _enter(past, "1 n")
    _bring_in(past, tmp_path, "HH1,2,0,V\n")
    before = list(TurnoutRecord.objects.order_by("pk").values())
    made = _bring_in(past, tmp_path, _FILE)
    assert [made.report[name] for name in ("added", "changed", "kept")] == [2, 2, 0]
    assert _states(past.poll) == _ALL
    turnout.take_back(marked=made, by=past.by)
    assert list(TurnoutRecord.objects.order_by("pk").values()) == before


def test_only_the_newest_file_is_taken_back_and_what_was_typed_since_stays(
    past: SimpleNamespace, tmp_path: Path
) -> None:
    first, second = _bring_in(past, tmp_path, _FILE), _bring_in(past, tmp_path, "HH1,6,1,V\n")
    with pytest.raises(Refused, match="A newer file"):
        turnout.take_back(marked=first, by=past.by)
    entered = _enter(past, "6/1 p")
    turnout.take_back(marked=second, by=past.by)
    turnout.take_back(marked=first, by=past.by)
    assert _states(past.poll) == {"E6": "by_post"}
    # What it said before came from a file that is taken back: so nothing is said any more.
    turnout.undo(entry=entered.entry, by=past.by)
    assert _states(past.poll) == {}


def test_after_a_month_a_file_stays(past: SimpleNamespace, tmp_path: Path) -> None:
    made = _bring_in(past, tmp_path, _FILE)
    _enter(past, "6/1")
    waiting = _read(past, tmp_path, _FILE)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=32), tick=False):
        assert turnout.forget(unit_id=past.unit.pk) == 9  # four rows of each file, and an entry
        assert turnout.forget(unit_id=past.unit.pk) == 0
        with pytest.raises(Refused, match="more than a month ago"):
            turnout.take_back(marked=made, by=past.by)
    waiting.refresh_from_db()
    assert waiting.state == ListState.DISCARDED
    assert _states(past.poll) == _ALL | {"E6": "voted"}


@pytest.mark.parametrize(("days", "rehearsal", "message"), [(0, False, "not over yet"), (-30, True, "rehearsal")])
def test_no_marked_register_of_what_is_not_over(
    past: SimpleNamespace, tmp_path: Path, days: int, rehearsal: bool, message: str
) -> None:
    day = clock.today() + datetime.timedelta(days=days)
    past.poll = make.election(past.unit, "Other", on=day, rehearsal=rehearsal)
    for deed in (lambda: _read(past, tmp_path, _FILE), lambda: _enter(past, "1"), lambda: _close(past)):
        with pytest.raises(Refused, match=message):
            deed()


def test_two_councils_with_one_code_are_told_apart(past: SimpleNamespace, tmp_path: Path) -> None:
    mine, other = canvass.council(past.unit), canvass.council(past.unit, "Vale")
    PollingDistrict.objects.filter(pk=past.hh1.pk).update(council=mine)
    PollingDistrict.objects.create(unit=past.unit, code="HH1", council=other)
    with pytest.raises(Refused, match="Two councils use the code HH1"):
        _read(past, tmp_path, _FILE)
    assert _read(past, tmp_path, _FILE, council=mine).report["matched"] == 4
    assert _read(past, tmp_path, _FILE, council=other).report["left_out"] == {"nobody": 4}


def test_a_file_reaches_no_further_than_the_area(past: SimpleNamespace, tmp_path: Path) -> None:
    elsewhere = canvass.district(past.unit, "HH2")
    made = _read(past, tmp_path, _FILE, within=[elsewhere.pk])
    assert made.report["left_out"] == {"no_district": 4}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("1", {"E1": "voted"}),
        ("6/1p", {"E6": "by_post"}),
        ("2-4 a", {"E2": "not_returned", "E3": "not_returned", "E4": "not_returned"}),
        ("1 3 n", {"E1": "did_not_vote", "E3": "did_not_vote"}),
        ("HH1-2", {"E2": "voted"}),
    ],
)
def test_typed_numbers_are_recorded(past: SimpleNamespace, text: str, states: dict[str, str]) -> None:
    came = _enter(past, text)
    assert (_states(past.poll), came.people, came.unknown) == (states, len(states), ())


def test_what_nobody_has_and_what_is_sealed_is_said(past: SimpleNamespace) -> None:
    came = _enter(past, "1 5 77 80-90")
    assert (came.people, came.unknown, came.sealed) == (1, ("77", "80-90"), ("5",))
    assert _enter(past, "77").entry is None


def test_the_same_form_twice_is_recorded_once(past: SimpleNamespace) -> None:
    form_id = uuid.uuid4()
    assert _enter(past, "1", form_id).people == _enter(past, "1", form_id).people == 1
    assert TurnoutEntry.objects.count() == 1
    again = _enter(past, "1")
    assert (again.entry, again.same) == (None, 1)


def test_another_state_corrects_and_undo_brings_the_first_back(past: SimpleNamespace) -> None:
    _enter(past, "1-3")
    came = _enter(past, "2 p")
    assert (came.people, came.changed) == (1, 1)
    assert _states(past.poll)["E2"] == "by_post"
    turnout.undo(entry=came.entry, by=past.by)
    turnout.undo(entry=came.entry, by=past.by)
    assert _states(past.poll) == {"E1": "voted", "E2": "voted", "E3": "voted"}
    assert AuditEvent.objects.filter(verb="turnout.undone").count() == 1


def test_undo_leaves_what_was_typed_since(past: SimpleNamespace) -> None:
    first = _enter(past, "1 2")
    _enter(past, "2 p")
    turnout.undo(entry=first.entry, by=past.by)
    assert _states(past.poll) == {"E2": "by_post"}


def test_far_too_much_at_once_is_refused(past: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="at most 200"):
        _enter(past, " ".join(str(n) for n in range(1, 202)))


def test_closing_a_district_records_the_rest(past: SimpleNamespace) -> None:
    _enter(past, "1")
    came = _close(past)
    assert came.people == 4
    assert _states(past.poll) == dict.fromkeys(("E2", "E3", "E4", "E6"), "did_not_vote") | {"E1": "voted"}
    assert _close(past).entry is None
    turnout.undo(entry=came.entry, by=past.by)
    assert _states(past.poll) == {"E1": "voted"}


def test_closing_leaves_out_postal_voters_and_who_could_not_vote(past: SimpleNamespace) -> None:
    make.absent(past.people[0], past.poll)
    Elector.objects.filter(pk=past.people[1].pk).update(franchise="F")
    Elector.objects.filter(pk=past.people[2].pk).update(date_of_attainment=clock.today())
    _close(past)
    assert set(_states(past.poll)) == {"E4", "E6"}


def _merge(past: SimpleNamespace, gone: Elector, stays: Elector) -> None:
    Elector.objects.filter(pk=gone.pk).update(merged_into=stays, left_on=clock.today())
    turnout.follow_merge(past.unit.pk, gone.pk, stays.pk)


def _part(past: SimpleNamespace, gone: Elector, stays: Elector) -> None:
    Elector.objects.filter(pk=gone.pk).update(merged_into=None, left_on=None)
    turnout.follow_merge(past.unit.pk, stays.pk, gone.pk)


def test_turnout_and_absent_votes_follow_a_merge_and_come_back(past: SimpleNamespace) -> None:
    was, now = past.people[:2]
    other = make.election(past.unit, "Older", on=clock.today() - datetime.timedelta(days=400))
    make.turnout(was, past.poll, TurnoutState.VOTED)
    make.turnout(now, past.poll, TurnoutState.DID_NOT_VOTE)
    make.turnout(now, other, TurnoutState.BY_POST)
    make.absent(now, past.poll)
    before = [*TurnoutRecord.objects.order_by("pk").values(), *AbsentVote.objects.values()]
    _merge(past, now, was)
    assert dict(TurnoutRecord.objects.filter(elector=was).values_list("election__name", "state")) == {
        "Locals": "voted",
        "Older": "by_post",
    }
    assert AbsentVote.objects.get().elector_id == was.pk
    _merge(past, now, was)
    _part(past, now, was)
    assert [*TurnoutRecord.objects.order_by("pk").values(), *AbsentVote.objects.values()] == before


def test_vote_marks_count_for_the_person_and_come_back(past: SimpleNamespace) -> None:
    was, now = past.people[:2]
    poll = make.election(past.unit, "Today", rehearsal=True)
    hall = make.station(poll, "Hall", past.hh1)
    mark = make.mark(hall, now)
    _merge(past, now, was)
    assert list(Voted.objects.values_list("elector", flat=True)) == [was.pk]
    assert DistrictCounter.objects.get(election=poll).voted == 1
    assert marks.recount(election=poll).agreed
    make.mark(hall, was)
    marks.take_back(mark=mark, reason="wrong", by=past.by)
    assert marks.recount(election=poll).agreed
    _part(past, now, was)
    assert list(Voted.objects.values_list("elector", flat=True)) == [was.pk]


def test_two_marks_of_one_person_are_one_vote(past: SimpleNamespace) -> None:
    was, now = past.people[:2]
    poll = make.election(past.unit, "Today", rehearsal=True)
    hall = make.station(poll, "Hall", past.hh1)
    first, _second = make.mark(hall, was), make.mark(hall, now)
    _merge(past, now, was)
    assert (Voted.objects.count(), DistrictCounter.objects.get(election=poll).voted) == (1, 1)
    marks.take_back(mark=first, reason="wrong", by=past.by)
    assert list(Voted.objects.values_list("elector", flat=True)) == [was.pk]
    assert marks.recount(election=poll).agreed
    _part(past, now, was)
    assert list(Voted.objects.values_list("elector", flat=True)) == [now.pk]
