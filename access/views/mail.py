"""What mail was sent, and by which server; and the letter box for trying out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from access import transport
from access.actions import mail as actions
from access.enums import MailState
from access.forms.mail import MailFilterForm, MailServerForm
from access.guards import GuardedRequest, public, requires
from access.models import MailServer, Unit
from access.permissions import Permission as P
from access.queries import mail as queries
from access.stepup import recently_to_post
from access.views import places
from kit.pagination import page_of


@requires(P.SEE_MAIL)
@require_GET
def mail(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show how much of this unit's mail is where, whether the way out is open, and the messages, newest first."""
    mine = queries.of(unit)
    form = MailFilterForm(request.GET)
    state = form.state_asked()
    shown = mine.filter(state=state) if state else mine
    counted = queries.counters(mine)
    return render(
        request,
        "access/mail/list.html",
        {
            "places": places.ways(request, unit),
            "form": form,
            "figures": [
                {"label": MailState(state).label, "value": count} for state, count in counted.by_state.items() if count
            ],
            "total": counted.total,
            "way": queries.way_out(),
            "may_change": _may_set_up(request, unit),
            "page": page_of(request, shown.order_by("-created_at", "id")),
        },
    )


def _may_set_up(request: GuardedRequest, unit: Unit) -> bool:
    """The mail server serves the whole installation, so it is changed from the top of the tree, if by anybody."""
    return unit.parent_id is None and not settings.EMAIL_URL and request.access.may(P.SET_UP_MAIL, unit)


@requires(P.SET_UP_MAIL)
@recently_to_post
@sensitive_post_parameters("mail_password")
@require_http_methods(["GET", "POST"])
def server(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Change the mail server. It is tried out first; nothing is stored when it doesn't let us in."""
    if not _may_set_up(request, unit):
        raise Http404(_("The mail server is not set here."))
    stored = MailServer.objects.first()
    form = MailServerForm(request.POST or None, initial=_initial(stored, request))
    if request.method == "POST" and form.is_valid():
        try:
            entered = form.server(keep=stored)
            transport.try_out(entered)
        except transport.Shut as shut:
            form.add_error("host", _("The mail server didn’t let us in: %(why)s. Nothing was changed.") % {"why": shut})
        else:
            actions.set_server(server=entered, by=request.user, unit=unit)
            if form.cleaned_data["test_message"]:
                actions.send_test(to=request.user, unit=unit)
            messages.success(request, _("The mail server is set. What was waiting goes out now."))
            return redirect("access:mail", unit=unit.code)
    return render(request, "access/mail/server.html", {"form": form, "stored": stored})


def _initial(stored: MailServer | None, request: GuardedRequest) -> dict[str, object]:
    if stored is None:
        return {"from_email": request.user.email}
    return {name: getattr(stored, name) for name in ("from_email", "host", "port", "security", "username")}


@public("only where mail is caught instead of sent (EMAIL_URL=caught://, for trying out); 404 everywhere else")
@require_GET
def caught(request: HttpRequest) -> HttpResponse:
    """List the messages that were caught, newest first."""
    _only_where_caught()
    with queries.letter_box():
        return render(request, "access/mail/caught.html", {"page": page_of(request, queries.caught(), 25)})


@public("only where mail is caught instead of sent (EMAIL_URL=caught://, for trying out); 404 everywhere else")
@require_GET
def caught_message(request: HttpRequest, message: uuid.UUID) -> HttpResponse:
    """Show one caught message as plain text, its links to be followed."""
    _only_where_caught()
    with queries.letter_box():
        found = queries.caught().filter(pk=message).first()
    if found is None:
        raise Http404(_("There is no such message."))
    return render(request, "access/mail/caught_message.html", {"message": found})


def _only_where_caught() -> None:
    if not settings.MAIL_IS_CAUGHT:
        raise Http404(_("Mail is sent here, not caught."))
