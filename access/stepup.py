"""Step-up: before what matters most, the person shows once more that it is them (ASVS 7.5.3).

A proof (a password, a passkey, a code) holds for settings.ACCOUNT_REAUTHENTICATION_TIMEOUT seconds. Put it inside the
guard, so that only those who may open the page are asked:

    @requires(P.GIVE_ACCESS)
    @recently
    def export(request, unit): ...

What was typed survives: the request waits, sealed, in the session, and is carried out once the proof is there.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import stash_and_reauthenticate
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from access import sealing

View = Callable[..., HttpResponse]
_SAFE = {"GET", "HEAD", "OPTIONS"}
# Of the session: where the page that asks leads back to.
BACK = "step_up_back"


def recently(view: View) -> View:
    """Open a view only to somebody who proved a moment ago who they are; others are asked first, and go on after."""
    return _asking(view, every_method=True)


def recently_for_a_file(view: View) -> View:
    """Like `recently`, for a view that answers with a file: a browser saves it and leaves the page as it is."""
    return _asking(view, every_method=True, file=True)


def recently_to_post(view: View) -> View:
    """Like `recently`, but the form itself opens without: only what it sends asks for the proof."""
    return _asking(view, every_method=False)


def _asking(view: View, *, every_method: bool, file: bool = False) -> View:
    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (every_method or request.method not in _SAFE) and not is_recent(request):
            if file:
                words = _("Once that is shown, the file is saved and this page stays as it is. Then go back.")
                messages.info(request, words)
            request.session[BACK] = _back(request)
            return _ask(request)
        return view(request, *args, **kwargs)

    asked.step_up = "always" if every_method else "to post"  # type: ignore[attr-defined] # read by a test
    return asked


def is_recent(request: HttpRequest) -> bool:
    """Say whether this session holds a proof that is fresh enough; signing in is one."""
    proofs = get_authentication_records(request, request.user)
    newest = max((proof["at"] for proof in proofs), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _back(request: HttpRequest) -> str:
    """Return the page of ours whose button was pressed, to go back to; "" where the browser doesn't say."""
    came_from = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl() if ours else ""


def _ask(request: HttpRequest) -> HttpResponse:
    """Put the request away and go to the page that asks. Files can't wait: their form is shown again instead."""
    if not get_adapter(request).get_reauthentication_methods(request.user):
        return sign_in_again(request)
    if request.method in _SAFE or request.FILES:
        if request.FILES:
            messages.warning(request, _("We had to check that it is you. Choose the file once more; nothing was sent."))
        return stash_and_reauthenticate(request, {"url": request.get_full_path()}, f"{__name__}.resume")
    sealed = sealing.lock(serialize_request(request))
    return stash_and_reauthenticate(request, {"url": request.get_full_path(), "sealed": sealed}, f"{__name__}.resume")


def resume(request: HttpRequest, state: dict[str, str]) -> HttpResponse:
    """Carry out the request that waited. allauth calls this after the proof.

    Whoever asks is checked anew by the view's own guard. What waited longer than ten minutes, or was sealed under
    another key, is not carried out: its page is opened instead.
    """
    if "sealed" not in state:
        return redirect(state["url"])
    try:
        waiting = sealing.unlock(state["sealed"], for_seconds=600)
    except sealing.SealBroken:
        messages.warning(request, _("That took too long, so nothing was saved. Please fill the form in again."))
        return redirect(state["url"])
    # The proof was posted too, so the mark of the forgery check belongs to this request and stays valid.
    again = deserialize_request(waiting, request)
    found = resolve(again.path_info)
    again.resolver_match = found
    return found.func(again, *found.args, **found.kwargs)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Sign out somebody who has neither password nor second step: they can prove who they are by signing in alone."""
    path = request.get_full_path() if request.method in _SAFE else "/"
    logout(request)
    messages.info(request, _("Sign in once more with a code by mail, then go on. It shows us that it is you."))
    return redirect_to_login(path)
