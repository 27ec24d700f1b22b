"""Pages of elections: the list of polling days, making one, changing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from access import guards
from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from gotv.actions import elections as actions
from gotv.forms.elections import ComingElectionForm, PastElectionForm
from gotv.models import Election
from gotv.queries import elections
from kit import clock
from kit.errors import Refused
from kit.pagination import page_of

# The pages of an election, each with the right that opens it, by when they are needed.
_WAYS = (
    (
        _lazy("On the day"),
        (
            (_lazy("Figures"), "gotv:dashboard", P.SEE_POLLING_DAY),
            (_lazy("Wall"), "gotv:wall", P.SEE_POLLING_DAY),
            (_lazy("Map"), "gotv:left_map", P.SEE_KNOCK_UPS),
            (_lazy("Knock-ups"), "gotv:knock_ups", P.SEE_KNOCK_UPS),
            (_lazy("Rounds"), "gotv:rounds", P.RUN_ROUNDS),
            (_lazy("Lifts"), "gotv:lifts", P.SEE_KNOCK_UPS),
            (_lazy("Type numbers"), "gotv:numbers", P.RECORD_VOTED),
            (_lazy("Counts"), "gotv:counts", P.ENTER_COUNTS),
            (_lazy("Odd numbers"), "gotv:checks", P.CORRECT_MARKS),
            (_lazy("Marks"), "gotv:marks", P.CORRECT_MARKS),
            (_lazy("Gaps"), "gotv:gaps", P.SEE_POLLING_DAY),
            (_lazy("Paper"), "gotv:sheets", P.SEE_KNOCK_UPS),
        ),
    ),
    (
        _lazy("Before it"),
        (
            (_lazy("Ready?"), "gotv:readiness", P.SET_UP_POLLING_DAY),
            (_lazy("Set up"), "gotv:counts_only", P.SET_UP_POLLING_DAY),
            (_lazy("Stations"), "gotv:stations", P.SET_UP_POLLING_DAY),
            (_lazy("Committee rooms"), "gotv:rooms", P.SET_UP_POLLING_DAY),
            (_lazy("Rota"), "gotv:rota", P.SET_UP_POLLING_DAY),
            (_lazy("Tellers’ codes"), "gotv:teller_passes", P.SET_UP_POLLING_DAY),
            (_lazy("Who may vote"), "gotv:franchise", P.SEE_POLLING_DAY),
            (_lazy("Absent voters"), "gotv:absent", P.SEE_POLLING_DAY),
            (_lazy("Frozen list"), "gotv:frozen", P.SEE_POLLING_DAY),
            (_lazy("Postal chase"), "gotv:postal", P.SEE_KNOCK_UPS),
            (_lazy("Rehearse"), "gotv:rehearsals", P.SET_UP_POLLING_DAY),
        ),
    ),
    (
        _lazy("After it"),
        (
            (_lazy("Verification"), "gotv:box_totals", P.ENTER_COUNTS),
            (_lazy("Report"), "gotv:day_report", P.SEE_POLLING_DAY),
            (_lazy("Marked register"), "gotv:turnout", P.ENTER_MARKED_REGISTER),
        ),
    ),
)
# What lives on electors: an election of counts only has none.
_OF_ELECTORS = frozenset(
    f"gotv:{name}"
    for name in (
        "left_map",
        "knock_ups",
        "rounds",
        "numbers",
        "checks",
        "marks",
        "gaps",
        "sheets",
        "teller_passes",
        "franchise",
        "absent",
        "postal",
        "frozen",
        "rehearsals",
        "turnout",
    )
)


@dataclass(frozen=True)
class Way:
    """A link between the pages of an election."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Ways:
    """Links to pages that are needed at one time: before the day, on it, after it."""

    label: str
    ways: list[Way]


def ways(request: GuardedRequest, election: Election) -> list[Ways]:
    """Return the links between the pages of an election that this person may open; none when there is only one."""
    allowed = request.access.permissions_in(request.unit)
    where = {"unit": request.unit.code, "election": election.pk}
    shown = [
        (
            str(when),
            [
                (str(label), reverse(name, kwargs=where))
                for label, name, permission in pages
                if permission in allowed and _is_of(election, name)
            ],
        )
        for when, pages in _WAYS
    ]
    urls = [url for _when, links in shown for _label, url in links]
    current = _above(request.path, urls, but_not=reverse("gotv:dashboard", kwargs=where))
    found = [Ways(when, [Way(label, url, url == current) for label, url in links]) for when, links in shown if links]
    return found if len(urls) > 1 else []


def _above(path: str, urls: Sequence[str], *, but_not: str) -> str:
    """Return the address among these that a page is, or that stands nearest above it; "" for none.

    Below `but_not` lie all the others: only that page itself counts for it.
    """
    above = [url for url in urls if url == path or (path.startswith(url) and url != but_not)]
    return max(above, key=len, default="")


def _is_of(election: Election, name: str) -> bool:
    """Say whether this election has that page: one without a register has no list of anybody, but a guide."""
    return name not in _OF_ELECTORS if election.counts_only else name != "gotv:counts_only"


@requires(P.SEE_POLLING_DAY)
@require_safe
def polling_days(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the elections of the unit, the latest day first."""
    context = {
        "page": page_of(request, elections.listing()),
        "today": clock.today(),
        "may_set_up": request.access.may(P.SET_UP_POLLING_DAY, unit),
        "may_add_past": request.access.may(P.ENTER_MARKED_REGISTER, unit),
    }
    return render(request, "gotv/elections/list.html", context)


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an election, and go on to its stations."""
    form = ComingElectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            election = actions.create(unit=unit, by=request.user, **form.facts())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("%(election)s is made. Next: where each district votes.") % {"election": election}
            )
            return redirect("gotv:arrange_stations", unit=unit.code, election=election.pk)
    return render(request, "gotv/elections/form.html", {"form": form})


@requires(P.ENTER_MARKED_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_past(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Make an election that is over, and go on to its marked register."""
    form = PastElectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            election = actions.create_past(unit=unit, by=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(election)s is added. Next: its marked register.") % {"election": election})
            return redirect("gotv:turnout", unit=unit.code, election=election.pk)
    return render(request, "gotv/elections/past.html", {"form": form})


@requires(P.SET_UP_POLLING_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, election: int) -> HttpResponse:
    """Change an election that is not over."""
    found = guards.fetch(request, Election, pk=election)
    form = ComingElectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        # A bound ModelForm has written to its instance; the action reads the row again.
        try:
            changed = actions.change(election=found, by=request.user, **form.facts())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(election)s is changed.") % {"election": changed})
            return redirect("gotv:polling_days", unit=unit.code)
    context = {"form": form, "election": found, "is_over": elections.is_over(found)}
    return render(request, "gotv/elections/form.html", context)
