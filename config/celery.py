"""Celery: the doorbell. The truth about work to do is always a row in Postgres (docs/adr/0006)."""

from __future__ import annotations

import os

from celery import Celery
from celery.beat import Scheduler
from celery.signals import heartbeat_sent, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("rosette")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _use_djangos_logging(**_kwargs: object) -> None:
    """Stop Celery from replacing the structured logs that settings.LOGGING sets up."""
    from logging.config import dictConfig  # at call time: settings must be ready

    from django.conf import settings

    dictConfig(settings.LOGGING)


@heartbeat_sent.connect
def _worker_is_alive(**_kwargs: object) -> None:
    """Note that the worker lives: fired by its event loop every two seconds, written every ten."""
    from access.actions import heartbeats  # at call time: apps must be ready

    heartbeats.beat("worker")


class NotingScheduler(Scheduler):
    """The schedule of settings.CELERY_BEAT_SCHEDULE, kept in memory, noting each tick as beat's heartbeat.

    Nothing is kept on disk: every job is a sweep that is harmless to run again after a restart.
    """

    def tick(self, *args: object, **kwargs: object) -> float:
        from access.actions import heartbeats  # at call time: apps must be ready

        heartbeats.beat("beat")
        # Wake at least every five seconds, so that a silent scheduler is noticed within a minute.
        return min(super().tick(*args, **kwargs), 5.0)
