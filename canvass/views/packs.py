"""The pack: what a phone is given so that it works without a connection, for whoever has a right to it just now."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from access import confining
from access.actions import audit, sealing
from access.guards import GuardedRequest, fetch, public, signed_in
from access.permissions import Permission as P
from canvass.hooks import PackOver, pack_kinds
from canvass.models import Board, Handing
from canvass.queries import areas
from canvass.queries import phone as queries
from canvass.queries.boards import lists
from canvass.views import card


def no(status: int, code: str, message: str) -> JsonResponse:
    """Return why a phone gets nothing, in JSON."""
    return JsonResponse({"code": code, "message": message}, status=status)


def held(request: GuardedRequest, board: UUID | str, boards: QuerySet[Board] | None = None) -> tuple[Board, Handing]:
    """Return a board (of `boards`) and how this person has it, or had it last.

    To anybody else it doesn't exist: raises Http404.
    """
    rows = Board.objects.select_related("unit__parent") if boards is None else boards
    found: Board = fetch(request, rows, pk=board)
    if not confining.opens(request, reverse("canvass:phone_board", kwargs={"board": found.pk})):
        raise Http404(_("There is no such page."))  # signed in by a pass for another board
    handing = lists.last_handing(found, request.user)
    if handing is None:
        audit.record_anyway("board.not_theirs", by=request.user, unit=found.unit, obj=found)
        raise Http404(_("There is no such page."))
    if not areas.holds(request.access.area(P.RECORD_DOORS, found.unit), found):
        audit.record("access.out_of_area", by=request.user, unit=found.unit, obj=found)
        raise Http404(_("There is no such page."))
    return found, handing


def is_over(handing: Handing) -> bool:
    return handing.returned_at is not None or handing.read_until <= timezone.now()


def board(request: GuardedRequest, which: str) -> dict:
    """Return the pack of a board (hooks.pack_kinds). Raises Http404, or PackOver when its time is over."""
    found, handing = held(request, which, queries.boards())
    if is_over(handing):
        raise PackOver(_("The time for this board is over, or it was taken back."))
    pack = {**queries.pack(found, handing, request.user), "card": card.for_phone(request, found.unit)}
    people = sum(1 for door in pack["doors"] for one in door["people"] if one["elector"] is not None)
    audit.looked(request, what=P.RECORD_DOORS, count=people, through=found, unit=found.unit)
    return pack


@public("a phone's script asks: it gets JSON and no sign-in page, and the session is checked inside")
@ensure_csrf_cookie
@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """Answer with the pack that is asked for, such as ?board=<uuid>. 401, 404 and 410 say in JSON why not."""
    if not request.user.is_authenticated:
        return no(401, "SIGN_IN", _("Sign in to see this list. What you recorded stays on this phone."))
    asked = [(kind, request.GET[kind]) for kind in pack_kinds if kind in request.GET]
    if len(asked) != 1:
        return no(400, "MALFORMED", "Ask for one pack, such as ?board=<uuid>.")
    kind, which = asked[0]
    try:
        return _answer(request, kind, which)
    except Http404:
        return no(404, "NOT_YOURS", _("This list is not open to you, or not any more."))
    except PackOver as over:
        return no(410, "OVER", str(over))


@signed_in("a pack goes to the person whom it was handed to; its kind checks that", P.RECORD_DOORS)
def _answer(request: GuardedRequest, kind: str, which: str) -> HttpResponse:
    body = {
        **pack_kinds[kind](request, which),
        "server_time": timezone.now().isoformat(),
        "idle_minutes": settings.PHONE_IDLE_MINUTES,
    }
    if "seal" not in body:
        body["seal"] = sealing.public()
    return JsonResponse(body, json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})
