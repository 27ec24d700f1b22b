"""Who is who with the fingers on the keys: one keystroke a question, and none while the focus is elsewhere."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from canvass.models import DoubtfulMatch
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import canvass


def test_one_keystroke_each(live_server: LiveServer, laptop: Page) -> None:
    cast = people.make()
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    file = None
    for number, name in enumerate(("Ada", "Bea", "Cai", "Dai"), start=1):
        was = canvass.elector(canvass.household(road, number), name, "Marchbank")
        now = canvass.elector(canvass.household(road, number, "A"), f"{name} Ann", "Marchbank")
        file = canvass.doubt(was, now, 90 - number, of=file).register_import
    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/register/matches/")

    asked = laptop.locator("[data-match]")
    expect(asked).to_contain_text("Ada Ann")
    laptop.keyboard.press("s")
    expect(asked).to_contain_text("Bea Ann")
    laptop.keyboard.press("d")
    expect(asked).to_contain_text("Cai Ann")
    expect(laptop.locator(".progress")).to_contain_text("2 of 4")
    laptop.keyboard.press("l")
    expect(asked).to_contain_text("Dai Ann")
    laptop.keyboard.press("u")
    expect(laptop.get_by_text("The decision is undone")).to_be_visible()
    expect(asked).to_contain_text("Bea Ann")

    laptop.get_by_role("link", name="Boards").focus()
    laptop.keyboard.press("s")
    expect(laptop.locator(".progress")).to_contain_text("1 of 4")
    with everywhere():
        decided = DoubtfulMatch.objects.order_by("-score").values_list("decision", flat=True)
        assert list(decided) == ["same", "open", "open", "open"]
