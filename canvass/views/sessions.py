"""Canvass sessions in the office and at the meeting point: the list, making one, and the leader's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from access.queries import accesses
from canvass.actions import sessions as actions
from canvass.forms.sessions import AWAY, BoardsForm, CloseForm, SessionForm
from canvass.models import Board, CanvassSession
from canvass.queries import areas, newcomers, teams
from canvass.queries import sessions as queries
from canvass.queries.boards import lists
from canvass.views import areas as within
from canvass.views import codes
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_BOARDS)
@require_safe
def sessions(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the sessions to come and going on, or those that are over."""
    is_over = request.GET.get("show") == "over"
    page = page_of(request, queries.over() if is_over else queries.coming())
    context = {"page": page, "over": is_over, "may_make": request.access.may(P.MAKE_BOARDS, unit)}
    return render(request, "canvass/sessions/list.html", context)


def found(request: GuardedRequest, pk: UUID) -> CanvassSession:
    """Return a session of the unit, or raise 404."""
    rows = CanvassSession.objects.select_related("unit", "leader", "made_by", "survey__survey")
    session: CanvassSession = fetch(request, rows, pk=pk)
    return session


def _form(request: GuardedRequest, unit: Unit, session: CanvassSession | None = None) -> SessionForm:
    leaders = accesses.holders(unit, [P.MAKE_BOARDS])
    initial = None
    if session is not None:
        names = ("name", "meets_at", "back_at", "meeting_point", "notes")
        initial = {name: getattr(session, name) for name in names}
        initial |= {"key": session.pk, "leader": session.leader_id, "survey": session.survey_id}
    return SessionForm(
        request.POST or None, leaders=leaders, surveys=queries.surveys(), leader=request.user.pk, initial=initial
    )


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make a session."""
    form = _form(request, unit)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(by=request.user, unit=unit, key=form.cleaned_data["key"], **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The session is made. Give it boards next."))
            return redirect("canvass:session", unit=unit.code, session=made.pk)
    return render(request, "canvass/sessions/edit.html", {"form": form, "session": None})


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def change(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Change a session."""
    held = found(request, session)
    form = _form(request, unit, held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=request.user, session=held, **form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The session is changed."))
            return redirect("canvass:session", unit=unit.code, session=held.pk)
    return render(request, "canvass/sessions/edit.html", {"form": form, "session": held})


@requires(P.SEE_BOARDS)
@require_safe
def session(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Show the leader who is out, how far they are, who waits, and which boards are here. Asks for itself again."""
    held = found(request, session)
    now = timezone.now()
    boards = teams.boards_of(held, request.access.area(P.SEE_BOARDS, unit))
    lines = teams.lines(held, boards, now)
    people = teams.people(held)
    context = {
        "session": held,
        "teams": lines,
        "late": [line for line in lines if line.late_since],
        "in_office": [one for one in boards if one.row.handing is None and one.board.closed_at is None],
        "elsewhere": [one for one in boards if one.row.handing is not None and one.board.team_id is None],
        "away": [one for one in boards if one.board.closed_at is not None],
        "unsent": [phone for one in boards for phone in one.unsent],
        "deaf": teams.deaf(held, boards),
        "people": people,
        "without_team": [one for one in people if one.team_id is None],
        "gone": teams.gone(held),
        "newcomers": list(newcomers.waiting(held)),
        "may_make": request.access.may(P.MAKE_BOARDS, unit),
        "joining": held.join_until is not None and held.join_until > now,
        "now": now,
    }
    return render(request, "canvass/sessions/session.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def boards(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Choose boards for a session from those that are in the office."""
    held = found(request, session)
    here = areas.boards(request.access.area(P.MAKE_BOARDS, unit), lists.in_use())
    there = list(queries.boards_to_take(held, here)[:200])
    form = BoardsForm(request.POST or None, boards=there)
    if request.method == "POST" and form.is_valid():
        ticked = [board for board in there if board.pk in form.cleaned_data["boards"]]
        try:
            count = actions.take_boards(by=request.user, session=held, boards=ticked)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            text = ngettext("One board is added.", "%(count)d boards are added.", count)
            messages.success(request, text % {"count": count})
            return redirect("canvass:session", unit=unit.code, session=held.pk)
    return render(request, "canvass/sessions/boards.html", {"form": form, "session": held, "there": there})


@requires(P.MAKE_BOARDS)
@require_POST
def drop_board(request: GuardedRequest, unit: Unit, session: UUID, board: UUID) -> HttpResponse:
    """Take a board out of a session."""
    held = found(request, session)
    there = within.board(request, P.MAKE_BOARDS, board, Board.objects.filter(session=held))
    try:
        actions.drop_board(by=request.user, board=there)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(board)s is no longer of this session.") % {"board": there.name})
    return redirect("canvass:session", unit=unit.code, session=held.pk)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Show the code by which people join, large; open it, make a new one, or close it."""
    held = found(request, session)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "close":
                actions.close_joining(by=request.user, session=held)
                messages.success(request, _("Nobody else can join by the code. Who has joined stays."))
                return redirect("canvass:session", unit=unit.code, session=held.pk)
            actions.open_joining(by=request.user, session=held)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("canvass:session", unit=unit.code, session=held.pk)
        return redirect("canvass:session_joining", unit=unit.code, session=held.pk)
    is_open = held.join_until is not None and held.join_until > timezone.now()
    address = ""
    if is_open:
        address = codes.whole(request, reverse("canvass:join", kwargs={"token": actions.join_token(held)}))
    context = {
        "session": held,
        "address": address,
        "qr": codes.qr(address, _("Address for joining the session")) if address else "",
        "newcomers": list(newcomers.waiting(held)),
    }
    return render(request, "canvass/sessions/joining.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def close(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Close a session: ask what becomes of its boards, then end it."""
    held = found(request, session)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close(by=request.user, session=held, put_away=form.cleaned_data["boards"] == AWAY)
        messages.success(request, _("The session is closed. You can open it again below."))
        return redirect("canvass:session", unit=unit.code, session=held.pk)
    now = timezone.now()
    shown = teams.boards_of(held, request.access.area(P.MAKE_BOARDS, unit))
    context = {
        "form": form,
        "session": held,
        "out": [line for line in teams.lines(held, shown, now) if teams.is_out(line.team)],
        "unsent": [phone for one in shown for phone in one.unsent],
    }
    return render(request, "canvass/sessions/close.html", context)


@requires(P.MAKE_BOARDS)
@require_POST
def reopen(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Open a closed session again, with its boards."""
    held = found(request, session)
    left = actions.reopen(by=request.user, session=held)
    if left:
        names = ", ".join(board.name for board in left)
        text = _("The session is open again. Other boards have the doors of these now, so they stay away: %(boards)s.")
        messages.warning(request, text % {"boards": names})
    else:
        messages.success(request, _("The session is open again."))
    return redirect("canvass:session", unit=unit.code, session=held.pk)
