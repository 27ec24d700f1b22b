"""Teams of a session: adding one, who is in it, handing it a board, and what the leader hears from it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import boards as board_actions
from canvass.actions import newcomers
from canvass.actions import teams as actions
from canvass.forms.newcomers import AddressForm
from canvass.forms.teams import HandForm, TeamForm
from canvass.models import Board, CanvassSession, Joined, Team
from canvass.queries import areas, flags
from canvass.queries import teams as queries
from canvass.queries.boards import lists
from canvass.views import areas as within
from canvass.views import sessions
from kit.errors import Refused


@requires(P.MAKE_BOARDS)
@require_POST
def add(request: GuardedRequest, unit: Unit, session: UUID) -> HttpResponse:
    """Add a team."""
    held = sessions.found(request, session)
    return _do(request, held, lambda: _added(request, held))


def _added(request: GuardedRequest, session: CanvassSession) -> str:
    made = actions.add(by=request.user, session=session, name=request.POST.get("name", ""))
    return _("%(team)s is there.") % {"team": made.name}


def _fine(request: GuardedRequest, team: Team) -> str:
    actions.fine(by=request.user, team=team)
    return _("Noted: all is well with %(team)s.") % {"team": team.name}


def _longer(request: GuardedRequest, team: Team) -> str:
    actions.longer(by=request.user, team=team)
    return _("%(team)s has half an hour more.") % {"team": team.name}


def _back(request: GuardedRequest, team: Team) -> str:
    actions.come_back(by=request.user, team=team)
    return _("%(team)s is back. Take back its boards, or let it keep them.") % {"team": team.name}


def _out(request: GuardedRequest, team: Team) -> str:
    actions.out_after_all(by=request.user, team=team)
    return _("%(team)s is out again.") % {"team": team.name}


def _drop(request: GuardedRequest, team: Team) -> str:
    actions.drop(by=request.user, team=team)
    return _("%(team)s is gone. Its people are without a team.") % {"team": team.name}


_DEEDS = {"fine": _fine, "longer": _longer, "back": _back, "out": _out, "drop": _drop}


@requires(P.MAKE_BOARDS)
@require_POST
def deed(request: GuardedRequest, unit: Unit, session: UUID, team: int, deed: str) -> HttpResponse:
    """Note what the leader has heard: that a team is fine, needs longer, is back, or is out after all."""
    held = sessions.found(request, session)
    there: Team = fetch(request, Team.objects.filter(session=held), pk=team)
    if deed not in _DEEDS:
        raise Http404(_("There is no such page."))
    return _do(request, held, lambda: _DEEDS[deed](request, there))


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def put(request: GuardedRequest, unit: Unit, session: UUID, place: int) -> HttpResponse:
    """Put somebody who joined into a team; or ask into which, and whether they went home."""
    held = sessions.found(request, session)
    joined = _joined(request, held, place)
    if request.method == "GET":
        form = TeamForm(teams=list(held.teams.all()), initial={"team": joined.team_id or ""})
        context = {"session": held, "joined": joined, "form": form, "address_form": AddressForm()}
        return render(request, "canvass/sessions/person.html", context)
    asked = request.POST.get("team", "")
    team: Team | None = fetch(request, Team.objects.filter(session=held), pk=asked) if asked else None
    return _do(request, held, lambda: _put(request, joined, team))


def _joined(request: GuardedRequest, session: CanvassSession, place: int) -> Joined:
    rows = Joined.objects.filter(session=session).select_related("user", "vouched_by", "team")
    joined: Joined = fetch(request, rows, pk=place)
    return joined


@requires(P.MAKE_BOARDS)
@require_POST
def leave(request: GuardedRequest, unit: Unit, session: UUID, place: int) -> HttpResponse:
    """Note that somebody went home, or with `do` "stay" that they are still here."""
    held = sessions.found(request, session)
    joined = _joined(request, held, place)
    return _do(request, held, lambda: (_stayed if request.POST.get("do") == "stay" else _left)(request, joined))


def _left(request: GuardedRequest, joined: Joined) -> str:
    newcomers.leave(by=request.user, joined=joined)
    return _("%(name)s went home. Their boards are back; what is still on their phone can be sent.") % {
        "name": joined.user.name
    }


def _stayed(request: GuardedRequest, joined: Joined) -> str:
    newcomers.stay(by=request.user, joined=joined)
    return _("%(name)s is here again. Put them into a team.") % {"name": joined.user.name}


def _put(request: GuardedRequest, joined: Joined, team: Team | None) -> str:
    actions.put(by=request.user, joined=joined, team=team)
    if team is None:
        return _("%(name)s is in no team.") % {"name": joined.user.name}
    return _("%(name)s is in %(team)s.") % {"name": joined.user.name, "team": team.name}


@requires(P.MAKE_BOARDS)
@require_POST
def take_back(request: GuardedRequest, unit: Unit, session: UUID, board: UUID) -> HttpResponse:
    """Take a board back from whoever has it."""
    held = sessions.found(request, session)
    there = within.board(request, P.MAKE_BOARDS, board, Board.objects.filter(session=held))
    return _do(request, held, lambda: _taken_back(request, there))


def _taken_back(request: GuardedRequest, board: Board) -> str:
    ended = board_actions.take_back(by=request.user, board=board)
    if ended is None:
        return _("Nobody had this board any more.")
    text = _("%(name)s no longer has the board. What is still on their phone can be sent.")
    return text % {"name": ended.user.name}


def _do(request: GuardedRequest, session: CanvassSession, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:session", unit=request.unit.code, session=session.pk)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def hand_out(request: GuardedRequest, unit: Unit, session: UUID, board: UUID) -> HttpResponse:
    """Hand a board of the session to somebody of a team, with what the leader should know about its doors."""
    held = sessions.found(request, session)
    there = within.board(request, P.MAKE_BOARDS, board, Board.objects.filter(session=held))
    handing = lists.current_handing(there)
    people = areas.who_may_have(there)
    form = HandForm(
        request.POST or None,
        people=people,
        joined=queries.people(held),
        teams=list(held.teams.all()),
        initial={"seen": handing.pk if handing else None},
    )
    if request.method == "POST" and form.is_valid() and _handed(request, there, form):
        return redirect("canvass:board_pass", unit=unit.code, board=there.pk)
    care = flags.on_board(there)
    audit.looked(request, what=P.MAKE_BOARDS, count=len(care), through=there)
    context = {"form": form, "session": held, "board": there, "handing": handing, "people": people, "flags": care}
    return render(request, "canvass/sessions/hand_out.html", context)


def _handed(request: GuardedRequest, board: Board, form: HandForm) -> bool:
    chosen = next(user for user in areas.who_may_have(board) if user.pk == form.cleaned_data["to"])
    seen = board.handings.filter(pk=form.cleaned_data["seen"] or 0).first()
    team = form.chosen_team()
    if team is None:
        return False
    try:
        actions.hand(by=request.user, board=board, team=team, to=chosen, instead_of=seen)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request, _("%(name)s has the board now, and %(team)s is out.") % {"name": chosen.name, "team": team.name}
    )
    return True
