"""Phones with a queue and a ledger: each keeps an event, and sends it again, until the server has named it."""

from __future__ import annotations

import datetime
import http.client
import json
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone

from access import scoping
from access.actions import sealing
from canvass.actions import contacts
from canvass.models import (
    Board,
    ContactEvent,
    DoorFlag,
    Elector,
    Found,
    Household,
    IssueRaised,
    LatestContact,
    LatestVisit,
)
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass, phones, seals
from tests.factories.phones import EVENTS, Phone

SETTLED = {"stored", "duplicate", "quarantined"}
_TIMEOUT = 30
_PAUSE = 0.05
# Each with what its rows are told apart by.
_DERIVED: dict[type[Model], tuple[str, ...]] = {
    LatestContact: ("pk",),
    LatestVisit: ("pk",),
    IssueRaised: ("event_id", "topic"),
    DoorFlag: ("event_id",),
    Found: ("event_id",),
}


@dataclass
class Street:
    """A street of people on one board, which Osei made."""

    cast: Cast
    board: Board
    doors: list[Household]
    electors: list[Elector]


@dataclass
class Caller:
    """A phone that talks to the server at `port` over real sockets, by its own `clock`.

    Its ledger: `told` is what the server said of each event that it has, `wiped` that this phone was told to stop.
    With a key to `seal` by, every other event goes out sealed, as finished ones do.
    """

    phone: Phone
    port: int
    queue: list[dict]
    a_batch: int = 10
    clock: Callable[[], datetime.datetime] = timezone.now
    told: dict[str, dict] = field(default_factory=dict)
    wiped: bool = False
    duplicates: int = 0
    tries: int = 0
    trouble: list[str] = field(default_factory=list)
    seal: dict[str, str] | None = None
    boxes: dict[str, dict] = field(default_factory=dict)

    @property
    def acknowledged(self) -> set[str]:
        return set(self.told)

    def run(self, stop: threading.Event) -> None:
        """Send until the queue is empty, or until somebody says stop."""
        while self.queue and not stop.is_set():
            self.tries += 1
            results = self.post(self.batch(*self.queue[: self.a_batch]))
            self.settle(results)
            if not results:  # as a phone waits; without it the phones would keep a server that starts from its work
                stop.wait(_PAUSE)

    def batch(self, *events: dict, **more: Any) -> dict:
        now = self.clock().isoformat()
        packed = [self._packed(event) for event in events]
        return self.phone.batch(*packed, **{"queue_depth": len(self.queue), "device_now": now, **more})

    def _packed(self, event: dict) -> dict:
        """Return an event as it goes over the wire: the same each time."""
        if self.seal is None or event["device_seq"] % 2:
            return event
        if event["id"] not in self.boxes:
            self.boxes[event["id"]] = seals.sealed(event, self.seal)
        return self.boxes[event["id"]]

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
        self.wiped |= "wipe" in {command["command"] for command in said["commands"]}
        return said["results"]

    def settle(self, results: list[dict]) -> None:
        """Forget what the server has; what it refuses is trouble."""
        for result in results:
            if result["status"] in SETTLED:
                self.duplicates += result["status"] == "duplicate"
                self.told.setdefault(result["id"], result)
            else:
                self.trouble.append(str(result))
        self.queue = [event for event in self.queue if event["id"] not in self.told]


def street(doors: int = 30, per_door: int = 2) -> Street:
    """Make the cast, and a street with a board of all its doors."""
    cast = people.make()
    canvass.bulk(cast.wexcombe, streets=1, doors=doors, per_door=per_door)
    with scoping.units([cast.wexcombe.pk]):
        found = list(Household.objects.order_by("pk"))
        electors = [elector for door in found for elector in door.electors.select_related("polling_district")]
    return Street(cast, canvass.board(cast.osei, *found), found, electors)


def work(phone: Phone, electors: Sequence[Elector], count: int, chance: random.Random) -> list[dict]:
    """Return so many events of a round: answers, undos, knocks, warnings, things found, all about the same street."""
    found: list[dict] = []
    while len(found) < count:
        elector = chance.choice(electors)
        said = {"issues": chance.sample(["buses", "housing"], chance.randint(0, 2)), "wishes": ["poster"]}
        intention = chance.choice(["labour", "green", None])
        found.append(phone.answer(elector, intention, scale=chance.randint(1, 10), said=said))
        if chance.random() < 0.2:
            found.append(phone.undo(found[-1]))
        if chance.random() < 0.2:
            found.append(phone.outcome("not_in", household=elector.household))
        if elector.household and chance.random() < 0.05:
            found.append(phone.flag(elector.household))
        if chance.random() < 0.05:
            found.append(phone.found(name="Nia Newcombe", household=elector.household_id))
    return found[:count]


def together(callers: list[Caller], seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Let all of them send at once, doing `meanwhile` again and again until they are done or the time is over."""
    stop = threading.Event()
    threads = [threading.Thread(target=caller.run, args=(stop,)) for caller in callers]
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    for thread in threads:
        thread.start()
    try:
        while any(thread.is_alive() for thread in threads):
            meanwhile()
            for thread in threads:
                thread.join(0.2)
                if not thread.is_alive():
                    continue
                break
    finally:  # whatever went wrong meanwhile: none of them goes on sending into the next test
        stop.set()
        timer.cancel()
        for thread in threads:
            thread.join()


def check(callers: list[Caller], made: list[str]) -> dict[str, str]:
    """Compare the ledgers with the database, and the derived tables with a rebuild.

    I1 nothing that was acknowledged is missing; I2 nothing is there twice; and in the end every queue is empty. What a
    phone was told of an event is what became of it. Returns why each event that waits for a person does.
    """
    assert [caller.trouble for caller in callers if caller.trouble] == []
    assert sum(len(caller.queue) for caller in callers) == 0, "every queue is empty in the end"
    told = {pk: result for caller in callers for pk, result in caller.told.items()}
    unit = callers[0].phone.grant.unit
    with scoping.units([unit.pk]):
        rows = list(ContactEvent.objects.values_list("pk", "status", "quarantine_reason"))
        assert sorted(str(pk) for pk, *_rest in rows) == sorted(made), "every event is there, once"
        assert told.keys() == set(made)
        waiting = {str(pk): reason for pk, status, reason in rows if status == "quarantined"}
        # A "duplicate" is what a phone is told whose first answer was lost: it says no more.
        said = {pk: result.get("code", "") for pk, result in told.items() if result["status"] != "duplicate"}
        assert said == {pk: waiting.get(pk, "") for pk in said}
        before = _derived()
        contacts.rebuild(unit=unit)
        assert _derived() == before, "what follows from the events was kept right meanwhile"
    return waiting


def _derived() -> dict[str, list[dict]]:
    """Return what follows from the events, all but the numbers of rows that a rebuild makes anew."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "id"}
            for row in model._default_manager.order_by(*key).values()
        ]
        for model, key in _DERIVED.items()
    }


def caller(on: Street, port: int, count: int, chance: random.Random) -> Caller:
    """Return a phone of Alun's with so much work done and nothing sent."""
    phone = phones.phone(on.board, on.cast.alun)
    return Caller(phone, port, work(phone, on.electors, count, chance), seal=sealing.public())
