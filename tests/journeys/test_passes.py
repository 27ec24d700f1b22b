"""Tellers' codes: tried before the day, bound to a station and to one phone, handed over without a connection."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from access import scoping
from gotv.actions import passes
from gotv.models import DistrictCounter, PollingStation, TellerPass, VoteMark
from gotv.queries import passes as queries
from kit import clock
from tests import cast as people
from tests.browsing import PHONE, Console, new_profile
from tests.everywhere import everywhere
from tests.factories import gotv
from tests.journeys.hands import Teller
from tests.journeys.servers import Server
from tests.journeys.test_phone_keypad import electors
from tests.journeys.test_phone_teller_cold import _KEPT, let_in

# The second is what the browser says of its service worker, which it would look for anew.
_OFFLINE = "ERR_INTERNET_DISCONNECTED|error occurred when fetching the script"


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


@pytest.fixture
def other_phone(browser: Browser, console: Console) -> Iterator[Page]:
    """The phone of the next teller."""
    context = new_profile(browser, console, PHONE, has_touch=True)
    yield context.new_page()
    context.close()


def _tomorrow(cast: people.Cast) -> tuple[PollingStation, TellerPass, str]:
    """Make a station of tomorrow's election with a code, and return its address too."""
    poll = gotv.election(cast.wexcombe, on=clock.today() + datetime.timedelta(days=1))
    hall = gotv.station(poll, "Harrow Hill Library", electors(cast, (101, 0)))
    with scoping.units([cast.wexcombe.pk]):
        code = passes.make(station=hall, by=cast.osei)
    return hall, code, f"/gotv/teller/code/{queries.token(code)}/"


def _joins(phone: Page, address: str, name: str) -> None:
    phone.goto(address)
    phone.get_by_label("Your name").fill(name)
    phone.get_by_label("outside the polling place").check()
    phone.get_by_role("button", name="Use this phone").click()


def test_a_code_is_tried_before_the_day(phone: Page, server: Server, cast: people.Cast, console: Console) -> None:
    _hall, code, address = _tomorrow(cast)
    _joins(phone, f"{server.url}{address}", "Edna Marsh")
    expect(phone.get_by_role("main")).to_contain_text("Opens ")
    press = phone.get_by_role("button", name="Press to check that this phone works")
    phone.wait_for_load_state()  # pressed before its script is there, it is a form like any other

    console.expect(_OFFLINE)
    phone.context.set_offline(True)
    press.click()
    expect(phone.locator("#tried")).to_contain_text("Rosette did not answer. Find signal and press again.")
    assert TellerPass.objects.get(pk=code.pk).checked_at is None
    phone.context.set_offline(False)

    press.click()
    expect(phone.get_by_text("This phone works. Bring it charged, and keep this page’s address.")).to_be_visible()
    expect(phone.get_by_role("button", name="Try it again")).to_be_visible()
    assert TellerPass.objects.get(pk=code.pk).checked_at is not None
    assert phone.evaluate(_KEPT)  # and the keypad will open without a connection


def test_a_code_opens_one_station_for_one_phone(
    phone: Page, other_phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    hall, _code, address = _tomorrow(cast)
    elsewhere = gotv.station(hall.election, "Chapel")
    _joins(phone, f"{server.url}{address}", "Edna Marsh")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Harrow Hill Library")
    console.expect("status of (410|401)")
    other_phone.goto(f"{server.url}{address}")
    expect(other_phone.get_by_role("heading", level=1)).to_have_text("This code opens nothing")
    expect(other_phone.get_by_role("button", name="Use this phone")).to_have_count(0)
    phone.goto(f"{server.url}{address}")  # scanned again by the phone that keeps it
    expect(phone.get_by_role("heading", level=1)).to_have_text("Harrow Hill Library")
    phone.goto(f"{server.url}/gotv/teller/{elsewhere.pk}/")
    expect(phone.get_by_text("Chapel")).to_have_count(0)


def test_what_the_teller_before_typed_without_a_connection_arrives_after_the_next_has_taken_over(
    phone: Page, other_phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    edna, hall = let_in(phone, server, cast)
    edna.types("101")
    edna.sees(sent=1, waiting=0)
    phone.locator(".kp-about summary").click()
    phone.locator("#hand-over").click()
    phone.get_by_role("button", name="Make their code").click()
    address = phone.get_by_role("link", name="Go on with this phone").get_attribute("href") or ""
    phone.get_by_role("link", name="Keypad").click()
    edna.sees(sent=1, waiting=0)

    console.expect(_OFFLINE)
    phone.context.set_offline(True)
    edna.types("102")
    edna.types("103")
    edna.sees(sent=1, waiting=2)
    _joins(other_phone, address if address.startswith("http") else f"{server.url}{address}", "Bob Ames")
    bob = Teller(other_phone)
    bob.sees(sent=0, waiting=0)
    bob.types("104")
    bob.sees(sent=1, waiting=0)
    assert bob.last() == ["104 Counted"]  # nothing of what Edna typed

    phone.context.set_offline(False)
    phone.locator("#sync").click()
    phone.locator("#sheet-send").click()
    phone.locator("#sheet-close").click()
    edna.sees(sent=3, waiting=0)
    assert sorted(VoteMark.objects.values_list("typed", flat=True)) == [f"HH3 {n}" for n in range(101, 105)]
    assert DistrictCounter.objects.get(polling_district__code="HH3").voted == 4
    phone.goto(f"{server.url}/gotv/teller/{hall.pk}/")
    expect(phone.get_by_role("main")).to_contain_text("The next teller has taken over.")
