"""Who is who: merging two entries, keeping them apart, undoing either, and phones that still know the old one."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from access.models import AuditEvent, Unit
from canvass import hooks
from canvass.actions import contacts, finding, matches
from canvass.actions.imports import undoing
from canvass.enums import ElectorKind, MatchDecision
from canvass.models import (
    ContactEvent,
    Council,
    DoubtfulMatch,
    Elector,
    LatestContact,
    PastEntry,
    RegisterImport,
    SearchEntry,
)
from canvass.queries.boards import doors, picking
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, gotv, imports, phones, registers
from tests.factories.registers import Person

LEFT = datetime.date(2026, 11, 1)


@pytest.fixture
def ann(doorstep: Doorstep) -> Elector:
    """Somebody new at the next door, who may be Elsie."""
    with everywhere():
        Elector.objects.filter(pk=doorstep.elsie.pk).update(title="Mrs")
    return canvass.elector(doorstep.next_door, "Elsie May", "Marchbank", number=77, markers="L")


@pytest.fixture
def question(doorstep: Doorstep, ann: Elector) -> DoubtfulMatch:
    doorstep.elsie.refresh_from_db()
    return canvass.doubt(doorstep.elsie, ann)


def state() -> tuple[list, ...]:
    """Return all that a merge touches, as values."""
    return (
        list(Elector.objects.order_by("pk").values()),
        list(PastEntry.objects.order_by("pk").values()),
        list(LatestContact.objects.order_by("pk").values()),
        list(DoubtfulMatch.objects.order_by("pk").values()),
    )


def decide(question: DoubtfulMatch, cast: Cast, how: str = "same") -> None:
    getattr(matches, how)(match=question, by=cast.marian)
    question.refresh_from_db()


def test_the_entry_moves_on_to_the_older_elector(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    decide(question, cast)
    elsie, now = Elector.objects.get(pk=doorstep.elsie.pk), Elector.objects.get(pk=ann.pk)
    assert (elsie.forenames, elsie.number, elsie.household_id, elsie.markers) == (
        "Elsie May",
        77,
        ann.household_id,
        "L",
    )
    assert (elsie.left_on, elsie.title, elsie.merged_into_id) == (None, "Mrs", None)
    assert now.merged_into_id == elsie.pk
    assert now.left_on is not None
    assert (question.decision, question.decided_by_id) == (MatchDecision.SAME, cast.marian.pk)
    row = AuditEvent.objects.get(verb="match.same")
    assert row.detail == {"was": elsie.pk, "now": ann.pk}
    assert row.actor_id == cast.marian.pk


def test_answers_on_either_side_count_for_the_one_that_is_kept(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    phone = doorstep.phone
    phone.send(phone.answer(ann, "labour", scale=9), phone.outcome("do_not_contact", elector=ann))
    assert LatestContact.objects.get().elector_id == ann.pk
    before = list(ContactEvent.objects.order_by("pk").values())
    decide(question, cast)
    kept = LatestContact.objects.get()
    assert (kept.elector_id, kept.intention, kept.do_not_contact) == (doorstep.elsie.pk, "labour", True)
    assert list(ContactEvent.objects.order_by("pk").values()) == before, "events are never rewritten"
    contacts.rebuild(unit=scope)
    again = LatestContact.objects.get()
    assert (again.elector_id, again.intention, again.do_not_contact) == (doorstep.elsie.pk, "labour", True)


def test_a_mark_of_the_newer_entry_can_be_lifted_from_the_one_that_is_kept_and_put_back(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=ann))
    decide(question, cast)
    elsie = Elector.objects.get(pk=doorstep.elsie.pk)
    contacts.lift(by=cast.marian, elector=elsie, mark="do_not_contact", reason="She wrote to us.")
    assert not LatestContact.objects.filter(do_not_contact=True).exists()
    contacts.put_back(by=cast.marian, elector=elsie, mark="do_not_contact")
    assert LatestContact.objects.get().do_not_contact


def test_a_phone_that_knows_the_newer_entry_is_heard_for_the_one_that_is_kept(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    phone, answer = doorstep.phone, doorstep.phone.answer(ann, "labour")
    decide(question, cast)
    assert phone.send(answer)[0]["status"] == "stored"
    event = ContactEvent.objects.get(pk=answer["id"])
    assert (event.elector_id, event.household_id, event.status) == (ann.pk, ann.household_id, "live")
    assert LatestContact.objects.get().elector_id == doorstep.elsie.pk
    assert phone.send(answer)[0]["status"] == "duplicate"
    phone.send(phone.undo(answer))
    assert not LatestContact.objects.exists()


def test_what_was_said_while_they_were_one_goes_with_the_door_when_they_are_two_again(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    """At the newer entry's door, whichever name the phone knew; what was said before stays where it was said."""
    phone = doorstep.phone
    first = phone.answer(doorstep.elsie, "labour", household=doorstep.door.pk)
    before_question = Elector.objects.filter(pk=doorstep.elsie.pk)
    before_question.update(left_on=None)
    phone.send(first)
    before_question.update(left_on=LEFT)
    decide(question, cast)
    elsie = Elector.objects.get(pk=doorstep.elsie.pk)
    fresh, stale = phone.answer(elsie, "green"), phone.answer(ann, None, scale=3)
    assert [one["status"] for one in phone.send(fresh, stale)] == ["stored", "stored"]
    kept = LatestContact.objects.get()
    assert (kept.elector_id, kept.intention, kept.labour_scale) == (elsie.pk, "green", 3), "until then it is one person"
    matches.undo(match=question, by=cast.marian)
    now = {one.elector_id: (one.intention, one.labour_scale) for one in LatestContact.objects.all()}
    assert now == {elsie.pk: ("labour", None), ann.pk: ("green", 3)}
    contacts.rebuild(unit=scope)
    assert now == {one.elector_id: (one.intention, one.labour_scale) for one in LatestContact.objects.all()}
    phone.send(phone.undo(fresh))
    assert LatestContact.objects.get(pk=ann.pk).intention == "", "the phone may still take back what it said"


