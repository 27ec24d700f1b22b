"""A postal voter at the door once the ballots are out: one question, and never how they vote (docs/offline.md)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gotv.rules import postal
from tests.journeys import packs
from tests.journeys.hands import Canvasser
from tests.journeys.protocol_server import ProtocolServer
from tests.journeys.test_phone_stopped import wait_for

ONLY = {
    "kind": postal.KIND,
    "choices": [{"code": code, "label": label} for code, label in postal.choices()],
    "script": postal.at_the_door(),
}


def _open(page: Page, protocol: ProtocolServer, since: str) -> Canvasser:
    doors = sorted(
        (door for door in packs.reference_doors() if door["door"] in ("23", "25")), key=lambda one: int(one["door"])
    )
    graham = doors[0]["people"][1]
    graham["only"] = since
    protocol.pages["/board/"] = packs.board_page(
        doors, only=ONLY, questions={**packs.QUESTIONS, "survey": packs.SURVEY}
    )
    page.goto(f"{protocol.url}/board/")
    made = Canvasser(page)
    made.at_door("23")
    page.locator("#people input[value='502']").check()
    return made


def _sent(protocol: ProtocolServer) -> list[dict]:
    return sorted(protocol.stored.values(), key=lambda event: event["device_seq"])


@pytest.mark.parametrize("size", [(360, 640), (320, 568)])
def test_one_question_is_asked_and_nothing_else(phone: Page, protocol: ProtocolServer, size: tuple[int, int]) -> None:
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    alun = _open(phone, protocol, "2020-04-20")
    expect(phone.locator("[data-panel=only] legend")).to_have_text("Has Graham sent the postal vote?")
    for never in ("#intentions", "#scale", "#issues", "[data-panel=survey]"):
        expect(phone.locator(never)).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator("#only-more").click()
    expect(phone.locator("#more-never")).to_be_hidden()
    expect(phone.locator("#more-survey")).to_be_hidden()
    phone.locator("#more-close").click()
    phone.get_by_text("Has sent it", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Graham: Has sent it")
    expect(phone.locator("#people")).to_contain_text("Has sent it")  # no survey comes after it: Elsie is next
    alun.sees(saved=1, sent=1)
    event = _sent(protocol)[-1]
    assert (event["kind"], event["elector"], event["payload"]) == ("postal", 502, {"said": "sent"})
    phone.locator("#undo").click()
    expect(phone.locator("[data-panel=only] legend")).to_be_visible()
    alun.sees(saved=0)
    assert [one["kind"] for one in _sent(protocol)] in (["postal"], ["postal", "undo"])


def test_another_answer_stands_in_place_of_the_first(phone: Page, protocol: ProtocolServer) -> None:
    alun = _open(phone, protocol, "2020-04-20")
    phone.get_by_text("Has sent it", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Graham: Has sent it")
    phone.locator("#people input[value='502']").check()
    phone.locator("#change").click()
    phone.get_by_text("It has not come", exact=True).click()
    expect(phone.locator("#said")).to_have_text("Graham: It has not come")
    alun.send_now()
    expect(phone.locator("#sheet")).to_be_hidden()
    wait_for(lambda: len(protocol.stored) == 3)
    assert [one["kind"] for one in _sent(protocol)] == ["postal", "undo", "postal"]
    phone.locator("#people input[value='502']").check()
    expect(phone.locator("[data-panel=answered] h2")).to_have_text("Graham Marchbank: It has not come")


def test_before_the_day_they_are_asked_like_anybody(phone: Page, protocol: ProtocolServer) -> None:
    _open(phone, protocol, "2999-04-20")
    expect(phone.locator("#intentions")).to_be_visible()
    expect(phone.locator("[data-panel=only]")).to_be_hidden()
