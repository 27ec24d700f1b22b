"""Somebody is looked for in one box, and found for whoever may see them: their page, and that of their door."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access.models import AuditEvent, Grant
from access.roles import RoleName
from canvass.actions import finding
from canvass.enums import ElectorKind
from canvass.models import PollingDistrict
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, phones

REGISTER = "/u/wexcombe/canvass/register/"


@pytest.fixture
def cast(transactional_db: None) -> people.Cast:
    """The cast; Elsie and Graham behind 23 Tanyard Row, Zofia in another ward, and somebody anonymous."""
    made = people.make()
    unit = made.wexcombe
    canvass.edition(unit)
    row, quay = canvass.street(unit, "Tanyard Row"), canvass.street(unit, "Quay")
    door = canvass.household(row, 23)
    elsie = canvass.elector(door, "Elsie", "Marchbank")
    canvass.elector(door, "Graham", "Marchbank")
    there = canvass.district(unit, "QY1", in_ward=canvass.ward(unit, "Market and Quay"))
    canvass.elector(canvass.household(quay, 4, in_district=there, postcode="WX7 1DD"), "Zofia", "Haddad")
    canvass.elector(None, "", "", number=70, kind=ElectorKind.ANONYMOUS, in_district=elsie.polling_district)
    with everywhere():
        here = canvass.ward(unit, "Harrow Hill")
        PollingDistrict.objects.filter(pk=elsie.polling_district_id).update(ward=here)
    board = canvass.board(made.osei, door)
    canvass.hand(board, made.alun, made.osei)
    phone = phones.phone(board, made.alun)
    phone.send(phone.answer(elsie, scale=9, issues=["buses"]))
    finding.gather(unit.pk)
    return made


def _look_for(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


def test_typed_wrong_by_postcode_by_number(live_server: LiveServer, laptop: Page, cast: people.Cast) -> None:
    sign_in(laptop, cast.osei, live_server.url)
    laptop.goto(live_server.url + REGISTER)
    found = laptop.get_by_role("region", name="Found").get_by_role("listitem")
    _look_for(laptop, "elsie marchbnk")
    expect(laptop.get_by_text("Showing Marchbank for “marchbnk”.")).to_be_visible()
    expect(found.first).to_contain_text("Elsie Marchbank")
    assert "march" not in laptop.url.lower()  # an address stays in histories
    _look_for(laptop, "wx7 1dd")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Zofia Haddad")
    _look_for(laptop, "hh1-2")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Graham Marchbank")
    _look_for(laptop, "hh1 70")
    expect(laptop.get_by_text("Nobody was found")).to_be_visible()
    with everywhere():
        assert AuditEvent.objects.filter(verb="people.searched").count() == 4


def test_from_the_box_to_the_door(live_server: LiveServer, phone: Page, cast: people.Cast) -> None:
    sign_in(phone, cast.osei, live_server.url)
    phone.goto(f"{live_server.url}{REGISTER}find/")
    _look_for(phone, "marchbank elsie")
    phone.get_by_role("link", name="Elsie Marchbank").click()
    expect(phone.locator("h1")).to_have_text("Elsie Marchbank")
    said = phone.get_by_role("region", name="What they said last")
    expect(said).to_contain_text("Labour")
    expect(said).to_contain_text("Alun Prosser")
    approaches = phone.get_by_role("region", name="Every approach").get_by_role("row")
    expect(approaches).to_have_count(3)  # the head, the answer, and that she was put on a board
    phone.get_by_role("link", name="23, Tanyard Row").click()
    expect(phone.locator("h1")).to_have_text("23, Tanyard Row")
    here = phone.get_by_role("region", name="On the register here")
    expect(here.get_by_role("link")).to_have_count(2)
    here.get_by_role("link", name="Graham Marchbank").click()
    expect(phone.locator("h1")).to_have_text("Graham Marchbank")
    expect(phone.get_by_text("Nothing yet: nobody has had an answer from them that counts.")).to_be_visible()


def test_what_a_role_may_not_see(live_server: LiveServer, laptop: Page, phone: Page, cast: people.Cast) -> None:
    with everywhere():
        ward = canvass.ward(cast.wexcombe, "Harrow Hill")
        Grant.objects.filter(user=cast.osei).update(area=[f"ward:{ward.pk}"])
    sign_in(laptop, cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{REGISTER}find/")
    _look_for(laptop, "zofia haddad")  # in a ward that is not his
    expect(laptop.get_by_text("Nobody was found")).to_be_visible()
    expect(laptop.locator("main")).not_to_contain_text("Zofia")

    people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)  # the entry, but not what was said
    sign_in(phone, cast.noor, live_server.url)
    phone.goto(f"{live_server.url}{REGISTER}find/")
    _look_for(phone, "hh1 1")
    phone.get_by_role("link", name="Elsie Marchbank").click()
    expect(phone.get_by_text("Your role doesn’t show what people said at the door.")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Labour")


def test_who_has_no_business_there(live_server: LiveServer, laptop: Page, cast: people.Cast, console: Console) -> None:
    console.expect("403")
    sign_in(laptop, cast.alun, live_server.url)
    answer = laptop.goto(f"{live_server.url}{REGISTER}find/")
    assert answer is not None
    assert answer.status == 403
    expect(laptop.get_by_role("searchbox")).to_have_count(0)
