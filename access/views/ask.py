"""Asking for access: what do you need to do, what fits, who decides, and the request itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from access import scoping
from access.actions import requests as actions
from access.forms.ask import AskForm, NeedForm
from access.forms.roles import WhereForm
from access.guards import GuardedRequest, signed_in
from access.models import AccessRequest, Unit
from access.queries import ask as queries
from access.queries import requests as request_queries
from access.queries import tracks
from access.queries.ask import Offer
from access.queries.tracks import Track
from access.views.roles import where
from kit.errors import Refused

PICKS = (
    gettext_lazy("Knock on doors"),
    gettext_lazy("Email members"),
    gettext_lazy("Import the register"),
    gettext_lazy("Be a teller"),
)
# So many others are offered below the one that fits best.
OTHERS = 4


@signed_in("everybody with an account may ask for access")
@require_http_methods(["GET", "POST"])
def ask(request: GuardedRequest) -> HttpResponse:
    """Ask what somebody needs to do, show what fits and all about it, and take the request."""
    offers = queries.offers()
    need = request.GET.get("need", "").strip()[:300]
    chosen, others = _chosen(request, offers, need)
    where_form = where(request, chosen.kinds) if chosen else None
    unit = _unit(where_form)
    # The way round shows the unit that is asked about, to somebody who has any right in it.
    if unit is not None and request.access.has_any(unit):
        request.unit = unit
    with scoping.units(unit.lineage()) if unit else nullcontext():
        card = queries.card(chosen, unit, request.user) if chosen else None
        form = AskForm(card.areas if card else [], request.POST or None, initial={"need": need})
        if request.method == "POST" and chosen and unit and form.is_valid():
            made = _send(request, chosen, unit, form)
            if made is not None:
                return redirect("access:request", wanted=made.pk)
    return render(
        request,
        "access/ask/ask.html",
        {
            "need_form": NeedForm(initial={"need": need}),
            "need": need,
            "picks": PICKS,
            "card": card,
            "others": others,
            "offers": offers,
            "form": form,
            "where_form": where_form,
            "where": unit,
            "me": request.user,
            "mine": _mine(request),
        },
    )


def _chosen(request: GuardedRequest, offers: Sequence[Offer], need: str) -> tuple[Offer | None, list[Offer]]:
    """Return what was picked, or else what fits best, and what else may be meant."""
    fitting = queries.fitting(need, offers)
    role, tool = request.GET.get("role", ""), request.GET.get("tool", "")
    picked = [offer for offer in offers if offer.key == (tool if offer.is_tool else role)]
    best = next(iter([*picked, *fitting]), None)
    return best, [offer for offer in fitting if offer != best][:OTHERS]


def _unit(form: WhereForm | None) -> Unit | None:
    """Return the unit that was chosen, or the only one there is."""
    if form is None:
        return None
    return form.chosen or (next(iter(form.units.values())) if len(form.units) == 1 else None)


def _send(request: GuardedRequest, chosen: Offer, unit: Unit, form: AskForm) -> AccessRequest | None:
    data = form.cleaned_data
    try:
        made = actions.ask(
            user=request.user,
            unit=unit,
            role="" if chosen.is_tool else chosen.key,
            tool=chosen.tool,
            need=data["need"],
            why=data["why"],
            area=data.get("area", ()),
            needed_by=data["needed_by"],
        )
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Your request %(number)d is on its way.") % {"number": made.number})
    return made


def _mine(request: GuardedRequest) -> dict[str, Any]:
    """Return the person's latest open request with its track, and how many others are open."""
    found = list(request_queries.mine(request.user).filter(state__in=request_queries.OPEN).order_by("-asked_at")[:20])
    if not found:
        return {}
    with scoping.units(found[0].unit.lineage()):
        track: Track = tracks.of(found[0], request.user)
    return {"track": track, "wanted": found[0], "more": len(found) - 1}