def test_a_correction_stays_with_what_it_corrects(doorstep: Doorstep, cast: Cast, scope: Unit) -> None:
    """Behind one door the two are told apart by what was said when: a correction is about whom the first was about."""
    phone = doorstep.phone
    first = phone.answer(doorstep.graham, "labour")
    phone.send(first)
    new = canvass.elector(doorstep.door, "Graham", "Tindall", number=78)
    question = canvass.doubt(doorstep.graham, new)
    decide(question, cast)
    phone.send(phone.answer(doorstep.graham, "green", supersedes=first["id"]))
    assert LatestContact.objects.get().intention == "green"
    matches.undo(match=question, by=cast.marian)
    assert LatestContact.objects.get().elector_id == doorstep.graham.pk


def test_an_objection_at_the_newer_door_goes_with_it(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    decide(question, cast)
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=Elector.objects.get(pk=doorstep.elsie.pk)))
    assert LatestContact.objects.get().elector_id == doorstep.elsie.pk
    matches.undo(match=question, by=cast.marian)
    objected = LatestContact.objects.get()
    assert (objected.elector_id, objected.do_not_contact) == (ann.pk, True)


@pytest.mark.parametrize("how", ["same", "different"])
def test_undoing_restores_exactly(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit, how: str
) -> None:
    phone = doorstep.phone
    phone.send(phone.answer(ann, "labour"), phone.outcome("do_not_contact", elector=doorstep.zofia))
    canvass.doubt(doorstep.graham, ann, 30)
    before = state()
    decide(question, cast, how)
    assert state() != before
    matches.undo(match=question, by=cast.marian)
    assert state() == before
    assert AuditEvent.objects.filter(verb="match.undone").count() == 1


def test_two_people_stay_two(question: DoubtfulMatch, ann: Elector, cast: Cast, scope: Unit) -> None:
    decide(question, cast, "different")
    ann.refresh_from_db()
    assert (ann.merged_into_id, ann.left_on, question.decision) == (None, None, MatchDecision.DIFFERENT)


