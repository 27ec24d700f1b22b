"""A role that ends, or a phone that is lost: the work comes in, the phone says what happened, and holds nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from access import scoping
from access.actions import grants
from access.models import DeviceGrant, Grant
from canvass.models import ContactEvent
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.journeys import packs
from tests.journeys.hands import Canvasser, Teller
from tests.journeys.protocol_server import ProtocolServer
from tests.journeys.servers import Server

FAILED = "Failed to load resource"
WHY = "You no longer have the role that this list needs."


def on_phone(page: Page) -> list:
    """Return all that the phone's stores hold."""
    return page.evaluate(
        """async () => {
          const found = [];
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done, failed) => {
              const request = indexedDB.open(name);
              request.onsuccess = () => done(request.result);
              request.onerror = () => failed(request.error);
            });
            for (const store of db.objectStoreNames) {
              const all = db.transaction(store).objectStore(store).getAll();
              found.push(...(await new Promise((done) => { all.onsuccess = () => done(all.result); })));
            }
            db.close();
          }
          return found;
        }"""
    )


def signal_returns(page: Page) -> None:
    """Let the page try again at once, and wait until what it tried has been answered."""
    with page.expect_response(re.compile("/canvass/sync/v1/")):
        page.evaluate("dispatchEvent(new Event('online'))")


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something that no page shows has come true at the server."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


@pytest.fixture
def alun(phone: Page, protocol: ProtocolServer) -> Canvasser:
    """A canvasser at the first of ten doors."""
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    made = Canvasser(phone)
    made.at_door("1")
    return made


def test_a_stopped_phone_sends_first_and_then_forgets(
    alun: Canvasser, protocol: ProtocolServer, console: Console
) -> None:
    console.expect(FAILED)
    alun.says("labour", 7)
    alun.sees(saved=1, sent=1)
    protocol.fault = "broken"
    alun.says("green", 3)
    alun.not_in()
    alun.says("undecided", None)
    alun.sees(saved=4, sent=1)
    protocol.fault, protocol.told_to_stop = "", WHY
    protocol.judge = lambda _event: {"status": "quarantined", "code": "GRANT_REVOKED"}
    signal_returns(alun.page)

    stopped = alun.page.locator("#stopped")
    expect(stopped.get_by_role("heading")).to_have_text(WHY)
    expect(stopped).to_contain_text("4 records were saved here, and all of them have been sent.")
    expect(stopped).to_contain_text("3 were sent and wait for your organiser to check them.")
    expect(stopped).to_contain_text("Nothing of this list is left on this phone.")
    expect(alun.page.locator("#sync")).to_be_hidden()
    assert len(protocol.stored) == 6
    assert on_phone(alun.page) == []
    assert re.search("Marchbank|Elsie|Undecided, ", alun.page.content()) is None
    wait_for(lambda: len(protocol.wiped) == 1)  # told after the page has said it


def test_names_go_before_the_work_has_gone_out(alun: Canvasser, protocol: ProtocolServer, console: Console) -> None:
    """One event that the server fails on takes a while; nobody reads the list meanwhile."""
    console.expect(FAILED)
    protocol.poison = lambda event: event["household"] == 1
    alun.says("labour", None)
    alun.says("green", None)
    protocol.told_to_stop = WHY
    for _ in range(40):  # the waits between tries are real; the signal's return passes over each
        if alun.page.locator("#stopped").is_visible():
            break
        signal_returns(alun.page)
    expect(alun.page.locator("#stopped")).to_contain_text("1 record is being sent: keep this page open until it is.")
    assert "Marchbank" not in alun.page.content()
    expect(alun.page.locator("#door")).to_be_hidden()
    protocol.poison = lambda _event: False
    signal_returns(alun.page)
    expect(alun.page.locator("#stopped-gone")).to_be_visible(timeout=20_000)
    assert on_phone(alun.page) == []
    assert {event["household"] for event in protocol.stored.values()} == {1, 2}


