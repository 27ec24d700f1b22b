"""A board kept on a phone behind a PIN, in a real browser: what a canvasser does who goes where there is no signal."""

from __future__ import annotations

import datetime
import json
import os
import re
import signal
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import Page, expect

from access import scoping
from access.models import DeviceGrant
from canvass.models import Board, ContactEvent, Handing
from tests import cast as people
from tests.browsing import sign_in
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server
from tests.journeys.test_phone_stopped import wait_for

PIN = "271828"
SURNAME = "Marchbank"
# What the browser says of a server that is not there, and of a sign-in page in its place.
TROUBLE = "Could not connect|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_FAILED|Failed to load resource|status of 4"
ON_DISK = """async () => {
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      const rows = await new Promise((done) => { all.onsuccess = () => done(all.result); });
      found[store] = [...(found[store] ?? []), ...rows];
    }
    db.close();
  }
  return found;
}"""


@dataclass(frozen=True)
class Kept:
    """A board of so many doors of one person each, handed to Alun, and its address."""

    cast: Cast
    board: Board
    server: Server
    path: str

    @property
    def address(self) -> str:
        return f"{self.server.url}{self.path}"

    def sign_in(self, page: Page) -> None:
        sign_in(page, self.cast.alun, self.server.url)

    def take(self, page: Page, at: str = "1") -> Canvasser:
        """Open it with signal, and keep it on the phone with a PIN. It begins at this door.

        Returns when the phone has its token: what it says from then on is its own, whatever happens to the server.
        """
        before = self.grants()
        page.goto(self.address)
        for field in page.locator("form[data-step=choose] input").all():
            field.fill(PIN)
        page.get_by_role("button", name="Keep the board").click()
        alun = Canvasser(page)
        alun.at_door(at)
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        wait_for(lambda: self.grants() > before)
        wait_for(lambda: any(row["token"] for row in on_disk(page)["queues"]))
        return alun

    def grants(self) -> int:
        """Return how many tokens were given out for boards."""
        with everywhere():
            return DeviceGrant.objects.count()

    def open(self, page: Page, pin: str = PIN) -> Canvasser:
        """Open it from the phone."""
        page.goto(self.address)
        self.type_pin(page, pin)
        expect(page.locator("#number")).to_be_visible()
        return Canvasser(page)

    def type_pin(self, page: Page, pin: str) -> None:
        page.locator("form[data-step=pin] input").fill(pin)
        page.get_by_role("button", name="Open", exact=True).click()


def switch_off(page: Page) -> None:
    """Kill the processes of all pages at once, whatever they are in the middle of, as a flat battery would."""
    browser = page.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()

    def renderers() -> set[int]:
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return {process["id"] for process in processes if process["type"] == "renderer"}

    with page.expect_event("crash"):
        killed = renderers()
        for one in killed:
            os.kill(one, signal.SIGKILL)
    # One of them was kept ready for the next page, which would crash if it came before the browser had noticed.
    wait_for(lambda: not killed & renderers())
    session.detach()
    page.close()


def make(server: Server, doors: int = 40) -> Kept:
    """Make the cast, Tanyard Row, and the board in Alun's hands."""
    cast = people.make()
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    houses = [canvass.household(road, 2 * place + 1) for place in range(doors)]
    for place, door in enumerate(houses):
        canvass.elector(door, f"Elsie{place}", SURNAME)
    board = canvass.board(cast.osei, *houses, name="Tanyard Row, odds")
    canvass.hand(board, cast.alun, cast.osei)
    return Kept(cast, board, server, f"/canvass/board/{board.pk}/")


def expire(kept: Kept) -> None:
    """Let the board's time, and that of every phone's token, be over."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    with scoping.units([kept.cast.wexcombe.pk]):
        Handing.objects.update(read_until=past, handed_at=past - datetime.timedelta(hours=4))
        DeviceGrant.objects.update(write_until=past)


def on_disk(page: Page) -> dict[str, list[dict]]:
    """Return all rows of all stores of this phone, by the name of the store."""
    return page.evaluate(ON_DISK)


def all_text(found: object) -> str:
    return json.dumps(found, default=str)


def saved(page: Page) -> int:
    """Return how many records the page says are saved."""
    return int(re.findall(r"\d+", page.locator("#saved").inner_text())[0])


def at_the_server() -> list[str]:
    """Return what every event that the database holds says, by phone and number; for one that waits, also why."""
    with everywhere():
        rows = ContactEvent.objects.order_by("device", "device_seq")
        found = rows.values_list("kind", "payload", "quarantine_reason")
        return [
            " ".join(filter(None, (payload.get("intention") or payload.get("outcome") or kind, reason)))
            for kind, payload, reason in found
        ]
