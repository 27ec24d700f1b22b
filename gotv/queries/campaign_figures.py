"""Contact Creator's figures by ward and district."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from gotv.models import CampaignFigures

SUMS = ("electors", "promises", "postal_electors", "postal_promises")


def listing() -> QuerySet[CampaignFigures]:
    """Return the figures in scope, by ward and code."""
    return CampaignFigures.objects.select_related("district").order_by("ward_name", "code")


def totals() -> dict[str, int]:
    """Return the sums over all districts in scope."""
    found = CampaignFigures.objects.aggregate(**{name: Sum(name) for name in SUMS})
    return {name: count or 0 for name, count in found.items()}
