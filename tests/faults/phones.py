"""Phones with a queue and a ledger: each keeps an event, and sends it again, until the server has named it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.factories.phones import EVENTS, Phone

SETTLED = {"stored", "duplicate", "quarantined"}
_TIMEOUT = 30


@dataclass
class Caller:
    """A phone that talks to the server at `port` over real sockets. `acknowledged` is what it was told is there."""

    phone: Phone
    port: int
    queue: list[dict]
    a_batch: int = 10
    acknowledged: set[str] = field(default_factory=set)
    duplicates: int = 0
    tries: int = 0
    trouble: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Send until the queue is empty, or until somebody says stop."""
        while self.queue and not stop.is_set():
            self.tries += 1
            self.settle(self.post(self.phone.batch(*self.queue[: self.a_batch], queue_depth=len(self.queue))))

    def post(self, body: dict) -> list[dict]:
        """Post a batch and return the results; none for anything but a whole acknowledgement."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT)
        headers = self.phone.headers() | {"Content-Type": "application/json", "Connection": "close"}
        try:
            wire.request("POST", EVENTS, json.dumps(body), headers)
            answer = wire.getresponse()
            said = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return []
        finally:
            wire.close()
        if answer.status != 202 or answer.getheader("X-Sync-Ack") != "1":
            if answer.status not in {400, 503}:  # a body that was cut, a database that hung up
                self.trouble.append(f"{answer.status} {said}")
            return []
        return said["results"]

    def settle(self, results: list[dict]) -> None:
        """Forget what the server has; what it refuses is trouble."""
        for result in results:
            if result["status"] in SETTLED:
                self.acknowledged.add(result["id"])
                self.duplicates += result["status"] == "duplicate"
            else:
                self.trouble.append(str(result))
        self.queue = [event for event in self.queue if event["id"] not in self.acknowledged]


def together(callers: list[Caller], seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Let all of them send at once, doing `meanwhile` again and again until they are done or the time is over."""
    stop = threading.Event()
    threads = [threading.Thread(target=caller.run, args=(stop,)) for caller in callers]
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        meanwhile()
        for thread in threads:
            thread.join(0.2)
            if not thread.is_alive():
                continue
            break
    timer.cancel()
