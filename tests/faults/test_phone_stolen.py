"""A stolen phone (F30): its browser's profile is copied. Whoever has it reads no names and no finished answers.

What the copy still can do is send what the phone held, which the server takes once, however many send it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access import scoping
from access.models import DeviceGrant
from canvass.actions import devices
from canvass.models import ContactEvent
from tests.browsing import PATIENCE, PHONE, Console
from tests.everywhere import everywhere
from tests.faults import boards
from tests.faults.boards import Kept, all_text, at_the_server, on_disk
from tests.journeys.conftest import collected, process, server  # noqa: F401 - fixtures
from tests.journeys.servers import Server
from tests.journeys.test_phone_stopped import signal_returns, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

# All but the last five answers are sealed for good.
ANSWERS, OPEN = 12, 5
WRONG = ("000000", "123456", "111111", "314159", "999999")


class Machine:
    """A browser with its profile in a folder, which can be copied like a stolen phone's memory."""

    def __init__(self, browser: Browser, console: Console, profile: Path) -> None:
        self.profile = profile
        self._browser, self._console = browser, console
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        self.context = self._browser.browser_type.launch_persistent_context(
            str(self.profile),
            executable_path=os.environ["CHROMIUM"],
            args=["--no-sandbox", "--disable-gpu"],
            viewport=PHONE,
            locale="en-GB",
            timezone_id="Europe/London",
            service_workers="allow",
        )
        self.context.set_default_timeout(PATIENCE)
        self._console.listen(self.context)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def stop(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture
def kept(server: Server, console: Console) -> Kept:  # noqa: F811 - the fixture
    console.expect(boards.TROUBLE)
    return boards.make(server)


@pytest.fixture
def machine(browser: Browser, console: Console, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(browser, console, tmp_path / "phone")
    yield made
    made.stop()


@pytest.fixture
def thief(browser: Browser, console: Console, tmp_path: Path) -> Iterator[Machine]:
    made = Machine(browser, console, tmp_path / "copy")
    yield made
    made.stop()


@pytest.fixture
def round_done(kept: Kept, machine: Machine) -> None:
    """Alun has said twelve answers into a phone without signal, and put it into his pocket: its profile is at rest."""
    page = machine.start()
    kept.sign_in(page)
    alun = kept.take(page)
    kept.server.kill()
    for _ in range(ANSWERS):
        alun.says("green", None)
    alun.sees(saved=ANSWERS, sent=0)
    wait_for(lambda: sum("sealed" in row["event"] for row in on_disk(page)["events"]) >= ANSWERS - OPEN)
    machine.stop()


def test_a_copied_phone_gives_away_neither_names_nor_finished_answers(
    kept: Kept, round_done: None, machine: Machine, thief: Machine
) -> None:
    shutil.copytree(machine.profile, thief.profile)
    page = thief.start()
    page.goto(kept.address)
    expect(page.locator("form[data-step=pin]")).to_be_visible()
    found = on_disk(page)
    assert boards.SURNAME not in all_text(found)
    assert boards.SURNAME not in page.content()
    sealed = [row for row in found["events"] if "sealed" in row["event"]]
    assert len(sealed) >= ANSWERS - OPEN
    assert "green" not in all_text(sealed)
    assert not any(b"Marchbank" in held for held in memory(thief.profile)), "a name lies in the browser's own files"


def test_wrong_pins_destroy_the_names_and_not_the_work(
    kept: Kept, round_done: None, machine: Machine, thief: Machine
) -> None:
    shutil.copytree(machine.profile, thief.profile)
    page = thief.start()
    page.goto(kept.address)
    for pin in WRONG:
        kept.type_pin(page, pin)
        expect(page.locator("#pin-wrong, #say-title").filter(visible=True)).not_to_have_text("")
    expect(page.get_by_role("heading", name="The names are deleted from this phone")).to_be_visible()
    found = on_disk(page)
    assert (found["packs"], found["vault"]) == ([], [])
    assert len(found["events"]) == ANSWERS
    page.goto(kept.address)
    expect(page.get_by_role("heading", name="No connection to Rosette")).to_be_visible()
    thief.stop()

    kept.server.start()
    mine = machine.start()
    kept.sign_in(mine)  # that ended with the browser
    kept.open(mine).sees(saved=ANSWERS, sent=ANSWERS)
    assert at_the_server() == ["green"] * ANSWERS


def test_two_copies_that_send_are_one_round_and_a_lost_phone_is_emptied(
    kept: Kept, round_done: None, machine: Machine, thief: Machine
) -> None:
    shutil.copytree(machine.profile, thief.profile)
    with scoping.units([kept.cast.wexcombe.pk]):
        devices.lost(phone=DeviceGrant.objects.get(), by=kept.cast.osei)
    kept.server.start()
    page = thief.start()
    page.goto(kept.address)
    signal_returns(page)
    with everywhere():
        wait_for(lambda: ContactEvent.objects.count() == ANSWERS)
        assert set(ContactEvent.objects.values_list("quarantine_reason", flat=True)) == {"GRANT_REVOKED"}
    wait_for(lambda: on_disk(page)["events"] == [])
    thief.stop()

    mine = machine.start()
    mine.goto(kept.address)
    wait_for(lambda: on_disk(mine)["events"] == [])
    assert boards.SURNAME not in all_text(on_disk(mine))
    with everywhere():
        assert ContactEvent.objects.count() == ANSWERS, "both sent all of it, and it is there once"


def memory(profile: Path) -> Iterator[bytes]:
    """Yield what lies in the files of a profile, as a thief's tool would read them."""
    for path in profile.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.read_bytes()
