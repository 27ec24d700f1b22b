"""A teller with a code and no account: let in, flight mode, the browser opened anew, and all of it arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from access import scoping
from canvass.models import ContactEvent
from gotv.actions import passes
from gotv.models import DistrictCounter, PollingStation, VoteMark
from gotv.queries import passes as queries
from tests import cast as people
from tests.browsing import Console
from tests.everywhere import everywhere
from tests.factories import canvass, gotv
from tests.journeys.hands import Teller
from tests.journeys.servers import Server
from tests.journeys.test_phone_keypad import STOPPED, electors

_KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const [name] = (await caches.keys()).filter((one) => one.startsWith("rosette-shell-"));
  return name ? Boolean(await caches.match("/gotv/teller/shell/", { cacheName: name })) : false;
}"""


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def let_in(phone: Page, server: Server, cast: people.Cast, *codes: str) -> tuple[Teller, PollingStation]:
    """Let a phone in by a code, at a station of HH3 and of these districts."""
    place = electors(cast, *[(number, 0) for number in range(101, 121)])
    more = [canvass.district(cast.wexcombe, code) for code in codes]
    hall = gotv.station(gotv.election(cast.wexcombe, rehearsal=True), "Harrow Hill Library", place, *more)
    with scoping.units([cast.wexcombe.pk]):
        code = passes.make(station=hall, by=cast.osei)
    phone.goto(f"{server.url}/gotv/teller/code/{queries.token(code)}/")
    phone.get_by_label("Your name").fill("Edna Marsh")
    phone.get_by_label("I am outside").check()
    phone.get_by_role("button", name="Use this phone").click()
    edna = Teller(phone)
    edna.sees(sent=0, waiting=0)
    return edna, hall


def test_the_keypad_opens_cold_in_flight_mode(phone: Page, server: Server, cast: people.Cast, console: Console) -> None:
    edna, hall = let_in(phone, server, cast, "HH4")
    phone.get_by_role("radio", name="HH3").check()
    edna.types("101")
    edna.sees(sent=1, waiting=0)
    assert phone.evaluate(_KEPT)

    console.expect(STOPPED)
    server.kill()
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{server.url}/gotv/teller/{hall.pk}/")
    edna = Teller(again)
    edna.sees(sent=1, waiting=0)
    expect(again.locator("#station")).to_have_text("Harrow Hill Library")
    expect(again.get_by_role("radio", name="HH3")).to_be_checked()
    for number in range(102, 112):
        edna.types(str(number))
    again.locator("#undo").click()
    edna.sees(sent=1, waiting=10)
    assert edna.last()[:2] == ["111 Taken back", "110 Saved, waiting to send"]

    server.start()
    again.locator("#sync").click()
    again.locator("#sheet-send").click()
    again.locator("#sheet-close").click()
    edna.sees(sent=10, waiting=0)  # what was taken back is none of them
    assert ContactEvent.objects.filter(kind="teller.number").count() == 11
    assert VoteMark.objects.filter(actor=None).count() == 11
    assert DistrictCounter.objects.get(polling_district__code="HH3").voted == 10


def test_a_keypad_that_was_never_open_says_that_it_needs_signal_once(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    _edna, hall = let_in(phone, server, cast)
    other = gotv.station(hall.election, "Chapel")
    assert phone.evaluate(_KEPT)
    console.expect(STOPPED)
    server.kill()
    phone.goto(f"{server.url}/gotv/teller/{other.pk}/")
    expect(phone.locator("#not-kept")).to_be_visible()
    expect(phone.locator("#keys")).to_be_hidden()
