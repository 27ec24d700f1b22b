"""What somebody holds themselves: every role, key and office, until when, and what they can do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access import scoping
from access.actions import grants, offices, requests
from access.forms.grants import ReasonForm
from access.guards import GuardedRequest, fetch, signed_in
from access.models import Grant, OfficeTerm
from access.queries import grants as queries
from access.queries import offices as office_queries
from access.queries import training
from access.rules import grants as rules
from kit import clock
from kit.errors import Refused

_OWN = "everybody with an account may see and give back what is their own"


@signed_in(_OWN)
@require_GET
def mine(request: GuardedRequest) -> HttpResponse:
    """List what this person holds, everywhere, and what of it ended lately."""
    now, over = queries.mine(request.user, clock.today(), rules.WARNING)
    gates = training.gates(request.user)
    missing = {grant.pk: request.access.missing(grant) for grant in request.access.closed}
    return render(
        request,
        "access/mine/list.html",
        {
            "now": [{"mine": one, "closed": one.grant.pk in missing} for one in now],
            "over": over,
            "terms": office_queries.of_person(request.user, clock.today()),
            "gates": training.of_names(gates, {name for names in missing.values() for name in names}),
            "today": clock.today(),
        },
    )


@signed_in(_OWN)
@require_POST
def ask_to_renew(request: GuardedRequest, grant: int) -> HttpResponse:
    """Ask whoever decides to let a role of one's own go on, with one button."""
    found = _own(request, grant)
    with scoping.units(found.unit.lineage(), user=request.user.pk):
        try:
            made = requests.ask(
                user=request.user,
                unit=found.unit,
                role=found.role,
                tool=found.tool,
                need=_("Go on as %(role)s") % {"role": found.what},
                why=found.reason,
                area=found.area,
                needed_by=found.ends_on,
                renews=found,
            )
        except Refused as error:
            messages.error(request, str(error))
            return redirect("access:mine")
    messages.success(request, _("You have asked. Everybody who can decide has it now."))
    return redirect("access:request", wanted=made.pk)


@signed_in(_OWN)
@require_http_methods(["GET", "POST"])
def give_back(request: GuardedRequest, grant: int) -> HttpResponse:
    """Give back a role of one's own. It ends at once."""
    found = _own(request, grant)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with scoping.units([found.unit_id], user=request.user.pk):
            try:
                grants.end(grant=found, reason=form.cleaned_data["reason"], by=request.user)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("You are no longer %(role)s. Thank you.") % {"role": found.what})
                return redirect("access:mine")
    return render(request, "access/mine/give_back.html", {"form": form, "grant": found})


@signed_in(_OWN)
@require_http_methods(["GET", "POST"])
def stand_down(request: GuardedRequest, term: int) -> HttpResponse:
    """End a term of office of one's own, and with it the roles that it brought."""
    own = fetch(request, OfficeTerm.objects.filter(user=request.user), pk=term)
    with scoping.units([own.unit_id], user=request.user.pk):
        found = OfficeTerm.objects.select_related("office", "unit", "user").get(pk=own.pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with scoping.units([found.unit_id], user=request.user.pk):
            try:
                offices.end_term(term=found, reason=form.cleaned_data["reason"], by=request.user)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("You are no longer %(role)s. Thank you.") % {"role": found.office.title})
                return redirect("access:mine")
    return render(request, "access/mine/stand_down.html", {"form": form, "term": found})


def _own(request: GuardedRequest, grant: int) -> Grant:
    """Return a grant of this person's; somebody else's is 404."""
    rows = Grant.objects.filter(user=request.user).select_related("unit", "user", "tool")
    return fetch(request, rows, pk=grant)
