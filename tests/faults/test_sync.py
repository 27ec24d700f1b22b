"""The doorstep's protocol under fire: ledgers of what phones were told, against what the database holds.

I1 nothing that was acknowledged is missing; I2 nothing is there twice; and in the end every queue is empty.
`ROSETTE_FAULTS=full` runs them with 16 phones of 250 events.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from access import scoping
from canvass.actions import contacts
from canvass.models import ContactEvent, Household, LatestContact, LatestVisit
from tests import cast as people
from tests.factories import canvass, phones
from tests.factories.phones import EVENTS as EVENTS_URL
from tests.faults.phones import Caller, together
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

_FULL = os.environ.get("ROSETTE_FAULTS") == "full"
PHONES, EVENTS = (16, 250) if _FULL else (8, 60)
_SECONDS = 600 if _FULL else 120


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server on the suite's database."""
    here = tmp_path_factory.mktemp("server")
    started = Server(static=here / "static", log=here / "server.log")
    started.start()
    yield started
    started.kill()


@pytest.fixture
def callers(transactional_db: None, server: Server) -> list[Caller]:
    """Phones, each with a queue of answers, corrections, undos and knocks, all about the same street."""
    cast = people.make()
    canvass.bulk(cast.wexcombe, streets=1, doors=30, per_door=2)
    with scoping.units([cast.wexcombe.pk]):
        doors = list(Household.objects.order_by("pk"))
        electors = [elector for door in doors for elector in door.electors.select_related("polling_district")]
    board = canvass.board(cast.osei, *doors)
    found = []
    for number in range(PHONES):
        chance = random.Random(number)
        phone = phones.phone(board, cast.alun)
        queue: list[dict] = []
        while len(queue) < EVENTS:
            elector = chance.choice(electors)
            queue.append(phone.answer(elector, chance.choice(["labour", "green", None]), scale=chance.randint(1, 10)))
            if chance.random() < 0.2:
                queue.append(phone.undo(queue[-1]))
            if chance.random() < 0.2:
                queue.append(phone.outcome("not_in", household=elector.household))
        found.append(Caller(phone, server.port, queue[:EVENTS]))
    return found


def check(callers: list[Caller], made: list[str]) -> None:
    """Compare the ledgers with the database, and the derived tables with a rebuild."""
    assert [caller.trouble for caller in callers if caller.trouble] == []
    assert sum(len(caller.queue) for caller in callers) == 0, "every queue is empty in the end"
    unit = callers[0].phone.grant.unit
    with scoping.units([unit.pk]):
        stored = [str(pk) for pk in ContactEvent.objects.values_list("pk", flat=True)]
        assert sorted(stored) == sorted(made), "every event is there, once"
        assert set().union(*(caller.acknowledged for caller in callers)) == set(made)
        before = list(LatestContact.objects.order_by("pk").values()), list(LatestVisit.objects.order_by("pk").values())
        contacts.rebuild(unit=unit)
        after = list(LatestContact.objects.order_by("pk").values()), list(LatestVisit.objects.order_by("pk").values())
    assert before == after, "what follows from the events was kept right meanwhile"


def test_a_bad_connection_loses_and_doubles_nothing(server: Server, callers: list[Caller]) -> None:
    made = [event["id"] for caller in callers for event in caller.queue]
    seed = random.randrange(10**6)
    with Proxy(to=server.port, seed=seed) as proxy:
        for caller in callers:
            caller.port = proxy.port
        together(callers, _SECONDS)
        assert set(proxy.happened) == {"refused", "cut", "answer_lost", "truncated", "passed"}, f"seed {seed}"
    check(callers, made)
    assert sum(caller.duplicates for caller in callers) > 0, f"no answer was lost after a commit: seed {seed}"


def test_the_same_batch_eight_times_at_once_is_stored_once(server: Server, callers: list[Caller]) -> None:
    caller = callers[0]
    batches = [caller.queue[start : start + 25] for start in range(0, EVENTS, 25)]
    gate = threading.Barrier(8)

    def send_all(_number: int) -> list[list[dict]]:
        gate.wait()
        return [caller.post(caller.phone.batch(*batch)) for batch in batches]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send_all, range(8)))
    assert caller.trouble == []
    for number, batch in enumerate(batches):
        told = [sorted(answer[number][place]["status"] for answer in answers) for place in range(len(batch))]
        assert told == [["duplicate"] * 7 + ["stored"]] * len(batch)
    caller.settle([result for answer in answers for batch in answer for result in batch])
    check([caller], [event["id"] for batch in batches for event in batch])


def test_a_server_killed_again_and_again_loses_nothing_it_acknowledged(server: Server, callers: list[Caller]) -> None:
    made = [event["id"] for caller in callers for event in caller.queue]
    kills = 0

    def kill_and_start_again() -> None:
        nonlocal kills
        if kills < (10 if _FULL else 2):
            server.kill()
            server.start()
            kills += 1

    together(callers, _SECONDS, kill_and_start_again)
    assert kills >= 1
    check(callers, made)


def test_a_database_that_hangs_up_loses_nothing_it_acknowledged(server: Server, callers: list[Caller]) -> None:
    made = [event["id"] for caller in callers for event in caller.queue]
    ended = 0
    until = time.monotonic() + (30 if _FULL else 4)

    def hang_up() -> None:
        nonlocal ended
        if time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
                )
                ended += cursor.fetchone()[0]

    together(callers, _SECONDS, hang_up)
    assert ended > 0
    check(callers, made)


def test_without_a_database_a_phone_is_told_to_wait(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:9/nothing")  # a port where nothing listens
    alone = Server(static=tmp_path / "static", log=tmp_path / "server.log")
    alone.start()
    try:
        wire = http.client.HTTPConnection("127.0.0.1", alone.port, timeout=30)
        headers = {"Authorization": "Bearer x", "Content-Type": "application/json", "X-Sync-Version": "1"}
        wire.request("POST", EVENTS_URL, "{}", headers)
        answer = wire.getresponse()
        assert (answer.status, answer.getheader("Content-Type")) == (503, "application/json")
        assert int(answer.getheader("Retry-After") or 0) > 0
        assert json.loads(answer.read())["code"] == "UNAVAILABLE"
        wire.close()
    finally:
        alone.kill()
