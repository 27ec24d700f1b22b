"""What is held and until when: a day is changed, and the file behind it opened."""

from __future__ import annotations

import datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access import scoping
from canvass.actions import keeping
from canvass.models import RegisterImport
from kit import clock
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, imports, registers


def test_the_day_by_which_it_goes(live_server: LiveServer, laptop: Page, tmp_path: Path) -> None:
    cast, today = people.make(), clock.today()
    day = datetime.timedelta(days=1)
    canvass.supplied(cast.wexcombe, today - 400 * day, on=today - 390 * day, current=False)
    file = registers.xpress(tmp_path / "december.csv", registers.street())
    held = imports.bring_in(cast.wexcombe, file, dated_on=today - 30 * day, council="Wexcombe Borough Council")
    with scoping.units([cast.wexcombe.pk]):
        keeping.purge(unit=cast.wexcombe)
    sign_in(laptop, cast.marian, live_server.url)
    laptop.goto(f"{live_server.url}/u/wexcombe/canvass/register/")
    laptop.get_by_role("link", name="What we hold, and until when").click()
    expect(laptop.get_by_role("region", name="Files").get_by_role("row")).to_have_count(3)
    expect(laptop.get_by_role("region", name="What went")).to_be_visible()

    row_of = laptop.get_by_role("row", name=held.file_name)
    row_of.get_by_role("link", name="Change the day").click()
    laptop.get_by_label("Delete by").fill((today - day).isoformat())
    laptop.get_by_label("Why").fill("The letter says sooner.")
    laptop.get_by_role("button", name="Set this day").click()
    expect(laptop.get_by_role("alert")).to_be_visible()  # a day that is over
    sooner = today + 100 * day
    laptop.get_by_label("Delete by").fill(sooner.isoformat())
    laptop.get_by_role("button", name="Set this day").click()
    expect(laptop.locator("h1")).to_have_text("What we hold")
    expect(row_of).to_contain_text(f"{sooner:%-d %B %Y}")
    with everywhere():
        assert RegisterImport.objects.get(pk=held.pk).delete_by == sooner
    row_of.get_by_role("link", name=held.file_name, exact=True).click()
    expect(laptop.locator("h1")).to_have_text("This register is in use")
