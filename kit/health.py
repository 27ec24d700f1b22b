"""Whether the cache answers, as this process knows from its last use: so that nobody waits for a dead server twice.

Every signed-in page reads its session from the cache, so the knowledge is never older than a page, and costs nothing.
"""

from __future__ import annotations

import threading
import time

from django.conf import settings

# So long is a server left alone that didn't answer; then one question is let through, and everybody else goes on
# without it until that one was answered.
AGAIN_SECONDS = 5.0
_ask_again: dict[str, float] = {}
_lock = threading.Lock()


def is_left_alone(place: str) -> bool:
    """Say whether the server at `place` is not to be asked now. The first to ask after a while finds out for all."""
    if place not in _ask_again:
        return False
    with _lock:
        now = time.monotonic()
        if now < _ask_again.get(place, 0.0):
            return True
        _ask_again[place] = now + AGAIN_SECONDS
    return False


def failed(place: str) -> None:
    """Note that the server at `place` didn't answer."""
    with _lock:
        _ask_again[place] = time.monotonic() + AGAIN_SECONDS


def answered(place: str) -> None:
    """Note that it did."""
    if place in _ask_again:
        with _lock:
            _ask_again.pop(place, None)


def cache_is_down() -> bool:
    """Say whether the cache failed when it was last asked. Asks nobody."""
    return _cache() in _ask_again


def broker_just_failed() -> bool:
    """Say whether the queue's server, which is the cache's, failed a moment ago and is left alone. Asks nobody."""
    return time.monotonic() < _ask_again.get(_cache(), 0.0)


def _cache() -> str:
    return settings.CACHES["default"]["LOCATION"]
