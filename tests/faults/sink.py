"""A real SMTP server that keeps a ledger of what it received, and misbehaves when asked to."""

from __future__ import annotations

import asyncio
import email
import threading
import time
from collections import Counter
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass(frozen=True)
class Receipt:
    """One message as it arrived."""

    to: str
    message_id: str
    at: float


class Sink:
    """Listens on a free port of this machine. `mode` is read anew for each message and each recipient.

    "take": 250. "busy": 421 to the recipient. "refuse": 550 to the recipient. "full": 452 after the message.
    "hold": takes the message and answers when `release` is set. "hang": never answers a recipient.
    """

    def __init__(self, *, users: dict[str, str] | None = None, delay: float = 0) -> None:
        self.mode = "take"
        self.receipts: list[Receipt] = []
        self.release = threading.Event()
        self.holding = threading.Event()
        self.delay = delay
        self.users = users
        self._controller = _OnAFreePort(
            _Handler(self),
            hostname="127.0.0.1",
            port=0,
            auth_require_tls=False,
            authenticator=self._known,
        )

    def _known(self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: object) -> AuthResult:
        login, password = data.login.decode(), data.password.decode()  # type: ignore[attr-defined]
        return AuthResult(success=(self.users or {}).get(login) == password, handled=False)

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release.set()
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """Return how often each Message-ID arrived."""
        return Counter(receipt.message_id for receipt in list(self.receipts))


class _OnAFreePort(Controller):
    """Finds out which port it got before it tries itself out."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _Handler:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.sink.mode == "busy":
            return "421 4.3.2 Too busy, come back later"
        if self.sink.mode == "refuse":
            return "550 5.1.1 No such mailbox"
        if self.sink.mode == "hang":
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.sink.mode == "full":
            return "452 4.2.2 Mailbox full"
        message = email.message_from_bytes(envelope.content or b"")
        for to in envelope.rcpt_tos:
            self.sink.receipts.append(Receipt(to, message["Message-ID"], time.monotonic()))
        if self.sink.delay:
            await asyncio.sleep(self.sink.delay)
        if self.sink.mode == "hold":
            self.sink.holding.set()
            while not self.sink.release.is_set():
                await asyncio.sleep(0.01)
        return "250 OK"
