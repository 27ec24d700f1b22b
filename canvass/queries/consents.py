"""Consents that were given at the door, and the words that are read out for them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from access.models import Unit
from canvass.enums import Channel
from canvass.models import ConsentWording, DoorstepConsent, Elector
from canvass.queries import areas

# On what a canvasser may ask to be let contact somebody, with words to begin from: ours, to be made the CLP's own.
SUGGESTED = {
    Channel.PHONE.value: _(
        "May the local Labour Party ring or text you on this number about elections and local campaigns? "
        "We won’t pass it on, and you can tell us to stop at any time."
    ),
    Channel.EMAIL.value: _(
        "May the local Labour Party email you about elections and local campaigns? "
        "We won’t pass your address on, and every email has a way to stop them."
    ),
}


def wordings(unit: Unit) -> dict[str, ConsentWording]:
    """Return the words that are read out now, by channel."""
    rows = ConsentWording.objects.filter(unit=unit).order_by("channel", "-made_at", "-pk").distinct("channel")
    return {row.channel: row for row in rows.select_related("made_by")}


def consents(unit: Unit, area: areas.Keys = None) -> QuerySet[DoorstepConsent]:
    """Return the consents of people in an area, the latest first."""
    rows = areas.consents(area, DoorstepConsent.objects.filter(unit=unit))
    return rows.select_related("elector__polling_district", "wording", "taken_by").order_by("-taken_at", "pk")


def of_elector(elector: Elector) -> list[DoorstepConsent]:
    """Return what somebody agreed to at the door, the latest first; the first of a channel is the one that holds."""
    rows = DoorstepConsent.objects.filter(elector=elector).select_related("wording", "taken_by")
    return list(rows.order_by("-taken_at", "pk"))
