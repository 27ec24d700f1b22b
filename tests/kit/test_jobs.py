"""Ringing the doorbell."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import transaction

from kit import jobs


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What the job was called with, run at once in this process."""
    calls: list[dict] = []
    monkeypatch.setattr("access.tasks.deliveries.send_due", lambda **ids: calls.append(ids))
    return calls


@pytest.mark.django_db(transaction=True)
def test_it_rings_when_the_transaction_has_committed_and_not_before(rung: list[dict]) -> None:
    with transaction.atomic():
        jobs.enqueue("access.send_mail", message="a")
        assert rung == []
    assert rung == [{"message": "a", "unit": None}]


@pytest.mark.django_db(transaction=True)
def test_it_does_not_ring_for_what_was_rolled_back(rung: list[dict]) -> None:
    def fails_after_asking() -> None:
        with transaction.atomic():
            jobs.enqueue("access.send_mail", message="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_after_asking()
    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_rings_at_once(rung: list[dict]) -> None:
    jobs.enqueue("access.send_mail", message="b")
    assert rung == [{"message": "b", "unit": None}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broker", ["redis://127.0.0.1:9/0", "redis+socket:///nowhere/valkey.sock"])
def test_a_broker_that_is_away_is_logged_and_nobody_is_stopped(
    broker: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The row that the job is about is the truth; a sweep finds it."""
    task = current_app.tasks["access.send_mail"]
    with current_app.connection_for_write(broker) as away:
        monkeypatch.setitem(current_app.conf, "task_always_eager", False)
        real = task.apply_async
        monkeypatch.setattr(task, "apply_async", lambda **options: real(connection=away, **options))
        jobs.enqueue("access.send_mail", message="c")
    assert "job_not_sent" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_job_that_there_is_not_is_a_fault() -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("access.no_such_job")
