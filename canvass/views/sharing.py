"""Sharing a board with one person, taking that back, and the board as that person reads it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import scoping, stepup
from access.actions import audit
from access.actions import sharing as actions
from access.forms.sharing import ShareForm
from access.guards import GuardedRequest, fetch, requires, signed_in
from access.models import Unit
from access.permissions import Permission as P
from access.queries import sharing as queries
from canvass.models import Board
from canvass.queries.boards import doors
from canvass.views import areas as within
from kit.errors import Refused

BOARD = "canvass.board"


@requires(P.MAKE_BOARDS)
@stepup.recently_to_post
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Ask with whom and why, then share the board."""
    found = within.board(request, P.MAKE_BOARDS, board)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.share(obj=found, unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            text = _("The board is shared with %(email)s, who gets a mail with the link.")
            messages.success(request, text % {"email": made.user.email})
            return redirect("canvass:board", unit=unit.code, board=found.pk)
    return render(request, "canvass/sharing/share.html", {"form": form, "board": found})


@requires(P.MAKE_BOARDS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, board: UUID, share: int) -> HttpResponse:
    """End the sharing of a board with one person."""
    found = within.board(request, P.MAKE_BOARDS, board)
    one = fetch(request, queries.of_object(found), pk=share)
    try:
        actions.take_back(share=one, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The board is no longer shared with %(email)s.") % {"email": one.user.email})
    return redirect("canvass:board", unit=unit.code, board=found.pk)


@signed_in("whoever a board was shared with may read it; the view checks that, and what they have signed")
@require_safe
def shared(request: GuardedRequest, board: UUID) -> HttpResponse:
    """Show a board that was shared with this person: to read, and nothing else."""
    held = queries.held(request.user, BOARD, str(board))
    if held is None:
        raise Http404(_("There is no such page."))
    missing = queries.missing(request.user, BOARD)
    if missing:
        return render(request, "canvass/sharing/before.html", {"share": held, "missing": missing})
    with scoping.units([held.unit_id], user=request.user.pk):
        found = fetch(request, Board.objects.select_related("unit"), pk=board)
        if not queries.may_see(request.user, found):
            raise Http404(_("There is no such page."))
        there = doors.doors(found)
        tally = doors.tally(found, there)
        audit.looked(
            request, what=P.SEE_BOARDS, count=tally.people, through=found, unit=held.unit, purpose=held.purpose
        )
        context = {"share": held, "board": found, "streets": doors.by_street(there), "tally": tally}
        return render(request, "canvass/sharing/shared.html", context | {"now": timezone.now()})
