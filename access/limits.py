"""How often one person may search for people, or fetch a whole list of them (settings.ACCOUNT_RATE_LIMITS).

Against copying a register page by page with a stolen session. Signing in has allauth's own limits, which fail closed:
without the cache nobody signs in. These fail open: a search must not stop on polling day because a cache is down.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import structlog
from allauth.core.internal.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


def at_most(action: str, *, when_asked: tuple[str, ...] = (), when_sent: bool = False) -> Callable[[View], View]:
    """Answer 429 to whoever does `action` ("person_search", "export") too often.

    With `when_asked` only a request counts that fills in one of these parameters: opening a list is no search. With
    `when_sent` only one that sends something: opening the form is none.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sent = request.POST if request.method == "POST" else request.GET
            counts = not when_asked or any(sent.get(name, "").strip() for name in when_asked)
            counts = counts and (request.method == "POST" or not when_sent)
            return (counts and _refusal(request, action)) or view(request, *args, **kwargs)

        limited.limit = action  # type: ignore[attr-defined] # read by a test
        return limited

    return wrap


def _refusal(request: HttpRequest, action: str) -> HttpResponse | None:
    try:
        return consume_or_429(request, app="allauth.account", action=action, limit_get=True)
    except RedisError as error:
        log.warning("limit_without_cache", action=action, error=type(error).__name__)
        return None
