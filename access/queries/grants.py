"""Who holds which role in a unit, now and before."""

from __future__ import annotations

import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from access.models import Grant, Unit


def held(unit: Unit, today: datetime.date) -> QuerySet[Grant]:
    """Return the grants of this unit that are in force or still to come, by name."""
    return (
        Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), unit=unit, ended_at=None)
        .select_related("user", "granted_by")
        .order_by("user__name", "user_id", "starts_on", "role", "pk")
    )


def ended(unit: Unit, today: datetime.date) -> QuerySet[Grant]:
    """Return the grants of this unit that were ended or ran out, the latest first, with `over_on`, their last day."""
    return (
        Grant.objects.filter(Q(ended_at__isnull=False) | Q(ends_on__lt=today), unit=unit)
        .select_related("user", "granted_by", "ended_by")
        .annotate(over_on=Coalesce(TruncDate("ended_at"), F("ends_on")))
        .order_by("-over_on", "user__name", "pk")
    )
