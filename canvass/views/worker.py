"""What makes the phone pages work without a connection: the service worker, the shell that it keeps, the manifest.

None of them holds anything about anybody, so whoever asks gets them.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.guards import public
from canvass.hooks import phone_pages
from canvass.queries import worker as queries

# Seconds that the network has, before a page comes from the phone itself.
_PATIENCE = 4


def shell_page(request: HttpRequest) -> HttpResponse:
    """Return the page of a board without anything of a board in it: the script fetches or opens the pack."""
    context = {
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "pack_url": reverse("canvass:sync_pack"),
        "boards_url": reverse("canvass:phone"),
        "idle_minutes": settings.PHONE_IDLE_MINUTES,
    }
    return render(request, "canvass/phone/board.html", context)


@public("it holds nobody’s data: the phone keeps it to open without a connection")
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the worker shows when the network doesn't answer."""
    response = shell_page(request)
    response["Cache-Control"] = "no-cache"
    return response


@public("browsers fetch it by themselves; it holds nobody’s data")
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it is to keep. Switched off, the one that takes itself away."""
    if settings.PHONE_WORKER:
        pages = [shell_page(request).content.decode()]
        pages += [one.render(request).content.decode() for one in phone_pages]
        source = queries.source("canvass/worker.js")
        files = queries.files(pages)
        # The nonce-free shell is the same for the same cookies: a change of theme or language is a new version.
        build = {
            "version": queries.version([source, *pages, queries.digest(files)]),
            "shell": reverse("canvass:shell"),
            "files": files,
            "start": reverse("canvass:phone"),
            "pages": [{"path": one.path, "shell": reverse(one.shell)} for one in phone_pages],
            "patience": _PATIENCE * 1000,
        }
        text = f"self.BUILD = {json.dumps(build)};\n{source}"
    else:
        text = queries.source("canvass/worker_off.js")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    response["X-Robots-Tag"] = "noindex"
    return response


@public("browsers fetch it by themselves; it holds nobody’s data")
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put Rosette on its home screen."""
    icons = [
        {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
        {"src": static("img/icon-mask-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    body = {
        "name": _("Rosette on the doorstep"),
        "short_name": "Rosette",
        "id": reverse("canvass:phone"),
        "start_url": reverse("canvass:phone"),
        # Wider than the worker's: outside it an installed app opens a browser, and signing in must not end there.
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf6ee",
        "theme_color": "#faf6ee",
        "lang": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "icons": icons,
    }
    response = JsonResponse(body, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response
