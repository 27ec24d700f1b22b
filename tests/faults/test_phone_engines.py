"""The promises of the phone in two engines, Chromium and WebKit, with the server really stopped.

What only Chromium's own tools can do (a killed tab, a copied profile) is in the other test_phone files.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from access import scoping
from access.models import DeviceGrant
from canvass.actions import devices
from canvass.models import ContactEvent
from tests.browsing import Console
from tests.everywhere import everywhere
from tests.faults import boards
from tests.faults.boards import at_the_server
from tests.faults.portal import Portal
from tests.faults.tabs import Chromium, Tab, Walker
from tests.journeys.conftest import collected, process, server  # noqa: F401 - fixtures
from tests.journeys.servers import Server
from tests.journeys.test_phone_stopped import wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize("tab", ["chromium", "webkit"], indirect=True)
# Chromium does the same in test_phone_offline.py, test_phone_stolen.py and tests/journeys/test_phone_stopped.py.
WEBKIT = pytest.mark.parametrize("tab", ["webkit"], indirect=True)
# Asks for it and does not wait: an open page holds it up.
_DELETES = "async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name); }"
_TOP = "(given) => document.querySelector(given).getBoundingClientRect().top"
_HEIGHTS = "(given) => [...document.querySelectorAll(given)].map((one) => one.getBoundingClientRect().height)"


@pytest.fixture
def tab(request: pytest.FixtureRequest) -> Tab:
    """A tab with an empty profile, in the engine that the test is about."""
    if request.param == "webkit":
        return request.getfixturevalue("safari")
    phone: Page = request.getfixturevalue("phone")
    return Chromium(phone)


@pytest.fixture
def alun(server: Server, tab: Tab, console: Console) -> Walker:  # noqa: F811 - the fixture
    """Alun with the board on his phone, behind a PIN."""
    console.expect(boards.TROUBLE)
    walker = Walker(tab, boards.make(server))
    walker.signs_in()
    walker.takes()
    return walker


def reopened(walker: Walker) -> Walker:
    """Close the tab, as if the phone had been off, and open the board in another."""
    again = Walker(walker.tab.another(), walker.kept)
    walker.tab.close()
    again.opens()
    return again


@WEBKIT
def test_twenty_answers_from_a_cold_start_arrive_once(alun: Walker) -> None:
    """1.7 c."""
    alun.kept.server.kill()
    alun.says("labour")
    alun.sees(saved=1, sent=0)
    again = reopened(alun)
    for _ in range(19):
        again.says("green")
    again.sees(saved=20, sent=0)
    wait_for(lambda: sum("sealed" in row["event"] for row in again.on_disk()["events"]) >= 15)
    alun.kept.server.start()
    reopened(again).sees(saved=20, sent=20)
    assert at_the_server() == ["labour"] + ["green"] * 19


@WEBKIT
def test_a_portal_takes_nothing_from_the_phone(alun: Walker) -> None:
    """1.7 k: 200 and a page of HTML is no answer, also to a phone that is opened there."""
    alun.kept.server.kill()
    with Portal(alun.kept.server.port) as portal:
        alun.says("labour")
        alun.signal_returns()
        wait_for(lambda: portal.asked["POST /canvass/sync/v1/events"] + portal.asked["GET /canvass/sync/v1/ping"] > 0)
        alun.taps("#sent")
        alun.reads_soon("#sheet-trouble", "Something else answers in Rosette’s place")
        again = reopened(alun)
        again.says("green")
        again.sees(saved=2, sent=0)
    alun.kept.server.start()
    again.signal_returns()
    again.sees(saved=2, sent=2)
    assert at_the_server() == ["labour", "green"]


@WEBKIT
def test_wrong_pins_destroy_the_names_and_not_the_work(alun: Walker) -> None:
    alun.kept.server.kill()
    alun.says("labour")
    alun.sees(saved=1, sent=0)
    again = Walker(alun.tab.another(), alun.kept)
    alun.tab.close()
    again.tab.go(alun.kept.address)
    for left in (4, 3, 2, 1):
        again.types_pin("000000")
        again.reads_soon("#pin-wrong", f"{left} tr")
        assert again.shows_nobody()
    again.types_pin("000000")
    again.reads_soon("#say-title", "The names are deleted from this phone")
    found = again.on_disk()
    assert (found["packs"], found["vault"]) == ([], [])
    alun.kept.server.start()
    again.takes(at="3")
    again.sees(saved=1, sent=1)
    assert at_the_server() == ["labour"]


@BOTH
def test_two_tabs_are_one_round(alun: Walker) -> None:
    """1.7 d: one queue, one number after the other, one sender."""
    other = Walker(alun.tab.another(), alun.kept)
    other.opens()
    alun.kept.server.kill()
    alun.says("labour")
    other.sees(saved=1, sent=0)
    other.goes_to("5")
    other.says("green")
    alun.sees(saved=2, sent=0)
    alun.goes_to("9")
    alun.says("undecided")
    other.sees(saved=3, sent=0)
    alun.kept.server.start()
    other.signal_returns()
    alun.signal_returns()
    for one in (alun, other):
        one.sees(saved=3, sent=3)
    assert at_the_server() == ["labour", "green", "undecided"]
    with everywhere():
        numbers = list(ContactEvent.objects.order_by("device_seq").values_list("device_seq", flat=True))
    assert numbers == [1, 2, 3]


@BOTH
def test_a_sign_in_that_ended_keeps_nothing_from_being_sent(alun: Walker) -> None:
    """1.7 e: the token outlives the sign-in. And where the server doesn't know it, signing in again is all it takes."""
    alun.kept.server.kill()
    alun.says("labour")
    alun.tab.forget_cookies()
    alun.kept.server.start()
    alun.signal_returns()
    alun.sees(saved=1, sent=1)

    alun.kept.server.kill()
    alun.says("green")
    with everywhere():
        DeviceGrant.objects.update(token_sha256=b"another" * 4)
    alun.kept.server.start()
    alun.signal_returns()
    alun.reads_soon("#attention", "Sign in to send")
    alun.sees(saved=2, sent=1)
    back = Walker(alun.tab.another(), alun.kept)
    alun.tab.close()
    back.signs_in()
    back.opens()
    back.sees(saved=2, sent=2)
    assert sorted(at_the_server()) == ["green", "labour"]


