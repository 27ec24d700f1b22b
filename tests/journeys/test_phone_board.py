"""A canvasser goes round with a board, and the real server dies on the way."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from access.models import DeviceGrant
from canvass.enums import EventStatus
from canvass.models import Board, ContactEvent, Household, LatestContact, LatestVisit
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server

STOPPED = "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|when fetching the script"


def doors(cast: people.Cast, count: int, each: int = 1) -> list[Household]:
    """Make doors 1, 3, 5 and so on of Tanyard Row, with so many people behind each."""
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    made = [canvass.household(road, 2 * at - 1) for at in range(1, count + 1)]
    for door in made:
        for at in range(each):
            canvass.elector(door, ("Elsie", "Graham", "Zofia")[at], "Marchbank")
    return made


def open_board(phone: Page, server: Server, cast: people.Cast, *households: Household) -> tuple[Canvasser, Board]:
    """Hand the doors to Alun, who opens the board on his phone."""
    made = canvass.board(cast.osei, *households, name="Tanyard Row, odds")
    canvass.hand(made, cast.alun, cast.osei)
    sign_in(phone, cast.alun, server.url)
    phone.goto(f"{server.url}/canvass/board/{made.pk}/")
    alun = Canvasser(phone)
    expect(phone.locator("#door")).to_be_visible()  # from here on the story may take the server away
    return alun, made


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def stored() -> list[ContactEvent]:
    return list(ContactEvent.objects.order_by("device_seq"))


def test_ten_doors_with_the_server_killed_half_way(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, _ = open_board(phone, server, cast, *doors(cast, 10))
    for door in (1, 3, 5, 7, 9):
        alun.at_door(str(door))
        alun.cares_about("buses")
        alun.says("labour", 8)
    alun.sees(saved=5, sent=5)

    console.expect(STOPPED)
    server.kill()
    for door in (11, 13):
        alun.at_door(str(door))
        alun.says("undecided", None)
    alun.at_door("15")
    alun.not_in()
    alun.at_door("17")
    alun.says("wont_say")
    alun.at_door("19")
    alun.says("conservative", 1)
    alun.sees(saved=10, sent=5)
    expect(phone.locator("#finished")).to_contain_text("10 saved, 5 sent. Keep this page open")

    server.start()
    alun.send_now()
    alun.sees(saved=10, sent=10)
    expect(phone.locator("#finished")).to_contain_text("10 saved, 10 sent. Hand the board back.")

    events = stored()
    assert len(events) == 21  # five doors of three taps, four of one, and the last of two
    assert sorted(event.device_seq for event in events) == list(range(1, 22))
    assert {event.status for event in events} == {EventStatus.LIVE}
    answers = LatestContact.objects.order_by("elector__household__number")
    assert [(one.intention, one.labour_scale) for one in answers] == [
        *[("labour", 8)] * 5,
        *[("undecided", None)] * 2,
        ("wont_say", None),
        ("conservative", 1),
    ]
    assert {tuple(one.issues) for one in answers[:5]} == {("buses",)}
    assert LatestVisit.objects.get(household__number=15).outcome == "not_in"
    assert LatestVisit.objects.filter(outcome="spoke").count() == 9


def test_a_tab_closed_with_unsent_work_sends_it_when_opened_again(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, made = open_board(phone, server, cast, *doors(cast, 3))
    alun.at_door("1")
    expect(phone.locator("#number")).to_have_text("1")
    console.expect(STOPPED)
    server.kill()
    alun.says("green", 3)
    alun.at_door("3")
    alun.says("labour", 9)
    alun.sees(saved=2, sent=0)
    context = phone.context
    phone.close()
    assert stored() == []

    server.start()
    again = context.new_page()
    again.goto(f"{server.url}/canvass/board/{made.pk}/")
    back = Canvasser(again)
    back.sees(saved=2, sent=2)
    back.at_door("5")
    assert [event.payload.get("intention") for event in stored()] == ["green", "green", "labour", "labour"]

    again.locator("#backward").click()
    back.at_door("3")
    expect(again.locator("#people .answer")).to_have_text("Answered")  # that there was an answer, and not which


def test_an_answer_that_the_server_has_never_counts_twice(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    """The server takes it in, and its answer is lost on the way."""
    alun, _ = open_board(phone, server, cast, *doors(cast, 2))
    lost = phone.context.new_cdp_session(phone)
    lost.send("Fetch.enable", {"patterns": [{"urlPattern": "*/events", "requestStage": "Response"}]})
    failed: list[str] = []

    def lose(event: dict) -> None:
        failed.append(event["requestId"])
        if len(failed) == 1:
            lost.send("Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "ConnectionReset"})
        else:
            lost.send("Fetch.continueRequest", {"requestId": event["requestId"]})

    lost.on("Fetch.requestPaused", lose)
    console.expect(STOPPED)
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    assert len(failed) > 1
    assert len(stored()) == 1


def test_undo_change_and_take_back(phone: Page, server: Server, cast: people.Cast) -> None:
    alun, _ = open_board(phone, server, cast, *doors(cast, 2, each=2))
    alun.says("labour", 8)
    expect(phone.locator("#toast")).to_contain_text("Elsie: Labour, 8 of 10")
    expect(phone.locator("[data-panel=ask] legend").first).to_have_text("What matters to Graham?")

    phone.locator("#undo").click()  # the last tap: the score alone
    expect(phone.locator("#people .person").first.locator(".answer")).to_have_text("Labour")
    phone.locator("#scale input[value='3']").click()
    expect(phone.locator("#people .person").first.locator(".answer")).to_have_text("Labour, 3")

    alun.says("reform", None)
    alun.at_door("3")
    alun.goes_to("1")
    phone.locator("#people input").nth(1).check()
    phone.locator("#take-back").click()
    expect(phone.locator("#people .answer").nth(1)).to_have_text("Asking")
    phone.locator("#people input").first.check()
    phone.locator("#change").click()
    alun.says("green", 2)
    alun.sees(saved=1, sent=1)

    kept = LatestContact.objects.get()
    assert (kept.intention, kept.labour_scale) == ("green", 2)
    kinds = [event.kind for event in stored()]
    assert kinds == ["answer", "answer", "undo", "answer", "answer", "undo", "answer", "answer"]


def test_do_not_contact_is_confirmed_by_name_and_can_be_undone(phone: Page, server: Server, cast: people.Cast) -> None:
    alun, _ = open_board(phone, server, cast, *doors(cast, 2))
    phone.get_by_role("button", name="More").click()
    phone.get_by_role("button", name="Do not contact").click()
    expect(phone.locator("[data-panel=confirm] h2")).to_have_text("Never contact Elsie Marchbank again?")
    phone.get_by_role("button", name="Do not contact Elsie Marchbank").click()
    alun.at_door("3")
    alun.sees(saved=1, sent=1)
    assert LatestContact.objects.get().do_not_contact

    phone.locator("#undo").click()
    alun.at_door("1")
    alun.sees(saved=0, sent=0)
    assert not LatestContact.objects.exists()

    for word, field in (("Moved away", "moved"), ("Has died", "deceased")):
        phone.get_by_role("button", name="More").click()
        phone.get_by_role("button", name=word).click()
        alun.sees(saved=1, sent=1)
        assert getattr(LatestContact.objects.get(), field)
        phone.locator("#undo").click()
        alun.sees(saved=0, sent=0)


def test_a_phone_that_is_signed_out_keeps_its_work_and_asks(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, made = open_board(phone, server, cast, *doors(cast, 3))
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    console.expect("status of 40[13]")  # the token is unknown, and so is the session
    phone.context.clear_cookies()
    DeviceGrant.objects.update(token_sha256=b"another")
    alun.says("green", None)
    expect(phone.locator("#attention")).to_have_text("Sign in to send")
    alun.sees(saved=2, sent=1)
    phone.locator("#attention").click()
    way = phone.locator("#sheet-sign-in")
    asked = urlsplit(way.get_attribute("href") or "")
    assert (asked.path, parse_qs(asked.query)) == ("/accounts/login/", {"next": [f"/canvass/board/{made.pk}/"]})
    phone.locator("#sheet-close").click()

    sign_in(phone, cast.alun, server.url)
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.reload()
    alun.sees(saved=2, sent=2)
    assert len(stored()) == 2


def test_the_board_goes_back_when_all_is_sent(phone: Page, server: Server, cast: people.Cast, console: Console) -> None:
    alun, made = open_board(phone, server, cast, *doors(cast, 1))
    console.expect(STOPPED)
    server.kill()
    alun.says("labour", None)
    phone.get_by_role("button", name="Hand the board back").click()
    expect(phone.locator("#sheet-leaving")).to_be_visible()
    expect(phone.locator("#sheet-leave")).to_have_text("Leave 1 unsent record")
    phone.locator("#sheet-close").click()
    server.start()
    alun.send_now()
    alun.sees(saved=1, sent=1)
    phone.get_by_role("button", name="Hand the board back").click()
    expect(phone).to_have_url(re.compile(r"/canvass/\?returned="))
    assert made.handings.get().returned_at is not None


def test_left_work_goes_out_from_the_list_of_boards(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    alun, _ = open_board(phone, server, cast, *doors(cast, 2))
    alun.sees(saved=0)
    expect(phone.locator("#number")).to_have_text("1")
    phone.wait_for_load_state("networkidle")
    console.expect(STOPPED)
    server.kill()
    alun.says("labour", 7)
    alun.sees(saved=1, sent=0)
    server.start()
    # Straight off, with a last try on the way out or none: the list of boards sends what is left.
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.goto(f"{server.url}/canvass/")
    expect(phone.locator("#leftovers")).to_be_hidden()
    phone.wait_for_load_state("networkidle")
    assert [event.payload["labour_scale"] for event in stored()] == [None, 7]


def test_signing_out_with_unsent_work_asks_first(
    phone: Page, server: Server, cast: people.Cast, console: Console
) -> None:
    # Before the page is opened: a page that is open already may send its first request past a new route.
    cut: list[bool] = []
    phone.route("**/sync/v1/*", lambda route: route.abort() if cut else route.continue_())
    alun, _ = open_board(phone, server, cast, *doors(cast, 2))
    alun.at_door("1")
    console.expect("ERR_FAILED")
    cut.append(True)
    alun.says("labour", 7)
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.goto(f"{server.url}/canvass/")
    expect(phone.locator("#leftovers")).to_contain_text("1 record is still only on this phone.")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("button", name="Leave 1 unsent record")).to_be_visible()
    cut.clear()
    phone.reload()
    expect(phone.locator("#leftovers")).to_be_hidden()
    phone.wait_for_load_state("networkidle")
    assert len(stored()) == 2
