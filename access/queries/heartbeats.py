"""Signs of life of what works in the background, as the pages know them."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import Error
from django.utils import timezone

from access.models import Heartbeat

_known: tuple[float, bool] = (float("-inf"), False)


def is_background_silent() -> bool:
    """Say whether the worker or the scheduler has been silent for long.

    Each process looks every settings.HEALTH_LOOK_SECONDS (0: never, and then nothing is said) and remembers in
    between. What never lived on this installation is not missed.
    """
    global _known  # noqa: PLW0603 - what a process remembers between two looks
    every = settings.HEALTH_LOOK_SECONDS
    if not every:
        return False
    now = time.monotonic()
    if now - _known[0] >= every:
        _known = (now, _look())
    return _known[1]


def _look() -> bool:
    try:
        seen = dict(Heartbeat.objects.values_list("name", "at"))
    except Error:
        return False  # without the database there is no page to say it on
    limit = settings.HEARTBEAT_STALE_SECONDS
    return any((timezone.now() - at).total_seconds() > limit for at in seen.values())
