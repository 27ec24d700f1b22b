"""What follows from a door besides the current answer: surveys, topics, flags, consents, and what no register names."""

from __future__ import annotations

import datetime
import itertools
import random
import uuid

import pytest
from django.db.models import Model
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.models import Unit
from canvass.actions import contacts
from canvass.models import (
    Approach,
    ConsentWording,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    Elector,
    Found,
    IssueRaised,
    LatestContact,
    LatestVisit,
    Recall,
    Survey,
    SurveyAnswer,
    SurveyVersion,
)
from tests.canvass.conftest import Doorstep
from tests.factories import canvass, phones

TABLES: tuple[type[Model], ...] = (
    LatestContact, LatestVisit, SurveyAnswer, IssueRaised, DoorFlag, DoorstepConsent, Found, Approach,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


@pytest.fixture
def version(doorstep: Doorstep) -> SurveyVersion:
    survey = Survey.objects.create(unit=doorstep.cast.wexcombe, name="Buses", made_by=doorstep.cast.osei)
    return SurveyVersion.objects.create(
        unit=survey.unit, survey=survey, number=1, body={"script": "", "questions": []}, made_by=doorstep.cast.osei
    )


@pytest.fixture
def wording(doorstep: Doorstep) -> ConsentWording:
    return ConsentWording.objects.create(
        unit=doorstep.cast.wexcombe, channel="phone", text="May we ring you?", made_by=doorstep.cast.osei
    )


def tables() -> dict[str, list[tuple]]:
    """Return every derived row, without the ids that a table gives by itself."""
    found = {}
    for model in TABLES:
        names = [one.attname for one in model._meta.concrete_fields if one.attname != "id"]
        found[model.__name__] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


def ago(minutes: float) -> str:
    return (timezone.now() - datetime.timedelta(minutes=minutes)).isoformat()


def test_topics_are_counted_by_conversation(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    first = phone.answer(doorstep.elsie, issues=["buses", "own_bins"])
    phone.send(first, phone.answer(doorstep.elsie, None, issues=["buses"]))
    assert sorted(IssueRaised.objects.values_list("topic", flat=True)) == ["buses", "buses", "own_bins"]
    phone.send(phone.undo(first))
    assert list(IssueRaised.objects.values_list("topic", flat=True)) == ["buses"]


def test_a_topic_that_somebody_else_named_for_them_is_marked(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(phone.answer(doorstep.elsie, None, issues=["buses"], said={"respondent": "other"}))
    phone.send(phone.answer(doorstep.graham, None, issues=["parks"]))
    assert set(IssueRaised.objects.values_list("topic", "reported")) == {("buses", True), ("parks", False)}


def test_answers_to_a_survey_are_the_last_to_each_question(doorstep: Doorstep, version: SurveyVersion) -> None:
    phone = doorstep.phone
    first = {"survey": {"version": str(version.pk), "answers": {"best": "a", "how": 7}}}
    second = {"survey": {"version": str(version.pk), "answers": {"best": "b"}}}
    corrected = phone.answer(doorstep.elsie, None, said=second)
    phone.send(phone.answer(doorstep.elsie, None, said=first, device_time=ago(5)), corrected)
    assert dict(SurveyAnswer.objects.values_list("question", "value")) == {"best": "b", "how": 7}
    phone.send(phone.undo(corrected))
    assert dict(SurveyAnswer.objects.values_list("question", "value")) == {"best": "a", "how": 7}


def test_a_survey_that_is_not_ours_leaves_no_answers(doorstep: Doorstep) -> None:
    made_up = {"survey": {"version": str(uuid.uuid4()), "answers": {"best": "a"}}}
    [result] = doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, said=made_up))
    assert result["status"] == "stored"
    assert not SurveyAnswer.objects.exists()


def test_a_flag_is_reviewed_after_a_year_and_sticks(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    flag = phone.flag(doorstep.door, "threat", "He had a stick", device_time=ago(30))
    phone.send(flag)
    row = DoorFlag.objects.get()
    assert (row.household, row.reason, row.note) == (doorstep.door, "threat", "He had a stick")
    assert row.flagged_by == doorstep.cast.alun
    assert 364 <= (row.review_on - timezone.localdate()).days <= 366
    [result] = phone.send(phone.undo(flag))
    assert (result["status"], result["code"]) == ("quarantined", "TOO_LATE")
    assert DoorFlag.objects.exists()
    slip = phone.flag(doorstep.next_door, "dog")
    phone.send(slip, phone.undo(slip))
    assert DoorFlag.objects.count() == 1


def test_what_a_person_decided_about_a_flag_outlives_a_rebuild(doorstep: Doorstep, scope: Unit) -> None:
    doorstep.phone.send(doorstep.phone.flag(doorstep.door), doorstep.phone.answer(doorstep.elsie))
    at_a_desk = DoorFlag.objects.create(
        unit=scope, household=doorstep.door, reason="dog", flagged_at=timezone.now(), review_on=timezone.localdate()
    )
    DoorFlag.objects.exclude(pk=at_a_desk.pk).update(lifted_at=timezone.now(), lifted_why="He has moved")
    before = tables()
    contacts.rebuild(unit=scope)
    assert tables() == before
    assert DoorFlag.objects.count() == 2


def test_a_consent_holds_the_words_that_were_read_out(doorstep: Doorstep, wording: ConsentWording) -> None:
    phone = doorstep.phone
    consent = phone.consent(doorstep.elsie, wording.pk)
    phone.send(consent)
    row = DoorstepConsent.objects.get()
    assert (row.elector, row.channel, row.value) == (doorstep.elsie, "phone", "07700 900123")
    assert (row.wording, row.taken_by) == (wording, doorstep.cast.alun)
    assert LatestContact.objects.get().spoken_at is not None
    phone.send(phone.undo(consent))
    assert not DoorstepConsent.objects.exists()


def test_without_the_words_there_is_no_consent(doorstep: Doorstep, wording: ConsentWording) -> None:
    phone = doorstep.phone
    results = phone.send(
        phone.consent(doorstep.elsie, wording.pk + 1), phone.consent(doorstep.elsie, wording.pk, "elsie@example.org")
    )
    assert [one["status"] for one in results] == ["stored", "stored"]
    assert not DoorstepConsent.objects.exists()


def test_a_new_door_and_a_new_resident_wait_for_the_desk(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    door = phone.found("Rear of 14", street=doorstep.door.street_id)
    resident = phone.found(name="Maria Ferrante", household=doorstep.door.pk)
    made_up = phone.found("The moon", street=2**60)
    assert [one["status"] for one in phone.send(door, resident, made_up)] == ["stored"] * 3
    rows = {str(row.pk): row for row in Found.objects.all()}
    assert (rows[door["id"]].door, rows[door["id"]].street_id) == ("Rear of 14", doorstep.door.street_id)
    assert (rows[resident["id"]].name, rows[resident["id"]].household) == ("Maria Ferrante", doorstep.door)
    assert rows[made_up["id"]].street is None
    assert rows[door["id"]].board_id == doorstep.board.pk
    phone.send(phone.undo(door), phone.undo(resident))
    assert set(Found.objects.values_list("door", flat=True)) == {"The moon"}


def test_a_resident_behind_a_door_of_no_board_of_theirs_waits(doorstep: Doorstep) -> None:
    elsewhere = canvass.household(canvass.street(doorstep.cast.wexcombe, "Mill Lane"), 4)
    [result] = doorstep.phone.send(doorstep.phone.found(name="Maria", household=elsewhere.pk))
    assert (result["status"], result["code"]) == ("quarantined", "OUT_OF_SCOPE_TURF")
    assert not Found.objects.exists()


def test_two_visits_are_two_approaches(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(
        phone.outcome("not_in", household=doorstep.door, device_time=ago(600)),
        phone.answer(doorstep.elsie, device_time=ago(20)),
        phone.answer(doorstep.graham),
    )
    assert Approach.objects.filter(household=doorstep.door, channel="door").count() == 2


def test_phones_that_are_out_hear_whom_to_leave_alone(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(
        phone.outcome("do_not_contact", elector=doorstep.elsie),
        phone.outcome("moved", elector=doorstep.graham),
        phone.outcome("refused", household=doorstep.next_door),
    )
    assert set(Recall.objects.values_list("elector", "kind")) == {
        (doorstep.elsie.pk, "do_not_contact"), (doorstep.graham.pk, "gone"),
    }  # fmt: skip


def test_it_goes_with_an_entry_that_is_merged(
    doorstep: Doorstep, wording: ConsentWording, version: SurveyVersion
) -> None:
    phone = doorstep.phone
    survey = {"survey": {"version": str(version.pk), "answers": {"best": "a"}}}
    phone.send(phone.answer(doorstep.elsie, issues=["buses"], said=survey), phone.consent(doorstep.elsie, wording.pk))
    Elector.objects.filter(pk=doorstep.elsie.pk).update(merged_into=doorstep.graham)
    contacts.recompute(unit_id=doorstep.cast.wexcombe.pk, electors={doorstep.elsie.pk}, households=())
    for table in (IssueRaised, SurveyAnswer, DoorstepConsent):
        assert table.objects.get().elector_id == doorstep.graham.pk


_WHAT = ["survey", "issues", "reported", "refused", "flag", "consent", "found", "resident", "undo", "again"]
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(_WHAT),
        st.integers(0, 2),  # which elector
        st.integers(0, 1),  # which phone
        st.integers(0, 400),  # minutes ago
        st.integers(0, 30),  # which earlier event it names
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


def _event(doorstep: Doorstep, phone: phones.Phone, what: str, elector: Elector, ids: dict, at: dict) -> dict:
    made = {
        "survey": lambda: phone.answer(elector, None, said={"survey": ids["survey"]}, **at),
        "issues": lambda: phone.answer(elector, "labour", issues=["buses", "own_bins"], **at),
        "reported": lambda: phone.answer(elector, "green", said={"respondent": "other", "wishes": ["poster"]}, **at),
        "refused": lambda: phone.outcome("refused", household=elector.household, **at),
        "flag": lambda: phone.flag(elector.household, **at),
        "consent": lambda: phone.consent(elector, ids["wording"], **at),
        "found": lambda: phone.found("Rear of 14", street=doorstep.door.street_id, **at),
        "resident": lambda: phone.found(name="Maria", household=elector.household_id, **at),
    }
    return made[what]()


@given(steps=_STEPS, seed=st.integers(0, 10**6))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batch_by_batch_equals_a_rebuild_and_every_other_order(
    doorstep: Doorstep,
    scope: Unit,
    wording: ConsentWording,
    version: SurveyVersion,
    steps: list[tuple],
    seed: int,
) -> None:
    two = [phones.phone(doorstep.board, doorstep.cast.alun), phones.phone(doorstep.board, doorstep.cast.osei)]
    electors = [doorstep.elsie, doorstep.graham, doorstep.zofia]
    ids = {"wording": wording.pk, "survey": {"version": str(version.pk), "answers": {"best": "a"}}}
    made: list[tuple[phones.Phone, dict]] = []
    for what, which, whose, minutes, named in steps:
        phone, at = two[whose], {"device_time": ago(minutes)}
        if what in {"undo", "again"}:
            if made:
                owner, earlier = made[named % len(made)]
                made.append((owner, earlier) if what == "again" else (phone, phone.undo(earlier, **at)))
        else:
            made.append((phone, _event(doorstep, phone, what, electors[which], ids, at)))
    random.Random(seed).shuffle(made)
    for token, group in itertools.groupby(made, key=lambda one: one[0].token):
        sender = next(one for one in two if one.token == token)
        sender.send(*[event for _, event in group])
    before = tables()
    contacts.rebuild(unit=scope)
    assert tables() == before
    for phone, event in made:
        phone.send(event)
    assert tables() == before, "sending it all again changes nothing"
    # The next example starts from nothing known about these three.
    ContactEvent.objects.filter(status="live").update(status="voided")
    contacts.rebuild(unit=scope)
    for table in (DoorFlag, DoorstepConsent, Found):
        table.objects.all().delete()
