"""The box: who may look, where, that the words stay out of addresses and of the record."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access import scoping
from access.models import AuditEvent, Grant
from canvass.actions import finding
from canvass.models import PollingDistrict
from kit import jobs
from tests.canvass.conftest import Doorstep
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass

URL = "/u/wexcombe/canvass/register/find/"


@pytest.fixture
def found(doorstep: Doorstep) -> Doorstep:
    """The street with its words gathered."""
    canvass.council(doorstep.cast.wexcombe)
    finding.gather(doorstep.cast.wexcombe.pk)
    return doorstep


@pytest.fixture
def osei(found: Doorstep) -> Client:
    return found.cast.client(found.cast.osei)


def look(browser: Client, text: str, **more: Any) -> str:
    answer = browser.post(URL, {"q": text, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_somebody_is_found_with_address_number_and_correction(osei: Client) -> None:
    page = look(osei, "elsie marchbnk")
    assert "Elsie Marchbank" in page
    assert "23, Tanyard Row, Wexcombe, WX1 2AB" in page
    assert "Showing <b>Marchbank</b> for “marchbnk”" in page
    assert "HH1 1" in page
    assert "/canvass/register/electors/" in page


def test_the_words_stand_in_no_address(osei: Client) -> None:
    answer = osei.post(URL, {"q": "elsie marchbank"})
    assert answer.status_code == 302
    assert "marchbank" not in unquote(answer["Location"]).lower()
    assert "bWFyY2hiYW5r" not in answer["Location"], "nor merely in another alphabet"


def test_the_words_stand_in_no_record(osei: Client) -> None:
    look(osei, "elsie marchbank")
    with everywhere():
        noted = AuditEvent.objects.filter(verb="people.searched").get()
        assert noted.detail == {"what": "register.see", "count": 1, "purpose": "canvassing"}
        assert not [row for row in AuditEvent.objects.all() if "marchbank" in str(row.detail).lower()]


def test_a_search_that_finds_nobody_is_noted_too(osei: Client) -> None:
    assert "Nobody was found" in look(osei, "qwxqwxqwx")
    with everywhere():
        assert AuditEvent.objects.get(verb="people.searched").detail["count"] == 0


def test_opening_the_page_is_no_search(osei: Client) -> None:
    page = osei.get(URL).content.decode()
    assert "What you can type" in page
    with everywhere():
        assert not AuditEvent.objects.filter(verb__startswith="people.").exists()


def test_an_address_of_a_search_opens_for_nobody_else_and_an_hour(found: Doorstep, osei: Client) -> None:
    address = osei.post(URL, {"q": "elsie marchbank"})["Location"]
    marian = found.cast.client(found.cast.marian)
    page = marian.get(address).content.decode()
    assert "That search is over" in page
    assert "Elsie" not in page
    assert "Elsie" in osei.get(address).content.decode()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=61)):
        later = found.cast.client(found.cast.osei)
        assert "That search is over" in later.get(address).content.decode()
    assert "That search is over" in osei.get(f"{URL}?search=nonsense").content.decode()


def test_nothing_typed_is_said_at_the_field(osei: Client) -> None:
    answer = osei.post(URL, {"q": " "})
    assert answer.status_code == 422
    assert "Type a name, an address, a number or a postcode." in answer.content.decode()


def test_a_district_that_is_not_one_is_refused(osei: Client) -> None:
    assert osei.post(URL, {"q": "elsie", "district": "999999"}).status_code == 422


def test_only_in_the_chosen_district(found: Doorstep, osei: Client) -> None:
    other = canvass.district(found.cast.wexcombe, "HH2")
    page = look(osei, "elsie", district=other.pk)
    assert "Nobody was found" in page
    assert "You looked in one district" in page


def test_who_has_left_is_marked(found: Doorstep, osei: Client) -> None:
    with scoping.units([found.cast.wexcombe.pk]):
        type(found.elsie).objects.filter(pk=found.elsie.pk).update(left_on=datetime.date(2026, 3, 1))
    assert "left on 1 Mar 2026" in look(osei, "elsie")


def test_who_is_limited_to_a_ward_finds_nobody_outside(found: Doorstep) -> None:
    unit, user = found.cast.wexcombe, found.cast.osei
    here, there = canvass.ward(unit, "Harrow Hill"), canvass.ward(unit, "Mill Vale")
    with scoping.units([unit.pk]):
        PollingDistrict.objects.update(ward=here)
        Grant.objects.filter(user=user).update(area=[f"ward:{there.pk}"])
    browser = found.cast.client(user)
    assert "Nobody was found" in look(browser, "elsie marchbank")
    assert "Nobody was found" in look(browser, "HH1 1")
    with scoping.units([unit.pk]):
        Grant.objects.filter(user=user).update(area=[f"ward:{here.pk}"])
    assert "Elsie Marchbank" in look(browser, "elsie marchbank")


@pytest.mark.parametrize(
    ("name", "status"), [("alun", 403), ("tess", 403), ("rival", 404), ("noor", 404), ("priya", 403)]
)
def test_who_may_not(found: Doorstep, name: str, status: int) -> None:
    browser = found.cast.client(getattr(found.cast, name))
    assert browser.post(URL, {"q": "elsie"}).status_code == status


def test_a_register_that_has_just_changed_says_so_and_is_seen_to(
    found: Doorstep, osei: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, **ids: asked.append({"name": name, **ids}))
    assert "The register has just changed" not in look(osei, "elsie")
    assert asked == []
    with scoping.units([found.cast.wexcombe.pk]):
        council = canvass.council(found.cast.wexcombe)
        council.version += 1
        council.save()
    page = look(osei, "elsie")
    assert "The register has just changed" in page
    assert "Elsie" in page, "whoever could be found still is"
    assert asked == [{"name": "canvass.gather_words", "unit": found.cast.wexcombe.pk}]


def test_what_it_costs(found: Doorstep, osei: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    address = osei.post(URL, {"q": "elsie marchbnk"})["Location"]
    osei.get(address)
    with django_assert_max_num_queries(16 + SCOPE):
        osei.get(address)
