"""What holds for every page: nothing personal stays in a browser's cache, and an empty installation is set up first."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.models import Unit

_OPEN_BEFORE_SETUP = ("/setup/", "/static/", "/healthz", "/styleguide", "/canvass/sync/", "/language/", "/theme/")
# Set once a unit has been seen: there is no way back to an empty installation.
_set_up = threading.Event()


def first_visit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send the first visitor of an empty installation to set it up. Once a unit exists this costs nothing."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not _set_up.is_set() and not request.path.startswith(_OPEN_BEFORE_SETUP):
            if not Unit.objects.exists():
                return redirect(reverse("access:setup"))
            _set_up.set()
        return get_response(request)

    return handle


def private_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Forbid every cache to keep a page, unless the view has said otherwise (ASVS 14.3.2)."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle
