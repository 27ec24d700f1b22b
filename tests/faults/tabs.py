"""One story for two engines: what a test does to a tab, in Chromium or in WebKit, and a canvasser who does it.

A tab of tests/webkit.py has the same verbs. Nothing here waits by itself but `Walker`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from django.conf import settings
from playwright.sync_api import Page

from tests import cast as people
from tests.faults import boards
from tests.faults.boards import Kept
from tests.journeys.test_phone_stopped import wait_for

# There, drawn, and not switched off. What lies over it is found out by tapping.
_READY = (
    "(given) => { const one = document.querySelector(given); return Boolean(one?.checkVisibility() && !one.disabled); }"
)
_PLACE = """(given) => 1 + [...document.querySelectorAll("#all-doors .row")].findIndex(
  (row) => row.querySelector("b").textContent === given)"""
_TEXT = "(given) => document.querySelector(given)?.innerText ?? ''"


class Tab(Protocol):
    """A tab of some browser."""

    def go(self, url: str) -> None: ...
    def tap(self, selector: str) -> None: ...
    def fill(self, selector: str, text: str) -> None: ...
    def run(self, script: str, given: object = None) -> Any:
        """Call a function of JavaScript, written out, with `given`; return what it, or its promise, returns."""

    def another(self) -> Self:
        """Open one more tab of the same profile."""

    def close(self) -> None:
        """Close it without a question; another one must be open."""

    def keep_cookie(self, name: str, value: str, url: str) -> None: ...
    def forget_cookies(self) -> None: ...


@dataclass(frozen=True)
class Chromium:
    """A tab of Chromium."""

    page: Page

    def go(self, url: str) -> None:
        self.page.goto(url)

    def tap(self, selector: str) -> None:
        self.page.locator(selector).click()

    def fill(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def run(self, script: str, given: object = None) -> Any:
        return self.page.evaluate(script, given)

    def another(self) -> Chromium:
        return Chromium(self.page.context.new_page())

    def close(self) -> None:
        self.page.close(run_before_unload=False)

    def keep_cookie(self, name: str, value: str, url: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": url}])

    def forget_cookies(self) -> None:
        self.page.context.clear_cookies()


@dataclass(frozen=True)
class Walker:
    """Alun with a kept board in a tab. Every method waits until the page has done it."""

    tab: Tab
    kept: Kept

    def signs_in(self) -> None:
        """Sign in, without the detour by the form. The server must answer."""
        name = settings.SESSION_COOKIE_NAME
        self.tab.go(f"{self.kept.server.url}/canvass/sync/v1/ping?nonce=here")
        value = people.sign_in(self.kept.cast.alun).cookies[name].value
        self.tab.keep_cookie(name, value, self.kept.server.url)

    def takes(self, at: str = "1") -> None:
        """Open the board with signal and keep it behind a PIN. Returns when the phone can do without a server."""
        self.tab.go(self.kept.address)
        self.waits_for("form[data-step=choose]")
        for which in ("first", "last"):
            self.tab.fill(f"form[data-step=choose] label:{which}-of-type input", boards.PIN)
        self.taps("form[data-step=choose] button")
        self.reads_soon("#number", rf"^{at}$")
        self.tab.run("async () => { await navigator.serviceWorker.ready; }")
        wait_for(lambda: any(row["token"] for row in self.on_disk()["queues"]))

    def opens(self) -> None:
        """Open the board from the phone."""
        self.tab.go(self.kept.address)
        self.types_pin(boards.PIN)
        self.waits_for("#number")

    def types_pin(self, pin: str) -> None:
        self.waits_for("form[data-step=pin]")
        self.tab.fill("form[data-step=pin] input", pin)
        self.taps("form[data-step=pin] button")

    def says(self, intention: str) -> None:
        """Tap an intention and pass over the scale."""
        door = self.reads("#number")
        self.taps(f"#intentions label:has(input[value={intention}])")
        self.taps("#skip")
        wait_for(lambda: self.reads("#number") != door)

    def goes_to(self, number: str) -> None:
        """Choose a door from the list of all doors."""
        self.taps("#left")
        self.waits_for("#all-doors .row")
        place = self.tab.run(_PLACE, number)
        self.taps(f"#all-doors li:nth-child({place}) .row")
        self.reads_soon("#number", rf"^{number}$")

    def sees(self, saved: int, sent: int) -> None:
        """Look at the counters that are always in view."""
        self.reads_soon("#saved", rf"^\s*{saved} saved\s*$")
        self.reads_soon("#sent", rf"^\s*{sent} sent\b")

    def taps(self, selector: str) -> None:
        self.waits_for(selector)
        self.tab.tap(selector)

    def waits_for(self, selector: str) -> None:
        self._until(lambda: bool(self.tab.run(_READY, selector)), f"{selector} never came")

    def reads(self, selector: str) -> str:
        return re.sub(r"\s+", " ", str(self.tab.run(_TEXT, selector))).strip()

    def reads_soon(self, selector: str, pattern: str) -> None:
        found = ""

        def is_there() -> bool:
            nonlocal found
            found = self.reads(selector)
            return re.search(pattern, found) is not None

        self._until(is_there, f"{selector} never said {pattern}", lambda: found)

    def signal_returns(self) -> None:
        """Let the page try again at once."""
        self.tab.run("() => { dispatchEvent(new Event('online')); }")

    def on_disk(self) -> dict[str, list[dict]]:
        """Return all rows of all stores of this phone, by the name of the store."""
        return dict(self.tab.run(boards.ON_DISK))

    def shows_nobody(self) -> bool:
        return boards.SURNAME not in self.tab.run("() => document.documentElement.outerHTML")

    def _until(self, holds: Callable[[], bool], trouble: str, found: Callable[[], str] = lambda: "") -> None:
        try:
            wait_for(holds)
        except AssertionError as error:
            raise AssertionError(f"{trouble} {found()}\nThe page: {self.reads('body')[:600]}") from error
