"""Reading the unit tree."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from access.models import Unit
from kit import clock


def below(unit: Unit) -> QuerySet[Unit]:
    """Return every unit under this one, at whatever depth, by name."""
    return Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).order_by("name", "pk")


def with_people(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Add `people`: how many accounts hold a role in each unit today."""
    today = clock.today()
    current = Q(grants__ended_at=None, grants__starts_on__lte=today) & (
        Q(grants__ends_on=None) | Q(grants__ends_on__gte=today)
    )
    return units.annotate(people=Count("grants__user", filter=current, distinct=True))
