"""Who may vote in an election: counts by district and reason, and the letters that decide it."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import franchise as actions
from gotv.enums import Admission, Reason
from gotv.forms.elections import FranchiseForm
from gotv.models import Election, FranchiseRule
from gotv.queries import eligibility
from gotv.views.elections import ways


@requires(P.SEE_POLLING_DAY)
@require_safe
def page(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Show how many may vote, by reason and by district. Figures only, no names."""
    found = guards.fetch(request, Election, pk=election)
    districts = eligibility.by_district(found)
    reasons: Counter[str] = Counter()
    for district in districts:
        reasons.update(district.reasons)
    context = {
        "election": found,
        "ways": ways(request, found),
        "districts": districts,
        "reasons": [
            (Reason(why).label, Admission(eligibility.ADMISSIONS[Reason(why)]), reasons[why])
            for why in Reason.values
            if reasons[why]
        ],
        "totals": {name: sum(getattr(one, name) for one in districts) for name in ("yes", "check", "no")},
        "letters": list(FranchiseRule.objects.filter(election=found).order_by("letter")),
        "may_change": request.access.may(P.SET_UP_POLLING_DAY, unit),
    }
    return render(request, "gotv/franchise/page.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Say for each letter of the register whether its bearers may vote."""
    found = guards.fetch(request, Election, pk=election)
    in_use = eligibility.letters_in_use()
    held = dict(FranchiseRule.objects.filter(election=found).values_list("letter", "admission"))
    letters = {
        letter: (held.get(letter, Admission.CHECK.value), in_use.get(letter, 0)) for letter in sorted({*held, *in_use})
    }
    form = FranchiseForm(request.POST or None, letters=letters)
    if request.method == "POST" and form.is_valid():
        changed = actions.change(election=found, letters=form.admissions(), by=request.user)
        messages.success(request, _said(changed))
        return redirect("gotv:franchise", unit=unit.code, election=found.pk)
    return render(request, "gotv/franchise/edit.html", {"election": found, "ways": ways(request, found), "form": form})


def _said(changed: list[str]) -> str:
    if not changed:
        return _("Nothing was different, so nothing was changed.")
    return ngettext("Changed: letter %(letters)s.", "Changed: letters %(letters)s.", len(changed)) % {
        "letters": ", ".join(changed)
    }
