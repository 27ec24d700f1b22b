"""The whole job in one story: a council's file goes in, ten doors are knocked with the server stopped half way,
twenty tellers' numbers are typed, and the dashboard has moved.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from canvass.actions import imports
from canvass.enums import ImportState, Intention
from canvass.models import Board, Elector, LatestContact, RegisterImport
from gotv.models import Election, Voted
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.journeys.hands import Canvasser, Teller
from tests.journeys.servers import Server

STOPPED = (
    "ERR_CONNECTION_REFUSED|ERR_CONTENT_LENGTH_MISMATCH|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE"
    "|when fetching the script|htmx:(afterRequest|sendError)"
)
HEAD = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6"
)
DOORS = 12


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


@pytest.fixture
def council_file(tmp_path: Path) -> Path:
    """Forty electors in two districts, as Xpress writes them, and one row that can't be read."""
    path = tmp_path / "wexcombe-full.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        write = csv.writer(file).writerow
        write(HEAD.split(","))
        for number in range(1, DOORS + 1):
            home = f"{number} Tanyard Row"
            row = ["HH3", number, 0, "", "", f"Marchbank{number}", "Zoë", "WX1 2AB", home, "Wexcombe"]
            write([*row, "", "", "", ""])
        for number in range(1, 29):
            row = ["HH4", number, 0, "", "", "Keel", f"No {number}", "WX1 2AC", f"{number} Fuller Street", "Wexcombe"]
            write([*row, "", "", "", ""])
        write(["HH4", "", 0, "", "", "Nobody", "Nora", "WX1 2AC", "99 Fuller Street", "Wexcombe", "", "", "", ""])
    return path


def _work(state: ImportState, job: object) -> None:
    """Do the worker's part: the queue of this run is shared, so no worker listens to it."""
    waiting = RegisterImport.objects.get(state=state)
    job(waiting.pk)  # type: ignore[operator]


def _bring_in(page: Page, url: str, file: Path) -> None:
    page.goto(f"{url}/u/wexcombe/canvass/register/")
    page.get_by_role("link", name="Bring in a register").first.click()
    page.get_by_label("Register file").set_input_files(file)
    page.get_by_label("Register date").fill("2026-11-01")
    page.get_by_label("Name of the council").fill("Wexcombe Borough Council")
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator("h1")).to_be_visible()
    _work(ImportState.CHECKING, imports.read)
    page.reload()
    expect(page.get_by_text("Xpress").first).to_be_visible()
    page.get_by_role("button", name="Approve 40 electors").click()
    expect(page.locator("h1")).to_be_visible()
    _work(ImportState.APPLYING, imports.apply)
    page.goto(f"{url}/u/wexcombe/canvass/register/")
    expect(page.get_by_role("row", name="HH3")).to_contain_text(str(DOORS))
    assert Elector.objects.on_register().count() == 40


def _hand_out(page: Page, url: str) -> Board:
    page.goto(f"{url}/u/wexcombe/canvass/boards/new/")
    page.get_by_role("row", name="HH3").get_by_role("link").first.click()
    page.get_by_label("All of HH3").or_(page.get_by_label("Tanyard Row")).first.check()
    page.get_by_role("button", name="Make board").click()
    page.get_by_role("link", name="Hand out board").first.click()
    page.get_by_label("Alun Prosser").check()
    page.get_by_role("button", name="Hand out board").click()
    expect(page.get_by_text("Alun Prosser").first).to_be_visible()
    return Board.objects.get()


def _knock(page: Page, server: Server, cast: people.Cast) -> None:
    """Ten doors; after the fifth the server is gone."""
    sign_in(page, cast.alun, server.url)
    page.goto(f"{server.url}/")  # somebody with one board out is sent straight to it
    alun = Canvasser(page)
    alun.at_door("1")
    for done in range(10):
        if done == 5:
            alun.sees(saved=5, sent=5)
            server.kill()
        alun.cares_about("buses")
        alun.says(Intention.LABOUR, None)
    alun.sees(saved=10)
    server.start()
    alun.send_now()
    alun.sees(saved=10, sent=10)


def _open_polling_day(page: Page, url: str) -> Election:
    page.goto(f"{url}/u/wexcombe/gotv/new/")
    page.get_by_label("Name").fill("Practice for May")
    page.get_by_label("What is elected").select_option("local")
    page.get_by_label("Polling day").fill(timezone.localdate().isoformat())
    page.get_by_label("This is a rehearsal").check()
    page.get_by_role("button", name="Set up election").click()
    expect(page.locator("h1")).to_be_visible()
    return Election.objects.get()


def test_from_the_councils_file_to_the_dashboard(
    laptop: Page, phone: Page, server: Server, cast: people.Cast, console: Console, council_file: Path
) -> None:
    console.expect(STOPPED)
    sign_in(laptop, cast.marian, server.url)
    _bring_in(laptop, server.url, council_file)
    board = _hand_out(laptop, server.url)
    assert board.doors.count() == DOORS
    _knock(phone, server, cast)
    assert LatestContact.objects.filter(intention=Intention.LABOUR).count() == 10

    poll = _open_polling_day(laptop, server.url)
    laptop.goto(f"{server.url}/u/wexcombe/gotv/{poll.pk}/stations/new/")
    laptop.get_by_label("Polling place").fill("Harrow Hill Library")
    for code in ("HH3", "HH4"):
        laptop.get_by_label(code).check()
    laptop.get_by_role("button", name="Add station").click()
    expect(laptop.get_by_text("Harrow Hill Library").first).to_be_visible()

    laptop.goto(f"{server.url}/u/wexcombe/gotv/{poll.pk}/")
    left = laptop.locator(".wall-figs dd").first
    expect(left).to_have_text("10")
    sign_in(phone, cast.tess, server.url)
    phone.goto(f"{server.url}/gotv/teller/{poll.stations.get().pk}/")
    tess = Teller(phone)
    for number in range(1, 13):  # HH3: ten promises and two others
        tess.types(str(number))
    phone.locator("#district").get_by_text("HH4", exact=True).click()
    for number in range(1, 9):
        tess.types(str(number))
    tess.sees(sent=20, waiting=0)
    assert Voted.objects.count() == 20
    expect(left).to_have_text("0", timeout=20_000)  # by itself, without a touch