def test_a_phone_with_nothing_to_send_hears_of_it_when_looked_at(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    protocol.told_to_stop = WHY
    alun.page.reload()
    expect(alun.page.locator("#stopped-gone")).to_be_visible()
    assert on_phone(alun.page) == []


def test_another_tab_of_the_same_board_stops_too(alun: Canvasser, protocol: ProtocolServer) -> None:
    other = Canvasser(alun.page.context.new_page())
    other.page.goto(f"{protocol.url}/board/")
    other.at_door("1")
    alun.says("labour", None)
    other.sees(saved=1, sent=1)
    protocol.told_to_stop = WHY
    alun.says("wont_say")
    expect(alun.page.locator("#stopped-gone")).to_be_visible()
    expect(other.page.locator("#stopped")).to_be_visible()
    assert "Marchbank" not in other.page.content()
    assert on_phone(alun.page) == []


def test_a_teller_who_is_stopped(phone: Page, protocol: ProtocolServer) -> None:
    protocol.pages["/keypad/"] = packs.keypad_page()
    protocol.judge = lambda _event: {"status": "stored", "detail": {"verdict": "counted"}}
    phone.goto(f"{protocol.url}/keypad/")
    tess = Teller(phone)
    tess.types("8341")
    tess.sees(sent=1, waiting=0)
    protocol.told_to_stop = WHY
    tess.types("8342")
    expect(phone.locator("#stopped")).to_contain_text("2 records were saved here, and all of them have been sent.")
    expect(phone.locator("#keys")).to_be_hidden()
    expect(phone.locator("#lately")).to_be_hidden()
    assert on_phone(phone) == []
    phone.keyboard.press("7")
    assert len(protocol.stored) == 2
    assert re.search("834[12]", phone.content()) is None


# --- With the real server --------------------------------------------------------------------------------------------

STOPPED = "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|when fetching the script|status of 40[14]"


def open_board(phone: Page, server: Server, cast: people.Cast) -> tuple[Canvasser, str]:
    """Hand three doors of Tanyard Row to Alun, who opens the board on his phone."""
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    doors = [canvass.household(road, number) for number in (1, 3, 5)]
    for door in doors:
        canvass.elector(door, "Elsie", "Marchbank")
    board = canvass.board(cast.osei, *doors, name="Tanyard Row, odds")
    canvass.hand(board, cast.alun, cast.osei)
    sign_in(phone, cast.alun, server.url)
    address = f"{server.url}/canvass/board/{board.pk}/"
    phone.goto(address)
    return Canvasser(phone), address


def end_role(cast: people.Cast) -> None:
    """Marian ends Alun's role, urgently."""
    with scoping.units([cast.wexcombe.pk]):
        grant = Grant.objects.get(user=cast.alun)
        grants.end(grant=grant, reason="Shouted at residents", by=cast.marian, urgent=True)


def signed_out(page: Page) -> None:
    """Forget the sign-in. It ended with the role; the server of this test keeps sessions in a cache of its own."""
    page.context.clear_cookies()


def stored() -> list[tuple[str, str]]:
    with everywhere():
        return list(
            ContactEvent.objects.filter(kind="answer")
            .order_by("device_seq")
            .values_list("payload__intention", "quarantine_reason")
        )


def test_a_role_ends_while_the_phone_holds_finished_answers(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, address = open_board(phone, server, cast)
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    console.expect(STOPPED)
    server.kill()
    alun.says("green", None)
    alun.says("undecided", None)
    alun.sees(saved=3, sent=1)
    assert len(on_phone(phone)) > 3
    end_role(cast)
    server.start()
    signal_returns(phone)

    stopped = phone.locator("#stopped")
    expect(stopped.get_by_role("heading")).to_have_text(WHY)
    expect(stopped).to_contain_text("3 records were saved here, and all of them have been sent.", timeout=20_000)
    expect(stopped).to_contain_text("2 were sent and wait for your organiser to check them.")
    assert stored() == [("labour", ""), ("green", "GRANT_REVOKED"), ("undecided", "GRANT_REVOKED")]
    assert on_phone(phone) == []
    assert "Marchbank" not in phone.content()
    with everywhere():
        wait_for(lambda: DeviceGrant.objects.get().wiped_at is not None)

    signed_out(phone)
    phone.goto(address)  # nothing is left here that would hold anybody up on the way to signing in
    expect(phone).to_have_url(re.compile("/accounts/login/"))
    sign_in(phone, cast.alun, server.url)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("This list is not open to you")
    assert "Marchbank" not in phone.content()


def test_work_on_a_phone_that_is_signed_out_comes_in_and_goes(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, address = open_board(phone, server, cast)
    alun.at_door("1")
    wait_for(lambda: bool(DeviceGrant._base_manager.count()))
    console.expect(STOPPED)
    server.kill()
    alun.says("green", None)
    alun.sees(saved=1, sent=0)
    context = phone.context
    phone.close()
    end_role(cast)
    server.start()

    again = context.new_page()
    signed_out(again)
    again.goto(address)
    expect(again.get_by_role("heading", level=1)).to_have_text("Sign in to go on")
    expect(again.locator("#wiped")).to_contain_text("Nothing of that list is left on it.", timeout=20_000)
    assert stored() == [("green", "GRANT_REVOKED")]
    assert on_phone(again) == []


def test_a_lost_phone_is_stopped_from_the_office(
    phone: Page, laptop: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    console.expect(STOPPED)
    alun, _address = open_board(phone, server, cast)
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    sign_in(laptop, cast.osei, server.url)
    laptop.goto(f"{server.url}/u/wexcombe/canvass/boards/")
    laptop.get_by_role("link", name="Phones, and one lost").click()
    laptop.locator("summary", has_text="Lost?").click()
    laptop.get_by_role("button", name="Stop this phone").click()
    expect(laptop.get_by_text("The phone is stopped.")).to_be_visible()

    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#stopped").get_by_role("heading")).to_have_text("This phone was reported lost.")
    expect(phone.locator("#stopped-gone")).to_be_visible()
    assert on_phone(phone) == []
    with everywhere():
        wait_for(lambda: DeviceGrant.objects.get().wiped_at is not None)
    laptop.reload()
    expect(laptop.get_by_text("wiped", exact=True)).to_be_visible()
