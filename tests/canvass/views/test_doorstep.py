"""The pages of what boards ask and doors bring: who opens them, what they show and do, and what can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import AuditEvent, Unit
from access.queries import accesses
from canvass.actions import found as deciding
from canvass.enums import FoundState
from canvass.models import ConsentWording, DoorFlag, DoorstepConsent, Found, LetterScheme
from canvass.queries import flags, found
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.factories import canvass

PAGES = ("doorstep", "surveys", "survey_new", "letters", "wordings", "consents", "flags", "found")


@pytest.fixture(autouse=True)
def _in_scope(scope: Unit) -> None:
    """These tests look into the tables of the cast's CLP."""


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe", **kwargs})


def test_without_anything_each_page_says_why(office: Client) -> None:
    for name in PAGES:
        assert office.get(url(name)).status_code == 200, name
    assert "none yet, so phones take no numbers" in office.get(url("doorstep")).content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("alun", 403), ("rival", 404)])
def test_whom_the_pages_are_not_for(doorstep: Doorstep, name: str, who: str, status: int) -> None:
    assert doorstep.cast.client(getattr(doorstep.cast, who)).get(url(name)).status_code == status


# --- Flags -----------------------------------------------------------------------------------------------------


def flag(doorstep: Doorstep) -> DoorFlag:
    doorstep.phone.send(doorstep.phone.flag(doorstep.door, "threat", "He had a stick"))
    return DoorFlag.objects.get()


def test_a_flag_is_lifted_with_a_reason_and_put_back(doorstep: Doorstep, office: Client) -> None:
    one = flag(doorstep)
    assert "He had a stick" in office.get(url("flags")).content.decode()
    assert "He had a stick" in office.get(url("flag_lift", flag=one.pk)).content.decode()
    office.post(url("flag_lift", flag=one.pk), {"reason": " "})
    assert DoorFlag.objects.get().lifted_at is None
    office.post(url("flag_lift", flag=one.pk), {"reason": "He has moved"})
    assert DoorFlag.objects.get().lifted_why == "He has moved"
    again = office.post(url("flag_lift", flag=one.pk), {"reason": "Once more"})
    assert "lifted this flag already" in again.content.decode()
    assert "He has moved" in office.get(url("flags")).content.decode()
    office.post(url("flag_put_back", flag=one.pk))
    assert DoorFlag.objects.get().lifted_at is None
    verbs = set(AuditEvent.objects.filter(verb__startswith="door.").values_list("verb", flat=True))
    assert verbs == {"door.flag_lifted", "door.flag_put_back"}


def test_a_flag_whose_day_has_come_asks_to_be_looked_at_and_is_kept_for_a_year(
    doorstep: Doorstep, office: Client
) -> None:
    one, today = flag(doorstep), timezone.localdate()
    access, unit = accesses.of(doorstep.cast.osei), doorstep.cast.wexcombe
    assert flags.needs(access, unit) == []
    DoorFlag.objects.update(review_on=today)
    assert [need.title for need in flags.needs(access, unit)] == ["Look at a flagged door again"]
    answer = office.post(url("flag_renew", flag=one.pk), {"reason": "He is still there"})
    assert DoorFlag.objects.get().review_on.year == today.year + 1
    assert flags.needs(access, unit) == []
    page = office.get(answer["Location"]).content.decode()
    assert "stands for another year" in page
    token = answer["Location"].partition("renewed=")[2]
    office.post(url("flag_unrenew", token=token))
    assert DoorFlag.objects.get().review_on == today
    assert office.post(url("flag_unrenew", token="made-up")).status_code == 404


