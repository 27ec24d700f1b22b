"""Counts of a box, from a polling agent's phone, and one that was wrong taken back in the office."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access.roles import RoleName
from gotv.models import Count
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.journeys import hill

_ASKED = "How many papers are in the box?"


def _sends(phone: Page, value: str, reason: str = "") -> None:
    phone.get_by_role("textbox", name=_ASKED).fill(value)
    if reason:
        phone.get_by_label("Why it contradicts another count").fill(reason)
    phone.get_by_role("button", name="Send count").click()


def test_a_polling_agent_sends_counts_and_the_office_takes_one_back(
    phone: Page, laptop: Page, live_server: LiveServer
) -> None:
    here = hill.set_up()
    make.box(here.hall, "1", here.hh1, electors=800)
    noor = hill.with_role(here, here.cast.noor, RoleName.POLLING_AGENT)
    sign_in(phone, noor, live_server.url)
    phone.goto(live_server.url)  # where an agent lands on the day
    phone.get_by_role("link", name="Harrow Hill Library").click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    _sends(phone, "412")
    expect(phone.get_by_text("412 is in for Harrow Hill Library.")).to_be_visible()
    _sends(phone, "900")
    expect(phone.get_by_role("main")).to_contain_text("800")  # above the roll of the box: refused, with the roll
    _sends(phone, "142")
    reason = phone.get_by_label("Why it contradicts another count")
    expect(reason).to_be_visible()
    expect(phone.get_by_role("textbox", name=_ASKED)).to_have_value("142")  # kept while it asks
    _sends(phone, "142", "412 was read out wrongly")
    expect(phone.get_by_text("142 is in for Harrow Hill Library.")).to_be_visible()

    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}counts/")
    laptop.get_by_role("link", name="Harrow Hill Library").click()
    expect(laptop.get_by_role("main")).to_contain_text("412 was read out wrongly")
    laptop.get_by_role("link", name="Take back 142").click()
    laptop.get_by_label("Why is it wrong?").fill("It was the number of the other box")
    laptop.get_by_role("button", name="Take it back").click()
    expect(laptop.get_by_role("main")).to_contain_text("Last: 412")
    expect(laptop.locator("s")).to_have_text("142")
    with everywhere():
        assert dict(Count.objects.values_list("value", "invalid_because")) == {
            412: "",
            142: "It was the number of the other box",
        }
