"""Paper comes back to the room: a sheet is typed in with fingers on the keys and nowhere else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from gotv.actions import sheets
from gotv.models import Knock, Sheet, Voted, VoteMark
from gotv.queries import knock_ups
from gotv.rules import sheets as rules
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.journeys import hill
from tests.journeys.hill import Hill


@pytest.fixture
def paper(live_server: LiveServer) -> tuple[Hill, Sheet]:
    """The hill, and the sheet of its district: six lines."""
    here = hill.set_up()
    with everywhere():
        streets = knock_ups.doors(here.poll, here.hh1)
        (page,) = sheets.lay_out(election=here.poll, district=here.hh1, streets=streets, by=here.cast.osei)
    return here, page.sheet


def _focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name || ''")


def _goes_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(60):
        if _focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab doesn't lead to {name}")


def _types_lines(page: Page, lines: str) -> None:
    """Write into the field that has the focus, and press the button after it."""
    assert _focused(page) == "lines"
    page.keyboard.type(lines)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_sheet_is_typed_in_by_keyboard_alone_and_twice_changes_nothing(
    laptop: Page, live_server: LiveServer, paper: tuple[Hill, Sheet]
) -> None:
    here, sheet = paper
    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}sheets/")
    _goes_to(laptop, "code")
    laptop.keyboard.type(rules.spaced(sheet.code).lower())  # as it is printed, and small as fingers type
    with laptop.expect_navigation():
        laptop.keyboard.press("Enter")
    _types_lines(laptop, "1v 2n 3 l 99v")
    expect(laptop.get_by_role("status")).to_contain_text("Ada Marchbank: ")
    expect(laptop.get_by_role("status")).to_contain_text("Could not be read, left in the box")
    expect(laptop.get_by_label("Lines")).to_have_value("99v")

    laptop.get_by_label("Lines").press("ControlOrMeta+a")
    _types_lines(laptop, "1v 2n 3l")
    expect(laptop.get_by_text("typed before, nothing changed")).to_have_count(3)
    with everywhere():
        assert dict(Knock.objects.values_list("elector__forenames", "said")) == {
            "Ada": "voted",
            "Bert": "not_in",
            "Cora": "lift",
        }
        assert (VoteMark.objects.count(), Voted.objects.count()) == (1, 1)


def test_a_code_that_no_sheet_has_is_refused_and_stays_in_the_field(
    laptop: Page, live_server: LiveServer, paper: tuple[Hill, Sheet]
) -> None:
    here, sheet = paper
    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}sheets/")
    slip = sheet.code[:-1] + next(letter for letter in rules.ALPHABET if letter != sheet.code[-1])
    foreign = rules.code("2" * rules.FREE)
    for typed, words in ((slip, "one of its characters is another"), (foreign, "Nothing was recorded")):
        _goes_to(laptop, "code")
        laptop.keyboard.press("ControlOrMeta+a")
        laptop.keyboard.type(typed)
        with laptop.expect_navigation():
            laptop.keyboard.press("Enter")
        expect(laptop.get_by_role("main")).to_contain_text(words)
        expect(laptop.get_by_label("Code of the sheet")).to_have_value(typed)
    with everywhere():
        assert not Knock.objects.exists()