def test_a_door_is_flagged_from_a_desk_and_the_pages_show_it(doorstep: Doorstep, office: Client) -> None:
    put = url("flag_put", household=doorstep.door.pk)
    assert "23" in office.get(put).content.decode()
    office.post(put, {"reason": "dog", "note": "Loose"})
    row = DoorFlag.objects.get()
    assert (row.household, row.reason, row.note, row.flagged_by) == (
        doorstep.door, "dog", "Loose", doorstep.cast.osei,
    )  # fmt: skip
    household = office.get(url("household", household=doorstep.door.pk)).content.decode()
    assert "This door is flagged" in household
    assert "Take care" in office.get(url("board", board=doorstep.board.pk)).content.decode()


# --- Found -----------------------------------------------------------------------------------------------------


def test_what_was_found_is_kept_and_that_is_undone(doorstep: Doorstep, office: Client) -> None:
    phone = doorstep.phone
    phone.send(
        phone.found("Rear of 14", street=doorstep.door.street_id),
        phone.found(name="Maria Ferrante", household=doorstep.door.pk),
    )
    page = office.get(url("found")).content.decode()
    assert "Rear of 14" in page
    assert "Maria Ferrante" in page
    assert len(found.needs(accesses.of(doorstep.cast.osei), doorstep.cast.wexcombe)) == 1
    one = Found.objects.get(door="Rear of 14")
    office.post(url("found_decide", found=one.pk), {"state": "nonsense"})
    assert Found.objects.get(pk=one.pk).state == "open"
    office.post(url("found_decide", found=one.pk), {"state": "kept"})
    assert Found.objects.get(pk=one.pk).state == "kept"
    assert "Kept for the next round" in office.get(url("found")).content.decode()
    with pytest.raises(Refused, match="already"):
        deciding.decide(by=doorstep.cast.osei, found=one, state=FoundState.DROPPED)
    office.post(url("found_undo", found=one.pk))
    assert Found.objects.get(pk=one.pk).state == "open"
    assert "Maria Ferrante" in office.get(url("household", household=doorstep.door.pk)).content.decode()


# --- Consents ----------------------------------------------------------------------------------------------------


def test_words_are_written_anew_and_a_consent_stays_on_its_own(doorstep: Doorstep, office: Client) -> None:
    office.post(url("wordings"), {"channel": "phone", "text": "May we  ring you?"})
    first = ConsentWording.objects.get()
    assert first.text == "May we ring you?"
    doorstep.phone.send(doorstep.phone.consent(doorstep.elsie, first.pk))
    office.post(url("wordings"), {"channel": "phone", "text": "May we ring you?"})
    assert ConsentWording.objects.count() == 1, "the same words are nothing new"
    office.post(url("wordings"), {"channel": "phone", "text": "May we ring or text you?"})
    assert ConsentWording.objects.count() == 2
    page = office.get(url("consents")).content.decode()
    assert "07700 900123" in page
    assert "May we ring you?" in page
    elector = office.get(url("elector", elector=doorstep.elsie.pk)).content.decode()
    assert "07700 900123" in elector
    consent = DoorstepConsent.objects.get()
    office.post(url("consent_withdraw", consent=consent.pk))
    assert DoorstepConsent.objects.get().withdrawn_at is not None
    office.post(url("consent_withdraw", consent=consent.pk))
    assert DoorstepConsent.objects.get().withdrawn_at is None


# --- Letters -----------------------------------------------------------------------------------------------------


def test_letters_are_changed_and_a_mark_is_read_by_them(doorstep: Doorstep, office: Client) -> None:
    assert (
        "Undecided, 9 of 10 for Labour, never Conservative"
        in office.get(url("letters"), {"mark": "D9/T"}).content.decode()
    )
    office.post(url("letters"), {"labour": "L", "conservative": "C", "undecided": "D U"})
    scheme = LetterScheme.objects.get()
    assert (scheme.number, scheme.letters) == (
        1, {"L": "labour", "C": "conservative", "D": "undecided", "U": "undecided"},
    )  # fmt: skip
    assert "T stands for nothing" in office.get(url("letters"), {"mark": "D9/T"}).content.decode()
    wrong = office.post(url("letters"), {"labour": "L", "green": "L"}).content.decode()
    assert "stands for two things" in wrong
    office.post(url("letters"), {"labour": "l", "conservative": "c", "undecided": "d u"})
    assert LetterScheme.objects.count() == 1, "the same letters are nothing new"


