"""Somebody's Wi-Fi: at the server's own address it answers everything with a cheerful page of its own."""

from __future__ import annotations

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = b"<!doctype html><title>Cafe Wi-Fi</title><h1>Welcome! Agree to our terms to go online.</h1>"
_PATIENCE = 10


class Portal:
    """Listens at `port` for the length of the block, where the real server was. `asked` counts by method and path."""

    def __init__(self, port: int) -> None:
        self.asked: Counter[str] = Counter()
        self._server = _listen(port, _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Portal:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Listener(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away."""


def _listen(port: int, handler: type[BaseHTTPRequestHandler]) -> _Listener:
    """Take the port as soon as the server that was killed there has let go of it."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return _Listener(("127.0.0.1", port), handler)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _handler(portal: Portal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            portal.asked[f"{self.command} {self.path.partition('?')[0]}"] += 1
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(_PAGE)))
            self.end_headers()
            self.wfile.write(_PAGE)

        do_GET = do_POST = _serve

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    return Handler
