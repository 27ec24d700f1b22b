"""A canvasser's own pages: their boards, the board on the phone, and the token with which the phone sends."""

from __future__ import annotations

import dataclasses
import json
import uuid
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from access import confining, scoping
from access.actions import audit
from access.guards import GuardedRequest, fetch, public, signed_in
from access.permissions import Permission as P
from access.queries import accesses
from access.queries.accesses import Access
from canvass.actions import boards as actions
from canvass.actions import devices
from canvass.hooks import carried
from canvass.models import Board, Handing
from canvass.queries import phone as queries
from canvass.queries import sessions, start
from canvass.queries.boards import lists
from canvass.rules.boards import SECOND_THOUGHTS
from canvass.views import leftovers, packs, worker
from kit.errors import Refused

# The cookie by which a browser is known again whose store was thrown away: the phone's own id.
PHONE = "rosette_phone"


def _units(access: Access) -> list[int]:
    return [unit.pk for unit in access.units_where(P.RECORD_DOORS)]


@leftovers.ours
@signed_in("everybody may see which boards they were handed; the list is theirs alone", P.RECORD_DOORS)
@require_safe
def boards(request: GuardedRequest) -> HttpResponse:
    """List the boards that this person has out."""
    now = timezone.now()
    handings = list(lists.held_by(request.user)[:50])
    progress = lists.progress_of([one.board_id for one in handings])
    rows = [{"handing": one, "progress": progress[one.board_id], "over": one.read_until <= now} for one in handings]
    context = {
        "rows": rows,
        "may_record": bool(_units(request.access)),
        "returned": _just_returned(request),
        "has_office": start.home(request.access) is None,
        "carried": [one for find in carried for one in find(request.user)],
        "outings": sessions.outings(request.user),
        "now": now,
    }
    return render(request, "canvass/boards/yours.html", context)


def _just_returned(request: GuardedRequest) -> Handing | None:
    """Return what this person handed back a moment ago, to offer the way back."""
    asked = request.GET.get("returned", "")
    if not asked.isdecimal():
        return None
    mine = Handing.objects.filter(pk=asked, user=request.user, returned_at__gte=timezone.now() - SECOND_THOUGHTS)
    return mine.select_related("board").first()


@signed_in("whoever has a board may hand it back; the view checks that they have it", P.RECORD_DOORS)
@require_POST
def hand_back(request: GuardedRequest, board: UUID) -> HttpResponse:
    """Hand a board back oneself."""
    ended = actions.hand_back(by=request.user, board=fetch(request, Board, pk=board))
    back = reverse("canvass:phone")
    if not confining.opens(request, back):  # a pass opens the board alone: its page says that it went back
        return redirect("canvass:phone_board", board=board)
    return redirect(f"{back}?returned={ended.pk}" if ended is not None else back)


@signed_in("whoever handed a board back may think better of it; the view checks that it was theirs", P.RECORD_DOORS)
@require_POST
def keep(request: GuardedRequest, board: UUID) -> HttpResponse:
    """Undo handing a board back."""
    handing = lists.last_handing(fetch(request, Board, pk=board), request.user)
    if handing is None:
        raise Http404(_("There is no such page."))
    try:
        actions.keep_after_all(by=request.user, handing=handing)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:phone")


@leftovers.sent_first
@ensure_csrf_cookie
@signed_in("only the person whom the board was handed to gets it; the view checks that", P.RECORD_DOORS)
@require_safe
def board(request: GuardedRequest, board: UUID) -> HttpResponse:
    """Show the board on the phone of the person who has it now: a page without anybody in it, which asks for the pack.

    Whoever had it and has it no more is told so, and can still send; to anybody else it doesn't exist.
    """
    try:
        found, handing = packs.held(request, board)
    except Http404:
        return leftovers.nothing_here(request)
    if packs.is_over(handing):
        context = {"board": found, "handing": handing, "urls": queries.urls(found)}
        return render(request, "canvass/boards/over.html", context)
    return worker.shell_page(request)


@public("a phone's script asks: it gets JSON and no sign-in page, and the session is checked inside")
@require_POST
def device(request: HttpRequest, board: UUID) -> JsonResponse:
    """Give the phone of the person who has the board a token to send with. Answers 201, or says in JSON why not."""
    if not request.user.is_authenticated:
        return packs.no(401, "SIGN_IN", _("Sign in again. Your answers stay on this phone."))
    device_id = _device_id(request)
    if device_id is None:
        return packs.no(400, "MALFORMED", "device_id is a UUID.")
    with scoping.units(_units(accesses.of(request.user))):
        try:
            found = fetch(request, Board.objects.select_related("unit"), pk=board)
            handing = lists.last_handing(found, request.user)
            if handing is None:
                audit.record_anyway("board.not_theirs", by=request.user, unit=found.unit, obj=found)
                return packs.no(404, "NOT_YOURS", _("You don’t have this board."))
            grant, token = actions.let_in(by=request.user, handing=handing, device_id=device_id)
            earlier = devices.replace(grant=grant, handing=handing, before=_as_uuid(request.COOKIES.get(PHONE)))
        except Http404:
            return packs.no(404, "NOT_YOURS", _("You don’t have this board."))
        except Refused as refused:
            return packs.no(410, "OVER", str(refused))
    response = JsonResponse(
        {
            "grant": str(grant.pk),
            "token": token,
            "read_until": handing.read_until.isoformat(),
            "write_until": grant.write_until.isoformat(),
            "server_time": timezone.now().isoformat(),
            "earlier": dataclasses.asdict(earlier) if earlier else None,
        },
        status=201,
    )
    # What the browser keeps when it throws the phone's store away: by this it is known again (docs/offline.md).
    response.set_cookie(
        PHONE,
        str(device_id),
        expires=grant.write_until,
        path=reverse("canvass:phone"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _device_id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return _as_uuid(json.loads(request.body)["device_id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _as_uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)  # type: ignore[arg-type] # whatever it is, it is caught
    except (ValueError, TypeError, AttributeError):
        return None
