"""A bad mobile connection: a TCP proxy that refuses, cuts and truncates as often as it is told.

Losing the answer after the server has committed is the fault that matters most: the phone can't know, sends again,
and everything must still be there once.
"""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field

# As often as in the measurement that the protocol was judged by (a fifth, 15, 15 and 10 in a hundred).
FAULTS = {"refused": 0.20, "cut": 0.15, "answer_lost": 0.15, "truncated": 0.10}
_PATIENCE = 30


@dataclass
class Proxy:
    """Listens on `port` of this machine and passes HTTP requests, one a connection, on to the port `to`."""

    to: int
    seed: int
    port: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    _listener: socket.socket = field(init=False, repr=False)
    _chance: random.Random = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __enter__(self) -> Proxy:
        self._chance = random.Random(self.seed)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        # Closing alone would leave the accepting thread asleep in the kernel.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client, self._draw()), daemon=True).start()

    def _draw(self) -> str:
        with self._lock:
            point = self._chance.random()
            for fault, share in FAULTS.items():
                if point < share:
                    self.happened[fault] += 1
                    return fault
                point -= share
            self.happened["passed"] += 1
            return "passed"

    def _pass_on(self, client: socket.socket, fault: str) -> None:
        with client:
            client.settimeout(_PATIENCE)
            if fault == "refused":
                return
            try:
                request = _read_request(client)
                answer = self._ask(request[: len(request) * 2 // 3] if fault == "cut" else request)
                if fault == "truncated":
                    client.sendall(answer[: len(answer) // 2])
                elif fault == "passed":
                    client.sendall(answer)
            except OSError:
                return

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.to), timeout=_PATIENCE) as server:
            server.sendall(request)
            server.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := server.recv(65536):
                answer += chunk
            return answer


def _read_request(client: socket.socket) -> bytes:
    """Return one whole request, head and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = client.recv(65536)
        if not chunk:
            return data
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        chunk = client.recv(65536)
        if not chunk:
            break
        body += chunk
    return head + b"\r\n\r\n" + body
