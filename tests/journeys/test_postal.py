"""The postal chase in the office: asked, "sent" makes a mark, and taken back it makes none."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from gotv.enums import AbsentKind, MarkSource, PostalSaid
from gotv.models import Voted, VoteMark
from kit import clock
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.journeys import hill


def test_sent_makes_a_mark_and_taken_back_it_makes_none(laptop: Page, live_server: LiveServer) -> None:
    here = hill.set_up()
    with everywhere():
        here.poll.postal_dispatch_on = clock.today() - datetime.timedelta(days=10)
        here.poll.save()
    for elector in here.electors[:2]:
        make.absent(elector, here.poll, AbsentKind.POSTAL)
    sign_in(laptop, here.cast.osei, live_server.url)
    laptop.goto(f"{live_server.url}{here.path}postal/")
    expect(laptop.get_by_role("main")).to_contain_text("2 of 2 promises with a postal vote have not said")
    laptop.get_by_role("table").get_by_role("link", name="HH1").first.click()
    ada = laptop.get_by_role("row").filter(has_text="Ada Marchbank")
    ada.get_by_role("combobox").select_option(PostalSaid.SENT.value)
    ada.get_by_role("button", name="Note it").click()
    expect(ada).to_have_count(0)
    expect(laptop.get_by_role("row").filter(has_text="Bert Marchbank")).to_be_visible()
    with everywhere():
        assert VoteMark.objects.get().source == MarkSource.POSTAL
        assert Voted.objects.get().elector_id == here.electors[0].pk

    laptop.get_by_role("link", name="What was said, and slips").click()
    said = laptop.get_by_role("row").filter(has_text="Ada Marchbank")
    said.get_by_role("button", name="Take it back").click()
    expect(said).to_have_count(0)
    with everywhere():
        assert not Voted.objects.exists()
    laptop.goto(f"{live_server.url}{here.path}postal/{here.hh1.pk}/")
    expect(laptop.get_by_role("row").filter(has_text="Ada Marchbank")).to_be_visible()
