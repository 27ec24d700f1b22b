"""Signs of life."""

from __future__ import annotations

import datetime

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from access.actions import heartbeats
from access.models import Heartbeat


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "_last", {})
    # The suite's connection holds the test's transaction open.
    monkeypatch.setattr(heartbeats, "close_old_connections", lambda: None)


def test_a_beat_is_written_and_moved_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeats.beat("worker")
    Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(hours=1))
    heartbeats.beat("worker")
    assert timezone.now() - Heartbeat.objects.get().at > datetime.timedelta(minutes=59), "written twice in ten seconds"
    monkeypatch.setattr(heartbeats, "_last", {})
    heartbeats.beat("worker")
    assert timezone.now() - Heartbeat.objects.get().at < datetime.timedelta(seconds=10)


def test_each_process_has_its_own(db: None) -> None:
    heartbeats.beat("worker")
    heartbeats.beat("beat")
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "beat"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_work_goes_on(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_kwargs: object) -> None:
        raise error("the connection is closed")

    monkeypatch.setattr(Heartbeat.objects, "update_or_create", gone)
    heartbeats.beat("worker")
