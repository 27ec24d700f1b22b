"""The wall of a committee room: it moves by itself, and says so when it can't."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from gotv.models import Election, PollingStation
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, gotv
from tests.journeys.servers import Server

STOPPED = (
    "ERR_CONNECTION_REFUSED|ERR_CONTENT_LENGTH_MISMATCH|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE"
    "|htmx:(afterRequest|sendError)"
)
A_ROUND = 15_000  # milliseconds: the page asks every five seconds, and the machine may be busy


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


@pytest.fixture
def hall(cast: people.Cast) -> PollingStation:
    """A station with one district of three promises."""
    place = canvass.district(cast.wexcombe, "HH3", "Tanyard")
    for number in (1, 2, 3):
        door = canvass.household(canvass.street(cast.wexcombe), number, in_district=place)
        gotv.promise(canvass.elector(door, f"No {number}"))
    return gotv.station(gotv.election(cast.wexcombe, rehearsal=True), "Harrow Hill Library", place)


def _open(page: Page, server: Server, cast: people.Cast, poll: Election) -> None:
    sign_in(page, cast.osei, server.url)
    page.goto(f"{server.url}/u/wexcombe/gotv/{poll.pk}/")


def _left(page: Page) -> object:
    return page.locator(".wall-figs dd").first


def test_the_wall_moves_without_being_touched_and_keeps_the_focus(
    laptop: Page, server: Server, cast: people.Cast, hall: PollingStation
) -> None:
    statuses: list[int] = []

    def note(answer: Response) -> None:
        if answer.url.endswith("/figures/"):
            statuses.append(answer.status)

    laptop.on("response", note)
    _open(laptop, server, cast, hall.election)
    expect(_left(laptop)).to_have_text("3")  # type: ignore[arg-type]
    laptop.locator("#go-list").focus()
    with laptop.expect_response("**/figures/", timeout=A_ROUND):
        pass
    gotv.mark(hall, hall.districts.get().electors.order_by("number")[0])
    expect(_left(laptop)).to_have_text("2", timeout=A_ROUND)  # type: ignore[arg-type]
    assert laptop.evaluate("document.activeElement.id") == "go-list"
    expect(laptop.locator("#stale")).to_be_hidden()
    with laptop.expect_response(
        lambda answer: answer.url.endswith("/figures/") and answer.status == 304, timeout=60_000
    ):
        pass
    expect(_left(laptop)).to_have_text("2")  # type: ignore[arg-type] # a 304 empties nothing
    assert set(statuses) <= {200, 304}


@pytest.mark.parametrize("screen", ["wall", "room"])
def test_the_wall_and_a_room_move_by_themselves_too(
    laptop: Page, server: Server, cast: people.Cast, hall: PollingStation, screen: str
) -> None:
    room = gotv.room(hall.election, "Hill room", hall.districts.get())
    sign_in(laptop, cast.osei, server.url)
    there = "wall" if screen == "wall" else f"screens/{room.pk}"
    laptop.goto(f"{server.url}/u/wexcombe/gotv/{hall.election.pk}/{there}/")
    expect(_left(laptop)).to_have_text("under 5" if screen == "wall" else "3")  # type: ignore[arg-type]
    came = laptop.locator(".wall-figs dd").nth(1)
    expect(came).to_have_text("0")
    gotv.mark(hall, hall.districts.get().electors.order_by("number")[0])
    expect(came).to_have_text("1", timeout=A_ROUND)


def test_without_a_connection_the_wall_says_from_when_it_is(
    laptop: Page, server: Server, cast: people.Cast, hall: PollingStation, console: Console
) -> None:
    _open(laptop, server, cast, hall.election)
    console.expect(STOPPED)
    server.kill()
    expect(laptop.locator("#stale")).to_be_visible(timeout=A_ROUND)
    expect(_left(laptop)).to_have_text("3")  # type: ignore[arg-type]
    gotv.mark(hall, hall.districts.get().electors.order_by("number")[0])
    server.start()
    expect(laptop.locator("#stale")).to_be_hidden(timeout=A_ROUND)
    expect(_left(laptop)).to_have_text("2", timeout=A_ROUND)  # type: ignore[arg-type]


def test_a_sign_in_that_ran_out_shows_the_sign_in_page_and_not_a_page_within_the_page(
    laptop: Page, server: Server, cast: people.Cast, hall: PollingStation
) -> None:
    _open(laptop, server, cast, hall.election)
    laptop.context.clear_cookies()
    laptop.wait_for_url("**/accounts/login/**", timeout=A_ROUND)
    expect(laptop.locator(".wall")).to_have_count(0)