@WEBKIT
def test_a_lost_phone_sends_what_it_has_and_is_emptied(alun: Walker) -> None:
    """1.7 f: what comes afterwards is kept for a person to look at; then nothing is left on the phone."""
    alun.kept.server.kill()
    alun.says("labour")
    alun.says("green")
    alun.sees(saved=2, sent=0)
    with scoping.units([alun.kept.cast.wexcombe.pk]):
        devices.lost(phone=DeviceGrant.objects.get(), by=alun.kept.cast.osei)
    alun.kept.server.start()
    alun.signal_returns()
    alun.waits_for("#stopped-gone")
    assert alun.shows_nobody()
    assert not any(alun.on_disk().values())
    assert at_the_server() == ["labour GRANT_REVOKED", "green GRANT_REVOKED"]
    with everywhere():
        wait_for(lambda: DeviceGrant.objects.get().wiped_at is not None)


@BOTH
@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_three_hours_out_spoils_no_time(alun: Walker, hours: int) -> None:
    """1.7 g: somebody sets the phone's clock in mid-round, without signal."""
    began = timezone.now()
    alun.kept.server.kill()
    alun.says("labour")
    alun.tab.run("(given) => { const real = Date.now; Date.now = () => real.call(Date) + given; }", hours * 3_600_000)
    if hours > 0:  # to the page that looks like a phone which nobody has touched for three hours
        alun.tab.run("() => { document.dispatchEvent(new Event('visibilitychange')); }")
        alun.types_pin(boards.PIN)
    alun.says("green")
    alun.sees(saved=2, sent=0)
    alun.kept.server.start()
    alun.signal_returns()
    alun.sees(saved=2, sent=2)
    assert at_the_server() == ["labour", "green"]
    with everywhere():
        times = list(ContactEvent.objects.order_by("device_seq").values_list("est_occurred_at", flat=True))
    slack = datetime.timedelta(seconds=5)
    assert began - slack < times[0] <= times[1] + slack < timezone.now() + 2 * slack


@BOTH
def test_a_store_that_is_deleted_in_mid_round_costs_nothing_that_was_saved(alun: Walker) -> None:
    """1.7 h: as long as its page is open. Afterwards the board begins again, and the page says what it needs."""
    alun.kept.server.kill()
    alun.says("labour")
    alun.sees(saved=1, sent=0)
    alun.tab.run(_DELETES)
    alun.says("green")
    alun.sees(saved=2, sent=0)
    alun.kept.server.start()
    alun.signal_returns()
    alun.sees(saved=2, sent=2)
    again = Walker(alun.tab.another(), alun.kept)
    again.signs_in()
    alun.tab.close()
    again.tab.run(_DELETES)  # in WebKit the first try went with the page that made it
    wait_for(lambda: again.tab.run("async () => (await indexedDB.databases()).length") == 0)
    alun.kept.server.kill()
    again.tab.go(alun.kept.address)
    again.reads_soon("#say-text", "This board is not kept on this phone, so it needs signal to open.")
    alun.kept.server.start()
    again.takes(at="5")
    again.says("undecided")
    again.sees(saved=1, sent=1)
    assert sorted(at_the_server()) == ["green", "labour", "undecided"]


