"""A lift to the poll: asked for in the room, given to a driver, who needs no account and does it by a link."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access.roles import RoleName
from gotv.enums import LiftNeed, LiftState
from gotv.models import Driver, Lift
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.journeys import hill


def _adds_driver(room: Page) -> str:
    """Add Ada Okafor with her blue Fiesta, and return the address of her own page."""
    room.get_by_role("link", name="Drivers", exact=True).last.click()
    room.get_by_role("link", name="Add a driver").click()
    room.get_by_label("Name", exact=True).fill("Ada Okafor")
    room.get_by_role("textbox", name="Car").fill("a blue Fiesta")
    room.get_by_label(str(LiftNeed.WHEELCHAIR.label)).check()  # or no wheelchair is given to it
    room.get_by_role("button", name="Add driver").click()  # which leads to the driver's page
    return room.get_by_label("The same as a link, to send it to them").input_value()


def _notes_lift(room: Page) -> None:
    """Note a lift for Cora, who is found by her name on the knock-up list."""
    room.get_by_role("link", name="Note a lift").click()
    room.get_by_label("Number or name").fill("Cora")
    room.get_by_role("button", name="Look up").click()
    room.get_by_role("link", name="Cora Marchbank").click()
    room.get_by_label("Telephone").fill("01632 960004")
    room.get_by_label(str(LiftNeed.WHEELCHAIR.label)).check()
    room.get_by_role("button", name="Note lift").click()


def test_a_lift_is_asked_for_given_and_done(phone: Page, laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    sign_in(laptop, hill.with_role(here, here.cast.noor, RoleName.COMMITTEE_ROOM), live_server.url)
    lifts = f"{live_server.url}{here.path}lifts/"
    laptop.goto(lifts)
    link = _adds_driver(laptop)
    laptop.goto(lifts)
    _notes_lift(laptop)  # and that page asks who drives
    laptop.get_by_role("combobox", name="Driver").select_option(index=1)
    laptop.get_by_role("button", name="Give it to them").click()
    expect(laptop.get_by_role("main")).to_contain_text(str(LiftState.PLANNED.label))

    phone.goto(link)  # the driver has no account
    expect(phone.get_by_role("heading", level=2, name="Cora Marchbank")).to_be_visible()
    expect(phone.get_by_role("link", name="Ring 01632 960004")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="I am on the way").click()
    phone.get_by_role("button", name="Home again: done").click()
    expect(phone.get_by_text("No lift for you just now.")).to_be_visible()
    phone.get_by_role("button", name="Undo: that one is not done").click()
    phone.get_by_role("button", name="I am on the way").click()
    phone.get_by_role("button", name="Home again: done").click()
    expect(phone.get_by_text("No lift for you just now.")).to_be_visible()

    laptop.goto(f"{lifts}?state=done&room=all")
    expect(laptop.get_by_role("link", name="Cora Marchbank")).to_be_visible()
    with everywhere():
        one = Lift.objects.get()
        assert (one.state, one.driver) == (LiftState.DONE, Driver.objects.get())
