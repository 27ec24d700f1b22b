"""The phone pages when the network, the browser or the phone itself misbehaves (tests/journeys/protocol_server.py)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PHONE, Console, new_profile
from tests.journeys import packs
from tests.journeys.hands import Canvasser
from tests.journeys.protocol_server import ProtocolServer

FAILED = "Failed to load resource"


@pytest.fixture
def alun(phone: Page, protocol: ProtocolServer) -> Canvasser:
    """A canvasser at the first of ten doors."""
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    made = Canvasser(phone)
    made.at_door("1")
    return made


def stored_by_device(protocol: ProtocolServer) -> list[int]:
    return sorted(event["device_seq"] for event in protocol.stored.values())


def test_a_sign_in_page_of_a_wifi_is_not_taken_for_the_server(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    protocol.fault = "portal"
    alun.says("green", None)
    alun.says("wont_say")
    alun.sees(saved=3, sent=1)
    alun.open_sheet()
    expect(alun.page.locator("#sheet-trouble")).to_contain_text("Something else answers in Rosette’s place")
    alun.page.locator("#sheet-close").click()
    protocol.fault = ""
    alun.send_now()
    alun.sees(saved=3, sent=3)
    assert stored_by_device(protocol) == [1, 2, 3]


@pytest.mark.parametrize("fault", ["broken", "busy", "small", "forgetful"])
def test_whatever_the_server_does_each_answer_arrives_once(
    alun: Canvasser, protocol: ProtocolServer, console: Console, fault: str
) -> None:
    console.expect(FAILED)
    protocol.fault = fault
    for intention in ("labour", "green", "undecided", "against", "reform"):
        alun.says(intention, 4)
    alun.sees(saved=5)
    if fault != "small":
        alun.sees(saved=5, sent=0)
        protocol.fault = ""
        alun.send_now()
    alun.sees(saved=5, sent=5)
    assert stored_by_device(protocol) == list(range(1, 11))


def test_one_bad_event_holds_up_no_other(alun: Canvasser, protocol: ProtocolServer, console: Console) -> None:
    console.expect(FAILED)
    protocol.poison = lambda event: event["household"] == 3
    for _ in range(5):
        alun.says("labour", None)
    for _ in range(30):  # the waits between tries are real; a tap on Send now passes over each
        if alun.page.locator("#attention").inner_text() == "1 needs attention":
            break
        alun.send_now()
    expect(alun.page.locator("#attention")).to_have_text("1 needs attention")
    alun.sees(saved=5, sent=4)
    assert {event["household"] for event in protocol.stored.values()} == {1, 2, 4, 5}

    with alun.page.expect_download() as download:
        alun.page.locator("#attention").click()
        alun.page.locator("#sheet-export").click()
    exported = json.loads(Path(download.value.path()).read_text())
    assert [row["event"]["household"] for row in exported["events"]] == [3]
    assert [row["refused"]["code"] for row in exported["events"]] == ["CANT_BE_TAKEN"]
    assert "Marchbank" not in json.dumps(exported)

    protocol.poison = lambda _event: False
    alun.page.locator("#sheet-send").click()
    alun.page.locator("#sheet-close").click()
    alun.sees(saved=5, sent=5)


def test_what_the_server_rejects_stays_on_the_phone(alun: Canvasser, protocol: ProtocolServer) -> None:
    no = {"status": "rejected", "code": "WRONG_ORG", "message": "This is not about anybody of this unit."}
    protocol.judge = lambda event: no if event["household"] == 1 else {"status": "stored"}
    alun.says("labour", None)
    alun.says("labour", None)
    alun.sees(saved=2, sent=1)
    expect(alun.page.locator("#attention")).to_have_text("1 needs attention")
    alun.page.reload()
    expect(alun.page.locator("#attention")).to_have_text("1 needs attention")
    alun.page.locator("#attention").click()
    expect(alun.page.locator("#sheet-attention")).to_contain_text("This is not about anybody of this unit.")


def test_an_old_page_says_so_and_keeps_its_work(alun: Canvasser, protocol: ProtocolServer, console: Console) -> None:
    console.expect(FAILED)
    protocol.fault = "outdated"
    alun.says("labour", None)
    expect(alun.page.locator("#attention")).to_have_text("Open again to send")
    protocol.fault = ""
    alun.page.once("dialog", lambda dialog: dialog.accept())
    alun.page.reload()
    alun.sees(saved=1, sent=1)


def test_what_the_phone_before_this_one_held_is_said_until_it_is_read(
    alun: Canvasser, phone: Page, protocol: ProtocolServer
) -> None:
    """The browser threw everything away while the page was closed: to the server this is another phone."""
    expect(phone.locator("#attention")).to_have_text("0 need attention")
    phone.evaluate(
        "async () => Promise.all((await indexedDB.databases()).map((one) => indexedDB.deleteDatabase(one.name)))"
    )
    protocol.earlier = {"heard_at": "2026-05-07T13:32:00+00:00", "unsent": 3, "emptied": True}
    phone.goto("about:blank")
    phone.goto(f"{protocol.url}/board/")
    again = Canvasser(phone)
    again.at_door("1")
    expect(phone.locator("#attention")).to_have_text("3 may be lost")
    phone.reload()
    again.at_door("1")
    phone.locator("#attention").click()
    expect(phone.locator("#sheet-earlier")).to_contain_text(
        "When Rosette last heard of it, at 7 May, 14:32, it held 3 records that were not sent."
    )
    expect(phone.locator("#sheet-earlier")).to_contain_text("Doors that show as open here")
    phone.locator("#earlier-read").click()
    expect(phone.locator("#sheet-earlier")).to_be_hidden()
    phone.locator("#sheet-close").click()
    expect(phone.locator("#attention")).to_have_text("0 need attention")
    phone.reload()
    again.at_door("1")
    expect(phone.locator("#attention")).to_have_text("0 need attention")


def test_a_phone_that_goes_into_a_pocket_can_read_no_answer_any_more(phone: Page, protocol: ProtocolServer) -> None:
    """The last five are open only as long as somebody looks; what was said can be taken back all the same."""
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), seal=packs.SEAL)
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    alun.at_door("1")
    protocol.fault = "portal"
    alun.says("labour", 8)
    alun.says("green", 2)
    assert _stories_on_disk(phone, "sealed") == 0
    phone.evaluate(
        """() => {
          Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect_soon(phone, lambda: _stories_on_disk(phone, "sealed") == 4)
    assert _stories_on_disk(phone, "intention") == 0
    phone.locator("#undo").click()
    protocol.fault = ""
    phone.evaluate("() => delete document.visibilityState")
    alun.send_now()
    alun.sees(saved=2, sent=2)
    assert [event.get("kind", "sealed") for event in protocol.stored.values()] == ["sealed"] * 4 + ["undo"]


def _stories_on_disk(page: Page, word: str) -> int:
    """Return how many of the events on this phone hold a word."""
    return page.evaluate(
        """async (word) => {
          const [{ name }] = await indexedDB.databases();
          const db = await new Promise((done) => {
            const r = indexedDB.open(name); r.onsuccess = () => done(r.result);
          });
          const rows = await new Promise((done) => {
            const r = db.transaction("events").objectStore("events").getAll(); r.onsuccess = () => done(r.result);
          });
          db.close();
          return rows.filter((row) => JSON.stringify(row.event).includes(`"${word}"`)).length;
        }""",
        word,
    )


def test_a_new_page_works_with_a_server_as_old_as_can_be(phone: Page, protocol: ProtocolServer) -> None:
    """Set back after a bad release: its packs, tokens and answers hold what they held on the first day."""
    protocol.ancient = True
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    alun.at_door("1")
    alun.says("labour", 8)
    alun.not_in()
    alun.sees(saved=2, sent=2)
    alun.opens_more("flag")
    alun.page.locator("#reasons input[value=dog]").check()
    alun.saves()
    alun.sees(saved=3, sent=3)


def test_two_tabs_share_one_queue_and_one_sender(alun: Canvasser, protocol: ProtocolServer) -> None:
    other = Canvasser(alun.page.context.new_page())
    other.page.goto(f"{protocol.url}/board/")
    other.at_door("1")
    protocol.fault = "portal"
    alun.says("labour", None)
    other.sees(saved=1)
    other.page.locator("#left").click()
    other.page.locator("#all-doors .row").nth(4).click()
    other.at_door("9")
    other.says("green", None)
    alun.sees(saved=2, sent=0)
    protocol.fault = ""
    alun.send_now()
    alun.sees(saved=2, sent=2)
    other.sees(saved=2, sent=2)
    assert stored_by_device(protocol) == [1, 2]
    assert len(protocol.batches) == len({batch["batch_id"] for batch in protocol.batches})


def test_leaving_with_unsent_work_asks_first_and_tries_once_more(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    protocol.fault = "portal"
    alun.says("green", None)
    alun.sees(saved=2, sent=1)
    protocol.fault = ""
    asked: list[str] = []
    alun.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    alun.page.goto("about:blank")
    assert asked == ["beforeunload"]
    expect_soon(alun.page, lambda: len(protocol.stored) == 2)  # the goodbye of the page that went away


def test_another_person_on_the_same_phone_sends_it_and_sees_nothing(alun: Canvasser, protocol: ProtocolServer) -> None:
    protocol.fault = "portal"
    alun.says("labour", 8)
    alun.sees(saved=1, sent=0)
    alun.page.once("dialog", lambda dialog: dialog.accept())
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), user=99)
    alun.page.goto("about:blank")
    assert protocol.stored == {}
    protocol.fault = ""
    alun.page.goto(f"{protocol.url}/board/")
    bea = Canvasser(alun.page)
    bea.at_door("1")
    bea.sees(saved=0, sent=0)
    expect_soon(bea.page, lambda: len(protocol.stored) == 2)
    bea.sees(saved=0, sent=0)
    expect(bea.page.locator("#people .answer")).to_have_text("Asking")


