"""Pages that belong to no app: health, theme, errors."""

from __future__ import annotations

import datetime

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from access.guards import NoRight, public
from access.models import Heartbeat
from access.permissions import Permission
from access.queries import accesses
from config import nav

log = structlog.get_logger(__name__)
OK = "ok"


@public("asked by load balancers and health checks, and says nothing about people")
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer whether each part works: "ok" or the reason. 503 when the database is down."""
    parts = {"database": OK, "broker": _broker(), "worker": "unknown: no database", "beat": "unknown: no database"}
    try:
        seen = dict(Heartbeat.objects.values_list("name", "at"))
    except Error as error:
        log.warning("healthz_no_database", error=type(error).__name__)
        parts["database"] = "can't be reached"
        return JsonResponse({"status": "down", **parts}, status=503)
    for name in ("worker", "beat"):
        parts[name] = _heartbeat(seen.get(name))
    return JsonResponse({"status": OK if set(parts.values()) == {OK} else "degraded", **parts})


def _broker() -> str:
    try:
        cache.set("healthz", 1, 5)
    except (RedisError, OSError):
        return "can't be reached"
    return OK


def _heartbeat(at: datetime.datetime | None) -> str:
    if at is None:
        return "never seen"
    age = (timezone.now() - at).total_seconds()
    return OK if age <= settings.HEARTBEAT_STALE_SECONDS else f"silent for {int(age)} seconds"


@public("everybody may choose how pages look")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie for a year and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=settings.HTTPS):
        back = "/"
    response = HttpResponseRedirect(back)
    choice = request.POST.get("theme", "device")
    if choice in dict(nav.THEMES):
        response.set_cookie(
            "theme", choice, max_age=365 * 24 * 60 * 60, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is missing and who can give it, when a guard refused; otherwise just say no."""
    context: dict = {}
    if isinstance(exception, NoRight):
        context = {
            "right": exception.permission.label,
            "givers": accesses.holders(exception.unit, [Permission.GIVE_ACCESS]),
        }
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database and without context: either may be what broke."""
    page = loader.get_template("500.html").render({"request_id": request.META.get("ROSETTE_REQUEST_ID", "")})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was too old, or came from elsewhere. Nothing was saved; say how to try again."""
    log.info("csrf_refused", reason=reason)
    return render(request, "403_csrf.html", {"heading": _("This page is too old to be sent")}, status=403)
