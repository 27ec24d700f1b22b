"""An installation of its own for the faults of polling day: PostgreSQL, Valkey and the web server can all be killed.

The phones are those of `rehearse`, which goes on sending until it has been answered and keeps the ledger.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from runner import servers, venv
from runner.servers import Servers

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 90.0


@dataclass
class Day:
    """A town on polling day. `about` is what tests/faults/town.py says of it."""

    servers: Servers
    home: Path
    port: int
    about: dict[str, Any] = field(default_factory=dict)
    _web: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return self.servers.environment() | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BASE_URL": self.url,
            "STATIC_ROOT": str(self.home / "static"),
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *words: str) -> str:
        """Run a program of ours to its end and return what it printed."""
        answer = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    def start_web(self, **settings: str) -> None:
        """Start gunicorn as in production, with more settings if any, and return once it answers."""
        with (self.home / "web.log").open("ab") as words:
            self._web = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py"],
                cwd=ROOT,
                env=self.environment() | {"HOST": "127.0.0.1", "PORT": str(self.port)} | settings,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        until(lambda: self.get("/canvass/sync/v1/ping?nonce=1")[0] == 200, "the web server to answer")

    def stop_web(self) -> None:
        if self._web is not None:
            os.killpg(self._web.pid, signal.SIGKILL)
            self._web.wait()
            self._web = None

    def get(self, path: str, etag: str = "", patience: float = 30.0) -> tuple[int, str]:
        """Return the status of a page as the secretary, and its ETag; (0, "") where nothing answered."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        headers = {"Cookie": self.about.get("cookie", "")} | ({"If-None-Match": etag} if etag else {})
        try:
            wire.request("GET", path, headers=headers)
            answer = wire.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            wire.close()
        return answer.status, answer.getheader("ETag") or ""

    def events(self) -> int:
        """Return how many events are kept. PostgreSQL must be up."""
        assert self.servers.cluster is not None
        return int(self.servers.cluster.query("select count(*) from canvass_contactevent"))

    def agrees(self) -> bool:
        """Say whether the counters equal a recount of the marks."""
        return "everything agrees with the marks" in self.run("manage.py", "recount_marks", "--unit", "town")

    @contextmanager
    def counters_held(self) -> Iterator[None]:
        """Keep everybody from the counters for the length of the block, as a transaction would that has got stuck."""
        with psycopg.connect(self.servers.environment()["DATABASE_OWNER_URL"]) as stuck:
            stuck.execute("LOCK TABLE gotv_districtcounter IN EXCLUSIVE MODE")
            yield
            stuck.rollback()

    def kill_postgres(self) -> None:
        """Kill PostgreSQL and all its children at once, as a power cut would."""
        assert self.servers.cluster is not None
        child = self.servers.cluster.child
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.process is not None:
            child.process.wait()

    def start_postgres(self) -> None:
        assert self.servers.cluster is not None
        self.servers.cluster.start()

    def kill_valkey(self) -> None:
        assert self.servers.valkey is not None
        child = self.servers.valkey.child
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.process is not None:
            child.process.wait()

    def start_valkey(self) -> None:
        assert self.servers.valkey is not None
        self.servers.valkey.start()

    def flush_valkey(self) -> None:
        """FLUSHALL: a supported event (reliability 4.3)."""
        assert self.servers.valkey is not None
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(self.servers.valkey.socket))
            wire.sendall(b"FLUSHALL\r\n")
            assert wire.recv(16).startswith(b"+OK")

    @contextmanager
    def rehearsing(self, *words: str) -> Iterator[Rehearsing]:
        """Play the day in another process for the length of the block, from the moment that numbers come in."""
        before = self.events()
        command = [sys.executable, "manage.py", "rehearse", "--json", "--clear", "--server", self.url]
        with (self.home / "rehearse.log").open("ab") as trouble:
            process = subprocess.Popen(
                [*command, "--election", str(self.about["election"]), *words],
                cwd=ROOT,
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=trouble,
            )
        try:
            until(lambda: self.events() > before or process.poll() is not None, "the first numbers")
            yield Rehearsing(process)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


@dataclass
class Rehearsing:
    """A rehearsal that is going on in a process of its own."""

    process: subprocess.Popen[bytes]

    @property
    def goes_on(self) -> bool:
        return self.process.poll() is None

    def report(self, seconds: float) -> dict[str, Any]:
        """Wait for its end and return what it printed."""
        said, _none = self.process.communicate(timeout=seconds)
        assert said, f"it printed nothing, exit code {self.process.returncode}"
        return json.loads(said)


@dataclass
class Viewers:
    """Dashboards that are open somewhere: each asks again and again. `answers` counts statuses."""

    day: Day
    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def look(self, stop: Callable[[], bool], every: float) -> None:
        """Ask until told to stop, with the ETag of the last answer."""
        etag = ""
        while not stop():
            started = time.monotonic()
            status, etag = self.day.get(self.day.about["dashboard"], etag)
            self.answers[status] += 1
            self.seconds.append(time.monotonic() - started)
            time.sleep(max(0.0, every - (time.monotonic() - started)))


@contextmanager
def installation(home: Path, *, districts: int, doors: int) -> Iterator[Day]:
    """Start everything, migrate, and make the town."""
    with servers.throw_away(venv.prepare("dev"), durable=True) as started:
        day = Day(started, home, _free_port())
        day.run("manage.py", "migrate", "--no-input", "--verbosity=0")
        day.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        day.about = json.loads(day.run("-m", "tests.faults.town", str(districts), str(doors)).splitlines()[-1])
        day.start_web()
        try:
            yield day
        finally:
            day.stop_web()


def until(condition: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
    """Wait for something; AssertionError when it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:.0f} seconds: {what}"
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
