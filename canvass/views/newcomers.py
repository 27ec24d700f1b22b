"""Joining a session at the meeting point: asking by its code, waiting, going on; and the leader who vouches."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access import confining, limits, scoping
from access.actions import users
from access.guards import GuardedRequest, fetch, public, requires
from access.models import Unit, User
from access.permissions import Permission as P
from access.roles import ROLES, RoleName
from canvass.actions import newcomers as actions
from canvass.forms.newcomers import AddressForm, AskForm
from canvass.models import CanvassSession, Joined, Newcomer
from canvass.queries import newcomers as queries
from canvass.queries import sessions as session_queries
from canvass.views import sessions
from kit.errors import Refused

# In the session of a phone that nobody has signed in on: the key of its row.
KEY = "newcomer"


@public("somebody at the meeting point has no account yet; the code of the session is checked inside")
@limits.at_most("join")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Join a session by its code: ask, wait for the leader, go on."""
    session = queries.by_token(token, timezone.now())
    if session is None:
        return render(request, "canvass/newcomers/no_code.html", status=404)
    user = request.user if isinstance(request.user, User) else None
    with scoping.units([session.unit_id], user=user.pk if user else None):
        if user is not None:
            return _with_account(request, session, user)
        mine = queries.of_key(session, request.session.get(KEY, ""))
        if mine is None:
            return _ask(request, session)
        return _after_asking(request, session, mine)


def _with_account(request: HttpRequest, session: CanvassSession, user: User) -> HttpResponse:
    """Join with the account that is signed in; or ask with it, where the leader has to vouch."""
    if queries.place_of(session, user) is not None:
        return redirect("canvass:outing", session=session.pk)
    mine = Newcomer.objects.filter(session=session, user=user).order_by("-asked_at").first()
    if request.method == "POST":
        try:
            if actions.come(user=user, session=session) is not None:
                return redirect("canvass:outing", session=session.pk)
            actions.ask(session=session, name=user.name, email=user.address, user=user)
        except Refused as error:
            messages.error(request, str(error))
        return redirect(request.path)
    if mine is not None and mine.vouched is None:
        return render(request, "canvass/newcomers/waiting.html", {"session": session, "name": mine.name})
    context = {"session": session, "refused": mine is not None and mine.vouched is False}
    return render(request, "canvass/newcomers/come.html", context)


def _ask(request: HttpRequest, session: CanvassSession, *, refused: bool = False) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _row, key = actions.ask(session=session, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            request.session[KEY] = key
            return redirect(request.path)
    return render(request, "canvass/newcomers/ask.html", {"form": form, "session": session, "refused": refused})


def _after_asking(request: HttpRequest, session: CanvassSession, mine: Newcomer) -> HttpResponse:
    if mine.vouched is None:
        return render(request, "canvass/newcomers/waiting.html", {"session": session, "name": mine.name})
    if not mine.vouched:
        return _ask(request, session, refused=True)
    if not mine.made_account:
        return render(request, "canvass/newcomers/sign_in.html", {"session": session, "email": mine.email})
    if request.method != "POST":
        return render(request, "canvass/newcomers/go_on.html", {"session": session, "name": mine.name})
    try:
        user = actions.come_in(newcomer=mine)
    except Refused as error:
        messages.info(request, str(error))
        return redirect("access:day_pin")
    confining.enter(request, user, paths=paths(session), until=session_queries.end_of(session))
    return redirect("canvass:outing", session=session.pk)


def paths(session: CanvassSession) -> list[str]:
    """Return what somebody whom a leader vouched for may open that day: the phone's pages, and what must be learnt."""
    role = ROLES[RoleName.CANVASSER]
    return [
        reverse("canvass:outing", kwargs={"session": session.pk}),
        reverse("canvass:phone"),
        *(reverse("access:lesson", kwargs={"lesson": name}) for name in role.lessons),
        *(reverse("access:terms", kwargs={"terms": name}) for name in role.terms),
    ]


@requires(P.MAKE_BOARDS)
@require_POST
def give_address(request: GuardedRequest, unit: Unit, session: UUID, place: int) -> HttpResponse:
    """Give somebody who joined without an email address one, so that they keep their account."""
    held = sessions.found(request, session)
    joined: Joined = fetch(request, Joined.objects.filter(session=held).select_related("user"), pk=place)
    form = AddressForm(request.POST)
    try:
        if form.is_valid():
            email = form.cleaned_data["email"]
            users.give_address(user=joined.user, email=email, by=request.user, unit=held.unit)
            text = _("A link is on its way to %(email)s. From now on that is what they sign in with.")
            messages.success(request, text % {"email": email})
        else:
            messages.error(request, " ".join(map(str, form.errors["email"])))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:team_put", unit=unit.code, session=held.pk, place=joined.pk)


@requires(P.MAKE_BOARDS)
@require_POST
def vouch(request: GuardedRequest, unit: Unit, session: UUID, newcomer: UUID) -> HttpResponse:
    """Say that one knows somebody, or has them before one's eyes: they may join."""
    held = sessions.found(request, session)
    there: Newcomer = fetch(request, Newcomer.objects.filter(session=held), pk=newcomer)
    try:
        actions.vouch(by=request.user, newcomer=there)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s may join. Their phone goes on by itself.") % {"name": there.name})
    return redirect("canvass:session", unit=unit.code, session=held.pk)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "POST"])
def refuse(request: GuardedRequest, unit: Unit, session: UUID, newcomer: UUID) -> HttpResponse:
    """Say no to somebody who asks to join: asked once more first."""
    held = sessions.found(request, session)
    there: Newcomer = fetch(request, Newcomer.objects.filter(session=held), pk=newcomer)
    if request.method == "POST":
        actions.refuse(by=request.user, newcomer=there)
        messages.success(request, _("%(name)s does not join. They can ask again.") % {"name": there.name})
        return redirect("canvass:session", unit=unit.code, session=held.pk)
    return render(request, "canvass/newcomers/refuse.html", {"session": held, "newcomer": there})
