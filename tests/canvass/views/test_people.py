"""The page of one elector and of one household, and the register of a district: what is shown, and to whom."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access import scoping
from access.models import AuditEvent, Grant
from access.roles import RoleName
from canvass import hooks
from canvass.enums import ElectorKind
from canvass.models import AddressLines, Elector, PastEntry, PollingDistrict
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass


def office(name: str, unit: str = "wexcombe", **kwargs: Any) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": unit} | kwargs)


def page_of(browser: Client, elector: Elector) -> str:
    answer = browser.get(office("elector", elector=elector.pk))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def osei(doorstep: Doorstep) -> Client:
    return doorstep.cast.client(doorstep.cast.osei)


def change(elector: Elector, **values: Any) -> None:
    with scoping.units([elector.unit_id]):
        Elector.objects.filter(pk=elector.pk).update(**values)


# --- One elector -----------------------------------------------------------------------------------------------------


def test_the_entry_with_letters_in_words(doorstep: Doorstep, osei: Client) -> None:
    change(doorstep.elsie, markers="F", franchise="F", title="Mrs", first_listed_on=datetime.date(2024, 12, 1))
    page = page_of(osei, doorstep.elsie)
    for words in ("Elsie Marchbank", "HH1 1", "23, Tanyard Row", "Overseas elector: UK Parliament only", "Mrs",
                  "1 December 2024", "Put on the board HH1: Tanyard Row"):  # fmt: skip
        assert words in page


def test_nobody_ever_called(doorstep: Doorstep, osei: Client) -> None:
    alone = canvass.elector(canvass.household(canvass.street(doorstep.cast.wexcombe), 99), "Ngozi", "Okafor")
    page = page_of(osei, alone)
    assert "Nobody has called, written or rung yet" in page
    assert "No earlier entry is kept" in page


def test_coming_of_age_is_a_day_to_come_and_nothing_once_it_is_past(doorstep: Doorstep, osei: Client) -> None:
    change(doorstep.elsie, date_of_attainment=timezone.localdate() + datetime.timedelta(days=30))
    assert "Comes of age" in page_of(osei, doorstep.elsie)
    change(doorstep.elsie, date_of_attainment=timezone.localdate())
    assert "Comes of age" not in page_of(osei, doorstep.elsie)


def test_answers_with_age_and_source_and_every_approach(doorstep: Doorstep, osei: Client) -> None:
    phone = doorstep.phone
    first = phone.answer(doorstep.elsie, "green", issues=["buses"])
    second = phone.answer(doorstep.elsie, "labour", scale=8)
    phone.send(first, second, phone.outcome("not_in", household=doorstep.door))
    page = page_of(osei, doorstep.elsie)
    for words in ("How they vote", "Labour", "8 of 10 for Labour", "Buses and trains", "ago", "Green",
                  "at the door, on the board HH1: Tanyard Row", "Not in, at the door",
                  "Put on the board HH1: Tanyard Row",
                  doorstep.cast.alun.name):  # fmt: skip
        assert words in page


def test_what_was_corrected_or_does_not_count_is_shown_as_such(doorstep: Doorstep, osei: Client) -> None:
    phone = doorstep.phone
    wrong = phone.answer(doorstep.elsie, "green")
    phone.send(wrong, phone.undo(wrong))
    page = page_of(osei, doorstep.elsie)
    assert "Corrected later" in page
    assert "Nothing yet: nobody has had an answer" in page


def test_objections_stand_at_the_top(doorstep: Doorstep, osei: Client) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    page = page_of(osei, doorstep.elsie)
    assert "They asked not to be contacted, on any channel" in page
    assert office("lift", elector=doorstep.elsie.pk) in page


def test_who_does_not_decide_about_answers_sees_that_and_when_but_not_what(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green"))
    user = people.newcomer()
    people.grant(user, doorstep.cast.wexcombe, RoleName.DATA_OFFICER)
    people.passed_everything([user])
    page = page_of(doorstep.cast.client(user), doorstep.elsie)
    assert "Your role doesn’t show what people said at the door" in page
    assert "Spoke" in page
    assert "Green" not in page


def test_who_sees_no_boards_is_told_so(doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green"))
    unit, user = doorstep.cast.wexcombe, doorstep.cast.osei
    here = canvass.ward(unit, "Harrow Hill")
    with scoping.units([unit.pk]):
        PollingDistrict.objects.update(ward=here)
    from canvass.queries import people as queries

    monkeypatch.setattr(queries, "sight", lambda *_asked: queries.Sight(approaches=False, answers=False))
    page = page_of(doorstep.cast.client(user), doorstep.elsie)
    assert "Your role doesn’t show when somebody called at the door" in page
    assert "Spoke" not in page


def test_how_they_stood_in_earlier_registers(doorstep: Doorstep, osei: Client) -> None:
    with scoping.units([doorstep.elsie.unit_id]):
        PastEntry.objects.create(
            unit=doorstep.cast.wexcombe, elector=doorstep.elsie, polling_district=doorstep.elsie.polling_district,
            number=77, suffix=2, household=doorstep.next_door, forenames="Elsie", surname="Prosser",
            until=datetime.date(2025, 12, 1),
        )  # fmt: skip
    page = page_of(osei, doorstep.elsie)
    for words in ("HH1 77/2", "Elsie Prosser", "25, Tanyard Row", "1 Dec 2025"):
        assert words in page


def test_other_apps_add_their_parts(doorstep: Doorstep, osei: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = hooks.Section("Votes", head=("Election", "Voted"), rows=[("7 May 2026", "Yes")], note="From the council.")
    hidden = hooks.Section("Cases", instead="Your role doesn’t show cases.")
    monkeypatch.setattr(hooks, "sections", [lambda *_asked: votes, lambda *_asked: hidden])
    page = page_of(osei, doorstep.elsie)
    cells = ('<th scope="row">7 May 2026</th>', '<td data-label="Voted">Yes</td>')
    for words in ("Votes", *cells, "From the council.", "Your role doesn’t show cases."):
        assert words in page


def test_a_merged_entry_leads_to_the_one_that_stands(doorstep: Doorstep, osei: Client) -> None:
    change(doorstep.graham, merged_into=doorstep.elsie)
    answer = osei.get(office("elector", elector=doorstep.graham.pk))
    assert (answer.status_code, answer["Location"]) == (302, office("elector", elector=doorstep.elsie.pk))


def test_who_has_left_is_shown_as_such(doorstep: Doorstep, osei: Client) -> None:
    change(doorstep.elsie, left_on=datetime.date(2026, 3, 1))
    assert "Not on the register since 1 March 2026" in page_of(osei, doorstep.elsie)


def test_of_the_sealed_and_forgotten_it_says_what_is_kept(doorstep: Doorstep, osei: Client) -> None:
    for kind in (ElectorKind.ANONYMOUS, ElectorKind.UNDER_16):
        change(doorstep.elsie, kind=kind)
        page = page_of(osei, doorstep.elsie)
        assert "Only the number is kept" in page
        assert "Marchbank" not in page
    change(doorstep.elsie, kind=ElectorKind.ORDINARY, forgotten_on=datetime.date(2026, 6, 1))
    page = page_of(osei, doorstep.elsie)
    assert "Forgotten on 1 June 2026" in page
    assert "Marchbank" not in page


def test_that_somebody_looked_stands_in_the_record(doorstep: Doorstep, osei: Client) -> None:
    page_of(osei, doorstep.elsie)
    with everywhere():
        noted = AuditEvent.objects.get(verb="people.seen")
    assert (noted.object_id, noted.detail["count"]) == (str(doorstep.elsie.pk), 1)


# --- A household, a district -----------------------------------------------------------------------------------------


def test_a_household_with_who_is_and_was_there(doorstep: Doorstep, osei: Client) -> None:
    change(doorstep.graham, left_on=datetime.date(2026, 3, 1))
    with scoping.units([doorstep.elsie.unit_id]):
        AddressLines.objects.create(
            unit=doorstep.cast.wexcombe, household=doorstep.door, text="23 TANYARD ROW\nWEXCOMBE"
        )
    doorstep.phone.send(
        doorstep.phone.outcome("not_in", household=doorstep.door), doorstep.phone.answer(doorstep.elsie, "green")
    )
    page = osei.get(office("household", household=doorstep.door.pk)).content.decode()
    for words in ("23, Tanyard Row", "23 TANYARD ROW<br>WEXCOMBE", "Elsie Marchbank", "Left the register",
                  "left on 1 Mar 2026", "Not in, at the door", "Spoke"):  # fmt: skip
        assert words in page
    assert "Green" not in page


def test_a_district_by_street_and_door(doorstep: Doorstep, osei: Client) -> None:
    canvass.elector(None, "", "", kind=ElectorKind.ANONYMOUS, in_district=doorstep.elsie.polling_district, number=900)
    canvass.elector(None, "Ngozi", "Okafor", kind=ElectorKind.OVERSEAS, in_district=doorstep.elsie.polling_district)
    url = office("register_district", district=doorstep.elsie.polling_district_id)
    page = osei.get(url).content.decode()
    assert page.index("Elsie Marchbank") < page.index("Zofia Haddad") < page.index("Ngozi Okafor")
    assert "One more entry is sealed, and only counted." in page
    assert "Overseas elector" in page
    assert ">900<" not in page
    with everywhere():
        assert AuditEvent.objects.get(verb="people.seen").detail["count"] == 4


def test_an_empty_district_says_why(doorstep: Doorstep, osei: Client) -> None:
    empty = canvass.district(doorstep.cast.wexcombe, "HH9")
    assert "Nobody is listed here" in osei.get(office("register_district", district=empty.pk)).content.decode()


# --- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"), [("alun", 403), ("tess", 403), ("rival", 404), ("noor", 404), ("priya", 403)]
)
def test_who_may_not(doorstep: Doorstep, name: str, status: int) -> None:
    browser = doorstep.cast.client(getattr(doorstep.cast, name))
    for url in (
        office("elector", elector=doorstep.elsie.pk),
        office("household", household=doorstep.door.pk),
        office("register_district", district=doorstep.elsie.polling_district_id),
    ):
        assert browser.get(url).status_code == status


def test_another_clp_s_ids_are_not_found_and_noted(doorstep: Doorstep) -> None:
    rival = doorstep.cast.client(doorstep.cast.rival)
    assert rival.get(office("elector", "marsham", elector=doorstep.elsie.pk)).status_code == 404
    assert rival.get(office("household", "marsham", household=doorstep.door.pk)).status_code == 404
    with everywhere():
        assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=doorstep.cast.wexcombe.pk).count() == 2


def test_outside_the_area_is_not_found(doorstep: Doorstep, osei: Client) -> None:
    unit = doorstep.cast.wexcombe
    there = canvass.ward(unit, "Mill Vale")
    with scoping.units([unit.pk]):
        Grant.objects.filter(user=doorstep.cast.osei).update(area=[f"ward:{there.pk}"])
    for url in (
        office("elector", elector=doorstep.elsie.pk),
        office("household", household=doorstep.door.pk),
        office("register_district", district=doorstep.elsie.polling_district_id),
    ):
        assert osei.get(url).status_code == 404


# --- What it costs ---------------------------------------------------------------------------------------------------


def test_what_the_pages_cost(
    doorstep: Doorstep, osei: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green"))
    for url, most in (
        (office("elector", elector=doorstep.elsie.pk), 18),
        (office("household", household=doorstep.door.pk), 13),
        (office("register_district", district=doorstep.elsie.polling_district_id), 9),
    ):
        osei.get(url)
        with django_assert_max_num_queries(most + SCOPE):
            assert osei.get(url).status_code == 200
