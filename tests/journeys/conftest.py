"""Journeys: whole stories in a real browser against a real server.

Fixtures (tests/browsing.py): `phone` and `laptop` are pages, `console` hears their errors, `browser` is behind
both. `sign_in(page, user, url)` is imported from tests.browsing. pytest-django's `live_server` serves most stories;
those in which the server dies use `server` from tests/journeys/servers.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import browser, console, laptop, phone
from tests.journeys.protocol_server import ProtocolServer

__all__ = ["browser", "console", "laptop", "phone"]

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def protocol() -> Iterator[ProtocolServer]:
    """A server that speaks the sync protocol and misbehaves as it is told."""
    server = ProtocolServer()
    server.start()
    yield server
    server.stop()
