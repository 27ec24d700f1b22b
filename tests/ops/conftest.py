"""Real installations for tests: run.py as a process of its own, with a data directory and a port of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runner import binaries, place

ROOT = Path(__file__).resolve().parents[2]
# What the suite's own servers are called must not reach an installation that is to start its own.
_NOT_INHERITED = re.compile(r"^(DATABASE_|REDIS_|SECRET_KEY|DJANGO_|DATA_DIR|PORT|HOST|BACKUP_|PYTEST_|EMAIL_URL|DEMO)")
_START_SECONDS = 90
# Clients before servers.
IN_ORDER = ("the web server", "the scheduler", "the worker", "Valkey", "PostgreSQL")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these: they drive run.py and its servers as processes."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ops)


def clean_environment(**settings: str) -> dict[str, str]:
    """Return the environment of a person at a terminal, with the suite's virtual environment to save the install."""
    kept = {key: value for key, value in os.environ.items() if not _NOT_INHERITED.match(key)}
    return kept | {"ROSETTE_VENV": sys.prefix, "DEMO": "false"} | settings


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(ready: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until `ready` is true; fail the test with `what` otherwise."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.05)


class Installation:
    """A data directory and run.py on it."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.env = clean_environment(DATA_DIR=str(data), PORT=str(self.port), **settings)
        self.out, self.err = data.with_suffix(".out"), data.with_suffix(".err")
        self.runner: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        """Return the words that start run.py."""
        return [sys.executable, str(ROOT / "run.py"), *words]

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command of run.py to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.env | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Start run.py and wait until it has printed its address, unless it is running."""
        if self.runner is not None and self.runner.poll() is None:
            return
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.runner = subprocess.Popen(
                self.command(), env=self.env, stdout=out, stderr=err, stdin=subprocess.DEVNULL, start_new_session=True
            )
        runner = self.runner
        wait_for(
            lambda: "Rosette is running" in self.out.read_text() or runner.poll() is not None, _START_SECONDS, "a start"
        )
        assert runner.poll() is None, self.err.read_text()

    def stop(self, how: int = signal.SIGINT) -> int | None:
        """Send run.py a signal, wait for its end, return its exit code (None if it was not running)."""
        if self.runner is None:
            return None
        if self.runner.poll() is None:
            self.runner.send_signal(how)
        code = self.runner.wait(60)
        self.runner = None
        return code

    def processes(self) -> dict[int, str]:
        """Return every process that works on this data directory, by number, with its words.

        Known by its environment or its command line (PostgreSQL and Valkey write over the former), or as a child.
        """
        marks = (f"DATA_DIR={self.data}\0".encode(), f"{self.data}/".encode(), place.fingerprint(self.data).encode())
        found: dict[int, str] = {}
        for entry in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
            try:
                words = (entry / "cmdline").read_bytes()
                everything = words + b"\0" + (entry / "environ").read_bytes() + b"\0"
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended meanwhile, or is somebody else's
            if words and (parent in found or any(mark in everything for mark in marks)):
                found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
        return found

    def pid_of(self, words: str) -> int:
        """Return the number of the oldest of our processes whose command line holds `words`, once there is one."""
        wait_for(lambda: any(words in line for line in self.processes().values()), 20, f"a process of “{words}”")
        return min(pid for pid, line in self.processes().items() if words in line)

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the body of a page, redirects followed; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def end(self) -> None:
        """Stop it, kill what is left, and take away what it wrote outside its data directory."""
        self.stop()
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for what in ("pg", "vk"):
            shutil.rmtree(Path(tempfile.gettempdir()) / f"rosette-{what}-{place.fingerprint(self.data)}", True)
        shutil.rmtree(binaries.SHARED / place.fingerprint(self.data), ignore_errors=True)


@pytest.fixture(scope="session")
def directory() -> Iterator[Path]:
    """A directory that every account can walk through: pytest's own temporary one is closed to PostgreSQL's."""
    path = Path(tempfile.mkdtemp(prefix="rosette-ops-")).resolve()
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def make(directory: Path) -> Iterator[Callable[..., Installation]]:
    """Make installations; all are ended when the suite ends."""
    made: list[Installation] = []

    def one(name: str, **settings: str) -> Installation:
        data = directory / name
        data.mkdir(exist_ok=True)
        made.append(Installation(data, **settings))
        return made[-1]

    yield one
    for installation in made:
        installation.end()


@pytest.fixture(scope="session")
def _site(make: Callable[..., Installation]) -> Iterator[Installation]:
    """The one installation, started by the first test that needs it; at the end Ctrl-C must stop it in order."""
    site = make("site")
    yield site
    if site.runner is None:
        return
    assert site.stop(signal.SIGINT) == 0
    told = site.err.read_text()
    places = [told.find(f"Stopping {name}") for name in IN_ORDER]
    assert -1 not in places, told
    assert places == sorted(places), told
    assert site.processes() == {}


@pytest.fixture
def site(_site: Installation) -> Installation:
    """One installation for all tests that need a running one; started if it is not."""
    _site.start()
    return _site
