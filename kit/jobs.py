"""Ringing the doorbell: asking a worker to do something after the transaction has committed."""

from __future__ import annotations

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from kit import health

log = structlog.get_logger(__name__)


def enqueue(name: str, **ids: object) -> None:
    """Send task `name` with `ids` once the current transaction commits (at once outside one).

    The task is looked up in Celery's registry, so an action never imports a task. A broker that can't be
    reached is logged and not raised: the row that the task works on is the truth, and a sweeper finds it
    within a minute.
    """

    def send() -> None:
        if health.broker_just_failed():  # the broker is the same server
            log.warning("job_not_sent", task=name, error="left alone")
            return
        task = current_app.tasks[name]
        try:
            task.apply_async(kwargs=ids, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("job_not_sent", task=name, error=type(error).__name__)

    transaction.on_commit(send)
