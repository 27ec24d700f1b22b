"""The doorstep's protocol under fire: ledgers of what phones were told, against what the database holds.

F1 and F2 of the faults that are promised: a signal that comes and goes, and one batch sent many times at once. With
them what kills the server itself. `run.py faults` runs them with 16 phones of 250 events.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from tests.factories.phones import EVENTS as EVENTS_URL
from tests.faults import dice, phones
from tests.faults.phones import Caller, Street, check, together
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PHONES, EVENTS = (16, 250) if dice.FULL else (8, 60)
_SECONDS = 600 if dice.FULL else 120


@pytest.fixture
def callers(street: Street, server: Server, chance: random.Random) -> list[Caller]:
    """Phones, each with a queue of its own about the same street."""
    return [phones.caller(street, server.port, EVENTS, chance) for _ in range(PHONES)]


def test_a_bad_connection_loses_and_doubles_nothing(
    server: Server, callers: list[Caller], chance: random.Random
) -> None:
    """F1."""
    made = [event["id"] for caller in callers for event in caller.queue]
    with Proxy(to=server.port, seed=chance.randrange(10**6)) as proxy:
        for caller in callers:
            caller.port = proxy.port
        together(callers, _SECONDS)
        assert set(proxy.happened) == {"refused", "cut", "answer_lost", "truncated", "passed"}
    assert check(callers, made) == {}
    assert sum(caller.duplicates for caller in callers) > 0, "no answer was lost after a commit"


def test_the_same_batch_eight_times_at_once_is_stored_once(server: Server, callers: list[Caller]) -> None:
    """F2."""
    caller = callers[0]
    batches = [caller.queue[start : start + 25] for start in range(0, EVENTS, 25)]
    gate = threading.Barrier(8)

    def send_all(_number: int) -> list[list[dict]]:
        gate.wait()
        return [caller.post(caller.batch(*batch)) for batch in batches]

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
        if kills < (10 if dice.FULL else 2):
            server.kill()
            server.start()
            kills += 1

    together(callers, _SECONDS, kill_and_start_again)
    assert kills >= 1
    check(callers, made)


def test_a_database_that_hangs_up_loses_nothing_it_acknowledged(server: Server, callers: list[Caller]) -> None:
    made = [event["id"] for caller in callers for event in caller.queue]
    ended = 0
    until = time.monotonic() + (30 if dice.FULL else 4)

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
