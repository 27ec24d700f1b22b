"""Whether each part works, for load balancers and people who look after an installation."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as BrokerGone

from access.models import Heartbeat


def _beats(**ages: int) -> None:
    for name, age in ages.items():
        Heartbeat.objects.create(name=name, at=timezone.now() - datetime.timedelta(seconds=age))


def test_all_is_well(db: None) -> None:
    _beats(worker=5, beat=5)
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}


@pytest.mark.parametrize(
    ("ages", "part", "words"),
    [
        ({"beat": 5}, "worker", "never seen"),
        ({"worker": 5}, "beat", "never seen"),
        ({"worker": 75, "beat": 5}, "worker", "silent for 75 seconds"),
        ({"worker": 5, "beat": 3600}, "beat", "silent for 3600 seconds"),
    ],
)
def test_a_process_that_is_silent_is_named(ages: dict[str, int], part: str, words: str, db: None) -> None:
    _beats(**ages)
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["status"], found.pop(part)) == ("degraded", words)
    assert set(found.values()) == {"ok", "degraded"}


@pytest.mark.parametrize("error", [BrokerGone, OSError])
def test_a_broker_that_is_away_is_named(error: type[Exception], db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _beats(worker=5, beat=5)

    def gone(*_args: object) -> None:
        raise error("gone")

    monkeypatch.setattr(type(cache._connections[cache._alias]), "set", gone)
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["broker"]) == ("degraded", "can't be reached")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_it_is_503(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_names: str) -> None:
        raise error("gone")

    monkeypatch.setattr(Heartbeat.objects, "values_list", gone)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "down",
        "database": "can't be reached",
        "broker": "ok",
        "worker": "unknown: no database",
        "beat": "unknown: no database",
    }


def test_it_is_asked_by_get_and_says_nothing_about_people(db: None) -> None:
    assert Client().post("/healthz").status_code == 405
    assert "@" not in Client().get("/healthz").content.decode()