def test_a_browser_that_keeps_nothing_says_so_and_records_nothing(phone: Page, protocol: ProtocolServer) -> None:
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    expect(phone.locator("#opening")).to_contain_text("This browser can’t keep a board safely")
    phone.get_by_role("button", name="Go on online only").click()
    expect(phone.locator("#stop")).to_contain_text("This browser keeps nothing")
    phone.keyboard.press("Escape")
    expect(phone.locator("#stop")).to_be_visible()
    expect(phone.locator("#number")).to_be_hidden()


def test_a_full_phone_never_says_saved(alun: Canvasser, protocol: ProtocolServer) -> None:
    protocol.fault = "portal"
    alun.says("labour", None)
    alun.sees(saved=1, sent=0)
    alun.page.evaluate(
        "() => { window.real = IDBObjectStore.prototype.add;"
        "IDBObjectStore.prototype.add = () => { throw new DOMException('no room', 'QuotaExceededError'); }; }"
    )
    alun.page.locator("#intentions input[value=green]").click()
    stop = alun.page.locator("#stop")
    expect(stop).to_contain_text("This phone has no room left, so your last tap was not saved.")
    expect(stop).to_contain_text("1 record was saved before and is not sent yet.")
    expect(alun.page.locator("#said")).to_have_text(re.compile("Labour"))
    with alun.page.expect_download() as download:
        alun.page.locator("#stop-export").click()
    assert len(json.loads(Path(download.value.path()).read_text())["events"]) == 1

    alun.page.evaluate("() => { IDBObjectStore.prototype.add = window.real; }")
    alun.page.locator("#stop-again").click()
    alun.at_door("3")
    alun.says("green", None)
    alun.sees(saved=2, sent=0)


