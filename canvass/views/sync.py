"""The two addresses that a phone's outbox talks to (docs/offline.md). Whatever happens, the answer is JSON.

Only status 202 with X-Sync-Ack means that anything was received. The phone's token is the only proof: cookies are
not looked at, so there is nothing that another site could make a browser do, and no CSRF token is needed.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from access import scoping
from access.enums import PhoneStop
from access.guards import public
from access.models import DeviceGrant
from canvass.actions import devices, sealed
from canvass.actions import sync as actions
from canvass.hooks import recalls
from canvass.queries import recall
from canvass.queries import sync as queries
from canvass.rules import sync

log = structlog.get_logger(__name__)
# A phone sends about once a minute, a few batches in a row after an hour without signal. Ten times that is a fault.
BATCHES_A_MINUTE = 600
RETRY_SECONDS = 20


class _Refusal(Exception):
    """Nothing was received, and why: the status, a code for the client, a sentence for its developer or user."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after

    def response(self) -> JsonResponse:
        response = JsonResponse({"code": self.code, "message": self.message}, status=self.status)
        if self.retry_after is not None:
            response["Retry-After"] = str(self.retry_after)
        return response


def _in_json(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """Turn whatever goes wrong into JSON that a phone reads as "not received, try again"."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except _Refusal as refusal:
            return refusal.response()
        except (OperationalError, InterfaceError) as error:
            log.warning("sync_no_database", error=type(error).__name__)
            message = _("Saving is paused. Your answers stay on this phone and are sent again by themselves.")
            return _Refusal(503, "UNAVAILABLE", message, RETRY_SECONDS).response()
        except Exception:
            log.exception("sync_failed")
            return _Refusal(500, "SERVER_ERROR", _("Something broke here. Nothing was taken in."), None).response()

    return answered


@csrf_exempt
@public("asked by phones to see whether they reach this server and not a sign-in page of somebody's Wi-Fi")
@_in_json
def ping(request: HttpRequest) -> JsonResponse:
    """Echo the nonce (at most 100 characters of it), with the server's time."""
    if request.method != "GET":
        raise _Refusal(405, "METHOD", "Ask with GET.")
    return JsonResponse({"nonce": request.GET.get("nonce", "")[:100], "server_time": timezone.now().isoformat()})


@csrf_exempt
@public("a phone's token is its proof; cookies are not looked at")
@_in_json
def events(request: HttpRequest) -> JsonResponse:
    """Take in a batch and answer, event by event, what became of it."""
    if request.method != "POST":
        raise _Refusal(405, "METHOD", "Send events with POST.")
    _from_this_site(request)
    body = _body(request)
    digest, unit = _token(request)
    with scoping.units([unit]):
        grant = queries.grant_for(digest)
        _not_too_often(grant)
        batch = _batch(grant, body)
        received = actions.receive(grant=grant, batch=batch)
        commands = _commands(grant, batch, received.stop)
    for one in received.results:
        if one.status == sync.REJECTED:  # a client of ours doesn't send such a thing: somebody should look
            log.warning("sync_rejected", device=str(grant.pk), code=one.code, reason=one.message)
    answer = {
        "batch_id": str(batch.id),
        "server_time": timezone.now().isoformat(),
        "results": [_result(one) for one in received.results],
        "commands": commands,
    }
    return JsonResponse(answer, status=202, headers={"X-Sync-Ack": sync.PROTOCOL})


def _commands(grant: DeviceGrant, batch: sync.Batch, stop: str) -> list[dict[str, Any]]:
    """Return what the phone is told to do: wipe itself, forget a list that was taken back, take people off it."""
    if stop:
        return [{"command": "wipe", "code": stop, "message": PhoneStop(stop).label}]
    heard = max(grant.heard_recall, batch.heard)
    for what_for in recalls.keys() & grant.scope.keys():
        return recalls[what_for](grant, heard)
    if "board" not in grant.scope:
        return []
    if recall.is_withdrawn(grant):
        return [{"command": "withdrawn"}]
    told = recall.for_board(grant.scope["board"], after=heard)
    if told is None:
        return []
    doors = [{"household": household, "electors": electors} for household, electors in told.doors.items()]
    return [{"command": "recall", "number": told.number, "doors": doors}]


def _batch(grant: DeviceGrant, body: bytes) -> sync.Batch:
    try:
        batch = sync.read(body, sealed.opened)
    except sync.TooMuch as error:
        raise _Refusal(413, "TOO_LARGE", str(error)) from error
    except sync.Malformed as error:
        log.warning("sync_malformed", device=str(grant.pk), bytes=len(body), reason=str(error))
        raise _Refusal(400, "MALFORMED", str(error)) from error
    if grant.device_id not in (None, batch.device):
        # Another phone has this token. Signing in gives it one of its own, and then its events come in.
        log.warning("sync_second_device", device=str(grant.pk))
        scoping.afterwards(functools.partial(devices.second_seen, grant))
        raise _unknown()
    return batch


def _result(result: sync.Result) -> dict:
    found: dict[str, Any] = {"id": str(result.id)[:100], "status": result.status}
    for name in ("code", "message", "detail"):
        if getattr(result, name):
            found[name] = getattr(result, name)
    return found


def _from_this_site(request: HttpRequest) -> None:
    """Refuse what another site made a browser send (ASVS 3.5.1). Clients that are no browsers send neither header."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    ours = {urlsplit(settings.BASE_URL).netloc, request.get_host()}
    if site not in {"same-origin", "none"} or (origin is not None and urlsplit(origin).netloc not in ours):
        raise _Refusal(403, "OTHER_SITE", "Events are sent by this site's own pages.")


def _body(request: HttpRequest) -> bytes:
    if request.headers.get("X-Sync-Version") != sync.PROTOCOL:
        raise _Refusal(409, "UPGRADE_REQUIRED", _("This page is from an older version. Open it again, then send."))
    if request.content_type != "application/json":
        raise _Refusal(415, "CONTENT_TYPE", "Send application/json.")
    try:
        return request.body
    except RequestDataTooBig as error:
        raise _Refusal(413, "TOO_LARGE", f"A batch has at most {sync.MAX_BYTES} bytes.") from error
    except UnreadablePostError as error:
        raise _Refusal(400, "CUT_OFF", "The body ended too early.") from error


def _token(request: HttpRequest) -> tuple[bytes, int]:
    """Return the token's digest, and which unit it may write into: it is all that a phone says of itself."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    digest = hashlib.sha256(token.strip().encode()).digest()
    unit = queries.unit_of(digest) if scheme.lower() == "bearer" and token.strip() else None
    if unit is None:
        raise _unknown()
    return digest, unit


def _unknown() -> _Refusal:
    return _Refusal(
        401, "GRANT_UNKNOWN", _("This phone has to be signed in again. Your answers stay on it until they are sent.")
    )


def _not_too_often(grant: DeviceGrant) -> None:
    """Slow down a phone that has gone wild. Without the cache there is no counting, and no volunteer is kept out."""
    key = f"sync:{grant.pk}:{timezone.now():%H%M}"
    try:
        cache.add(key, 0, 120)
        count = cache.incr(key)
    except (RedisError, OSError, ValueError):
        return
    if count > BATCHES_A_MINUTE:
        raise _Refusal(429, "SLOW_DOWN", "Too many batches from this phone.", RETRY_SECONDS)
