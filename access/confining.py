"""A sign-in that opens a few pages and nothing else: by a pass for one board, or by a PIN for one day.

The session says under which paths it is good and until when. Everything else answers 403 with the way to sign in in
full; what needs no session at all stays as it is. Signing in in full, with whatever the account asks for, ends it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.actions import accounts
from access.models import User

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What opens nothing of anybody's, leaving, and what a phone sends under its own token. Apps above add theirs.
free: list[str] = ["/static/", "/healthz", "/language/", "/theme/", "/accounts/logout/"]


def enter(request: HttpRequest, user: User, *, paths: Collection[str], until: datetime.datetime) -> None:
    """Sign somebody in for the pages under these paths alone, until a time. Replaces whatever sign-in there was."""
    login(request, user, backend=_BACKEND)
    accounts.signed_in(user=user, session=request.session)
    request.session[accounts.ONLY] = {"paths": list(paths), "until": until.isoformat()}


def is_confined(request: HttpRequest) -> bool:
    """Say whether this sign-in opens some pages only."""
    return accounts.ONLY in request.session


def opens(request: HttpRequest, path: str) -> bool:
    """Say whether this sign-in is good for a path now: always for one in full."""
    only = request.session.get(accounts.ONLY)
    return only is None or (not _is_over(only) and path.startswith(tuple(only["paths"])))


def _is_over(only: dict) -> bool:
    return datetime.datetime.fromisoformat(only["until"]) <= timezone.now()


def way_back(request: HttpRequest) -> str:
    """Return the first page that a confined sign-in opens; the start for one in full."""
    only = request.session.get(accounts.ONLY)
    return only["paths"][0] if only else "/"


def confined(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: hold every request of a confined sign-in to its pages, and end it when its time is over."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(tuple(free)):
            return get_response(request)
        only = request.session.get(accounts.ONLY)
        if only is None:
            return get_response(request)
        if _is_over(only):
            logout(request)
            return get_response(request) if request.method in {"GET", "HEAD"} else redirect(request.path)
        if opens(request, request.path):
            return get_response(request)
        return render(request, "access/confined.html", {"back": way_back(request)}, status=403)

    return handle
