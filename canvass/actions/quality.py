"""Keeping how good the data was, a day at a time, so that a trend can be seen."""

from __future__ import annotations

import datetime

from django.db import transaction

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from canvass.models import QualityFigure
from canvass.queries import quality as queries
from canvass.rules import keeping
from canvass.rules.quality import Figures
from kit import clock

# The trend shows a year; a year more to compare with.
KEPT_MONTHS = 24


def sweep() -> None:
    """Every hour: keep the figures of today for each CLP that has none yet, one unit in a transaction."""
    today = clock.today()
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk").values_list("pk", flat=True):
        with scoping.units([unit]):
            if not queries.is_measured(unit, today):
                measure(unit=unit, day=today)


@transaction.atomic
def measure(*, unit: int, day: datetime.date) -> int:
    """Keep the figures of each district of a unit as they are now, for that day. Returns how many districts.

    Safe to run twice: the later figures of a day take the place of the earlier ones. Needs an open scope.
    """
    rows = [
        QualityFigure(unit_id=unit, district_id=district, day=day, **vars(figures))
        for district, figures in queries.figures_of(unit, day).items()
    ]
    QualityFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["district", "day"],
        update_fields=list(vars(Figures())),
    )
    QualityFigure.objects.filter(unit=unit, day__lt=keeping.months_later(day, -KEPT_MONTHS)).delete()
    return len(rows)
