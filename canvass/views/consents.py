"""The words that are read out before a number is written down, and who agreed to what on them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import consents as actions
from canvass.enums import Channel
from canvass.forms.consents import WordingForm
from canvass.queries import consents as queries
from canvass.views import areas as within
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def wordings(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the words that are read out, and take new ones."""
    current = queries.wordings(unit)
    asked = request.POST.get("channel", "")
    forms = []
    for channel, suggested in queries.SUGGESTED.items():
        now = current.get(channel)
        initial = {"channel": channel, "text": now.text if now else suggested}
        forms.append((Channel(channel), now, WordingForm(request.POST if asked == channel else None, initial=initial)))
    for channel, _now, form in forms:
        if form.is_bound and form.is_valid():
            actions.reword(by=request.user, unit=unit, channel=channel, text=form.cleaned_data["text"])
            messages.success(request, _("Saved. Boards that are opened from now on have these words."))
            return redirect("canvass:wordings", unit=unit.code)
    return render(request, "canvass/consents/wordings.html", {"forms": forms})


@requires(P.REVIEW_ANSWERS)
@require_safe
def consents(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List who agreed to what at the door, on which words."""
    page = page_of(request, queries.consents(unit, request.access.area(P.REVIEW_ANSWERS, unit)))
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len({one.elector_id for one in page.object_list}))
    context = {"page": page, "may_open": request.access.may(P.SEE_REGISTER, unit)}
    return render(request, "canvass/consents/list.html", context)


@requires(P.REVIEW_ANSWERS)
@require_POST
def withdraw(request: GuardedRequest, unit: Unit, consent: UUID) -> HttpResponse:
    """Note that somebody has since said no, or undo that."""
    found = within.consent(request, P.REVIEW_ANSWERS, consent)
    try:
        if found.withdrawn_at is None:
            actions.withdraw(by=request.user, consent=found)
            messages.success(request, _("Noted: they have said no. You can undo it in the same place."))
        else:
            actions.restore(by=request.user, consent=found)
            messages.success(request, _("The consent holds again."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:consents", unit=unit.code)
