"""Erasing what somebody told us, because they asked for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from access.stepup import recently_to_post
from canvass.actions import keeping as actions
from canvass.forms.erasing import EraseForm
from canvass.views import areas as within
from kit.errors import Refused


@requires(P.REVIEW_ANSWERS)
@recently_to_post
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Ask who wants it, then erase what this person told us."""
    found = within.elector(request, P.REVIEW_ANSWERS, elector)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.at_request(by=request.user, elector=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Erased: what they told us is gone from here. Backups hold it until they age out.")
            )
            if request.access.may(P.SEE_REGISTER, unit):
                return redirect("canvass:elector", unit=unit.code, elector=found.pk)
            return redirect("canvass:answers", unit=unit.code)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=1, through=found)
    return render(request, "canvass/erasing/erase.html", {"form": form, "elector": found})
