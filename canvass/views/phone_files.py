"""Bringing in what a phone saved as a file because it could not send it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from access.guards import GuardedRequest, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import phone_files as actions
from canvass.forms.phone_files import PhoneFileForm
from kit.errors import Refused


@requires(P.REVIEW_ANSWERS)
@at_most("phone_file", when_sent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Take a file, and say what became of each record in it. The same file again changes nothing."""
    sent = request.method == "POST"
    form = PhoneFileForm(request.POST, request.FILES) if sent else PhoneFileForm()
    done = None
    if sent and form.is_valid():
        try:
            done = actions.bring_in(by=request.user, unit=unit, data=form.cleaned_data["file"].read())
        except Refused as error:
            form.add_error("file", str(error))
    return render(request, "canvass/phone_files/bring_in.html", {"form": form, "done": done})
