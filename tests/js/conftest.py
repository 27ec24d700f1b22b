"""The engine's modules, tried in Chromium: no Node is needed, and IndexedDB is the real one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_PAGE = b"""<!doctype html><html lang="en"><title>Tests</title><link rel="icon" href="/static/img/favicon.svg">
<script type="module" src="/tests/js/harness.js"></script>"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They need a browser, so they count as journeys."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.journey)


class _Files(SimpleHTTPRequestHandler):
    """The repository's own files, and a page that loads the harness."""

    def do_GET(self) -> None:
        if not self.path.startswith("/run"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """Serve the repository on this machine. Returns the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(_ROOT)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