def test_a_store_that_the_browser_throws_away_is_filled_again(alun: Canvasser, protocol: ProtocolServer) -> None:
    """Eviction in mid-round: what this page saved and has not sent yet is written once more."""
    protocol.fault = "portal"
    alun.says("labour", None)
    alun.sees(saved=1, sent=0)
    clear = alun.page.context.new_cdp_session(alun.page)
    clear.send("Storage.clearDataForOrigin", {"origin": protocol.url, "storageTypes": "indexeddb"})
    alun.says("green", None)
    alun.sees(saved=2, sent=0)
    protocol.fault = ""
    alun.send_now()
    alun.sees(saved=2, sent=2)
    assert stored_by_device(protocol) == [1, 2]


def test_a_clock_put_right_in_mid_round_spoils_no_time(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    protocol.fault = "portal"
    alun.says("green", None)
    alun.page.evaluate("() => { const real = Date.now; Date.now = () => real.call(Date) - 3 * 3600 * 1000; }")
    alun.says("reform", None)
    protocol.fault = ""
    alun.send_now()
    alun.sees(saved=3, sent=3)
    gaps = [
        _seconds(batch["device_now"]) - _seconds(event["device_time"])
        for batch in protocol.batches
        for event in batch["events"]
    ]
    assert len(gaps) == 3
    assert all(0 <= gap < 120 for gap in gaps), gaps


def test_the_pages_work_where_web_locks_are_missing(
    browser: Browser, protocol: ProtocolServer, console: Console
) -> None:
    """As on a local network without HTTPS."""
    context = new_profile(browser, console, PHONE)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    page = context.new_page()
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    page.goto(f"{protocol.url}/board/")
    alun = Canvasser(page)
    alun.says("labour", 8)
    alun.sees(saved=1, sent=1)
    context.close()


def _seconds(iso: str) -> float:
    return datetime.datetime.fromisoformat(iso).timestamp()


def expect_soon(page: Page, done: Callable[[], bool]) -> None:
    """Wait until something is so that no page shows."""
    for _ in range(600):
        if done():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about within half a minute")
