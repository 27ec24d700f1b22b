"""Jobs of gotv: sweeps that are safe to run twice."""

from __future__ import annotations

from celery import shared_task

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from gotv.actions import absent, turnout


@shared_task(name="gotv.forget_lists")
def forget_lists(**_later: object) -> None:
    """Every day: delete absent voters of polls that are long over, and what was kept for undoing. A unit at a time."""
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk").values_list("pk", flat=True):
        with scoping.units([unit]):
            absent.forget(unit_id=unit)
            turnout.forget(unit_id=unit)
