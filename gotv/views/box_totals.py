"""Verification totals: typed in as the boxes are opened, beside what we counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import box_totals as actions
from gotv.forms.box_totals import TotalsForm, name_of
from gotv.models import Election
from gotv.queries import box_totals
from gotv.rules import hours
from gotv.views.elections import ways
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.ENTER_COUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show the boxes with a field each, our last count of each, and how far that was from the truth."""
    found = guards.fetch(request, Election, pk=election)
    rows = box_totals.rows(found, request.access.area(P.ENTER_COUNTS, unit))
    shown = page_of(request, rows)
    form = TotalsForm(request.POST or None, rows=list(shown.object_list))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.enter(election=found, papers=form.papers(), shown=form.shown(), by=request.user)
        except actions.Wrong as error:
            form.add_error(name_of(error.box), str(error))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(count)s total is in.", "%(count)s totals are in.", changed)
            messages.success(request, words % {"count": changed})
            return redirect(request.get_full_path())
    sees_people = request.access.may(P.SEE_POLLING_DAY, unit)
    opens = hours.verifying_from(found.polling_on, rehearsal=found.is_rehearsal)
    context = {
        "election": found,
        "ways": ways(request, found),
        "list_url": reverse("gotv:polling_days", kwargs={"unit": unit.code}) if sees_people else "",
        "page": shown,
        "form": form,
        "lines": form.lines(),
        "together": box_totals.together(rows),
        "too_early": timezone.now() < opens,
        "sees_people": sees_people,
    }
    return render(request, "gotv/box_totals/page.html", context)
