"""The first visit: sets up an empty installation, then the address is gone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from access import transport
from access.actions import setup as actions
from access.forms.setup import SetupForm
from access.guards import public
from access.models import Unit
from kit.errors import Refused


@public("an empty installation has no accounts yet; once a unit exists this address answers 404 for ever")
@sensitive_post_parameters("password", "mail_password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Ask for all that is needed on one page; carry it out at once or not at all; sign the administrator in."""
    if Unit.objects.exists():
        raise Http404(_("This installation has been set up already."))
    form = SetupForm(request.POST or None, mail_is_given=bool(settings.EMAIL_URL))
    if request.method == "POST" and form.is_valid() and _reaches_server(form):
        done = _carry_out(request, form)
        if done is not None:
            return done
    return render(request, "access/setup.html", {"form": form, "caught": settings.MAIL_IS_CAUGHT, "hide_sign_in": True})


def _reaches_server(form: SetupForm) -> bool:
    """Try the mail server out before anything is stored, so that a slip of the keys shows here."""
    if not form.wants_mail():
        return True
    try:
        transport.try_out(form.server())
    except transport.Shut as shut:
        form.add_error(
            "host", _("The mail server didn’t let us in: %(why)s. Check it, or choose “Not now” above.") % {"why": shut}
        )
        return False
    return True


def _carry_out(request: HttpRequest, form: SetupForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        unit, user = actions.carry_out(
            unit_name=data["unit_name"],
            unit_code=data["unit_code"],
            person_name=data["person_name"],
            email=data["email"],
            password=data["password"],
            imprint=data["imprint"],
            server=form.server() if form.wants_mail() else None,
            test_message=form.wants_mail() and data["test_message"],
        )
    except Refused as error:
        if Unit.objects.exists():
            raise Http404(str(error)) from error
        form.add_error(None, str(error))
        return None
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(
        request,
        _("%(unit)s is set up, and you are its administrator and its secretary. This page can’t be used again.")
        % {"unit": unit.name},
    )
    return redirect("access:start", unit=unit.code)
