"""One id for each request, and a page for addresses that only take what is sent to them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve


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


def sent_to(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a page with a way on to whoever opens an address that only takes what is sent to it.

    A phone opens its last address anew when its browser was closed meanwhile: that of a form that was refused, too.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = request.method in {"GET", "HEAD"} and request.accepts("text/html")
        if response.status_code != 405 or not is_page or response.content:
            return response
        shown = render(request, "405.html", {"way": _above(request.path)}, status=405)
        shown["Allow"] = response["Allow"]
        return shown

    return handle


def _above(path: str) -> str:
    """Return the nearest address above this one where there is something; "/" at the latest."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Http404:
            continue
        return path
    return path
