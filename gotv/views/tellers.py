"""The teller's pages: which station, and the keypad. Numbers only, never a name (reliability T3).

A phone is let in by its person's account and role, or by a code without an account (gotv/views/passes.py).
"""

from __future__ import annotations

import functools
import json
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import guards, scoping
from access.actions import audit
from access.guards import GuardedRequest, NoRight, public, signed_in
from access.models import DeviceGrant, User
from access.permissions import Permission as P
from canvass.hooks import PhonePage
from canvass.views import leftovers
from gotv.actions import passes as pass_actions
from gotv.actions import tellers as actions
from gotv.forms.tellers import NumberForm
from gotv.models import PollingStation, TellerPass, TellerShift, VoteMark
from gotv.queries import passes, secrecy, shifts, tellers
from gotv.rules import hours
from kit import clock
from kit.errors import Refused

_WHY = "tellers work from a phone outside any unit's pages; each view asks for the right in the station's unit"
_EITHER = "a teller who was let in by a code has no account; the code, or else the account's right, is checked inside"


@dataclass(frozen=True)
class Telling:
    """Who tells at a station: an account (`by`), or a phone that was let in by a code (`code`).

    `beside` is the account that happens to be signed in on a phone that was let in by a code.
    """

    station: PollingStation
    by: User | None = None
    code: TellerPass | None = None
    beside: User | None = None

    @property
    def device(self) -> DeviceGrant | None:
        return self.code.grant if self.code else None

    @property
    def who(self) -> User | DeviceGrant:
        found = self.device or self.by
        if found is None:
            raise TypeError("Nobody tells here.")
        return found

    @property
    def is_inside(self) -> bool:
        """Say whether they may be inside a station that day."""
        account = self.by or self.beside
        return account is not None and secrecy.is_polling_agent(account, self.station.election.polling_on)

    @property
    def refusal(self) -> str:
        """Say why nothing more is taken from them, whatever the hour; "" where it is."""
        if self.code is not None and self.code.revoked_at is not None:
            return _("Your organiser has taken this phone’s code back. Ask them for a new one.")
        if self.code is not None and passes.is_followed(self.code):
            return _("The next teller has taken over. Thank you. What this phone still holds is sent.")
        if self.is_inside:
            return _("You are a polling agent today. Who may be inside must not tell who has voted before polls close.")
        return ""


View = Callable[[HttpRequest, Telling], HttpResponse]


def either(view: View) -> Callable[..., HttpResponse]:
    """Open a view to whoever tells at the station: by a code of this phone's, or else by the account's right there."""

    @signed_in(_WHY, P.RECORD_VOTED)
    def with_account(request: GuardedRequest, station: int) -> HttpResponse:
        here = own_station(request, station)
        with scoping.units([here.unit_id]):
            return view(request, Telling(here, by=request.user))

    @public(_EITHER)
    @functools.wraps(view)
    def opened(request: HttpRequest, station: int) -> HttpResponse:
        code = passes.held(request.session, station)
        if code is None or code.grant is None:
            return with_account(request, station=station)
        with scoping.units([code.unit_id]):
            beside = request.user if request.user.is_authenticated else None
            return view(request, Telling(code.station, code=code, beside=beside))

    return opened


@signed_in(_WHY, P.RECORD_VOTED)
@require_safe
def stations(request: GuardedRequest) -> HttpResponse:
    """List today's stations where this person may type numbers, their own first, and the rules for tellers."""
    units = request.access.units_where(P.RECORD_VOTED)
    with scoping.units(unit.pk for unit in units):
        own: dict[int, list[TellerShift]] = defaultdict(list)
        for shift in shifts.of_user(request.user, clock.today()):
            own[shift.station_id].append(shift)
        found = [
            (station, tellers.hours_of(station), tellers.hours_of(station).hold(timezone.now()), own.get(station.pk))
            for station in tellers.stations_on(clock.today())
        ]
    found.sort(key=lambda row: not row[3])
    return render(
        request, "gotv/tellers/stations.html", {"rows": found, "is_teller": bool(units), "now": timezone.now()}
    )


def _or_sent_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let whoever has neither account nor code come by the page that sends what this phone holds."""

    @functools.wraps(view)
    def or_gone(request: HttpRequest, station: int) -> HttpResponse:
        try:
            return view(request, station=station)
        except Http404:
            return leftovers.nothing_here(request)

    without_code, with_code = leftovers.sent_first(or_gone), leftovers.ours(or_gone)

    @functools.wraps(view)
    def opened(request: HttpRequest, station: int) -> HttpResponse:
        return (without_code if passes.held(request.session, station) is None else with_code)(request, station=station)

    return opened


@_or_sent_first
@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
@either
def teller(request: HttpRequest, telling: Telling) -> HttpResponse:
    """The keypad of a station; outside the hours a page that says when. Without a script a form sends each number."""
    here = telling.station
    open_hours = tellers.hours_of(here)
    if telling.refusal or not open_hours.hold(timezone.now()):
        return _closed(request, telling, open_hours)
    districts = [district.code for district in here.districts.order_by("code")]
    form = NumberForm(request.POST or None, districts=districts)
    if request.method == "POST" and form.is_valid():
        try:
            _type(telling, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("gotv:teller", station=here.pk)
    return render(request, "gotv/tellers/keypad.html", _keypad(telling, form, districts))


def shell_page(request: HttpRequest) -> HttpResponse:
    """Return the keypad without a station in it: its script fills it from what the phone keeps."""
    context = {"shell": True, "districts": [], "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "gotv/tellers/keypad.html", {**context, "list_url": reverse("gotv:teller_stations")})


def phone_page() -> PhonePage:
    """Return how the keypad opens without a connection (canvass.hooks.phone_pages)."""
    return PhonePage(r"^/gotv/teller/\d+/$", "gotv:teller_shell", shell_page)


@public("it holds nobody’s data: the phone keeps it to open without a connection")
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the worker shows when the network doesn't answer."""
    response = shell_page(request)
    response["Cache-Control"] = "no-cache"
    return response


