"""The agent's screen: odd numbers decided, the next car followed to its street, a silent station seen; and the wall."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from gotv.models import DistrictCounter, MarkCheck
from kit import clock
from tests.browsing import Console, new_profile, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.journeys import hill
from tests.journeys.hill import Hill

_PROJECTOR = {"width": 1920, "height": 1080}
# Letters of 16 pixels are what one reads on a desk; of twice that on a projector from four metres.
_FAR = 28.0
_SIZE = "(one) => parseFloat(getComputedStyle(one).fontSize)"


@pytest.fixture
def projector(browser: Browser, console: Console) -> Iterator[Page]:
    """A page on the wall."""
    context = new_profile(browser, console, _PROJECTOR)
    yield context.new_page()
    context.close()


def _elsewhere(here: Hill) -> None:
    """Let the teller of the library type a number of HH2, whose electors vote at the chapel."""
    unit = here.cast.wexcombe
    hh2 = canvass.district(unit, "HH2", "Brickfields")
    imran = canvass.elector(
        canvass.household(canvass.street(unit, "Kiln Lane"), 2, in_district=hh2), "Imran", number=201
    )
    make.promise(imran)
    make.station(here.poll, "Chapel", hh2)
    make.mark(here.hall, imran, by=here.cast.tess)


def test_odd_numbers_wait_until_the_agent_decides(laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    _elsewhere(here)
    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}gaps/")
    laptop.get_by_role("link", name="Look at them").click()
    laptop.get_by_label("HH2 201").check()
    laptop.get_by_label("Note").fill("Rang Tess: a lodger who moved")
    laptop.get_by_role("button", name="Count those ticked").click()
    expect(laptop.get_by_text("1 number counts now")).to_be_visible()
    expect(laptop.get_by_text("No odd number waits")).to_be_visible()
    with everywhere():
        assert MarkCheck.objects.get().checked_by == here.cast.osei
        assert DistrictCounter.objects.get(polling_district__code="HH2").voted == 1


def test_the_next_car_is_followed_to_its_street(laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    make.mark(here.hall, here.electors[0])
    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}")
    first = laptop.locator(".next-list li.first")
    expect(first).to_contain_text("HH1")
    expect(first.locator("p").first).not_to_be_empty()  # why there
    laptop.get_by_role("link", name="See who to knock up").click()
    expect(laptop.get_by_role("main")).to_contain_text("Tanyard Row")
    expect(laptop.get_by_role("main")).to_contain_text("Bert Marchbank")
    expect(laptop.get_by_role("main")).not_to_contain_text("Ada Marchbank")


@pytest.mark.parametrize("screen", ["", "wall/"])
def test_a_station_that_fell_silent_is_seen(laptop: Page, live_server: LiveServer, screen: str) -> None:
    here = hill.set_up()
    day = here.poll.polling_on
    with time_machine.travel(clock.at(day, 15), tick=True):
        make.mark(here.hall, here.electors[0], when=clock.at(day, 13, 30))
        sign_in(laptop, here.cast.osei, live_server.url)
        laptop.goto(f"{live_server.url}{here.path}{screen}")
        ring = laptop.get_by_role("region", name="Ring these stations")
        expect(ring).to_contain_text(re.compile("Harrow Hill Library.*1 h 3"))


def test_the_wall_is_read_from_four_metres_and_names_nobody(projector: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    make.mark(here.hall, here.electors[0])
    sign_in(projector, here.cast.osei, live_server.url)
    projector.goto(f"{live_server.url}{here.path}wall/")
    expect(projector.get_by_role("heading", level=1)).to_contain_text(here.poll.name)
    for what in (".wall-figs dd", ".next-list h3", ".next-list .todo b", ".clock b"):
        sizes = [one.evaluate(_SIZE) for one in projector.locator(what).all()]
        assert sizes, what
        assert min(sizes) >= _FAR, (what, sizes)
    assert projector.evaluate("document.documentElement.scrollHeight") <= _PROJECTOR["height"]  # nobody scrolls a wall
    assert "Marchbank" not in projector.content()
