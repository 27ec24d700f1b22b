"""Journeys: whole stories in a real browser against a real server.

Fixtures (tests/browsing.py): `phone` and `laptop` are pages, `console` hears their errors, `browser` is behind
both. `sign_in(page, user, url)` is imported from tests.browsing. pytest-django's `live_server` serves most stories;
those in which the server dies use `server` from tests/journeys/servers.py.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import servers
from tests.journeys.protocol_server import ProtocolServer
from tests.journeys.servers import Server

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def protocol(browser: Browser) -> Iterator[ProtocolServer]:
    """A server that speaks the sync protocol and misbehaves as it is told."""
    server = ProtocolServer()
    server.start()
    yield server
    _close_profiles(browser)
    server.stop()


def _close_profiles(browser: Browser) -> None:
    """Close the pages before what they talk to goes: one that still sends would complain."""
    for profile in browser.contexts:
        profile.close()


@pytest.fixture(scope="session")
def collected(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files as an installation serves them: hashed names, imports rewritten.

    Collected once for all the suite's processes, and for all the folders that take this fixture. Nobody writes there.
    """
    here = tmp_path_factory.getbasetemp()
    place = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "static"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            half = tmp_path_factory.mktemp("half") / "static"
            servers.collect(half)
            half.rename(place)
    return place


@pytest.fixture(scope="session")
def process(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The process behind `server`: one for the run, since a start takes seconds."""
    made = Server(static=collected, log=tmp_path_factory.mktemp("server") / "server.log")
    yield made
    made.kill()


@pytest.fixture
def server(transactional_db: None, process: Server, browser: Browser) -> Iterator[Server]:
    """The real server as a process: `server.kill()`, `server.start()`, at the same address."""
    if not process.is_running():
        process.start()
    yield process
    _close_profiles(browser)
