"""A phone that could not send: its file comes in another way, somebody looks, and the answer counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from access.models import DeviceGrant
from canvass.actions import devices
from canvass.models import ContactEvent, LatestContact
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.journeys.servers import Server
from tests.journeys.test_phone_board import STOPPED, doors, open_board


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def test_a_lost_phones_file_is_brought_in_and_counts(
    phone: Page, laptop: Page, server: Server, cast: people.Cast, console: Console, tmp_path: Path
) -> None:
    alun, _board = open_board(phone, server, cast, *doors(cast, 3))
    expect(phone.locator("#door")).to_be_visible()
    alun.says("labour", 8)
    alun.sees(saved=1, sent=1)
    console.expect(f"{STOPPED}|ERR_INTERNET_DISCONNECTED")
    server.kill()
    alun.at_door("3")
    alun.says("green", 4)
    alun.at_door("5")
    alun.not_in()
    alun.sees(saved=3, sent=1)
    alun.open_sheet()
    with phone.expect_download() as download:
        phone.locator("#sheet-export").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    held = json.loads(file.read_text())
    assert (held["unit"], held["user"]) == ("wexcombe", cast.alun.pk)
    assert [set(row["event"]) for row in held["events"]] == [{"id", "device_seq", "sealed"}] * 3
    phone.context.set_offline(True)  # it is in a canal by now

    server.start()
    grant = DeviceGrant.objects.get()
    devices.lost(phone=grant, by=cast.osei)
    sign_in(laptop, cast.osei, server.url)
    laptop.set_viewport_size({"width": 360, "height": 740})
    laptop.goto(f"{server.url}/u/wexcombe/canvass/answers/")
    laptop.get_by_role("link", name="Bring in a file from a phone").click()
    for _ in range(2):
        laptop.get_by_label("File from a phone").set_input_files(file)
        laptop.get_by_role("button", name="Bring in the file").click()
        expect(laptop.locator("#done")).to_be_visible()
    expect(laptop.locator("[aria-labelledby=done] dd")).to_have_text(["0", "3", "0"])
    expect(laptop.locator("main")).to_contain_text(f"It is from the phone of {cast.alun.name}.")
    assert laptop.evaluate("document.documentElement.scrollWidth") <= 360
    assert LatestContact.objects.count() == 1

    laptop.goto(f"{server.url}/u/wexcombe/canvass/answers/")
    rows = laptop.get_by_role("row").filter(has_text="Green")  # the answer, and the same with the scale that followed
    expect(rows).to_have_count(2)
    for row in rows.all():
        expect(row).to_contain_text("It came in a file")
        row.get_by_role("checkbox").check()
    laptop.get_by_role("button", name="Let the ticked ones count").click()
    expect(laptop.get_by_text("2 answers count now.")).to_be_visible()
    answer = ContactEvent.objects.get(payload__intention="green", payload__labour_scale=4)
    assert answer.actor == cast.alun
    contact = LatestContact.objects.get(elector=answer.elector_id)
    assert (contact.intention, contact.labour_scale) == ("green", 4)