def test_the_answer_settles_the_other_questions_about_the_two(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    other = canvass.doubt(doorstep.graham, ann, 30)
    decide(question, cast)
    other.refresh_from_db()
    assert other.decision == MatchDecision.DIFFERENT
    with pytest.raises(Refused, match="answered by another decision"):
        matches.undo(match=other, by=cast.marian)
    matches.undo(match=question, by=cast.marian)
    other.refresh_from_db()
    assert other.decision == MatchDecision.OPEN


def test_how_somebody_stood_who_left_long_ago_is_kept(
    question: DoubtfulMatch, doorstep: Doorstep, cast: Cast, scope: Unit
) -> None:
    decide(question, cast)
    past = PastEntry.objects.get(elector=doorstep.elsie)
    assert (past.forenames, past.number, past.household_id) == ("Elsie", doorstep.elsie.number, doorstep.door.pk)
    matches.undo(match=question, by=cast.marian)
    assert not PastEntry.objects.exists()


def test_decided_once(question: DoubtfulMatch, cast: Cast, scope: Unit) -> None:
    decide(question, cast, "different")
    for answer in (matches.same, matches.different):
        with pytest.raises(Refused, match="Marian Teale has decided this already"):
            answer(match=question, by=cast.osei)
    matches.undo(match=question, by=cast.marian)
    with pytest.raises(Refused, match="not decided"):
        matches.undo(match=question, by=cast.marian)


def test_a_question_that_the_register_has_overtaken_can_t_be_answered_with_the_same(
    question: DoubtfulMatch, ann: Elector, cast: Cast, scope: Unit
) -> None:
    Elector.objects.filter(pk=ann.pk).update(left_on=LEFT)
    with pytest.raises(Refused, match="moved on"):
        matches.same(match=question, by=cast.marian)


def test_what_waits_is_compared_anew_and_people_are_found_anew(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    council = canvass.council(scope)
    type(ann.polling_district).objects.update(council=council)
    finding.gather(scope.pk)
    assert SearchEntry.objects.filter(elector=ann).exists()
    decide(question, cast)
    assert Council.objects.get(pk=council.pk).version == council.version + 1
    finding.sweep()
    assert not SearchEntry.objects.filter(elector=ann).exists()
    assert SearchEntry.objects.filter(elector=doorstep.elsie).exists()
    matches.undo(match=question, by=cast.marian)
    assert Council.objects.get(pk=council.pk).version == council.version + 2


def test_whoever_keeps_rows_by_elector_is_told(
    question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, ...]] = []
    monkeypatch.setattr(hooks, "electors_merged", [lambda *ids: told.append(ids)])
    decide(question, cast)
    matches.undo(match=question, by=cast.marian)
    assert told == [(scope.pk, ann.pk, doorstep.elsie.pk)] * 2


def test_turnout_follows(question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit) -> None:
    past = gotv.election(scope, "Locals", on=datetime.date(2025, 5, 1))
    record = gotv.turnout(ann, past)
    decide(question, cast)
    record.refresh_from_db()
    assert record.elector_id == doorstep.elsie.pk
    matches.undo(match=question, by=cast.marian)
    record.refresh_from_db()
    assert record.elector_id == ann.pk


# --- Until somebody says who is who ----------------------------------------------------------------------------------


@pytest.fixture
def objector(doorstep: Doorstep) -> Elector:
    """Elsie, who may be Ann, asked not to be contacted before she left."""
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    return doorstep.elsie


def test_who_may_have_objected_is_not_asked_for(
    objector: Elector, question: DoubtfulMatch, doorstep: Doorstep, ann: Elector, cast: Cast, scope: Unit
) -> None:
    closed = {one.elector.pk: one.may_object for door in doors.doors(doorstep.board) for one in door.people}
    assert closed == {doorstep.graham.pk: False, doorstep.zofia.pk: False, ann.pk: True}
    decide(question, cast, "different")
    assert not any(one.may_object for door in doors.doors(doorstep.board) for one in door.people)


def test_a_door_with_nobody_else_behind_it_is_left_out_and_counted(
    objector: Elector, question: DoubtfulMatch, doorstep: Doorstep, cast: Cast, scope: Unit
) -> None:
    Elector.objects.filter(pk=doorstep.zofia.pk).update(left_on=LEFT)
    pick = [(doorstep.door.polling_district_id, doorstep.door.street_id or 0)]
    walk = picking.walk(scope, pick)
    assert [stop.household_id for stop in walk.stops] == [doorstep.door.pk]
    assert walk.left_out == {picking.UNKNOWN: 1}
    decide(question, cast, "different")
    assert len(picking.walk(scope, pick).stops) == 2
    matches.undo(match=question, by=cast.marian)
    decide(question, cast)
    assert picking.walk(scope, pick).left_out == {picking.OBJECTING: 1}


# --- Later files -----------------------------------------------------------------------------------------------------

DECEMBER, LATER = datetime.date(2025, 12, 1), datetime.date(2026, 11, 1)
# A common name, so that moving is a question.
MOVED = [Person("HH1", n, "Jones", "John", f"{n} Tanyard Row|Wexcombe") for n in (1, 2)]
NEW = Person("HH1", 3, "Jones", "John", "40 Mill Lane|Wexcombe")
STAYS = [Person("HH1", n, "Ottaway", f"Graham{n}", f"{n} Corn Hall Lane|Wexcombe") for n in range(10, 30)]


def _bring_in(unit: Unit, folder: Path, *people: Person, on: datetime.date = LATER) -> RegisterImport:
    return imports.bring_in(unit, registers.xpress(folder / "register.csv", people), dated_on=on)


@pytest.fixture
def moved(scope: Unit, tmp_path: Path, november: None) -> DoubtfulMatch:
    """Two people of one name are gone, and one of that name is new."""
    _bring_in(scope, tmp_path, *MOVED, *STAYS, on=DECEMBER)
    _bring_in(scope, tmp_path, NEW, *STAYS)
    return DoubtfulMatch.objects.order_by("was").first() or pytest.fail("nobody was asked")


def test_taking_the_file_back_after_a_merge_and_bringing_it_in_anew(
    moved: DoubtfulMatch, scope: Unit, cast: Cast, tmp_path: Path
) -> None:
    decide(moved, cast)
    undoing.undo(RegisterImport.objects.latest("finished_at"), cast.marian)
    listed = Elector.objects.on_register()
    assert set(listed.filter(surname="Jones").values_list("number", flat=True)) == {1, 2}
    report = _bring_in(scope, tmp_path, NEW, *STAYS).report
    assert (report["added"], report["doubtful"]) == (0, 0), "what somebody said stays said"
    (john,) = listed.filter(surname="Jones")
    assert john.pk == moved.was_id


def test_undoing_a_merge_after_the_file_was_taken_back_only_parts_the_two(
    moved: DoubtfulMatch, scope: Unit, cast: Cast
) -> None:
    decide(moved, cast)
    undoing.undo(RegisterImport.objects.latest("finished_at"), cast.marian)
    before = Elector.objects.get(pk=moved.was_id)
    matches.undo(match=moved, by=cast.marian)
    was, now = Elector.objects.get(pk=moved.was_id), Elector.objects.get(pk=moved.now_id)
    assert (was.left_on, was.number, was.household_id) == (None, before.number, before.household_id)
    assert (now.merged_into_id, now.left_on is None) == (None, False)


def test_undoing_a_merge_after_the_next_register_hands_the_entry_over_as_it_is(
    moved: DoubtfulMatch, scope: Unit, cast: Cast, tmp_path: Path
) -> None:
    decide(moved, cast)
    renumbered = Person("HH1", 4, "Jones", "John", "40 Mill Lane|Wexcombe")
    last = _bring_in(scope, tmp_path, renumbered, *STAYS)
    matches.undo(match=moved, by=cast.marian)
    was, now = Elector.objects.get(pk=moved.was_id), Elector.objects.get(pk=moved.now_id)
    assert (was.left_on, was.number) == (LATER, moved.was.number)
    assert (now.left_on, now.number, now.merged_into_id) == (None, 4, None)
    undoing.undo(last, cast.marian)
    now.refresh_from_db()
    assert now.number == 3, "what the later file changed is the newer entry's"


def test_once_the_file_is_taken_back_the_older_door_is_the_older_person_s(
    moved: DoubtfulMatch, scope: Unit, cast: Cast
) -> None:
    decide(moved, cast)
    undoing.undo(RegisterImport.objects.latest("finished_at"), cast.marian)
    was = Elector.objects.get(pk=moved.was_id)
    board = canvass.board(cast.osei, was.household)
    phone = phones.phone(board, cast.alun)
    answer = phone.answer(was, "labour")
    assert phone.send(answer)[0]["status"] == "stored"
    matches.undo(match=moved, by=cast.marian)
    assert LatestContact.objects.get().elector_id == was.pk


def test_nobody_sealed_is_ever_asked_about(scope: Unit, tmp_path: Path, november: None) -> None:
    sealed = [Person("HH1", n, "", "", "", markers="N") for n in (50, 51)]
    _bring_in(scope, tmp_path, *STAYS, sealed[0], on=DECEMBER)
    _bring_in(scope, tmp_path, *STAYS, sealed[1])
    assert not DoubtfulMatch.objects.exists()
    assert Elector.objects.filter(kind=ElectorKind.ANONYMOUS).count() == 2
