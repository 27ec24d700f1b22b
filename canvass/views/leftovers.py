"""Pages of a phone that may still hold work: it goes out, and is wiped where that was asked, whoever is signed in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
# By this the service worker knows our pages from those that a Wi-Fi puts in their place.
OURS = "X-Rosette-Page"


def ours(view: View) -> View:
    """Put outside a guard: mark the page as one of ours, so that the service worker shows it and not what it keeps."""

    @functools.wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response[OURS] = "1"
        return response

    return marked


def sent_first(view: View) -> View:
    """Put outside a guard: whoever isn't signed in comes by a page that sends what this phone holds.

    A sign-in that has ended must not keep work from being sent, nor a lost phone from being wiped. Where the phone
    holds nothing, the page goes on to the sign-in page by itself.
    """

    @ours
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return render(request, "canvass/phone/signed_out.html", status=401)

    return opened


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer 404 with a page that sends what this phone holds: a board may have been here until a moment ago."""
    return render(request, "canvass/phone/gone.html", status=404)
