"""One's own account: the second step, and where one is signed in."""

from __future__ import annotations

import datetime

from allauth.account.utils import get_next_redirect_url
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from access.actions import accounts as actions
from access.guards import GuardedRequest, signed_in
from access.queries import accounts as queries
from access.queries import resets
from access.rules import accounts as rules

_OWN = "everybody looks after their own account"
# In a session: where the person was going when a second step was missing.
_GOING_TO = "going_to"


@signed_in(_OWN)
@require_GET
def second_factor(request: GuardedRequest) -> HttpResponse:
    """Say what is missing, and which role waits for it; show what there is. `?next=` is kept for when it is done."""
    going_to = get_next_redirect_url(request)
    if going_to:
        request.session[_GOING_TO] = going_to
    factors = queries.factors(request.user)
    done = factors.any and not factors.wanting
    return render(
        request,
        "mfa/index.html",
        {
            "factors": factors,
            "going_to": request.session.pop(_GOING_TO, "") if done else "",
            "reset": resets.running(request.user),
            "host_is_number": _is_number(request.get_host()),
        },
    )


def _is_number(host: str) -> bool:
    """Say whether an address is a number: browsers keep passkeys for names alone."""
    name = host.rpartition(":")[0] or host
    return name.replace(".", "").isdigit() or name.startswith("[")


@signed_in("leads on to the page that lists passkeys and everything else")
@require_GET
def passkeys(request: GuardedRequest) -> HttpResponse:
    """Go to the list. allauth comes here when a passkey was removed or renamed."""
    return redirect("mfa_index")


@signed_in(_OWN)
@require_GET
def sessions(request: GuardedRequest) -> HttpResponse:
    """List where this account is signed in."""
    rows = [
        {
            "session": session,
            "browser": browser,
            "system": system,
            "here": session.session_key == request.session.session_key,
        }
        for session in queries.sessions(request.user)
        for browser, system in [rules.device(session.user_agent)]
    ]
    within = queries.limits(request.user)
    return render(
        request,
        "usersessions/usersession_list.html",
        {
            "rows": rows,
            "others": sum(not row["here"] for row in rows),
            "idle": _span(within.idle),
            "absolute": _span(within.absolute),
        },
    )


def _span(length: datetime.timedelta) -> str:
    """Return a span in words, in the largest unit that fits: "60 minutes", "12 hours", "30 days"."""
    minutes = int(length.total_seconds() // 60)
    if minutes <= 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes <= 24 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", length.days) % {"n": length.days}


@signed_in(_OWN)
@require_POST
def end_session(request: GuardedRequest, session: int) -> HttpResponse:
    """Sign out on one other device."""
    found = UserSession.objects.filter(user_id=request.user.pk, pk=session).first()
    if found is None:
        raise Http404(_("There is no such session."))
    actions.end_session(user=request.user, session=found)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@signed_in(_OWN)
@require_POST
def end_other_sessions(request: GuardedRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = actions.end_sessions(user=request.user, by=request.user, why="own wish", but=request.session.session_key)
    messages.success(
        request, _("You are signed out everywhere else.") if ended else _("You were signed in nowhere else.")
    )
    return redirect("usersessions_list")
