"""A real browser for the tests: one Chromium for the run, a fresh profile for each test, and ears for its console.

A plugin of the whole suite (tests/conftest.py). A test that makes trouble
on purpose (a stopped server, a login page in the middle) says so first: `console.expect("ERR_CONNECTION_REFUSED")`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from access.models import User
from tests import cast as people
from tests import webkit as webkit_by_driver

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
# How long a page may take, in milliseconds: long, for a machine that does much else; what comes is not waited for.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# A broken rule of the CSP is told to the console by Chromium; this makes sure of it, and names the rule.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI} on ${location.pathname}`);
});
"""


class Console:
    """What the pages of one test complained about."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """From now on, errors that match this regular expression are part of the story."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Return the errors that no `expect` foretold."""
        return [error for error in self.errors if not any(pattern.search(error) for pattern in self._expected)]

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of this profile, those opened later too."""
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", lambda trouble: self.errors.append(f"uncaught: {trouble.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # The icon is fetched by the browser itself, at its leisure, and cut off when the page goes on to the next.
        cut_off = "ERR_CONTENT_LENGTH_MISMATCH" in message.text and "/favicon" in message.location.get("url", "")
        if message.type == "error" and not cut_off:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture(scope="session")
def engines() -> Iterator[Playwright]:
    """What starts browsers: one for the run."""
    # Playwright runs its event loop in this thread, and Django takes any loop for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium from CHROMIUM. Skips, with the reason that run.py found, where there is none."""
    program = os.environ.get("CHROMIUM")
    if not program:
        pytest.skip(os.environ.get("NO_BROWSER") or "CHROMIUM names no browser; `python3 run.py test` finds one")
    engines: Playwright = request.getfixturevalue("engines")
    started = engines.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
    yield started
    started.close()


@pytest.fixture
def webkit(browser: Browser, engines: Playwright, console: Console) -> Iterator[Page]:
    """A page on a small phone in WebKit, as on every iPhone. Skips, with the reason, where it isn't installed."""
    if not Path(engines.webkit.executable_path).exists():
        pytest.skip("WebKit is not installed here; `.venv/bin/playwright install webkit` installs it")
    started = engines.webkit.launch()
    context = new_profile(started, console, PHONE, has_touch=True)
    yield context.new_page()
    _close(context)
    started.close()


@pytest.fixture(scope="session")
def webkit_driver() -> Iterator[webkit_by_driver.Driver]:
    """What starts the system's WebKit: one for the run. Skips, with the reason, where it isn't installed."""
    reason = webkit_by_driver.why_not()
    if reason:
        pytest.skip(reason)
    with webkit_by_driver.driver() as started:
        yield started


@pytest.fixture
def safari(webkit_driver: webkit_by_driver.Driver) -> Iterator[webkit_by_driver.Tab]:
    """A tab of the system's WebKit, with an empty profile."""
    session = webkit_by_driver.Session(webkit_driver)
    yield session.first()
    session.stop()


@pytest.fixture
def console() -> Iterator[Console]:
    """The ears of this test: an error in any page's console, or a broken CSP rule, fails it at the end."""
    heard = Console()
    yield heard
    if heard.unexpected():
        pytest.fail("The browser complained:\n" + "\n".join(heard.unexpected()))


def new_profile(browser: Browser, console: Console, size: dict, **options: object) -> BrowserContext:
    """Return a browser profile of its own (cookies, storage), listened to. The caller closes it."""
    context = browser.new_context(
        viewport=size, locale="en-GB", timezone_id="Europe/London", service_workers="allow", **options
    )
    context.set_default_timeout(PATIENCE)
    console.listen(context)
    return context


def _close(context: BrowserContext) -> None:
    try:
        context.close()
    except Error as error:
        # A test that kills the browser on purpose has closed it already.
        if "closed" not in str(error):
            raise


@pytest.fixture
def phone(browser: Browser, console: Console) -> Iterator[Page]:
    """A page on a small phone, 360 by 740, with a finger."""
    context = new_profile(browser, console, PHONE, has_touch=True)
    yield context.new_page()
    _close(context)


@pytest.fixture
def laptop(browser: Browser, console: Console) -> Iterator[Page]:
    """A page on a laptop, 1280 by 800."""
    context = new_profile(browser, console, LAPTOP)
    yield context.new_page()
    _close(context)


def sign_in(page: Page, user: User, url: str) -> None:
    """Sign this browser in as `user` at the server `url`, without the detour by the sign-in form."""
    client = people.sign_in(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
