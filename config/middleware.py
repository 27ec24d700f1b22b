"""One id for each request, in every log line it causes and in the answer's header."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse


def request_id(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id that a person can read out to whoever looks after the installation."""

    def handle(request: HttpRequest) -> HttpResponse:
        made = uuid.uuid4().hex[:12]
        request.META["ROSETTE_REQUEST_ID"] = made
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=made)
        response = get_response(request)
        response["X-Request-ID"] = made
        return response

    return handle
