"""Signing in with a PIN for the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access import confining, limits
from access.actions import pins as actions
from access.forms.pins import PinForm
from access.guards import public


@public("signing in must be open to those who are not signed in")
@limits.at_most("day_pin")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with address and PIN, for the pages that the PIN opens."""
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.check(**form.cleaned_data)
        if found is not None:
            confining.enter(request, found.user, paths=found.paths, until=found.until)
            return redirect(found.paths[0])
        form.add_error(
            None,
            _(
                "That address or number and that PIN don’t go together today. After five wrong tries a PIN stops "
                "working: then ask whoever leads the session to let you join again."
            ),
        )
    return render(request, "access/pins/sign_in.html", {"form": form})
