"""A council whose files nobody has described: what the columns hold is said once, and the next file needs nobody."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from canvass.models import Elector
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere

HEAD = "Polling area,No on register,Family name,Given names,Franchise,Property,Town,Post code,Religion\n"
ROWS = """HH1,1,TRANMER,Joyce,,4 Forge Lane,Wexcombe,WX1 2AB,Quaker
HH1,2,TRANMER,Leonard,G,4 Forge Lane,Wexcombe,WX1 2AB,
HH1,3,,,N,,,,
HH2,1,KEEL,Bronagh,,9 Quay,Wexcombe,WX1 2AC,
"""
NEXT = ROWS + "HH2,2,HADDAD,Zofia,,9 Quay,Wexcombe,WX1 2AC,\n"


def _send(page: Page, url: str, file: Path, council: str) -> None:
    page.goto(f"{url}/u/wexcombe/canvass/register/imports/new/")
    page.get_by_label("Register file").set_input_files(file)
    name = page.get_by_label("Name of the council")
    if page.get_by_role("radio", name=council).count():
        page.get_by_role("radio", name=council).check()
        expect(name).to_be_hidden()
    else:
        if page.get_by_role("radio").count():
            page.get_by_role("radio", name="Another council").check()
        name.fill(council)
    page.get_by_role("button", name="Read this file").click()


def _files(folder: Path) -> tuple[Path, Path]:
    first, second = folder / "harrow.csv", folder / "harrow-again.csv"
    first.write_text(HEAD + ROWS)
    second.write_text(HEAD + NEXT)
    return first, second


def test_said_once_and_remembered(live_server: LiveServer, laptop: Page, tmp_path: Path) -> None:
    cast = people.make()
    first, second = _files(tmp_path)
    sign_in(laptop, cast.marian, live_server.url)
    _send(laptop, live_server.url, first, "Harrow Council")

    heading = laptop.locator("h1")
    expect(heading).to_have_text("What do the columns hold?")
    proposed = {"Polling area": "district", "Family name": "surname", "Given names": "forename", "Property": "address"}
    for column, holds in proposed.items():
        expect(laptop.get_by_label(column, exact=True)).to_have_value(holds)
    expect(laptop.get_by_label("Religion")).to_have_count(0)  # nothing of the law's special kinds is ever read
    expect(laptop.locator("main")).not_to_contain_text("Quaker")
    number = laptop.get_by_label("No on register", exact=True)
    number.select_option("")
    laptop.get_by_role("button", name="Preview ten rows").click()
    expect(laptop.get_by_role("alert")).to_be_visible()
    number.select_option("number")
    laptop.get_by_role("button", name="Preview ten rows").click()
    preview = laptop.get_by_role("region", name="Preview")
    expect(preview.get_by_role("row", name="Joyce")).to_contain_text("HH1 1")
    expect(laptop.get_by_text("One row is not shown")).to_be_visible()
    with everywhere():
        assert not Elector.objects.exists()

    laptop.get_by_role("button", name="Keep this and read the file").click()
    expect(heading).to_have_text("This looks like a good register")
    laptop.get_by_role("button", name="Approve 4 electors").click()
    expect(heading).to_have_text("This register is in use")

    _send(laptop, live_server.url, second, "Harrow Council")
    expect(laptop.get_by_text("5 electors in 2 districts.")).to_be_visible()  # and nobody was asked about columns
    laptop.get_by_role("button", name="Approve 5 electors").click()
    expect(heading).to_have_text("This register is in use")
    with everywhere():
        assert Elector.objects.filter(surname__iexact="Haddad", forenames="Zofia").exists()

    _send(laptop, live_server.url, first, "Marsham Council")  # another council's files may mean something else
    expect(heading).to_have_text("What do the columns hold?")
