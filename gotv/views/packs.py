"""Paper packs of committee rooms: fetching them ahead, having one made now, and the password that opens them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access import guards
from access.actions import audit
from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from access.stepup import recently
from gotv.actions import packs as actions
from gotv.models import CommitteeRoom, Election, PaperPack
from gotv.queries import elections, packs
from gotv.views.elections import ways
from kit.errors import Refused

_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@requires(P.SEE_KNOCK_UPS)
@require_safe
def listing(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the committee rooms with their packs, and say which nobody has fetched."""
    return _page(request, guards.fetch(request, Election, pk=election))


def _page(request: GuardedRequest, found: Election, shown: tuple[CommitteeRoom, str] | None = None) -> HttpResponse:
    area = request.access.area(P.SEE_KNOCK_UPS, request.unit)
    opens_all = request.access.may(P.SET_UP_POLLING_DAY, request.unit)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "rows": packs.listing(found, area, request.user, opens_all=opens_all),
        "may_set_up": opens_all,
        "shown": shown,
    }
    return render(request, "gotv/packs/list.html", context)


def _room(request: GuardedRequest, election: int, room: int) -> CommitteeRoom:
    found = guards.fetch(request, Election, pk=election)
    here = packs.in_area(request.access.area(P.SEE_KNOCK_UPS, request.unit), found.rooms.select_related("election"))
    return guards.fetch(request, here, pk=room)


@requires(P.SEE_KNOCK_UPS)
@at_most("phone_file")
@require_POST
def build(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """Make a room's pack now, here, without waiting for a worker: that may be what is down."""
    found = _room(request, election, room)
    try:
        made = actions.build(room=found, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        if made.files:
            messages.success(request, _("The pack of %(room)s is ready. Fetch it now.") % {"room": found})
        else:
            empty = _("Nobody is left to knock up for %(room)s, so its pack is empty.")
            messages.info(request, empty % {"room": found})
    return redirect("gotv:packs", unit=unit.code, election=election)


@requires(P.SEE_KNOCK_UPS)
@recently
@require_POST
def password(request: GuardedRequest, unit: Unit, election: int, room: int) -> HttpResponse:
    """Show the password of a room's packs to its officers, and to whoever sets polling day up."""
    found = _room(request, election, room)
    is_officer = found.officers.filter(user=request.user).exists()
    if not is_officer and not request.access.may(P.SET_UP_POLLING_DAY, unit):
        guards.refuse(request, P.SET_UP_POLLING_DAY, unit)
    return _page(request, found.election, (found, actions.show_password(room=found, by=request.user)))


@requires(P.SEE_KNOCK_UPS)
@at_most("phone_file")
@require_safe
def fetch(request: GuardedRequest, unit: Unit, election: int, pack: uuid.UUID, file: str) -> HttpResponse:
    """Hand out a file of a pack. It opens with the room's password alone. It is noted who fetched it."""
    found = guards.fetch(request, PaperPack.objects.select_related("room"), pk=pack)
    _room(request, election, found.room_id)
    try:
        content = actions.fetch(pack=found, name=file, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("gotv:packs", unit=unit.code, election=election)
    audit.looked(request, what=P.SEE_KNOCK_UPS, count=found.people, through=found)
    kind = _TYPES.get(file.rpartition(".")[2], "application/octet-stream")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'})
