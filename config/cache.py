"""The cache, when its server may be gone: no page waits for it twice, and none needs it to know who is signed in."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import ConnectionPool, Redis
from redis.exceptions import ConnectionError as NoServer
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as TooSlow

from kit import health

log = structlog.get_logger(__name__)
# A session that was ended while the cache was gone may still stand in it afterwards: this long at most.
_SESSION_SECONDS = 10 * 60


class _Guarded(Redis):
    """A client that leaves a server alone for a moment after it didn't answer."""

    def __init__(self, *, place: str, **options: Any) -> None:
        super().__init__(**options)
        self.place = place

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if health.is_left_alone(self.place):
            raise NoServer("left alone for a moment, since it did not answer")
        try:
            answer = super().execute_command(*args, **options)
        except (NoServer, TooSlow, OSError):
            health.failed(self.place)
            raise
        health.answered(self.place)
        return answer


class _Client(RedisCacheClient):
    def __init__(self, servers: list[str], *args: Any, **options: Any) -> None:
        super().__init__(servers, *args, **options)
        self._client = partial(_Guarded, place=servers[0])
        self._kept: dict[ConnectionPool, Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        """Return the one client of a pool. Django makes one for each command, which costs as much as the command."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined] # Django's own
        if pool not in self._kept:
            self._kept[pool] = self._client(connection_pool=pool)
        return self._kept[pool]


class Cache(RedisCache):
    """Django's cache on Redis. It raises where the server is gone: whoever asks says what that means there."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client


class SessionCache(Cache):
    """What sessions are read from first. Without its server they are read from Postgres, where they all stand."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except (RedisError, OSError) as error:
            log.warning("session_without_cache", error=type(error).__name__)
            return default

    def set(self, key: Any, value: Any, timeout: Any = _SESSION_SECONDS, version: int | None = None) -> None:
        try:
            super().set(key, value, min(timeout or 0, _SESSION_SECONDS), version)
        except (RedisError, OSError) as error:
            log.warning("session_without_cache", error=type(error).__name__)

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except (RedisError, OSError) as error:
            log.warning("session_without_cache", error=type(error).__name__)
            return False

    def has_key(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().has_key(key, version)
        except (RedisError, OSError):
            return False
