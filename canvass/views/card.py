"""The card at the door: a page for whoever was called on, and the same for the phone that shows it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.enums import UnitKind
from access.guards import public
from access.models import Unit
from canvass.rules import card as rules
from canvass.views import codes


@public("whoever was called on may read who we are and what we keep; it names nobody")
@require_safe
def card(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the card of a CLP. It holds nothing but what its own settings say of it in public."""
    found = Unit.objects.filter(code=unit, kind=UnitKind.CLP).first()
    if found is None:
        raise Http404(_("There is no such page."))
    context = {"card_of": found, "parts": rules.parts(found.name, found.contact_email)}
    return render(request, "canvass/card/card.html", context)


def for_phone(request: HttpRequest, unit: Unit) -> dict:
    """Return the card as a pack carries it (docs/offline.md, part 1): words, and the page's address with its code."""
    address = codes.whole(request, reverse("canvass:card", kwargs={"unit": unit.code}))
    parts = rules.parts(unit.name, unit.contact_email)
    return {
        "parts": [{"title": title, "text": text} for title, text in parts],
        "imprint": unit.imprint,
        "address": address,
        "code": codes.cells(address),
    }
