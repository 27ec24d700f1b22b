"""A phone where things go wrong, in a real browser with the real server: no signal, a portal, death, eviction, updates.

F3 to F6 of the faults that are promised. "Offline" is the server really stopped: a browser's switch for it leaves
service workers out.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from access.models import DeviceGrant
from canvass.models import ContactEvent
from tests.browsing import Console
from tests.everywhere import everywhere
from tests.faults import boards, dice
from tests.faults.boards import Kept, at_the_server, saved
from tests.faults.portal import Portal
from tests.journeys.conftest import collected, process, server  # noqa: F401 - fixtures
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server
from tests.journeys.test_phone_stopped import signal_returns, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

DEATHS = 40 if dice.FULL else 4
# What a browser throws away by itself when room is short: all that pages stored. Cookies stay.
THROWN_AWAY = "indexeddb,local_storage,cache_storage,service_workers"
# After so many calls of the store a save has begun (1 to 5: its one transaction) or is read back (6 and 7).
STEPS = 7
# What the page reads for itself meanwhile is not counted: until the save has ended, its own transaction alone is.
_DIES = """(step) => {
  let [left, own, isOver] = [step, null, false];
  const count = () => {
    left -= 1;
    if (left > 0) return;
    console.log("dying");
    for (;;);
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (names, mode, ...more) {
    const made = transaction.call(this, names, mode, ...more);
    if (own === null && mode === "readwrite" && names.includes("events")) {
      own = made;
      own.addEventListener("complete", () => (isOver = true));
      count();
    } else if (isOver) count();
    return made;
  };
  for (const name of ["get", "put", "add"]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      const made = real.apply(this, given);
      if (isOver || this.transaction === own) count();
      return made;
    };
  }
  setTimeout(() => document.querySelector("#intentions input[value=green]").click(), 0);
}"""


@pytest.fixture
def kept(server: Server, console: Console) -> Kept:  # noqa: F811 - the fixture
    console.expect(boards.TROUBLE)
    return boards.make(server)


@pytest.fixture
def alun(phone: Page, kept: Kept) -> Canvasser:
    """Alun with the board on his phone, behind a PIN."""
    kept.sign_in(phone)
    return kept.take(phone)


@pytest.mark.parametrize("engine", ["phone", "webkit"])
def test_a_phone_that_was_off_opens_and_records_without_a_server(
    request: pytest.FixtureRequest, kept: Kept, engine: str
) -> None:
    """From a cold start: the page from the worker, the names from behind the PIN, and twenty answers arrive once."""
    phone: Page = request.getfixturevalue(engine)
    kept.sign_in(phone)
    alun = kept.take(phone)
    kept.server.kill()
    for _ in range(3):
        alun.says("labour", None)
    alun.sees(saved=3, sent=0)
    context = phone.context
    phone.close()

    again = kept.open(context.new_page())
    again.sees(saved=3, sent=0)
    for _ in range(17):
        again.says("green", None)
    again.sees(saved=20, sent=0)
    again.page.close(run_before_unload=False)

    kept.server.start()
    last = kept.open(context.new_page())
    last.sees(saved=20, sent=20)
    assert sorted(at_the_server()) == ["green"] * 17 + ["labour"] * 3


def test_a_portal_takes_nothing_from_the_phone(phone: Page, kept: Kept, alun: Canvasser) -> None:
    """F3: 200 and a page of HTML is no answer, also to a phone that is opened there."""
    kept.server.kill()
    with Portal(kept.server.port) as portal:
        alun.says("labour", None)
        alun.says("green", None)
        alun.sees(saved=2, sent=0)
        alun.send_now()
        wait_for(lambda: portal.asked["POST /canvass/sync/v1/events"] + portal.asked["GET /canvass/sync/v1/ping"] > 0)
        alun.open_sheet()
        expect(phone.locator("#sheet-trouble")).to_contain_text("Something else answers in Rosette’s place")
        again = kept.open(phone.context.new_page())
        again.sees(saved=2, sent=0)
        again.says("undecided", None)
        again.sees(saved=3, sent=0)
        phone.close(run_before_unload=False)
    assert at_the_server() == []
    kept.server.start()
    again.send_now()
    again.sees(saved=3, sent=3)
    assert sorted(at_the_server()) == ["green", "labour", "undecided"]


def test_a_tab_that_dies_in_mid_save_leaves_all_of_it_or_nothing(
    phone: Page, kept: Kept, alun: Canvasser, chance: random.Random
) -> None:
    """F4: killed at steps of the save that the dice choose; what was shown as saved is there, once and whole."""
    kept.server.kill()
    context, page, shown = phone.context, phone, 0
    for _ in range(DEATHS):
        step = chance.randint(1, STEPS)
        before = saved(page)
        with page.expect_console_message(lambda words: words.text == "dying"):
            page.evaluate(_DIES, step)
        boards.switch_off(page)
        page = context.new_page()
        kept.open(page)
        now = saved(page)
        assert now - before == (step > 5), f"step {step}: the one transaction was or was not on the disk"
        shown = now
    kept.server.start()
    kept.open(page).sees(saved=shown, sent=shown)
    with everywhere():
        rows = ContactEvent.objects.order_by("device_seq")
        assert [row.payload["intention"] for row in rows] == ["green"] * shown
        assert [row.device_seq for row in rows] == list(range(1, shown + 1)), "no number was lost or given twice"
        assert len({row.elector_id for row in rows}) == shown, "the next tap was at the next door"


def test_a_phone_that_was_emptied_begins_again(phone: Page, kept: Kept, alun: Canvasser) -> None:
    """F5: the browser throws all away while the page is closed. What was sent stays sent; it says what may be lost.

    The server has heard of one answer and of nothing that waited: of the other it can't know, so the page says since
    when anything may be missing, and the doors without an answer are open again.
    """
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    kept.server.kill()
    alun.says("green", None)
    alun.sees(saved=2, sent=1)
    context = phone.context
    page = context.new_page()
    phone.close(run_before_unload=False)
    clear = context.new_cdp_session(page)
    clear.send("Storage.clearDataForOrigin", {"origin": kept.server.url, "storageTypes": THROWN_AWAY})
    kept.server.start()
    again = kept.take(page, at="3")
    again.sees(saved=0, sent=0)
    expect(page.locator("#attention")).to_have_text("Some may be lost")
    page.locator("#attention").click()
    expect(page.locator("#sheet-earlier")).to_contain_text("What was recorded on it after that has not arrived.")
    page.locator("#earlier-read").click()
    page.locator("#sheet-close").click()
    expect(page.locator("#attention")).to_have_text("0 need attention")
    with everywhere():
        assert DeviceGrant.objects.filter(emptied=True).count() == 1
    again.goes_to("5")
    again.says("undecided", None)
    again.sees(saved=1, sent=1)
    assert sorted(at_the_server()) == ["labour", "undecided"]


def test_a_new_version_leaves_unsent_work_and_the_open_page_alone(
    phone: Page, kept: Kept, alun: Canvasser, next_version: Path
) -> None:
    """F6: a deploy in mid-round. The old page goes on and is understood; the new one takes over at the next opening."""
    context = phone.context
    page = context.new_page()
    phone.close()
    alun = kept.open(page)  # the first page of all was not yet the worker's
    first = versions(page)
    kept.server.kill()
    for _ in range(20):
        alun.says("labour", None)
    alun.sees(saved=20, sent=0)

    kept.server.static = next_version
    kept.server.start()
    page.evaluate("async () => { const one = await navigator.serviceWorker.ready; await one.update(); }")
    expect(page.locator("#update-ready")).to_be_visible()
    alun.says("green", None)
    alun.sees(saved=21, sent=21)
    assert versions(page) > first, "both are kept as long as the old page is open"
    kept.server.kill()
    alun.says("undecided", None)
    alun.sees(saved=22, sent=21)
    page.close(run_before_unload=False)

    def is_next() -> bool:
        """Open it once more: the new version takes over when no page of the old one is left."""
        looking = context.new_page()
        looking.goto(kept.address)
        found = versions(looking)
        looking.close(run_before_unload=False)
        return len(found) == 1 and found != first

    wait_for(is_next)
    again = kept.open(context.new_page())
    again.sees(saved=22, sent=21)
    kept.server.start()
    signal_returns(again.page)
    again.sees(saved=22, sent=22)
    assert sorted(at_the_server()) == ["green"] + ["labour"] * 20 + ["undecided"]


def versions(page: Page) -> set[str]:
    """Return the names of the shells that this phone keeps."""
    return set(page.evaluate("() => caches.keys()"))


def test_a_grant_that_expired_while_the_phone_was_offline(phone: Page, kept: Kept, alun: Canvasser) -> None:
    """Names go when the time is over; the work is taken in all the same, and waits for a person."""
    alun.says("labour", None)
    alun.sees(saved=1, sent=1)
    kept.server.kill()
    alun.says("green", None)
    alun.says("undecided", None)
    alun.sees(saved=3, sent=1)
    context = phone.context
    other = context.new_page()
    phone.close(run_before_unload=False)

    boards.expire(kept)
    kept.server.start()
    other.goto(kept.address)
    with everywhere():
        wait_for(lambda: ContactEvent.objects.count() == 3)
        found = list(ContactEvent.objects.order_by("device_seq").values_list("quarantine_reason", flat=True))
    assert found == ["", "GRANT_EXPIRED", "GRANT_EXPIRED"]
    assert boards.SURNAME not in other.content()
