"""A committee room fetches its paper pack ahead of need, and opens both files with the password that it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from access.roles import RoleName
from gotv.enums import RoomDuty
from gotv.models import PaperPack, RoomOfficer
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.journeys import hill


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    """Where packs are kept."""
    settings.PRIVATE_FILES = tmp_path / "private"  # type: ignore[attr-defined]
    return tmp_path


def _fetch(page: Page, ending: str, into: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=ending).click()
    path = into / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_the_officer_of_a_room_fetches_its_pack_and_opens_it(
    laptop: Page, live_server: LiveServer, files: Path
) -> None:
    here = hill.set_up()
    noor = hill.with_role(here, here.cast.noor, RoleName.COMMITTEE_ROOM)
    with everywhere():
        RoomOfficer.objects.create(unit=here.cast.wexcombe, room=here.room, user=noor, duty=RoomDuty.LEAD)
    sign_in(laptop, noor, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}packs/")
    laptop.get_by_role("button", name="Build now").click()
    expect(laptop.get_by_text("The pack of Harrow Hill Club is ready. Fetch it now.")).to_be_visible()
    pdf, table = _fetch(laptop, ".pdf", files), _fetch(laptop, ".zip", files)
    laptop.get_by_role("button", name="Show the password").click()
    password = laptop.get_by_role("status").locator("code").inner_text()

    opened = PdfReader(pdf)
    assert opened.is_encrypted
    assert opened.decrypt(password)
    assert "Ada Marchbank" in opened.pages[0].extract_text()
    with pyzipper.AESZipFile(table) as inside:
        inside.setpassword(password.encode())
        assert b"Ada Marchbank" in inside.read(inside.infolist()[0])
    expect(laptop.get_by_role("table")).to_contain_text("Noor")  # who has fetched it
    with everywhere():
        assert PaperPack.objects.get().fetched_by == noor
