"""How good the data is, and each thing to do next followed to where it is done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from canvass.actions import boards
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, phones

URL = "/u/wexcombe/canvass/register/quality/"


@pytest.fixture
def cast(transactional_db: None) -> people.Cast:
    """The cast, with a street where everything is wrong that the page can say."""
    made = people.make()
    unit = made.wexcombe
    canvass.edition(unit)
    row = canvass.street(unit)
    doors = [canvass.household(row, number) for number in range(1, 41)]
    elsie, *_others = [canvass.elector(door, "Elsie", "Marchbank") for door in doors]
    was = canvass.elector(canvass.household(row, 50), "Ada", "Hart")
    canvass.doubt(was, canvass.elector(canvass.household(row, 50, "A"), "Ada Ann", "Hart"))
    open_board, closed = canvass.board(made.osei, doors[0]), canvass.board(made.osei, doors[1], name="Over")
    for user, intention in ((made.alun, "labour"), (made.osei, "green")):
        phone = phones.phone(open_board, user)
        phone.send(phone.answer(elsie, intention))
    late = phones.phone(closed, made.alun)
    with everywhere():
        boards.close(board=closed, by=made.osei)
    late.send(late.answer(_others[0]))
    return made


def test_each_thing_to_do_leads_there(live_server: LiveServer, laptop: Page, cast: people.Cast) -> None:
    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/register/")
    laptop.get_by_role("link", name="How good is our data?").click()
    district = laptop.get_by_role("region", name="By polling district").get_by_role("row", name="HH1")
    expect(district.get_by_role("cell").first).to_have_text("41")  # the one who left is asked about, not counted
    ways = {
        "Canvass HH1": ("Which streets?", "Tanyard Row"),
        "Decide about 1 answer": ("Answers that need a check", "Elsie Marchbank"),
        "Decide 1 doubtful match": ("Who is who", "Ada Ann"),
        "Look at 1 contradiction": ("Answers that need a check", "Green"),
        "Load coordinates for 41 doors": ("Coordinates of doors", "42"),
    }
    for title, (heading, holds) in ways.items():
        step = laptop.get_by_role("listitem").filter(has=laptop.get_by_role("heading", name=title, exact=True))
        step.get_by_role("link").click()
        expect(laptop.locator("h1")).to_have_text(heading)
        expect(laptop.locator("main")).to_contain_text(holds)
        laptop.go_back()
        expect(laptop.locator("h1")).to_have_text("How good is our data?")