# --- Other CLPs, other wards -----------------------------------------------------------------------------------


def test_another_clps_rows_are_not_there(doorstep: Doorstep) -> None:
    one = flag(doorstep)
    doorstep.phone.send(doorstep.phone.found("Rear of 14", street=doorstep.door.street_id))
    what = Found.objects.get()
    marsham = canvass.street(doorstep.cast.marsham)  # so that there is something over there
    assert marsham.unit_id != what.unit_id
    client = doorstep.cast.client(doorstep.cast.rival)
    for name, kwargs in (
        ("flag_lift", {"flag": one.pk}),
        ("flag_put_back", {"flag": one.pk}),
        ("found_undo", {"found": what.pk}),
    ):
        address = reverse(f"canvass:{name}", kwargs={"unit": doorstep.cast.marsham.code, **kwargs})
        assert client.post(address, {"reason": "x"}).status_code == 404
    assert DoorFlag.objects.get().lifted_at is None


# --- Found, and on the register after all ----------------------------------------------------------------------


def test_who_was_found_is_linked_to_their_entry(doorstep: Doorstep, office: Client) -> None:
    doorstep.phone.send(doorstep.phone.found(name="Elsie Marchbanks", household=doorstep.door.pk))
    row = Found.objects.get()
    page = url("found_known", found=row.pk)
    assert page in office.get(url("found")).content.decode()
    offered = office.get(page).content.decode()
    assert "Elsie Marchbank" in offered
    assert "Graham Marchbank" in offered
    assert office.post(page, {"elector": "nobody"}).status_code == 404
    office.post(page, {"elector": doorstep.elsie.pk})
    row.refresh_from_db()
    assert (row.state, row.elector) == (FoundState.KNOWN, doorstep.elsie)
    assert "Found at a door" in office.get(url("elector", elector=doorstep.elsie.pk)).content.decode()
    assert url("elector", elector=doorstep.elsie.pk) in office.get(url("found")).content.decode()
    again = office.post(page, {"elector": doorstep.graham.pk}, follow=True).content.decode()
    assert "decided about this already" in again
    office.post(url("found_undo", found=row.pk))
    row.refresh_from_db()
    assert (row.state, row.elector) == (FoundState.OPEN, None)


def test_what_was_kept_can_be_found_on_the_register_later(doorstep: Doorstep, office: Client) -> None:
    doorstep.phone.send(doorstep.phone.found(name="Ann Marchbank", household=doorstep.door.pk))
    row = Found.objects.get()
    office.post(url("found_decide", found=row.pk), {"state": "kept"})
    page = url("found_known", found=row.pk)
    assert page in office.get(url("found")).content.decode()
    ann = canvass.elector(doorstep.door, "Ann", "Marchbank")
    office.post(page, {"elector": ann.pk})
    row.refresh_from_db()
    assert (row.state, row.elector) == (FoundState.KNOWN, ann)
    assert found.at_door(doorstep.door) == [], "boards show them as everybody on the register"


def test_who_has_left_is_not_who_was_found(doorstep: Doorstep, office: Client) -> None:
    doorstep.phone.send(doorstep.phone.found(name="Graham M", household=doorstep.door.pk))
    doorstep.graham.left_on = timezone.localdate()
    doorstep.graham.save()
    page = url("found_known", found=Found.objects.get().pk)
    assert "Graham Marchbank" not in office.get(page).content.decode()
    answer = office.post(page, {"elector": doorstep.graham.pk}, follow=True)
    assert "not on the register" in answer.content.decode()
    assert Found.objects.get().state == FoundState.OPEN
