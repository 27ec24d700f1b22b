"""A server that speaks the sync protocol exactly, and misbehaves exactly as it is told (docs/offline.md).

For what a real server can't be made to do at will: lose an answer that it has stored, fail on one event, be a
Wi-Fi's sign-in page. The journeys with the real server stand beside these.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PING, EVENTS, DEVICE = "/canvass/sync/v1/ping", "/canvass/sync/v1/events", "/device/"
MAX_EVENTS, MAX_BYTES = 50, 64 * 1024

PACK, CSRF = "/canvass/sync/v1/pack", "rosette_csrftoken"

# What a pack has had from the first day on.
_ALWAYS = frozenset(
    {"v", "board", "unit", "issued_at", "read_until", "urls", "user", "issues", "intentions", "streets", "doors"}
)
Event = dict
Answer = tuple[int, dict[str, str], bytes]


class BoardPage(str):
    """A page of a board, with the pack that it asks for."""

    pack: dict

    def __new__(cls, html: str, pack: dict) -> BoardPage:
        made = super().__new__(cls, html)
        made.pack = pack
        return made


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _json(status: int, body: object, **headers: str) -> Answer:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(body).encode()


@dataclass
class ProtocolServer:
    """What it stores, what it was asked, and how it is to misbehave.

    `fault` is "" or one of: portal (200 and a page of HTML to everything but pages), broken (500), busy (503),
    forgetful (stores, then says nothing), unknown (401), outdated (409), small (413 above three events).
    """

    pages: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    stored: dict[str, Event] = field(default_factory=dict)
    batches: list[dict] = field(default_factory=list)
    poison: Callable[[Event], bool] = lambda _event: False
    judge: Callable[[Event], dict] = lambda _event: {"status": "stored"}
    may_sign_in: bool = True
    # Whether it is the server as it was before commands, recalls, sealing and the rest were added.
    ancient: bool = False
    # What it knows of a phone before this one, as it says with a token.
    earlier: dict | None = None
    # Whether the list was taken back before the phone had a token.
    is_over: bool = False
    # What a phone is told when it is to stop: the words, or "" while it is wanted. `wiped` are those that have.
    told_to_stop: str = ""
    # The service worker's source; empty, it does nothing. `commands` goes along with every answer.
    worker: str = ""
    commands: list[dict] = field(default_factory=list)
    wiped: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    port: int = 0
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, at the same address as before where there was one."""
        self._server = _Listener(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening: connections are refused from now on."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """Return status, headers and body; None closes the connection without a word."""
        where = urlsplit(path)
        page = self.pages.get(where.path)
        if isinstance(page, BoardPage):
            return 302, {"Location": f"/canvass/board/{page.pack['board']['id']}/"}, b""
        page = page if page is not None else self._board(where.path)
        if page is not None:
            cookie = f"{CSRF}=made-up; Path=/"
            ours = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": cookie, "X-Rosette-Page": "1"}
            return 200, ours, page.encode()
        if where.path == "/canvass/worker.js":
            return 200, {"Content-Type": "text/javascript", "Service-Worker-Allowed": "/"}, self.worker.encode()
        if where.path.startswith("/static/"):
            return self._static(where.path)
        if self.fault == "portal":
            return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Cafe Wi-Fi</title>"
        if where.path == PACK:
            return self._pack(parse_qs(where.query)["board"][0])
        if where.path == PING:
            return _json(200, {"nonce": parse_qs(where.query)["nonce"][0], "server_time": _now()})
        if where.path == DEVICE and method == "POST":
            return self._device(headers, body)
        if where.path == EVENTS and method == "POST":
            return self._events(headers, body)
        return 404, {"Content-Type": "text/plain"}, b"no such page"

    def _board(self, path: str) -> BoardPage | None:
        found = (page for page in self.pages.values() if isinstance(page, BoardPage))
        return next((page for page in found if path == f"/canvass/board/{page.pack['board']['id']}/"), None)

    def _pack(self, board: str) -> Answer:
        page = self._board(f"/canvass/board/{board}/")
        if page and self.ancient:
            return _json(200, {name: value for name, value in page.pack.items() if name in _ALWAYS})
        return _json(200, page.pack) if page else _json(404, {"code": "NOT_YOURS", "message": "It is not yours."})

    def _static(self, path: str) -> Answer:
        file = (ROOT / path.lstrip("/")).resolve()
        if not file.is_file() or ROOT / "static" not in file.parents:
            return 404, {"Content-Type": "text/plain"}, b"no such file"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return 200, {"Content-Type": kind}, file.read_bytes()

    def _device(self, headers: dict[str, str], body: bytes) -> Answer:
        uuid.UUID(json.loads(body)["device_id"])
        if not self.may_sign_in or not headers.get("x-csrftoken"):
            return 302, {"Location": "/accounts/login/"}, b""
        if self.is_over:
            return _json(410, {"code": "OVER", "message": "This board was taken back."})
        token = uuid.uuid4().hex
        self.tokens.add(token)
        end = "2099-01-01T00:00:00+00:00"
        grant = {"grant": str(uuid.uuid4()), "token": token, "read_until": end, "write_until": end}
        if self.ancient:
            return _json(201, grant)
        return _json(201, {**grant, "server_time": _now(), "earlier": self.earlier})

    def _events(self, headers: dict[str, str], body: bytes) -> Answer | None:
        refused = self._refused(headers, body)
        if refused:
            return refused
        batch = json.loads(body)
        self.batches.append(batch)
        events = batch["events"]
        if self.fault == "small" and len(events) > 3:
            return _json(413, {"code": "TOO_LARGE"})
        if any(self.poison(event) for event in events):
            return 500, {"Content-Type": "text/html"}, b"<h1>Server error</h1>"
        results = [self._take(event) for event in events]
        if self.fault == "forgetful":
            return None
        if batch.get("wiped"):
            self.wiped.add(batch["device_id"])
        commands = (
            [{"command": "wipe", "code": "ROLE_ENDED", "message": self.told_to_stop}] if self.told_to_stop else []
        )
        commands += self.commands
        answer = {"batch_id": batch["batch_id"], "server_time": _now(), "results": results, "commands": commands}
        if self.ancient:
            answer = {"batch_id": batch["batch_id"], "results": results}
        return _json(202, answer, **{"X-Sync-Ack": "1"})

    def _refused(self, headers: dict[str, str], body: bytes) -> Answer | None:
        assert headers["content-type"] == "application/json"
        assert headers["x-sync-version"] == "1"
        assert "cookie" not in headers
        assert len(body) <= MAX_BYTES
        assert len(json.loads(body)["events"]) <= MAX_EVENTS
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if self.fault == "unknown" or token not in self.tokens:
            return _json(401, {"code": "GRANT_UNKNOWN"})
        if self.fault == "broken":
            return 500, {"Content-Type": "text/html"}, b"<h1>Server error</h1>"
        if self.fault == "busy":
            return _json(503, {"code": "UNAVAILABLE"}, **{"Retry-After": "1"})
        if self.fault == "outdated":
            return _json(409, {"code": "UPGRADE_REQUIRED"})
        return None

    def _take(self, event: Event) -> dict:
        known = self.stored.get(event["id"])
        if known is not None:
            if _hash(known) == _hash(event):
                return {"id": event["id"], "status": "duplicate"}
            return {"id": event["id"], "status": "rejected", "code": "ID_REUSED"}
        verdict = self.judge(event)
        if verdict["status"] != "rejected":
            self.stored[event["id"]] = event
        return {"id": event["id"], **verdict}


def _hash(event: Event) -> str:
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


class _Listener(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away; a fault of ours shows as a test that fails."""


def _handler(server: ProtocolServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = server.answer(self.command, self.path, headers, self.rfile.read(length))
            if answer is None:
                self.close_connection = True
                return
            status, more, body = answer
            self.send_response(status)
            for name, value in {"Content-Security-Policy": CSP, "Cache-Control": "no-store", **more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _serve

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    return Handler