@BOTH
def test_a_full_phone_never_says_saved(alun: Walker) -> None:
    """1.7 i."""
    alun.kept.server.kill()
    alun.says("labour")
    alun.sees(saved=1, sent=0)
    alun.tab.run(
        "() => { window.real = IDBObjectStore.prototype.add;"
        "IDBObjectStore.prototype.add = () => { throw new DOMException('no room', 'QuotaExceededError'); }; }"
    )
    alun.taps("#intentions label:has(input[value=green])")
    alun.reads_soon("#stop", "This phone has no room left, so your last tap was not saved.")
    alun.reads_soon("#stop", "1 record was saved before and is not sent yet.")
    alun.sees(saved=1, sent=0)
    alun.tab.run("() => { IDBObjectStore.prototype.add = window.real; }")
    alun.taps("#stop-again")
    alun.says("undecided")
    alun.sees(saved=2, sent=0)
    alun.kept.server.start()
    alun.signal_returns()
    alun.sees(saved=2, sent=2)
    assert at_the_server() == ["labour", "undecided"]


@WEBKIT
def test_a_new_version_leaves_unsent_work_and_the_open_page_alone(alun: Walker, next_version: Path) -> None:
    """1.7 j: a deploy while twenty wait. The old page goes on; the new one takes over at the next opening."""
    alun = reopened(alun)  # the first page of all was not yet the worker's
    first = versions(alun)
    alun.kept.server.kill()
    for _ in range(20):
        alun.says("labour")
    alun.sees(saved=20, sent=0)
    alun.kept.server.static = next_version
    alun.kept.server.start()
    alun.tab.run("async () => { await (await navigator.serviceWorker.ready).update(); }")
    alun.waits_for("#update-ready")
    assert versions(alun) > first, "both are kept as long as the old page is open"
    alun.says("green")
    alun.sees(saved=21, sent=21)

    last = Walker(alun.tab.another(), alun.kept)
    alun.tab.close()

    def is_next() -> bool:
        """Open it once more: the new version takes over when no page of the old one is left."""
        last.tab.go(alun.kept.address)
        found = versions(last)
        last.tab.go("about:blank")
        return len(found) == 1 and found != first

    wait_for(is_next)
    last.opens()
    last.sees(saved=21, sent=21)
    assert at_the_server() == ["labour"] * 20 + ["green"]


def versions(walker: Walker) -> set[str]:
    """Return the names of the shells that this phone keeps."""
    return set(walker.tab.run("() => caches.keys()"))


@WEBKIT
def test_a_grant_that_expired_while_the_phone_was_offline(alun: Walker) -> None:
    """Names go when the time is over; the work is taken in all the same, and waits for a person."""
    alun.says("labour")
    alun.sees(saved=1, sent=1)
    alun.kept.server.kill()
    alun.says("green")
    alun.says("undecided")
    alun.sees(saved=3, sent=1)
    other = Walker(alun.tab.another(), alun.kept)
    alun.tab.close()
    boards.expire(alun.kept)
    alun.kept.server.start()
    other.tab.go(alun.kept.address)
    wait_for(lambda: at_the_server() == ["labour", "green GRANT_EXPIRED", "undecided GRANT_EXPIRED"])
    assert other.shows_nobody()


@WEBKIT
def test_what_lies_under_the_thumb_can_be_used(alun: Walker) -> None:
    """The sheets open and close, nothing is cut off at the side, and every target is large enough."""
    for size, selector in ((56, "[data-panel=ask] .tap"), (44, "#saved, #sent, #left")):
        heights = alun.tab.run(_HEIGHTS, selector)
        assert heights, selector
        assert min(heights) >= size, (selector, heights)
    assert alun.tab.run("() => document.scrollingElement.scrollWidth <= innerWidth")
    for opener, sheet, closer, top in (("#sent", "#sheet", "#sheet-close", 100), ("#left", "#all", "#all-close", 0)):
        alun.taps(opener)
        alun.waits_for(f"{sheet}[open]")
        assert alun.tab.run("(given) => document.activeElement.closest('dialog')?.matches(given)", sheet)
        assert alun.tab.run(_TOP, sheet) >= top, "as high as its content"
        alun.taps(closer)
        wait_for(lambda: not alun.tab.run("() => document.querySelectorAll('dialog[open]').length"))
        assert alun.tab.run("(given) => document.activeElement?.matches(given)", opener), "the focus is back"
