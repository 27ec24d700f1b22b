"""What was recorded at doors goes when its time is over: rows, words and numbers; the frame of an event stays."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Unit
from canvass.actions import consents, contacts, flags, found, keeping
from canvass.enums import FoundState
from canvass.models import (
    ConsentWording,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    Elector,
    Found,
    LatestContact,
    LatestVisit,
    NoContact,
    Survey,
    SurveyAnswer,
    SurveyVersion,
)
from kit.errors import Refused
from tests.canvass.actions.test_following import tables
from tests.canvass.conftest import Doorstep

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
QUESTIONS = [
    {"key": "q1", "text": "By bus?", "kind": "choice", "options": [{"code": "yes", "label": "Yes"}], "only_if": None},
    {"key": "q2", "text": "Why?", "kind": "text", "options": [], "only_if": None},
]


@pytest.fixture(autouse=True)
def _today(scope: Unit) -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def version(doorstep: Doorstep) -> SurveyVersion:
    survey = Survey.objects.create(unit=doorstep.cast.wexcombe, name="Buses", made_by=doorstep.cast.osei)
    return SurveyVersion.objects.create(
        unit=survey.unit, survey=survey, number=1, body={"script": "", "questions": QUESTIONS}, made_by=survey.made_by
    )


@pytest.fixture
def wording(doorstep: Doorstep) -> ConsentWording:
    return ConsentWording.objects.create(
        unit=doorstep.cast.wexcombe, channel="phone", text="May we ring you?", made_by=doorstep.cast.osei
    )


def years(count: int, days: int = 1) -> datetime.datetime:
    """Return noon so many years after the day of these tests, and a day."""
    return NOON.replace(year=NOON.year + count) + datetime.timedelta(days=days)


def log() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(e)::text, ' ') FROM canvass_contactevent e")
        return cursor.fetchone()[0] or ""


def test_nobody_who_serves_people_can_take_anything_out_of_the_log(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, said={"note": "Ring after six"}))
    attempts = (
        "UPDATE canvass_contactevent SET payload = '{}'",
        "SET LOCAL app.erasing = 'yes'; UPDATE canvass_contactevent SET payload = '{}'",
        "SET LOCAL app.erasing = 'yes'; DELETE FROM canvass_contactevent",
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert ContactEvent.objects.get().payload["note"] == "Ring after six"


def test_the_way_that_erases_can_only_take_away(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    event = ContactEvent.objects.get()
    for payload in ('{"intention": "reform"}', '{"more": 1}'):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT canvass_erase_events(ARRAY[%s]::uuid[], ARRAY[%s]::jsonb[], false, now())", [event.pk, payload]
            )
    assert ContactEvent.objects.get().payload["intention"] == "labour"


def test_another_clp_s_events_are_out_of_reach(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    event = ContactEvent.objects.get()
    with scoping.units([doorstep.cast.marsham.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT canvass_drop_events(ARRAY[%s]::uuid[])", [event.pk])
        assert cursor.fetchone()[0] == 0
    assert ContactEvent.objects.count() == 1


def test_a_note_goes_after_two_years_and_the_answer_stays(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, issues=["buses"], said={"note": "Bus 7, her knee"}))
    before = tables()
    with time_machine.travel(years(2, -2)):
        assert keeping.purge(unit=doorstep.cast.wexcombe).counts["notes"] == 0
    with time_machine.travel(years(2)):
        assert keeping.dry_run(unit=doorstep.cast.wexcombe)["notes"] == 1
        assert "her knee" in log()
        assert keeping.purge(unit=doorstep.cast.wexcombe).counts["notes"] == 1
        assert keeping.purge(unit=doorstep.cast.wexcombe).counts["notes"] == 0, "only once"
    assert "her knee" not in log()
    event = ContactEvent.objects.get()
    assert (event.payload["intention"], event.payload["issues"]) == ("labour", ["buses"])
    assert (event.number, bytes(event.payload_sha256)) == (doorstep.elsie.number, b"")
    contacts.rebuild(unit=doorstep.cast.wexcombe)
    assert tables() == before


def test_what_is_sent_again_after_its_words_went_is_a_repeat(doorstep: Doorstep) -> None:
    answer = doorstep.phone.answer(doorstep.elsie, said={"note": "Her knee"})
    doorstep.phone.send(answer)
    keeping.at_request(by=doorstep.cast.osei, elector=doorstep.elsie, reason="She wrote to us")
    [result] = doorstep.phone.send(answer)
    assert result["status"] == "duplicate"
    assert "knee" not in log()


def test_a_flag_goes_two_years_after_it_was_lifted_and_does_not_come_back(doorstep: Doorstep) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    phone.send(phone.flag(doorstep.door, "threat", "He had a stick"), phone.flag(doorstep.next_door, "dog", "Big"))
    flags.lift(by=doorstep.cast.osei, flag=DoorFlag.objects.get(reason="threat"), reason="He has moved")
    with time_machine.travel(years(2)):
        assert keeping.purge(unit=unit).counts["flags"] == 1
        assert "stick" not in log()
        contacts.rebuild(unit=unit)
    assert [one.reason for one in DoorFlag.objects.all()] == ["dog"]


def test_a_flag_that_nobody_looked_at_again_goes_and_one_that_was_kept_stays(doorstep: Doorstep) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    phone.send(phone.flag(doorstep.door, "threat"), phone.flag(doorstep.next_door, "dog"))
    with time_machine.travel(years(2)):
        flags.renew(by=doorstep.cast.osei, flag=DoorFlag.objects.get(reason="dog"), reason="Still there")
    with time_machine.travel(years(3, 5)):
        assert keeping.purge(unit=unit).counts["flags"] == 1
    assert [one.reason for one in DoorFlag.objects.all()] == ["dog"]


def test_a_consent_that_was_taken_back_goes_with_those_before_it(doorstep: Doorstep, wording: ConsentWording) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    ago = (timezone.now() - datetime.timedelta(days=3)).isoformat()
    phone.send(phone.consent(doorstep.elsie, wording.pk, "07700 900111", device_time=ago))
    phone.send(phone.consent(doorstep.elsie, wording.pk, "07700 900222"))
    phone.send(phone.consent(doorstep.zofia, wording.pk, "07700 900333"))
    newest = DoorstepConsent.objects.get(value="07700 900222")
    consents.withdraw(by=doorstep.cast.osei, consent=newest)
    with time_machine.travel(years(2)):
        assert keeping.purge(unit=unit).counts["consents"] == 2
        contacts.rebuild(unit=unit)
    assert [one.value for one in DoorstepConsent.objects.all()] == ["07700 900333"]
    kept = log()
    assert "900111" not in kept
    assert "900222" not in kept
    assert "900333" in kept, "it still holds"


def test_a_number_that_was_taken_back_at_once_does_not_stay_in_the_log(
    doorstep: Doorstep, wording: ConsentWording
) -> None:
    given = doorstep.phone.consent(doorstep.elsie, wording.pk, "07700 900111")
    doorstep.phone.send(given, doorstep.phone.undo(given))
    assert not DoorstepConsent.objects.exists()
    with time_machine.travel(years(2)):
        keeping.purge(unit=doorstep.cast.wexcombe)
    assert "900111" not in log()


def test_what_was_found_goes_two_years_after_somebody_decided(doorstep: Doorstep) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    phone.send(phone.found("Rear of 14", "Maria Ferrante", street=doorstep.door.street_id), phone.found("The Mews"))
    with time_machine.travel(years(1)):
        kept = Found.objects.get(door="The Mews")
        found.decide(by=doorstep.cast.osei, found=kept, state=FoundState.KEPT)
    with time_machine.travel(years(2)):
        assert keeping.purge(unit=unit).counts["found"] == 1
        contacts.rebuild(unit=unit)
        assert [one.door for one in Found.objects.all()] == ["The Mews"]
    with time_machine.travel(years(3, 3)):
        assert keeping.purge(unit=unit).counts["found"] == 1
        contacts.rebuild(unit=unit)
    assert not Found.objects.exists()
    assert "Ferrante" not in log()


def test_after_five_years_the_events_go_but_for_what_was_asked_of_us(doorstep: Doorstep) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    slip = phone.outcome("moved", elector=doorstep.graham)
    phone.send(
        phone.answer(doorstep.elsie),
        phone.outcome("do_not_contact", elector=doorstep.zofia),
        slip,
        phone.undo(slip),
        phone.flag(doorstep.door, "dog"),
    )
    with time_machine.travel(years(1)):
        flags.renew(by=doorstep.cast.osei, flag=DoorFlag.objects.get(), reason="Still")
    with time_machine.travel(years(4, 300)):
        DoorFlag.objects.update(review_on=datetime.date(2032, 1, 1))
        assert keeping.purge(unit=unit).counts["events"] == 0
    with time_machine.travel(years(5, 2)):
        assert keeping.dry_run(unit=unit)["events"] == 1
        assert keeping.purge(unit=unit).counts["events"] == 1
        after = tables()
        contacts.rebuild(unit=unit)
        assert tables() == after
    assert sorted(ContactEvent.objects.values_list("kind", flat=True)) == ["flag", "outcome", "outcome", "undo"]
    assert not LatestContact.objects.filter(elector=doorstep.elsie).exists()
    assert LatestContact.objects.get(elector=doorstep.zofia).do_not_contact
    assert not LatestContact.objects.filter(elector=doorstep.graham, moved=True).exists(), "the undo stayed with it"
    assert DoorFlag.objects.exists()


def test_of_somebody_who_is_forgotten_no_word_and_no_number_stays(
    doorstep: Doorstep, version: SurveyVersion, wording: ConsentWording
) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    survey = {"version": str(version.pk), "answers": {"q1": "yes", "q2": "My hip hurts"}}
    said = {"note": "Her daughter is Ann", "language": "Polish", "survey": survey, "respondent": "self"}
    phone.send(phone.answer(doorstep.elsie, scale=8, issues=["buses"], said=said))
    phone.send(phone.consent(doorstep.elsie, wording.pk, "07700 900111"))
    phone.send(phone.answer(doorstep.graham, said={"note": "A nice man"}))
    phone.send(phone.found("", "Ann Marchbank", household=doorstep.door.pk))
    Found.objects.update(elector=doorstep.elsie)
    NoContact.objects.create(
        unit=unit, elector=doorstep.elsie, reason="Her daughter rang", review_on=NOON.date(), noted_at=NOON
    )
    visits = list(LatestVisit.objects.values_list())
    Elector.objects.filter(pk=doorstep.elsie.pk).update(left_on=datetime.date(2024, 1, 1))
    assert keeping.purge(unit=unit).counts["notes"] == 3
    held = log()
    for word in ("daughter", "Polish", "hip", "900111", "Ann"):
        assert word not in held, word
    assert "A nice man" in held, "another person"
    events = ContactEvent.objects.filter(elector=doorstep.elsie).order_by("kind")
    assert [event.number for event in events] == [None, None]
    assert events[0].payload == {
        "intention": "labour", "labour_scale": 8, "issues": ["buses"],
        "survey": {"version": str(version.pk), "answers": {"q1": "yes"}},
    }  # fmt: skip
    assert events[1].payload == {"channel": "phone", "wording": wording.pk}
    assert [(one.question, one.value) for one in SurveyAnswer.objects.all()] == [("q1", "yes")]
    assert LatestContact.objects.get(elector=doorstep.elsie).language == ""
    assert not any(table._default_manager.exists() for table in (DoorstepConsent, Found, NoContact))
    assert list(LatestVisit.objects.values_list()) == visits
    after = tables()
    contacts.rebuild(unit=unit)
    assert tables() == after, "nothing of it comes back"


def test_what_an_entry_said_that_was_merged_stays_with_the_one_that_is_listed(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, said={"note": "Ring after six"}))
    Elector.objects.filter(pk=doorstep.elsie.pk).update(merged_into=doorstep.graham, left_on=datetime.date(2024, 1, 1))
    keeping.purge(unit=doorstep.cast.wexcombe)
    assert "Ring after six" in log()


def test_what_could_not_be_read_goes_whole(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.event("answer", {"intention": "new_party", "note": "Her knee"},
                                             **doorstep.phone._named(doorstep.elsie)))  # fmt: skip
    assert ContactEvent.objects.get().quarantine_reason == "OLD_SCHEMA"
    Elector.objects.filter(pk=doorstep.elsie.pk).update(left_on=datetime.date(2024, 1, 1))
    keeping.purge(unit=doorstep.cast.wexcombe)
    assert ContactEvent.objects.get().payload == {}


def test_what_somebody_told_us_is_erased_when_they_ask(doorstep: Doorstep, wording: ConsentWording) -> None:
    unit, phone = doorstep.cast.wexcombe, doorstep.phone
    phone.send(
        phone.answer(doorstep.elsie, scale=8, said={"note": "Her knee"}),
        phone.consent(doorstep.elsie, wording.pk),
        phone.answer(doorstep.graham),
        phone.outcome("do_not_contact", elector=doorstep.elsie),
    )
    for reason in ("", "  "):
        with pytest.raises(Refused, match="Say who asked"):
            keeping.at_request(by=doorstep.cast.osei, elector=doorstep.elsie, reason=reason)
    assert keeping.at_request(by=doorstep.cast.osei, elector=doorstep.elsie, reason="She wrote to us") == 2
    now = LatestContact.objects.get(elector=doorstep.elsie)
    assert (now.intention, now.labour_scale, now.do_not_contact) == ("", None, True)
    assert LatestContact.objects.get(elector=doorstep.graham).intention == "labour"
    assert not DoorstepConsent.objects.exists()
    held = log()
    assert "knee" not in held
    assert "900123" not in held
    with pytest.raises(Refused, match="nothing is held"):
        keeping.at_request(by=doorstep.cast.osei, elector=doorstep.elsie, reason="Once more")
    line = AuditEvent.objects.get(verb="contact.erased")
    assert line.detail == {"events": 2, "reason": "She wrote to us"}
    after = tables()
    contacts.rebuild(unit=unit)
    assert tables() == after
