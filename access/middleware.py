"""What holds for every page: caches keep nothing personal, sessions end, and an empty installation is set up first."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from access.actions import accounts
from access.models import Unit, User
from access.queries import accounts as account_queries
from access.rules import accounts as rules

_OPEN_BEFORE_SETUP = ("/setup/", "/static/", "/healthz", "/styleguide", "/canvass/sync/", "/language/", "/theme/")
# These ask for no session: a phone that sends in the background must not keep its person signed in.
_WITHOUT_SESSION = ("/static/", "/healthz", "/canvass/sync/")
_LOOK_AGAIN = datetime.timedelta(minutes=1)
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


def session_ends(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out whoever was idle, or signed in, for longer than their roles allow; list the session while it lives.

    Looks once a minute: between two looks a request costs nothing.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_WITHOUT_SESSION) or not isinstance(request.user, User):
            return get_response(request)
        now = timezone.now()
        seen = _moment(request, accounts.SEEN) or now - _LOOK_AGAIN
        if now - seen < _LOOK_AGAIN:
            return get_response(request)
        started = _moment(request, accounts.STARTED) or now
        if _is_over(request, request.user, started, now):
            return _signed_out(request) or get_response(request)
        accounts.session_seen(
            user=request.user,
            session=request.session,
            now=now,
            ip=get_adapter(request).get_client_ip(request),
            browser=request.headers.get("user-agent", "")[:200],
        )
        return get_response(request)

    handle.process_exception = _no_cache  # type: ignore[attr-defined] # where Django looks for it
    return handle


def _no_cache(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Signing in stays shut while guesses can't be counted, and says so. Every other page gets by without the cache."""
    if isinstance(exception, RedisError) and request.path.startswith("/accounts/"):
        return render(request, "503.html", status=503)
    return None


def _moment(request: HttpRequest, key: str) -> datetime.datetime | None:
    """Return a time that the session holds, or None."""
    value = request.session.get(key)
    return None if value is None else datetime.datetime.fromtimestamp(value, datetime.UTC)


def _is_over(request: HttpRequest, user: User, started: datetime.datetime, now: datetime.datetime) -> bool:
    seen = _moment(request, accounts.SEEN) or now
    return rules.has_ended(started=started, seen=seen, now=now, within=account_queries.limits(user))


def _signed_out(request: HttpRequest) -> HttpResponse | None:
    """Sign out, and say so. What was being sent is not carried out: the answer leads back to the page it stood on."""
    sending = request.method not in {"GET", "HEAD", "OPTIONS"}
    logout(request)
    if not sending:
        messages.info(request, _("You were signed out because it had been a while. What you saved is kept."))
        return None
    messages.warning(request, _("You were signed out because it had been a while. The last page was not saved."))
    return redirect_to_login(urlsplit(request.headers.get("referer", "")).path or "/")