def _type(telling: Telling, form: NumberForm) -> None:
    actions.type_number(
        station=telling.station,
        form_id=form.cleaned_data["entry"],
        district=form.cleaned_data["district"],
        number=form.cleaned_data["roll_number"],
        by=telling.by,
        device=telling.device,
    )


def _keypad(telling: Telling, form: NumberForm, districts: list[str]) -> dict[str, Any]:
    here = telling.station
    return {
        "station": here,
        "election": here.election,
        "closes_at": tellers.hours_of(here).closes,
        "districts": districts,
        "form": form,
        "last": tellers.last_of(here, telling.who),
        "undo_url": reverse("gotv:teller_undo", kwargs={"station": here.pk}),
        "list_url": _back(telling),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "teller": pack(telling, districts),
    }


def _back(telling: Telling) -> str:
    return reverse("gotv:teller_stations" if telling.by else "gotv:teller_code")


def pack(telling: Telling, districts: list[str]) -> dict[str, Any]:
    """Return what the phone keeps of a station: no elector, and nothing that a leaked copy would give away."""
    here = telling.station
    open_hours = tellers.hours_of(here)
    return {
        "v": 1,
        "station": {"id": here.pk, "name": here.name},
        "election": {"id": here.election_id, "name": here.election.name},
        "opens": open_hours.opens.isoformat(),
        "until": open_hours.closes.isoformat(),
        "urls": {
            "events": reverse("canvass:sync_events"),
            "ping": reverse("canvass:sync_ping"),
            "device": reverse("gotv:teller_device", kwargs={"station": here.pk}),
            "hand_over": reverse("gotv:teller_hand_over", kwargs={"station": here.pk}),
            "back": _back(telling),
        },
        "districts": districts,
        "user": _owner(telling),
    }


def _owner(telling: Telling) -> dict[str, Any]:
    """Return whose store on the phone it is. Each code has its own: the next teller sees and undoes none of it."""
    if telling.code is not None:
        return {"id": f"pass-{telling.code.pk}", "name": telling.code.name}
    return {"id": telling.who.pk, "name": telling.by.name if telling.by else ""}


@require_POST
@either
def undo(request: HttpRequest, telling: Telling) -> HttpResponse:
    """Take back one of one's own last numbers."""
    here = telling.station
    rows = VoteMark.objects.filter(station=here).select_related("station__election", "election")
    mark = guards.fetch(request, rows, pk=request.POST.get("mark", ""))
    try:
        actions.undo(mark=mark, by=telling.by, device=telling.device)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("gotv:teller", station=here.pk)


@require_POST
@either
def device(request: HttpRequest, telling: Telling) -> JsonResponse:
    """Give this phone a grant to send numbers with, as JSON (docs/offline.md)."""
    here = telling.station
    try:
        device_id = uuid.UUID(json.loads(request.body)["device_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"code": "MALFORMED", "message": "device_id is a UUID."}, status=400)
    try:
        if telling.is_inside:
            raise Refused(telling.refusal)
        if telling.by is not None:
            grant, token = actions.let_in(station=here, device_id=device_id, by=telling.by)
        else:
            grant, token = pass_actions.token_for(found=_code(telling), device_id=device_id)
    except Refused as error:
        return JsonResponse({"code": "CLOSED", "message": str(error)}, status=403)
    answer = {
        "grant": grant.pk,
        "token": token,
        "read_until": tellers.hours_of(here).closes,
        "write_until": grant.write_until,
        "server_time": timezone.now(),
    }
    return JsonResponse(answer, status=201)


def _code(telling: Telling) -> TellerPass:
    if telling.code is None:
        raise Http404(_("There is no such page."))
    return telling.code


@require_POST
@either
def check(request: HttpRequest, telling: Telling) -> HttpResponse:
    """Note that this phone works, for one that was let in by a code before the day and has just been heard from."""
    try:
        pass_actions.checked(found=_code(telling))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This phone works. Bring it charged, and keep this page’s address."))
    return redirect("gotv:teller", station=telling.station.pk)


def _closed(request: HttpRequest, telling: Telling, open_hours: hours.Hours) -> HttpResponse:
    here = telling.station
    is_early = timezone.now() < open_hours.opens
    context = {
        "station": here,
        "election": here.election,
        "hours": open_hours,
        "is_early": is_early,
        "refusal": telling.refusal,
        "code": telling.code,
        "list_url": _back(telling),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "teller": pack(telling, [one.code for one in here.districts.order_by("code")])
        if telling.code and is_early and not telling.refusal
        else None,
    }
    return render(request, "gotv/tellers/closed.html", context, status=403 if request.method == "POST" else 200)


def own_station(request: GuardedRequest, pk: int) -> PollingStation:
    """Return the station if this person may tell there: 404 outside their units, 403 within."""
    access = request.access
    with scoping.units(unit.pk for unit in access.units()):
        here = guards.fetch(request, PollingStation.objects.select_related("election", "unit"), pk=pk)
    if not access.may(P.RECORD_VOTED, here.unit):
        audit.record_anyway("access.refused", by=access.user, unit=here.unit_id, permission=P.RECORD_VOTED.value)
        raise NoRight(P.RECORD_VOTED, here.unit)
    return here
