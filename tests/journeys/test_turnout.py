"""A marked register typed in from paper: fingers on the keys and nowhere else, and the same with no script at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from gotv.enums import TurnoutState
from gotv.models import TurnoutRecord
from kit import clock
from tests import cast as people
from tests.browsing import LAPTOP, Console, new_profile, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, gotv

VOTED, BY_POST, DID_NOT = TurnoutState.VOTED, TurnoutState.BY_POST, TurnoutState.DID_NOT_VOTE


@pytest.fixture
def paper(live_server: LiveServer) -> tuple[people.Cast, str]:
    """The cast, and the address at which HH1 with its electors 1 to 12 is typed in."""
    cast = people.make()
    road = canvass.street(cast.wexcombe)
    for number in range(1, 13):
        elector = canvass.elector(canvass.household(road, number), "Elsie")
    poll = gotv.election(cast.wexcombe, on=clock.today() - datetime.timedelta(days=20))
    where = {"unit": "wexcombe", "election": poll.pk, "district": elector.polling_district_id}
    return cast, live_server.url + reverse("gotv:turnout_district", kwargs=where)


@pytest.fixture
def scriptless(browser: Browser, console: Console) -> Iterator[Page]:
    """A page on a laptop that runs no JavaScript."""
    context = new_profile(browser, console, LAPTOP, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _recorded() -> dict[int, str]:
    with everywhere():
        return dict(TurnoutRecord.objects.order_by("elector__number").values_list("elector__number", "state"))


def _so_far(page: Page, recorded: int) -> None:
    expect(page.get_by_role("heading", name=f"{recorded} of 12 recorded")).to_be_visible()


def test_with_the_keys_alone(paper: tuple[people.Cast, str], laptop: Page) -> None:
    cast, url = paper
    sign_in(laptop, cast.osei, url)
    laptop.goto(url)
    box, keys = laptop.get_by_label("Number", exact=True), laptop.keyboard
    expect(box).to_be_focused()
    _so_far(laptop, 0)
    laptop.evaluate("window.stayed = true")  # what a new page would lose

    keys.type("3")
    keys.press("Enter")
    _so_far(laptop, 1)
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    keys.type("hh1 5")  # the district's own letters send nothing
    expect(box).to_have_value("hh1 5")
    keys.press("p")
    _so_far(laptop, 2)
    keys.type("7-9")
    keys.press("v")
    _so_far(laptop, 5)
    keys.type("99")
    keys.press("Enter")
    expect(laptop.get_by_role("status")).to_contain_text("Nobody had this number on the day: 99")
    _so_far(laptop, 5)
    assert _recorded() == {3: VOTED, 5: BY_POST, 7: VOTED, 8: VOTED, 9: VOTED}

    keys.type("12")
    keys.press("Enter")
    _so_far(laptop, 6)
    keys.press("u")
    expect(laptop.get_by_role("status")).to_contain_text("Taken back: 12.")
    _so_far(laptop, 5)
    assert 12 not in _recorded()
    assert laptop.evaluate("window.stayed")


def test_quicker_than_the_network(paper: tuple[people.Cast, str], laptop: Page) -> None:
    cast, url = paper
    sign_in(laptop, cast.osei, url)
    held: list[Route] = []
    # Before the page is opened: a page that is open already may send its first request past a new route.
    laptop.route(url, lambda route: route.continue_() if held or route.request.method == "GET" else held.append(route))
    laptop.goto(url)
    box, keys = laptop.get_by_label("Number", exact=True), laptop.keyboard
    keys.type("3")
    keys.press("Enter")
    keys.type("99")
    keys.press("Enter")
    keys.type("5p11")
    keys.press("Enter")
    keys.press("u")
    keys.type("12")
    _so_far(laptop, 0)
    held[0].continue_()
    expect(laptop.get_by_role("status")).to_contain_text("Taken back: 11.")
    _so_far(laptop, 2)
    expect(box).to_have_value("12")
    expect(box).to_be_focused()
    expect(laptop.get_by_text("Nobody had this number on the day: 99")).to_be_visible()
    assert _recorded() == {3: VOTED, 5: BY_POST}


def test_while_there_is_no_connection(paper: tuple[people.Cast, str], laptop: Page, console: Console) -> None:
    console.expect("ERR_INTERNET_DISCONNECTED|htmx:(afterRequest|sendError)")
    cast, url = paper
    sign_in(laptop, cast.osei, url)
    laptop.goto(url)
    laptop.context.set_offline(True)
    keys = laptop.keyboard
    keys.type("3v")
    expect(laptop.get_by_role("status")).to_contain_text("There is no connection.")
    laptop.context.set_offline(False)
    _so_far(laptop, 1)
    keys.type("5v")
    _so_far(laptop, 2)
    assert _recorded() == {3: VOTED, 5: VOTED}


def test_without_javascript(paper: tuple[people.Cast, str], scriptless: Page) -> None:
    cast, url = paper
    sign_in(scriptless, cast.osei, url)
    scriptless.goto(url)
    box = scriptless.get_by_label("Number", exact=True)
    for typed, recorded in (("3", 1), ("5 p", 2), ("7-9", 5)):
        box.fill(typed)
        box.press("Enter")
        _so_far(scriptless, recorded)
    scriptless.get_by_role("listitem").filter(has_text="7-9").get_by_role("button", name="Undo").click()
    _so_far(scriptless, 2)
    scriptless.get_by_role("button", name="Close: the rest did not vote").click()
    _so_far(scriptless, 12)
    everybody_else = dict.fromkeys({*range(1, 13)} - {3, 5}, DID_NOT)
    assert _recorded() == everybody_else | {3: VOTED, 5: BY_POST}
