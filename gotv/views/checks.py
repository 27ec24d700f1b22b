"""Odd numbers that wait for somebody: looked through and decided, one or many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import checks as actions
from gotv.enums import Suspicion
from gotv.forms.checks import CheckFilter, DecideForm
from gotv.models import Election
from gotv.queries import elections, suspicions
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.CORRECT_MARKS)
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """List the odd numbers that nobody has decided about; POST decides about those that are ticked."""
    found = fetch(request, Election, pk=election)
    area = request.access.area(P.CORRECT_MARKS, unit)
    wanted = CheckFilter(request.GET)
    reason = wanted.wanted()
    form = DecideForm(request.POST or None, election=found, area=area)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, found, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("gotv:checks", unit=unit.code, election=found.pk)
    page = page_of(request, suspicions.waiting(found, area=area, reason=reason))
    audit.looked(request, what=P.CORRECT_MARKS, count=len(page.object_list), through=found)
    context = {
        "election": found,
        "ways": ways(request, found),
        "is_over": elections.is_over(found),
        "filter": wanted,
        "filtered": bool(reason),
        "form": form,
        "page": page,
        "rows": [(mark, Suspicion(mark.suspicion).label) for mark in page],
    }
    return render(request, "gotv/checks/list.html", context)


def _decide(request: GuardedRequest, election: Election, form: DecideForm) -> None:
    counts = form.cleaned_data["what"] == "counts"
    count = actions.decide_many(
        election=election,
        marks=form.cleaned_data["mark"],
        counts=counts,
        note=form.cleaned_data["note"],
        by=request.user,
    )
    if counts:
        words = ngettext("%(count)d number counts now.", "%(count)d numbers count now.", count)
    else:
        words = ngettext(
            "%(count)d number is set aside and never counts.", "%(count)d numbers are set aside and never count.", count
        )
    messages.success(request, words % {"count": count})
