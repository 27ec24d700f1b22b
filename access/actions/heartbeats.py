"""Signs of life."""

from __future__ import annotations

import time

import structlog
from django.db import Error, close_old_connections
from django.utils import timezone

from access.models import Heartbeat

log = structlog.get_logger(__name__)
EVERY_SECONDS = 10
_last: dict[str, float] = {}


def beat(name: str) -> None:
    """Note that `name` lives, at most every ten seconds. Never raises: no database is no reason to stop working."""
    now = time.monotonic()
    if now - _last.get(name, float("-inf")) < EVERY_SECONDS:
        return
    _last[name] = now
    try:
        close_old_connections()
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except Error as error:
        log.warning("heartbeat_not_written", process=name, error=type(error).__name__)
