"""The whole way of a canvass: a rule, the list it makes, boards cut of it, doors, and what the office sees then."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.models import Unit
from canvass.models import Elector
from kit import clock
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, gotv, targets
from tests.journeys.hands import Canvasser


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def _people(unit: Unit) -> dict[str, Elector]:
    """Two streets with somebody of each kind: whom the rule is about, and whom each reason keeps out."""
    tanyard, mill = canvass.street(unit, "Tanyard Row"), canvass.street(unit, "Mill Lane")
    doors = {
        "Elsie": (tanyard, 1), "Graham": (tanyard, 3), "Zofia": (tanyard, 5), "Una": (tanyard, 4), "Nell": (tanyard, 2),
        "Ola": (mill, 7), "Priya": (mill, 8), "Ravi": (mill, 8),
    }  # fmt: skip
    homes = {door: canvass.household(*door) for door in dict.fromkeys(doors.values())}
    found = {name: canvass.elector(homes[door], name, "Marchbank") for name, door in doors.items()}
    targets.latest(found["Elsie"], "undecided", days=300)
    targets.latest(found["Zofia"], "undecided", days=300, spoken_at=targets.ago(10))  # in the window
    targets.latest(found["Una"], "undecided", days=300, do_not_contact=True)
    targets.latest(found["Ravi"], "labour", days=300)  # no line is about him
    gotv.absent(found["Nell"], gotv.election(unit, on=clock.today() + datetime.timedelta(days=60)))
    return found


def _section(page: Page, heading: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=heading, exact=True))


def _write_a_rule(page: Page, url: str) -> None:
    """Undecided half a year ago, or never spoken to; but nobody who votes by post."""
    page.goto(f"{url}/u/wexcombe/canvass/boards/")
    page.get_by_role("link", name="Target lists", exact=True).click()
    page.get_by_role("link", name="See the rules").first.click()
    page.get_by_role("link", name="Write a rule").click()
    page.get_by_label("What the rule is called").fill("Unsure or unmet")
    page.get_by_label("Add a line about").select_option(label="What they said last")
    asked = _section(page, "Call on anybody who …")
    asked.get_by_role("button", name="Add line").click()
    page.get_by_label("When").select_option(label="more than so many months ago")
    page.get_by_label("Undecided").check()
    page.get_by_label("Months").fill("6")
    page.get_by_label("Add a line about").select_option(label="Never spoken to")
    asked.get_by_role("button", name="Add line").click()
    expect(page.get_by_label("Months")).to_have_value("6")
    page.get_by_label("Leave people out by").select_option(label="Voting by post")
    _section(page, "… but not on anybody who …").get_by_role("button", name="Add line").click()
    page.get_by_role("button", name="Count whom it finds").last.click()
    expect(_section(page, "Whom it finds now")).to_contain_text(
        re.compile(r"4 people\s+at 4 doors\.\s+3 not listed: 1 who vote by post, 1 do not contact, 1 spoken to in the")
    )
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("The rule is saved.")).to_be_visible()


def _make_a_list(page: Page) -> None:
    page.get_by_role("link", name="Make a list").click()
    page.get_by_label("What the list is called").fill("Spring round")
    page.get_by_role("button", name="Make list").click()
    expect(page.get_by_role("heading", name="Spring round")).to_be_visible()
    expect(_section(page, "Who is not on it")).to_contain_text("No line of the rule is about them")
    expect(_section(page, "Why they are on it")).to_contain_text("anybody spoken to in the last 60 days")
    _prints(page)
    page.get_by_role("link", name="HH1").click()
    doors = page.locator("tbody tr")
    expect(doors).to_have_count(4)
    expect(doors.filter(has_text="Ola")).to_contain_text("Was never spoken to")
    expect(doors.filter(has_text="Elsie")).to_contain_text("Said Undecided more than 6 months ago")
    page.get_by_role("link", name="Spring round").click()


def _prints(page: Page) -> None:
    """On paper a list keeps who is on it and why, with its day, and loses what can only be pressed."""
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed on")).to_be_visible()
    expect(_section(page, "Who is not on it")).to_be_visible()
    for gone in (page.get_by_role("link", name="Make boards"), page.get_by_text("Note that they were written to")):
        expect(gone).to_be_hidden()
    page.emulate_media(media="screen")


def _cut_and_hand_out(page: Page) -> None:
    """Two boards, a street each; the one of Tanyard Row goes to Alun."""
    page.get_by_role("link", name="Make boards").click()
    page.get_by_role("link", name="HH1").click()
    expect(page.get_by_text("Only people on the list “Spring round” count here")).to_be_visible()
    page.get_by_label("The whole of HH1").check()
    page.get_by_label("How many teams go out?").fill("2")
    page.get_by_role("button", name="See what boards it makes").click()
    expect(_section(page, "What would be made").locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Make board").click()
    expect(page.get_by_text("2 boards are made.")).to_be_visible()
    page.get_by_role("row", name="HH1, the whole district (2 of 2)").get_by_role("link").first.click()
    expect(page.locator("tbody th[scope=row]")).to_have_text(["1", "3"])
    expect(page.get_by_text("Said Undecided more than 6 months ago")).to_be_visible()
    page.get_by_role("link", name="Hand out board").click()
    page.get_by_label("Alun Prosser").check()
    page.get_by_role("button", name="Hand out board").click()
    expect(page.locator(".qr svg")).to_be_visible()


def _knock(page: Page, url: str, cast: people.Cast) -> None:
    sign_in(page, cast.alun, url)
    page.goto(url)  # whoever has one board is led to it
    alun = Canvasser(page)
    alun.at_door("1")
    expect(page.locator("#door")).to_contain_text("Had not decided last time")
    expect(page.locator("#door")).not_to_contain_text("months ago")  # what the organiser reads stays in the office
    alun.cares_about("buses")
    alun.says("labour", 8)
    alun.at_door("3")
    alun.not_in()
    alun.sees(saved=2, sent=2)


def test_from_the_rule_to_the_figures(live_server: LiveServer, laptop: Page, phone: Page, cast: people.Cast) -> None:
    _people(cast.wexcombe)
    sign_in(laptop, cast.osei, live_server.url)
    _write_a_rule(laptop, live_server.url)
    _make_a_list(laptop)
    _cut_and_hand_out(laptop)
    _knock(phone, live_server.url, cast)

    laptop.reload()
    expect(laptop.get_by_text("Labour, 8 of 10")).to_be_visible()
    expect(laptop.locator(".progress").first).to_contain_text("2 of 2")
    laptop.get_by_role("button", name="Put away").click()
    expect(laptop.get_by_text("The board is put away.")).to_be_visible()

    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/boards/lists/")
    laptop.get_by_role("link", name="Spring round").click()
    board = laptop.get_by_role("row", name="HH1, the whole district (2 of 2)").locator("td")
    for place, words in enumerate(("Put away", "2 of 2", "1 of 2")):  # doors tried, people spoken to
        expect(board.nth(place)).to_have_text(words)
    laptop.get_by_role("button", name="Make it anew").click()
    expect(_section(laptop, "Why they are on it")).to_contain_text("0 people more, 3 no longer")
    expect(_section(laptop, "Who is not on it")).to_contain_text("at doors that are on a board now")
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/boards/")
    laptop.get_by_role("link", name="Figures", exact=True).click()
    expect(laptop.get_by_role("row", name="All").locator("td").first).to_have_text("8")
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/figures/?by=board")
    row = laptop.get_by_role("row", name="HH1, the whole district (2 of 2)")
    for place, figure in enumerate(("2", "1 (50%)", "1", "100%")):  # electors, spoken to, promises, promise rate
        expect(row.locator("td").nth(place)).to_have_text(figure)
