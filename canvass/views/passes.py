"""Passes: the code that opens a board on one phone, shown in the office and opened on the phone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access import confining, scoping
from access.guards import GuardedRequest, public, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import passes as actions
from canvass.models import Board, BoardPass
from canvass.queries import passes as queries
from canvass.queries.boards import lists
from canvass.rules import passes as rules
from canvass.views import areas as within
from canvass.views import codes
from kit.errors import Refused


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def board_pass(request: GuardedRequest, unit: Unit, board: UUID) -> HttpResponse:
    """Show the code that opens a board on the phone of whoever has it; POST makes a new one."""
    rows = Board.objects.select_related("session")
    found = within.board(request, P.MAKE_BOARDS, board, rows)
    handing = lists.current_handing(found)
    if handing is None or handing.read_until <= timezone.now():
        messages.error(request, _("This board is out with nobody. Hand it out first."))
        return redirect("canvass:board", unit=unit.code, board=found.pk)
    newest = queries.newest(handing)
    if newest is None or request.method == "POST":
        try:
            newest, _token = actions.make(by=request.user, handing=handing)
        except Refused as error:  # it came back a moment ago
            messages.error(request, str(error))
            return redirect("canvass:board", unit=unit.code, board=found.pk)
        if request.method == "POST":
            return redirect("canvass:board_pass", unit=unit.code, board=found.pk)
    address = ""
    if newest.used_at is None:
        address = codes.whole(request, reverse("canvass:pass", kwargs={"token": rules.token("pass", newest.pk)}))
    context = {
        "board": found,
        "handing": handing,
        "used_at": newest.used_at,
        "address": address,
        "qr": codes.qr(address, _("Address of the board")) if address else "",
    }
    return render(request, "canvass/passes/code.html", context)


@public("whoever was given a board opens it by the code; looking opens nothing, and the code is checked inside")
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, token: str) -> HttpResponse:
    """Say what a code opens; POST signs this phone in for that board alone."""
    found = queries.by_token(token)
    if found is None:
        refusal = _("This is no code of ours, or the board is gone. Ask whoever gave it to you for a new one.")
        return render(request, "canvass/passes/refused.html", {"refusal": refusal}, status=404)
    with scoping.units([found.unit_id], user=found.handing.user_id):
        return _use(request, found)


def _use(request: HttpRequest, found: BoardPass) -> HttpResponse:
    board = reverse("canvass:phone_board", kwargs={"board": found.handing.board_id})
    is_theirs = request.user == found.handing.user
    if is_theirs and confining.opens(request, board):
        return redirect(board)
    refusal = queries.refusal(found, timezone.now())
    if not refusal and request.method == "POST":
        try:
            until = actions.use(found=found)
        except Refused as error:  # another phone was quicker
            refusal = str(error)
        else:
            confining.enter(request, found.handing.user, paths=_paths(found), until=until)
            return redirect(board)
    if refusal:
        return render(request, "canvass/passes/refused.html", {"refusal": refusal}, status=410)
    return render(request, "canvass/passes/use.html", {"handing": found.handing})


def _paths(found: BoardPass) -> list[str]:
    """Return what a pass opens: the board's own pages, and its session's, where one says that all is well."""
    board = found.handing.board
    session = [reverse("canvass:outing", kwargs={"session": board.session_id})] if board.session_id else []
    return [reverse("canvass:phone_board", kwargs={"board": board.pk}), *session]
