"""WebKit, the engine of every iPhone, as the system's packages bring it: `webkit2gtk-driver`, and `xvfb` for a screen.

Driven by the W3C's WebDriver protocol, which is JSON over HTTP: https://www.w3.org/TR/webdriver2/. A session has
a profile of its own in memory, which goes with it; what pages store outlives each of its tabs.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BROWSERS = "/usr/lib*/**/webkit2gtk-4*/MiniBrowser"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element in every answer, by the specification
_PATIENCE = 30.0
# Runs an async function of the page with one argument, and gives back what it returns or why it failed.
_RUN = """
const done = arguments[arguments.length - 1];
Promise.resolve((%s)(arguments[0])).then(
  (value) => done({ value: value ?? null }),
  (error) => done({ error: `${error}` }),
);
"""


class WebDriverError(RuntimeError):
    """The driver's own words for what could not be done, such as "no such element"."""


def why_not() -> str:
    """Return why WebKit can't be driven here; "" when it can."""
    missing = [name for name in ("WebKitWebDriver", "Xvfb") if not shutil.which(name)]
    if missing or not _browser():
        return "WebKit is not installed here; the packages webkit2gtk-driver and xvfb bring it"
    return ""


def _browser() -> str:
    return next((str(path) for path in Path("/").glob(_BROWSERS.lstrip("/"))), "")


class Driver:
    """The driver's process and a screen that nobody sees."""

    def __init__(self) -> None:
        self._screen, display = _screen()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={self.port}"],
            env=os.environ | {"DISPLAY": display, "LANG": "en_GB.UTF-8", "TZ": "Europe/London"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def stop(self) -> None:
        for process in (self._process, self._screen):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()

    def ask(self, method: str, path: str, body: dict | None = None) -> Any:
        """Return the value of an answer. Raises WebDriverError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        finally:
            connection.close()
        if answer.status != 200:
            raise WebDriverError(f"{value['error']}: {value['message']} ({method} {path})")
        return value

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                if self.ask("GET", "/status")["ready"]:
                    return
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise
                time.sleep(0.05)


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start a screen; it says itself which number was free."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        return process, f":{said.readline().strip()}"


class Session:
    """One run of the browser, with an empty profile: begun with a tab, ended by `stop`."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        options = {"binary": _browser(), "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        begun = driver.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._path = f"/session/{begun['sessionId']}"
        self._looked_at = self.ask("GET", "/window")

    def stop(self) -> None:
        self.ask("DELETE", "")

    def first(self) -> Tab:
        """Return the tab that it began with. As narrow as this browser's window gets, which is 447 pixels."""
        self.ask("POST", "/window/rect", {"width": 360, "height": 740})
        return Tab(self, self._looked_at)

    def new_tab(self) -> Tab:
        return Tab(self, self.ask("POST", "/window/new", {"type": "tab"})["handle"])

    def ask(self, method: str, path: str, body: dict | None = None) -> Any:
        return self._driver.ask(method, self._path + path, body)

    def look_at(self, handle: str) -> None:
        """Choose the tab that everything else is about."""
        if self._looked_at != handle:
            self.ask("POST", "/window", {"handle": handle})
            self._looked_at = handle

    def close(self, handle: str) -> None:
        self.look_at(handle)
        self.ask("DELETE", "/window")
        self._looked_at = ""


class Tab:
    """A tab. It has the same verbs as tests/journeys/tabs.py."""

    def __init__(self, session: Session, handle: str) -> None:
        self._session, self._handle = session, handle

    def go(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def tap(self, selector: str) -> None:
        """Tap its middle as soon as nothing lies over it and it is drawn."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._ask("POST", f"/element/{self._find(selector)}/click", {})
                return
            except WebDriverError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def fill(self, selector: str, text: str) -> None:
        found = self._find(selector)
        self._ask("POST", f"/element/{found}/clear", {})
        self._ask("POST", f"/element/{found}/value", {"text": text})

    def run(self, script: str, given: object = None) -> Any:
        answer = self._ask("POST", "/execute/async", {"script": _RUN % script, "args": [given]})
        if "error" in answer:
            raise WebDriverError(answer["error"])
        return answer["value"]

    def another(self) -> Tab:
        return self._session.new_tab()

    def close(self) -> None:
        self._session.close(self._handle)

    def keep_cookie(self, name: str, value: str, url: str) -> None:
        """The page shown must be one of this server's."""
        self._ask("POST", "/cookie", {"cookie": {"name": name, "value": value, "path": "/", "httpOnly": True}})

    def forget_cookies(self) -> None:
        self._ask("DELETE", "/cookie")

    def _find(self, selector: str) -> str:
        return str(self._ask("POST", "/element", {"using": "css selector", "value": selector})[_ELEMENT])

    def _ask(self, method: str, path: str, body: dict | None = None) -> Any:
        self._session.look_at(self._handle)
        return self._session.ask(method, path, body)


@contextlib.contextmanager
def driver() -> Iterator[Driver]:
    started = Driver()
    try:
        yield started
    finally:
        started.stop()
