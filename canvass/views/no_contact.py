"""Who is not to be contacted: the list, noting it at a desk, and saying that it still holds."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access.actions import audit
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import no_contact as actions
from canvass.forms.no_contact import NoContactForm
from canvass.queries import no_contact as queries
from canvass.views import areas as within
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.REVIEW_ANSWERS)
@require_safe
def no_contact(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List who is not to be contacted, those first at whom somebody has to look again."""
    page = page_of(request, queries.people(unit, request.access.area(P.REVIEW_ANSWERS, unit)))
    audit.looked(request, what=P.REVIEW_ANSWERS, count=len(page.object_list))
    context = {"page": page, "today": clock.today(), "may_open": request.access.may(P.SEE_REGISTER, unit)}
    return render(request, "canvass/no_contact/list.html", context)


@requires(P.REVIEW_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Ask how somebody knows, then let nobody contact this person."""
    return _ask(request, unit, elector, "mark", actions.mark, _("Noted. Boards leave them out, and phones are told."))


@requires(P.REVIEW_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: GuardedRequest, unit: Unit, elector: int) -> HttpResponse:
    """Ask how somebody knows that it still holds, then look again in two years."""
    return _ask(request, unit, elector, "keep", actions.keep, _("It stands. Somebody looks again in two years."))


def _ask(
    request: GuardedRequest, unit: Unit, elector: int, what: str, do: Callable[..., None], done: str
) -> HttpResponse:
    found = within.elector(request, P.REVIEW_ANSWERS, elector)
    form = NoContactForm(request.POST or None)
    if form.is_valid():
        try:
            do(by=request.user, elector=found, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("canvass:no_contact", unit=unit.code)
    audit.looked(request, what=P.REVIEW_ANSWERS, count=1, through=found)
    return render(request, "canvass/no_contact/why.html", {"form": form, "elector": found, "what": what})
