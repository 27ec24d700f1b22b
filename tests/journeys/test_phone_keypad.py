"""A teller types numbers at a polling station, and the real server dies on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from canvass.models import ContactEvent, Elector, PollingDistrict
from gotv.models import DistrictCounter, PollingStation, VoteMark
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, gotv
from tests.journeys import packs
from tests.journeys.hands import Teller
from tests.journeys.protocol_server import ProtocolServer
from tests.journeys.servers import Server

STOPPED = "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE"


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def electors(cast: people.Cast, *numbers: tuple[int, int]) -> PollingDistrict:
    """Make electors of district HH3 with these numbers and suffixes."""
    place = canvass.district(cast.wexcombe, "HH3")
    door = canvass.household(canvass.street(cast.wexcombe), 1, in_district=place)
    for number, suffix in numbers:
        canvass.elector(door, number=number, suffix=suffix)
    return place


def open_keypad(
    phone: Page, server: Server, cast: people.Cast, *districts: PollingDistrict
) -> tuple[Teller, PollingStation]:
    """Let Tess open the keypad of a station where these districts vote today."""
    # A rehearsal takes numbers all day, so that the hour of the test doesn't matter.
    hall = gotv.station(gotv.election(cast.wexcombe, rehearsal=True), "Harrow Hill Library", *districts)
    sign_in(phone, cast.tess, server.url)
    phone.goto(f"{server.url}/gotv/teller/{hall.pk}/")
    tess = Teller(phone)
    tess.sees(sent=0, waiting=0)
    return tess, hall


def test_twenty_numbers_with_the_server_killed_half_way(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    place = electors(cast, *[(number, 0) for number in range(101, 121)])
    tess, _ = open_keypad(phone, server, cast, place)
    for number in range(101, 111):
        tess.types(str(number))
    tess.sees(sent=10, waiting=0)
    assert tess.last() == [f"{number} Counted" for number in range(110, 105, -1)]

    console.expect(STOPPED)
    server.kill()
    for number in range(111, 121):
        tess.types(str(number))
    tess.sees(sent=10, waiting=10)
    assert tess.last()[0] == "120 Saved, waiting to send"

    server.start()
    phone.locator("#sync").click()
    phone.locator("#sheet-send").click()
    phone.locator("#sheet-close").click()
    tess.sees(sent=20, waiting=0)
    assert ContactEvent.objects.count() == 20
    assert sorted(VoteMark.objects.values_list("typed", flat=True)) == [f"HH3 {number}" for number in range(101, 121)]
    assert DistrictCounter.objects.get(polling_district=place).voted == 20


def test_each_number_shows_what_came_of_it_and_the_last_three_can_be_taken_back(
    phone: Page, server: Server, cast: people.Cast
) -> None:
    place = electors(cast, (882, 2), (307, 1), (1268, 0), (1274, 1))
    tess, _ = open_keypad(phone, server, cast, place)
    for number in ("307.1", "4410", "882/2", "1268", "1268"):
        tess.types(number)
    tess.sees(sent=5, waiting=0)
    expect(phone.locator("#last li span").first).to_have_text("Already in, not added")
    assert tess.last() == [
        "1268 Already in, not added",
        "1268 Counted",
        "882/2 Counted",
        "4410 Not in HH3, check it",
        "307.1 Counted",
    ]
    for n, number in enumerate(("1268", "1268", "882/2"), start=1):
        undo = phone.get_by_role("button", name=f"Undo {number}", exact=True)
        undo.and_(phone.locator(":not(.settling)")).evaluate("(button) => { button.click(); button.click(); }")
        expect(phone.locator("#last li", has_text="Taken back")).to_have_count(n)  # a tap too many means the same one
    expect(phone.locator("#undo")).to_be_hidden()  # the last three, and no more
    tess.sees(sent=2, waiting=0)
    assert [row.split(" ", 1)[1] for row in tess.last()[:3]] == ["Taken back"] * 3
    assert VoteMark.objects.filter(void__isnull=False).count() == 3
    assert DistrictCounter.objects.get(polling_district=place).voted == 1
    assert not Elector.objects.filter(forenames__in=phone.locator("body").inner_text().split()).exists()


def test_a_tab_closed_with_unsent_numbers_sends_them_when_opened_again(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    place = electors(cast, (11, 0), (12, 0))
    tess, hall = open_keypad(phone, server, cast, place)
    phone.wait_for_load_state("networkidle")
    console.expect(STOPPED)
    server.kill()
    tess.types("11")
    tess.types("12")
    tess.sees(sent=0, waiting=2)
    context = phone.context
    phone.close()
    server.start()
    again = Teller(context.new_page())
    again.page.goto(f"{server.url}/gotv/teller/{hall.pk}/")
    again.sees(sent=2, waiting=0)
    assert again.last() == ["12 Counted", "11 Counted"]
    assert VoteMark.objects.count() == 2


def test_a_station_of_several_districts_remembers_which(phone: Page, server: Server, cast: people.Cast) -> None:
    one, two = electors(cast, (11, 0)), canvass.district(cast.wexcombe, "HH4")
    tess, hall = open_keypad(phone, server, cast, one, two)
    expect(phone.get_by_role("radio", name="HH3")).to_be_checked()
    phone.get_by_role("radio", name="HH4").check()
    tess.types("11")
    expect(phone.locator("#last li span").first).to_have_text("Not in HH4, check it")
    phone.goto(f"{server.url}/gotv/teller/{hall.pk}/")
    expect(phone.get_by_role("radio", name="HH4")).to_be_checked()
    assert VoteMark.objects.get().typed == "HH4 11"


@pytest.fixture
def tess(laptop: Page, protocol: ProtocolServer) -> Teller:
    """A teller with a laptop at a server that does as it is told."""
    verdicts = {"status": "stored", "detail": {"verdict": "counted"}}
    protocol.judge = lambda event: verdicts if event["kind"] == "teller.number" else {"status": "stored"}
    protocol.pages["/keypad/"] = packs.keypad_page()
    laptop.goto(f"{protocol.url}/keypad/")
    made = Teller(laptop)
    made.sees(sent=0, waiting=0)
    return made


def test_a_real_keyboard_works(tess: Teller, protocol: ProtocolServer) -> None:
    tess.page.keyboard.type("12745/1")
    tess.page.keyboard.press("Backspace")
    tess.page.keyboard.press("Backspace")
    tess.page.keyboard.press("Backspace")
    expect(tess.page.locator("#typed")).to_have_text("1274")
    tess.page.locator("[data-key='/']").click()  # a press with the mouse doesn't keep the focus for Enter
    tess.page.keyboard.type("1")
    tess.page.keyboard.press("Enter")
    tess.sees(sent=1, waiting=0)
    [event] = protocol.stored.values()
    assert (event["district"], event["number"], event["suffix"]) == ("HH3", 1274, 1)
    assert event["payload"] == {"typed": "1274/1"}


@pytest.mark.parametrize("typed", ["0", "/", "12//3", "1.2.3", "1234567", "12/."])
def test_what_can_be_no_number_is_refused_in_words(tess: Teller, protocol: ProtocolServer, typed: str) -> None:
    tess.types(typed)
    expect(tess.page.locator("#refused")).to_contain_text(f"“{typed}” is no number on a poll card.")
    expect(tess.page.locator("#typed")).to_have_text(typed)  # still there, to be mended
    tess.page.locator("[data-key=back]").click()
    expect(tess.page.locator("#refused")).to_be_hidden()
    assert protocol.stored == {}


def test_voted_with_nothing_typed_says_what_to_do(tess: Teller) -> None:
    tess.types("101")
    tess.page.locator("#voted").click()
    expect(tess.page.locator("#refused")).to_contain_text("Type the number on the poll card first")
    tess.page.locator("#undo").click()  # is not covered by what was refused
    expect(tess.page.locator("#last")).to_contain_text("Taken back")


def test_old_numbers_are_forgotten_by_the_phone(tess: Teller) -> None:
    for number in range(101, 113):
        tess.types(str(number))
    tess.sees(sent=12, waiting=0)
    tess.types("113")
    tess.sees(sent=13, waiting=0)
    kept = tess.page.evaluate(
        "() => new Promise((done) => { const open = indexedDB.open('rosette-user-8'); open.onsuccess = () => {"
        "const all = open.result.transaction('stories').objectStore('stories').getAll();"
        "all.onsuccess = () => done(all.result.map((story) => story.typed).filter(Boolean)); }; })"
    )
    assert sorted(kept) == [str(number) for number in range(106, 114)]


def test_a_phone_that_finds_its_signal_again_sends_by_itself(
    tess: Teller, protocol: ProtocolServer, console: Console
) -> None:
    console.expect("ERR_INTERNET_DISCONNECTED")
    tess.page.context.set_offline(True)
    tess.types("12")
    tess.types("13")
    tess.sees(sent=0, waiting=2)
    tess.page.context.set_offline(False)
    tess.sees(sent=2, waiting=0)
    assert len(protocol.stored) == 2


def test_without_a_store_the_plain_form_stays(phone: Page, protocol: ProtocolServer) -> None:
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    protocol.pages["/keypad/"] = packs.keypad_page()
    phone.goto(f"{protocol.url}/keypad/")
    expect(phone.locator("#online-only")).to_be_visible()
    expect(phone.locator("#id_number")).to_be_visible()
    expect(phone.locator("#keys")).to_be_hidden()
    expect(phone.get_by_role("button", name="Voted")).to_have_count(1)
