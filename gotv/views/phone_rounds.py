"""A round on the phone of whoever carries it: their rounds, the page that opens without signal, its pack and token."""

from __future__ import annotations

import json
import uuid
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from access import scoping
from access.actions import audit
from access.guards import GuardedRequest, fetch, public, signed_in
from access.models import User
from access.permissions import Permission as P
from access.queries import accesses
from access.queries.accesses import Access
from canvass.hooks import PackOver, PhonePage
from canvass.models import PollingDistrict
from canvass.queries import areas
from canvass.views import card, leftovers, packs
from gotv.actions import phone_rounds as actions
from gotv.models import Round
from gotv.queries import phone_rounds as queries
from kit.errors import Refused

_WHY = "a round goes to the person whom it was handed to; each view checks that"


@leftovers.sent_first
@ensure_csrf_cookie
@signed_in(_WHY, P.RECORD_DOORS)
@require_safe
def rounds(request: GuardedRequest) -> HttpResponse:
    """List the rounds that this person carries."""
    carried = queries.of_runner(request.user)
    called = queries.names(carried)
    rows = [(one, called[one.pk], queries.readable(one)) for one in carried]
    return render(request, "gotv/phone_rounds/list.html", {"rows": rows, "now": timezone.now()})


@leftovers.sent_first
@ensure_csrf_cookie
@signed_in(_WHY, P.RECORD_DOORS)
@require_safe
def page(request: GuardedRequest, round: UUID) -> HttpResponse:  # noqa: A002 - the name in the address
    """Show the round on the phone of whoever carries it: a page without anybody in it, which asks for the pack."""
    try:
        held(request.access, request.user, fetch(request, queries.rounds(), pk=round))
    except Http404:
        return leftovers.nothing_here(request)
    return shell_page(request)


def shell_page(request: HttpRequest) -> HttpResponse:
    """Return the page of a round without anything of a round in it: the script fetches or opens the pack."""
    context = {
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "pack_url": reverse("canvass:sync_pack"),
        "rounds_url": reverse("gotv:phone_rounds"),
        "idle_minutes": settings.PHONE_IDLE_MINUTES,
    }
    return render(request, "gotv/phone_rounds/round.html", context)


@public("it holds nobody’s data: the phone keeps it to open without a connection")
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the worker shows when the network doesn't answer."""
    response = shell_page(request)
    response["Cache-Control"] = "no-cache"
    return response


def phone_page() -> PhonePage:
    """Return what the service worker has to know of it."""
    return PhonePage(r"^/gotv/round/[0-9a-f-]{36}/$", "gotv:phone_round_shell", shell_page)


def held(access: Access, user: User, one: Round) -> Round:
    """Return the round if this person carries it, or has carried it, and may record there. Raises Http404."""
    if one.runner_id != user.pk:
        audit.record_anyway("round.not_theirs", by=user, unit=one.unit, obj=one)
        raise Http404(_("There is no such page."))
    here = PollingDistrict.objects.filter(pk=one.polling_district_id)
    if not areas.districts(access.area(P.RECORD_DOORS, one.unit), here).exists():
        audit.record("access.out_of_area", by=user, unit=one.unit, obj=one)
        raise Http404(_("There is no such page."))
    return one


def pack(request: GuardedRequest, which: str) -> dict:
    """Return the pack of a round (canvass.hooks.pack_kinds). Raises Http404, or PackOver when its time is over."""
    one = held(request.access, request.user, fetch(request, queries.rounds(), pk=which))
    allowed = queries.readable(one)
    if timezone.now() < allowed.opens:
        raise PackOver(_("This round can be opened from the evening before polling day. Come back then."))
    if one.ended_at or not allowed.hold(timezone.now()):
        raise PackOver(_("This round is over. What you recorded is kept, and still sent."))
    found = {**queries.pack(one, request.user), "card": card.for_phone(request, one.unit)}
    people = sum(len(door["people"]) for door in found["doors"])
    audit.looked(request, what=P.RECORD_DOORS, count=people, through=one, unit=one.unit)
    return found


@public("a phone's script asks: it gets JSON and no sign-in page, and the session is checked inside")
@require_POST
def device(request: HttpRequest, round: UUID) -> JsonResponse:  # noqa: A002 - the name in the address
    """Give the phone of the person who carries the round a token to send with. Answers 201, or says in JSON why not."""
    if not request.user.is_authenticated:
        return packs.no(401, "SIGN_IN", _("Sign in again. What you recorded stays on this phone."))
    try:
        device_id = uuid.UUID(json.loads(request.body)["device_id"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return packs.no(400, "MALFORMED", "device_id is a UUID.")
    access = accesses.of(request.user)
    with scoping.units([unit.pk for unit in access.units_where(P.RECORD_DOORS)]):
        try:
            one = held(access, request.user, fetch(request, queries.rounds(), pk=round))
            grant, token = actions.let_in(one=one, device_id=device_id, by=request.user)
        except Http404:
            return packs.no(404, "NOT_YOURS", _("You don’t have this round."))
        except Refused as refused:
            return packs.no(410, "OVER", str(refused))
    answer = {
        "grant": str(grant.pk),
        "token": token,
        "read_until": queries.readable(one).closes.isoformat(),
        "write_until": grant.write_until.isoformat(),
        "server_time": timezone.now().isoformat(),
        "earlier": None,
    }
    return JsonResponse(answer, status=201)
