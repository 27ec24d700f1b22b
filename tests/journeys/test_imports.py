"""A month's changes from the council: read, looked at, approved by one person or by two, and taken back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access.models import User
from access.roles import RoleName
from canvass.models import Elector
from kit import clock
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import imports, registers

HELD = [*registers.street("HH1", 20), *registers.street("HH2", 20)]  # eighty people, forty in each district
NORA = registers.Person("HH2", 41, "Nightingale", "Nora")


@dataclass(frozen=True)
class Office:
    """Somebody's browser at the files of Wexcombe."""

    page: Page
    url: str

    def brings_in(self, file: Path) -> None:
        self.page.goto(f"{self.url}/u/wexcombe/canvass/register/imports/new/")
        self.page.get_by_label("Register file").set_input_files(file)
        self.page.get_by_label("Wexcombe Council").check()
        self.page.get_by_role("button", name="Read this file").click()

    def sees(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)

    def row(self, name: str) -> list[str]:
        """Return the figures of a district, or of the line below them."""
        row = (
            self.page.get_by_role("table")
            .first.get_by_role("row")
            .filter(has=self.page.get_by_role("rowheader", name=name, exact=True))
        )
        return [cell.inner_text() for cell in row.locator("td.n").all()]


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> people.Cast:
    """The cast, with eighty people on the register since a month ago."""
    made = people.make()
    last_month = clock.today() - datetime.timedelta(days=30)
    imports.bring_in(made.wexcombe, registers.xpress(tmp_path / "december.csv", HELD), dated_on=last_month)
    return made


@pytest.fixture
def officer(cast: people.Cast) -> User:
    """Noor, who is the data officer for this story."""
    people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)
    return cast.noor


def _register() -> list[tuple]:
    """Return everything that a file may change of anybody."""
    with everywhere():
        held = Elector.objects.order_by("pk").values_list(
            "pk", "polling_district__code", "number", "suffix", "forenames", "surname", "household", "left_on"
        )
        return list(held)


def test_a_month_of_changes(live_server: LiveServer, laptop: Page, officer: User, tmp_path: Path) -> None:
    gone, stranger = HELD[:3], registers.Person("HH2", 99, "Nobody", "Ned")
    changes = [
        ("add", NORA),
        ("amend", HELD[45].now(surname="Newlywed")),
        *(("delete", person) for person in gone),
        ("delete", stranger),
    ]
    sign_in(laptop, officer, live_server.url)
    noor = Office(laptop, live_server.url)
    noor.brings_in(registers.rollno_update(tmp_path / "march.csv", changes))

    noor.sees("Look at these changes")
    assert noor.row("HH1")[:3] == ["37", "40", "−3"]
    assert noor.row("HH2")[:3] == ["41", "40", "+1"]
    assert noor.row("All 2")[:3] == ["78", "80", "−2"]
    look = laptop.get_by_role("region", name="Look at these")
    expect(look).to_contain_text("1 row fits nobody")
    expect(look).to_contain_text("3 people would no longer be listed")
    examples = laptop.locator("details", has_text="1 added, 1 changed, 0 taken off, 1 fits nobody")
    expect(examples.get_by_text("Nightingale")).to_be_hidden()
    examples.locator("summary").click()
    expect(examples.get_by_text("Nightingale")).to_be_visible()
    expect(examples).to_contain_text("Newlywed")
    look.get_by_role("link", name="Read these rows").click()
    expect(laptop.get_by_role("row", name="Ned")).to_contain_text("nobody who is listed")
    laptop.go_back()

    before = _register()
    assert len(before) == len(HELD)  # looking changed nothing
    laptop.get_by_role("button", name="Approve 1 added, 1 changed, 3 off").click()
    noor.sees("These changes are in use")
    laptop.get_by_role("link", name="Go to the register").click()
    assert noor.row("HH1")[0] == "37"
    with everywhere():
        assert Elector.objects.filter(left_on=None).count() == 78
        assert Elector.objects.get(pk=before[45][0]).surname == "Newlywed"


def test_two_people_and_back(
    live_server: LiveServer, laptop: Page, phone: Page, cast: people.Cast, officer: User, tmp_path: Path
) -> None:
    before = _register()
    changes = [("add", NORA), *(("delete", person) for person in HELD[:5])]  # more than five in a hundred
    sign_in(laptop, officer, live_server.url)
    noor = Office(laptop, live_server.url)
    noor.brings_in(registers.rollno_update(tmp_path / "april.csv", changes))
    expect(laptop.get_by_role("heading", name="Two people have to approve this")).to_be_visible()
    laptop.get_by_role("button", name="Approve 1 added, 0 changed, 5 off").click()
    noor.sees("One more person has to look at this")
    expect(laptop.get_by_text("You have approved this. Somebody else has to do so too.")).to_be_visible()
    expect(laptop.get_by_role("button", name="Take 5 people off")).to_have_count(0)
    assert _register() == before

    sign_in(phone, cast.marian, live_server.url)
    marian = Office(phone, live_server.url)
    phone.goto(f"{live_server.url}/u/wexcombe/")  # it stands among what needs her
    phone.get_by_role("listitem").filter(has_text="Be the second person for a register").get_by_role("link").click()
    marian.sees("One more person has to look at this")
    assert marian.row("HH1")[:2] == ["35", "40"]
    phone.get_by_role("button", name="Take 5 people off").click()
    marian.sees("These changes are in use")
    expect(phone.get_by_text("and Marian Teale, as the second person")).to_be_visible()
    with everywhere():
        assert Elector.objects.filter(left_on=None).count() == 76

    laptop.reload()  # and Noor, who had the page open all the time
    noor.sees("These changes are in use")
    laptop.get_by_role("link", name="Take this file back").click()
    expect(laptop.get_by_role("listitem").filter(has_text="are listed again")).to_contain_text("5")
    laptop.get_by_role("button", name="Take this file back").click()
    noor.sees("This file was taken back")
    laptop.get_by_role("link", name="Go to the register").click()
    assert noor.row("HH1")[0] == "40"
    assert [row for row in _register() if row[0] in {pk for pk, *_rest in before}] == before
    with everywhere():
        assert not Elector.objects.filter(left_on=None, surname="Nightingale").exists()
