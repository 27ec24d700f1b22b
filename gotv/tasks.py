"""Jobs of gotv: sweeps that are safe to run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from gotv.actions import absent, day_reports, keeping, packs, passes, rehearsals, snapshots, turnout
from gotv.models import CommitteeRoom


@shared_task(name="gotv.forget_lists")
def forget_lists(**_later: object) -> None:
    """Every day: delete what is kept of people for a time after a poll, and for undoing. A unit at a time."""
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk").values_list("pk", flat=True):
        with scoping.units([unit]):
            # The first: its report counts what the others delete.
            day_reports.forget(unit_id=unit)
            absent.forget(unit_id=unit)
            turnout.forget(unit_id=unit)
            passes.forget(unit_id=unit)
            keeping.forget(unit_id=unit)
            # The last: it goes by what the others have left.
            keeping.forget_sent(unit_id=unit)


@shared_task(name="gotv.play_rehearsals")
def play_rehearsals(**_later: object) -> None:
    """Every ten seconds: play the rehearsals that the workers play, up to this moment."""
    rehearsals.play_due()


@shared_task(name="gotv.sweep_packs")
def sweep_packs(**_later: object) -> None:
    """Every minute: have the paper packs of this hour made, and clear away what is past. A unit at a time."""
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk").values_list("pk", flat=True):
        with scoping.units([unit]):
            packs.sweep(unit_id=unit, now=timezone.now())


@shared_task(name="gotv.build_pack")
def build_pack(*, unit: int, room: int, **_later: object) -> None:
    """Make the pack that a room is due this hour. A second time in the hour does nothing."""
    with scoping.units([unit]):
        found = CommitteeRoom.objects.filter(pk=room).first()
        if found is not None:
            packs.build_due(room=found)


@shared_task(name="gotv.follow_snapshots")
def follow_snapshots(**_later: object) -> None:
    """Every quarter of an hour: bring frozen knock-up lists up to date with what was said since. A unit at a time."""
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk").values_list("pk", flat=True):
        with scoping.units([unit]):
            snapshots.follow_all()
