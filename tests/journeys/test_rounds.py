"""A committee room sends a team out, hands the round over by a code, prints its sheet, and sees its screen move."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from access.roles import RoleName
from gotv.models import Knock, Round, Sheet
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.journeys import hill
from tests.journeys.hands import Canvasser
from tests.journeys.test_phone_cold import choose_pin

_A_ROUND = 15_000  # milliseconds: the screen asks every five seconds


def test_a_room_sends_a_team_out_and_sees_what_they_do(phone: Page, laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    url = live_server.url
    noor = hill.with_role(here, here.cast.noor, RoleName.COMMITTEE_ROOM)
    sign_in(laptop, noor, url)
    laptop.goto(f"{url}{here.path}rounds/")
    laptop.get_by_role("link", name="Send a team").click()
    laptop.get_by_label("Team").fill("Red team")
    laptop.get_by_label("Who carries it on a phone").select_option(label=here.cast.alun.name)
    laptop.get_by_role("button", name="Send them out").click()
    laptop.get_by_text(f"Show the code that {here.cast.alun.name} scans").click()
    expect(laptop.locator(".qr svg")).to_be_visible()

    with everywhere():
        one = Round.objects.get()
    sign_in(phone, here.cast.alun, url)
    phone.goto(f"{url}/gotv/round/{one.pk}/")  # what the code says
    choose_pin(phone)
    expect(phone.locator("#number")).to_have_text("1")
    alun = Canvasser(phone, keeps=True)

    laptop.goto(f"{url}{here.path}screens/{here.room.pk}/")
    came = laptop.locator(".wall-figs dd")
    expect(came.nth(0)).to_have_text("6")
    phone.locator("[data-panel]:not([hidden]) [data-said=voted]").click()
    alun.sees(saved=1, sent=1)
    expect(came.nth(0)).to_have_text("5", timeout=_A_ROUND)
    expect(came.nth(1)).to_have_text("1")
    alun.at_door("3")
    phone.locator("[data-panel]:not([hidden]) [data-said=wont]").click()
    alun.sees(saved=2, sent=2)

    laptop.goto(f"{url}{here.path}knock-ups/finished/")
    bert = laptop.get_by_role("row").filter(has_text="Bert Marchbank")
    bert.get_by_role("button", name="Take it back").click()
    expect(laptop.get_by_text("They are on the list again")).to_be_visible()
    expect(bert).to_have_count(0)

    laptop.goto(f"{url}{here.path}rounds/{one.pk}/")
    expect(laptop.get_by_role("row", name=re.compile("^Doors tried in this round"))).to_contain_text("1")
    laptop.get_by_role("button", name="They are back: end the round").click()
    expect(laptop.get_by_text("It hid nobody")).to_be_visible()
    with everywhere():
        assert sorted(Knock.objects.filter(undone_at=None).values_list("said", flat=True)) == ["voted"]


def test_the_sheet_of_a_district_is_printed_for_who_is_left(laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    sign_in(laptop, hill.with_role(here, here.cast.noor, RoleName.COMMITTEE_ROOM), live_server.url)
    laptop.goto(f"{live_server.url}{here.path}sheets/")
    with laptop.expect_download() as coming:
        laptop.get_by_role("button", name="Make the sheets").click()
    words = PdfReader(coming.value.path()).pages[0].extract_text()
    assert all(elector.name in words for elector in here.electors)
    with everywhere():
        assert Sheet.objects.get().made_by == here.cast.noor


def test_a_round_on_paper_is_printed_comes_home_and_is_typed_in(laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    sign_in(laptop, hill.with_role(here, here.cast.noor, RoleName.COMMITTEE_ROOM), live_server.url)
    laptop.goto(f"{live_server.url}{here.path}rounds/")
    laptop.get_by_role("link", name="Send a team").click()
    laptop.get_by_label("Team").fill("Red team")
    laptop.get_by_role("button", name="Send them out").click()
    expect(laptop.get_by_text("No sheet was made for this round.")).to_be_visible()
    with laptop.expect_download() as coming:
        laptop.get_by_role("button", name="Make its sheets").click()
    words = PdfReader(coming.value.path()).pages[0].extract_text()
    assert all(elector.name in words for elector in here.electors)

    laptop.reload()
    paper = laptop.get_by_role("region", name="On paper")
    expect(paper).to_contain_text("not typed in")
    laptop.get_by_role("button", name="They are back: end the round").click()
    paper.get_by_role("link").click()
    laptop.get_by_label("Lines").fill("1v 2n")
    laptop.get_by_role("button", name="Record the sheet").click()
    expect(laptop.get_by_role("status")).to_contain_text("Bert Marchbank: Not in")
    with everywhere():
        one = Round.objects.get()
        assert dict(Knock.objects.values_list("said", "round")) == {"voted": one.pk, "not_in": one.pk}
    laptop.goto(f"{live_server.url}{here.path}rounds/{one.pk}/")
    expect(paper).to_contain_text("typed in")
    expect(paper).not_to_contain_text("not typed in")


def test_on_a_phone_the_page_one_is_on_stands_in_view_among_the_others(phone: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    sign_in(phone, here.cast.osei, live_server.url)
    phone.goto(f"{live_server.url}{here.path}marks/")
    expect(phone.locator(".ways [aria-current=page]")).to_be_in_viewport(ratio=1)
