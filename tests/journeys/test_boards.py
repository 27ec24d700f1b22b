"""An organiser makes a board and hands it out; the canvasser opens it; the office sees the doors come in."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast as people
from tests.browsing import sign_in
from tests.factories import canvass
from tests.journeys.hands import Canvasser


def test_from_the_office_to_the_door_and_back(live_server: LiveServer, laptop: Page, phone: Page) -> None:
    cast = people.make()
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    for number in (4, 1, 2, 3):
        canvass.elector(canvass.household(road, number), "Elsie", "Marchbank")
    canvass.elector(canvass.household(canvass.street(cast.wexcombe, "Mill Lane"), 7), "Zofia", "Haddad")

    sign_in(laptop, cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/boards/")
    laptop.get_by_role("link", name="Make a board").click()
    laptop.get_by_role("link", name="HH1").click()
    laptop.get_by_label("Tanyard Row").check()
    laptop.get_by_role("button", name="Make board").click()
    expect(laptop.get_by_role("heading", name="HH1: Tanyard Row")).to_be_visible()
    doors = laptop.locator("tbody th[scope=row]")
    expect(doors).to_have_text(["1", "3", "4", "2"])
    laptop.get_by_role("link", name="Hand out board").click()
    laptop.get_by_label("Alun Prosser").check()
    laptop.get_by_role("button", name="Hand out board").click()
    address = laptop.get_by_label("The link, to send it to them").input_value()
    expect(laptop.locator(".qr svg")).to_be_visible()

    sign_in(phone, cast.alun, live_server.url)
    phone.goto(live_server.url)
    assert phone.url == address, "a canvasser with one board is led to it"
    alun = Canvasser(phone)
    alun.at_door("1")
    alun.cares_about("buses")
    alun.says("labour", 8)
    alun.at_door("3")
    alun.not_in()
    alun.at_door("4")
    alun.sees(saved=2, sent=2)

    laptop.reload()
    expect(laptop.get_by_text("Labour, 8 of 10")).to_be_visible()
    expect(laptop.locator(".progress").first).to_contain_text("2 of 4")
    expect(laptop.get_by_text("all sent")).to_be_visible()
    laptop.get_by_role("button", name="Take back").click()
    phone.reload()
    expect(phone.get_by_role("heading", name="This board is no longer with you")).to_be_visible()
    expect(phone.get_by_text("Elsie")).to_have_count(0)
