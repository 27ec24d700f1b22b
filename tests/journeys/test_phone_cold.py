"""A board in a tower block: the browser is opened anew without a connection, and goes on. The server really stops."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from canvass.enums import EventStatus
from canvass.models import Board, ContactEvent
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server
from tests.journeys.test_phone_board import STOPPED, doors, stored

PIN = "482915"
# How long the worker may take to fetch the shell and all its files.
_KEPT = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const [name] = (await caches.keys()).filter((one) => one.startsWith("rosette-shell-"));
  const files = name ? (await (await caches.open(name)).keys()).length : 0;
  return { active: registration.active?.state, scope: registration.scope, files };
}"""
# The list's own request hangs for good, whatever signal it was given.
_NEVER_ANSWERS = """
const real = window.fetch;
window.fetch = (url, how) => `${url}`.includes("/sync/v1/pack") ? new Promise(() => {}) : real(url, how);
"""


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def take_along(phone: Page, server: Server, cast: people.Cast, count: int = 3) -> Board:
    """Hand a board to Alun, who opens it, chooses a PIN, and has the worker in place."""
    board = canvass.board(cast.osei, *doors(cast, count), name="Tanyard Row, odds")
    canvass.hand(board, cast.alun, cast.osei)
    sign_in(phone, cast.alun, server.url)
    phone.goto(f"{server.url}/canvass/board/{board.pk}/")
    choose_pin(phone)
    expect(phone.locator("#number")).to_have_text("1")
    assert phone.evaluate(_KEPT)["files"] > 20
    return board


def choose_pin(phone: Page, pin: str = PIN) -> None:
    form = phone.locator("form[data-step=choose]")
    form.locator("input").first.fill(pin)
    form.locator("input").last.fill(pin)
    form.locator("button").click()


def type_pin(phone: Page, pin: str = PIN) -> None:
    form = phone.locator("form[data-step=pin]")
    form.locator("input").fill(pin)
    form.locator("button").click()


def open_again(phone: Page, server: Server, board: Board) -> Page:
    """Close the tab, and open the board in a new one."""
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{server.url}/canvass/board/{board.pk}/")
    return again


def test_twenty_doors_from_a_cold_start_without_a_connection(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    board = take_along(phone, server, cast, count=21)
    console.expect(STOPPED)
    server.kill()
    again = open_again(phone, server, board)
    expect(again.locator("#opening")).to_contain_text("Tanyard Row, odds is kept on this phone.")
    expect(again.locator("#number")).to_be_hidden()
    type_pin(again)
    alun = Canvasser(again, keeps=True)
    for at in range(20):
        alun.at_door(str(2 * at + 1))
        alun.says("labour", None)
    alun.sees(saved=20, sent=0)
    third = open_again(again, server, board)  # closed with all of it unsent
    assert stored() == []

    server.start()
    type_pin(third)
    back = Canvasser(third, keeps=True)
    back.at_door("41")
    back.sees(saved=20, sent=20)
    assert len(stored()) == 20
    assert {event.status for event in stored()} == {EventStatus.LIVE}  # those that came sealed too
    assert len({event.household_id for event in stored()}) == 20


def test_the_start_page_without_a_connection_lists_what_is_kept(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    board = take_along(phone, server, cast)
    console.expect(STOPPED)
    server.kill()
    phone.goto(f"{server.url}/canvass/")
    phone.get_by_role("link", name="Tanyard Row, odds, until").click()
    expect(phone).to_have_url(f"{server.url}/canvass/board/{board.pk}/")
    type_pin(phone)
    Canvasser(phone, keeps=True).at_door("1")


def test_an_answer_that_never_comes_and_can_t_be_called_off_keeps_nobody_waiting(
    phone: Page, server: Server, cast: people.Cast
) -> None:
    board = take_along(phone, server, cast)
    again = phone.context.new_page()
    phone.close()
    again.add_init_script(_NEVER_ANSWERS)
    again.goto(f"{server.url}/canvass/board/{board.pk}/")
    type_pin(again)
    Canvasser(again, keeps=True).at_door("1")


def test_the_worker_answers_for_no_page_but_the_phones(phone: Page, server: Server, cast: people.Cast) -> None:
    take_along(phone, server, cast)
    controlled = "() => navigator.serviceWorker.controller !== null"
    assert phone.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope)") == [
        f"{server.url}/canvass/"
    ]
    phone.reload()
    type_pin(phone)
    expect(phone.locator("#number")).to_be_visible()
    assert phone.evaluate(controlled)
    for path in ("/accounts/sessions/", "/styleguide"):
        phone.goto(f"{server.url}{path}")
        assert not phone.evaluate(controlled), path


def test_nothing_about_anybody_is_in_the_cache_nor_readable_in_the_store(
    phone: Page, server: Server, cast: people.Cast
) -> None:
    take_along(phone, server, cast)
    cached = phone.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const one of await cache.keys()) texts.push(await (await cache.match(one)).text());
          }
          return texts.join("");
        }"""
    )
    assert len(cached) > 100_000
    for name in ("Marchbank", "Tanyard", "Alun"):
        assert name not in cached
    kept = phone.evaluate(
        """async () => {
          const [{ name }] = await indexedDB.databases();
          const db = await new Promise((done) => {
            const r = indexedDB.open(name); r.onsuccess = () => done(r.result);
          });
          const rows = await new Promise((done) => {
            const r = db.transaction("packs").objectStore("packs").getAll(); r.onsuccess = () => done(r.result);
          });
          db.close();
          return rows.map((row) => new TextDecoder("latin1").decode(row.data)).join("");
        }"""
    )
    assert len(kept) > 500
    assert "Marchbank" not in kept


def test_five_wrong_pins_delete_the_names_and_no_work(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    board = take_along(phone, server, cast)
    console.expect(STOPPED)
    server.kill()
    alun = Canvasser(phone, keeps=True)
    alun.says("labour", None)
    alun.sees(saved=1, sent=0)
    again = open_again(phone, server, board)
    for left in (4, 3, 2, 1):
        type_pin(again, "000000")
        expect(again.locator("#pin-wrong")).to_contain_text(f"{left} tr")
    type_pin(again, "000000")
    expect(again.locator("#say-title")).to_have_text("The names are deleted from this phone")
    again.locator("#opening-again").click()
    expect(again.locator("#say-title")).to_have_text("No connection to Rosette")
    server.start()
    again.locator("#opening-again").click()
    choose_pin(again, "111222")
    back = Canvasser(again, keeps=True)
    back.at_door("3")
    back.sees(saved=1, sent=1)
    assert ContactEvent.objects.count() == 1
