"""The service worker when it is renewed or switched off, and packs whose time is over or that are called back."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

from playwright.sync_api import Page, expect

from canvass.queries import worker
from tests.browsing import Console
from tests.journeys import packs
from tests.journeys.hands import Canvasser
from tests.journeys.protocol_server import ProtocolServer
from tests.journeys.test_phone_cold import PIN, choose_pin, type_pin
from tests.journeys.test_phone_offline import expect_soon

ROOT = Path(__file__).resolve().parents[2]
REFUSED = "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|Failed to load resource|ERR_FAILED"
_ACTIVE = "async () => (await navigator.serviceWorker.ready).active.state"
_CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('rosette-shell-'))"
_COUNT = """async (store) => {
  const [{ name }] = await indexedDB.databases();
  const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
  const count = await new Promise((done) => {
    const r = db.transaction(store).objectStore(store).count(); r.onsuccess = () => done(r.result);
  });
  db.close();
  return count;
}"""


def build(protocol: ProtocolServer, version: str) -> str:
    """Return the worker as the server serves it, of this version."""
    board = next(iter(protocol.pages.values()))
    files = worker.files([board])
    made = {"version": version, "shell": "/shell/", "files": files, "start": "/canvass/", "patience": 4000}
    return f"self.BUILD = {json.dumps(made)};\n{worker.source('canvass/worker.js')}"


def open_board(phone: Page, protocol: ProtocolServer, pin: str = PIN, **more: object) -> Canvasser:
    page = packs.board_page(packs.ten_doors(), **more)
    protocol.pages |= {"/board/": page, "/shell/": str.__str__(page)}
    protocol.worker = build(protocol, "one")
    phone.goto(f"{protocol.url}/board/")
    choose_pin(phone, pin)
    expect(phone.locator("#number")).to_have_text("1")
    phone.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
    return Canvasser(phone, keeps=True)


def url(protocol: ProtocolServer) -> str:
    return f"{protocol.url}/canvass/board/{packs.BOARD}/"


def test_a_new_version_waits_while_work_is_unsent_and_then_takes_over(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol)
    phone.goto(url(protocol))  # now the worker has this page
    type_pin(phone)
    protocol.fault = "portal"
    for _ in range(5):
        alun.says("labour", 8)
    alun.sees(saved=5, sent=0)
    protocol.worker = build(protocol, "two")
    phone.evaluate("async () => (await navigator.serviceWorker.getRegistration('/canvass/')).update()")
    expect(phone.locator("#update-ready")).to_be_visible()
    assert phone.evaluate("navigator.serviceWorker.controller.state") == "activated"
    alun.says("green", 3)  # nothing was taken from under their hands
    alun.sees(saved=6, sent=0)

    again = phone.context.new_page()
    phone.close()
    protocol.fault = ""
    again.goto("about:blank")
    again.goto(url(protocol))
    type_pin(again)
    Canvasser(again, keeps=True).sees(saved=6, sent=6)
    again.wait_for_function(f"async () => (await ({_CACHES})()).join() === 'rosette-shell-two'")
    assert len(protocol.stored) == len({event["device_seq"] for event in protocol.stored.values()})


def test_a_page_from_which_nothing_is_taken_any_more_is_renewed_in_one_tap(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    """409: the newest version takes over, nobody is asked whether to leave, and what waited is sent."""
    console.expect("Failed to load resource")
    alun = open_board(phone, protocol)  # no worker has this page yet: it came before the first one
    protocol.fault = "outdated"
    alun.says("labour", None)
    expect(phone.locator("#attention")).to_have_text("Open again to send")
    protocol.worker = build(protocol, "two")
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    phone.locator("#attention").click()
    expect(phone.locator("#sheet-trouble")).to_contain_text("What you saved is kept.")
    protocol.fault = ""
    with phone.expect_navigation():
        phone.get_by_role("link", name="Open this page again").click()
    type_pin(phone)
    alun.sees(saved=1, sent=1)
    assert phone.evaluate(_CACHES) == ["rosette-shell-two"]
    assert asked == []


def test_without_a_newer_version_the_page_is_just_opened_again(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    console.expect("Failed to load resource")
    open_board(phone, protocol)
    phone.goto(url(protocol))
    type_pin(phone)
    alun = Canvasser(phone, keeps=True)
    protocol.fault = "outdated"
    alun.says("labour", None)
    phone.locator("#attention").click()
    with phone.expect_navigation():
        phone.get_by_role("link", name="Open this page again").click()
    type_pin(phone)
    alun.sees(saved=1, sent=0)
    expect(phone.locator("#attention")).to_have_text("Open again to send")


def test_a_pack_from_before_the_last_release_opens_without_a_connection(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    """Kept by an older shell and opened by this one: what was added since is missing in it."""
    protocol.ancient = True
    open_board(phone, protocol)
    console.expect(REFUSED)
    protocol.stop()
    phone.goto(url(protocol))
    type_pin(phone)
    alun = Canvasser(phone, keeps=True)
    alun.says("labour", 8)
    alun.sees(saved=1, sent=0)
    protocol.start()
    alun.send_now()
    alun.sees(saved=1, sent=1)


def test_switched_off_it_goes_and_takes_no_work_along(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol)
    protocol.fault = "portal"
    alun.says("labour", 8)
    alun.sees(saved=1, sent=0)
    protocol.worker = worker.source("canvass/worker_off.js")
    phone.evaluate("async () => (await navigator.serviceWorker.getRegistration('/canvass/')).update()")
    phone.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    phone.wait_for_function(f"async () => (await ({_CACHES})()).length === 0")
    assert phone.evaluate(_COUNT, "events") == 2
    protocol.fault = ""
    alun.send_now()
    alun.sees(saved=1, sent=1)


def test_half_a_version_is_never_installed(phone: Page, protocol: ProtocolServer, console: Console) -> None:
    open_board(phone, protocol)
    console.expect(REFUSED)
    protocol.worker = build(protocol, "broken").replace('"files": [', '"files": ["/static/not-there.js", ')
    phone.evaluate(
        "async () => { const r = await navigator.serviceWorker.getRegistration('/canvass/');"
        " await r.update().catch(() => {}); const fresh = r.installing;"
        " if (fresh) await new Promise((done) => fresh.onstatechange = done); }"
    )
    assert phone.evaluate(_CACHES) == ["rosette-shell-one"]


def test_when_its_time_is_over_the_pack_goes_before_anything_is_drawn(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    open_board(phone, protocol)
    console.expect(REFUSED)
    protocol.stop()
    again = phone.context.new_page()
    phone.close()
    again.add_init_script("{ const real = Date.now; Date.now = () => real.call(Date) + 80 * 365 * 24 * 3600 * 1000; }")
    again.goto(url(protocol))
    expect(again.locator("#say-title")).to_have_text("No connection to Rosette")
    assert again.evaluate(_COUNT, "packs") == 0
    assert again.evaluate(_COUNT, "vault") == 0
    assert "Marchbank" not in again.content()
    protocol.start()


def test_an_untouched_phone_asks_for_the_pin_again(phone: Page, protocol: ProtocolServer) -> None:
    phone.clock.install()
    alun = open_board(phone, protocol)
    alun.says("labour", 8)
    phone.clock.fast_forward("11:00")
    expect(phone.locator("#pin-why")).to_contain_text("Nobody has touched this phone")
    expect(phone.locator("#door")).to_be_hidden()
    type_pin(phone, "000000")
    expect(phone.locator("#pin-wrong")).to_contain_text("4 tries left")
    type_pin(phone)
    alun.at_door("3")


def test_somebody_else_on_the_phone_opens_their_own_and_not_the_first_ones(
    phone: Page, protocol: ProtocolServer
) -> None:
    alun = open_board(phone, protocol)
    protocol.fault = "portal"
    alun.says("labour", 8)
    alun.sees(saved=1, sent=0)
    protocol.fault = ""
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), user=99)
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.goto(url(protocol))
    for left in (4, 3, 2, 1):
        type_pin(phone, "999999")
        expect(phone.locator("#pin-wrong")).to_contain_text(f"{left} tr")
    type_pin(phone, "999999")
    expect(phone.locator("#say-title")).to_have_text("The names are deleted from this phone")
    phone.locator("#opening-again").click()
    choose_pin(phone, "777777")
    bea = Canvasser(phone, keeps=True)
    bea.at_door("1")
    bea.sees(saved=0)
    expect_soon(phone, lambda: len(protocol.stored) == 2)  # hers sends his


def test_called_back_people_vanish_at_once_and_from_the_pack_at_rest(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    alun = open_board(phone, protocol)
    gone = {"household": 3, "electors": [103]}
    protocol.commands = [{"command": "recall", "number": 17, "doors": [gone]}]
    alun.says("labour", 8)
    alun.sees(saved=1, sent=1)
    alun.at_door("3")
    assert "Marchbank3" not in phone.content()
    phone.locator("#left").click()
    expect(phone.locator("#all-doors .row").nth(2)).to_contain_text("Do not knock")  # whatever the reason is
    phone.locator("#all-close").click()
    protocol.commands = []
    alun.says("labour", 8)
    alun.at_door("7")  # nobody is left to be asked at number 5
    alun.sees(saved=2, sent=2)
    assert protocol.batches[-1]["heard"] == 17
    console.expect(REFUSED)
    protocol.stop()
    again = phone.context.new_page()
    phone.close()
    again.goto(url(protocol))
    type_pin(again)
    back = Canvasser(again, keeps=True)
    back.at_door("7")
    again.locator("#left").click()
    assert "Marchbank3" not in again.content()
    protocol.start()


def test_who_is_called_back_while_on_view_gives_way_to_a_word_not_to_knock(
    phone: Page, protocol: ProtocolServer
) -> None:
    on_view = threading.Event()
    protocol.judge = lambda _event: {"status": "stored"} if on_view.wait(20) else {}
    alun = open_board(phone, protocol)
    alun.says("labour", 8)
    alun.at_door("3")
    expect(phone.locator("#door")).to_contain_text("Marchbank2")
    protocol.commands = [{"command": "recall", "number": 17, "doors": [{"household": 2, "electors": [102]}]}]
    on_view.set()
    alun.sees(saved=1, sent=1)
    expect(phone.locator("#door")).to_contain_text("Do not ask for this person")
    expect(phone.locator("main")).to_contain_text("Do not knock")
    assert "Marchbank2" not in phone.content()
    alun.at_door("3")  # nothing moves under the thumb
    phone.locator("#onward").click()
    alun.at_door("5")


def test_a_board_taken_back_before_the_phone_had_a_token_shows_no_names(
    phone: Page, protocol: ProtocolServer, console: Console
) -> None:
    """Without a token no batch can bring the word, so the answer that gives none does."""
    console.expect("410")
    protocol.may_sign_in = False
    open_board(phone, protocol)
    phone.locator("#intentions input[value=labour]").click()
    expect(phone.locator("#attention")).to_have_text("Sign in to send")
    protocol.may_sign_in, protocol.is_over = True, True
    phone.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-panel=over]")).to_be_visible()
    assert "Marchbank" not in phone.content()
    assert phone.evaluate(_COUNT, "packs") == 0
    expect(phone.locator("#saved")).to_have_text(re.compile("1 saved"))


def test_a_board_that_was_taken_back_shows_no_names_and_goes_on_sending(phone: Page, protocol: ProtocolServer) -> None:
    open_board(phone, protocol)
    protocol.commands = [{"command": "withdrawn"}]
    phone.locator("#intentions input[value=labour]").click()
    expect(phone.locator("[data-panel=over]")).to_be_visible()
    assert "Marchbank" not in phone.content()
    expect_soon(phone, lambda: len(protocol.stored) == 1)
    assert phone.evaluate(_COUNT, "packs") == 0
