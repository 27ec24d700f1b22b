"""The workers' part: every rehearsal that no command plays, up to this moment, a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import connection
from django.utils import timezone

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from gotv.actions.rehearsals import lifecycle
from gotv.actions.rehearsals.lines import Here
from gotv.actions.rehearsals.playing import Player, Unreachable
from gotv.models import Rehearsal
from gotv.queries import dashboard, rehearsals
from gotv.rules.rehearsals import VOID
from kit import clock

log = structlog.get_logger(__name__)


def play_due() -> None:
    """Play the rehearsals that the workers play, each up to this moment. Safe to run twice, and at the same time."""
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk"):
        with scoping.units([unit.pk]):
            due = list(
                Rehearsal.objects.filter(ended_at__isnull=True, by_command=False).select_related(
                    "election", "started_by"
                )
            )
        for one in due:
            with _alone(one) as mine:
                if mine:
                    _play_up_to_now(one)


@contextmanager
def _alone(rehearsal: Rehearsal) -> Iterator[bool]:
    """Say whether no other worker plays this rehearsal in this moment, and keep others off until the block ends."""
    key = [f"gotv.rehearsal.{rehearsal.pk}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


def _play_up_to_now(rehearsal: Rehearsal) -> None:
    with scoping.units([rehearsal.unit_id]):
        rehearsal.refresh_from_db(fields=["played_until", "ended_at", "report"])
    if rehearsal.ended_at is not None:
        return
    until = rehearsals.clock_now(rehearsal, timezone.now())
    player = Player(rehearsal, Here(), patience=10.0)
    try:
        player.play(rehearsals.played(rehearsal), until)
    except Unreachable:
        log.warning("rehearsal_waits", rehearsal=str(rehearsal.pk))
        return  # the next run plays it from where this one began: what is there already is known again
    over = until >= rehearsal.until_hour * 3600 or clock.today() > rehearsal.election.polling_on
    with scoping.units([rehearsal.unit_id]):
        report = player.ledger.added_to(rehearsal.report)
        moved = Rehearsal.objects.filter(pk=rehearsal.pk, played_until=rehearsal.played_until, ended_at__isnull=True)
        moved.update(played_until=rehearsals.on_its_clock(rehearsal, until), report=report)
        if over:
            lifecycle.end(rehearsal=rehearsal, report=report | summary(rehearsal, player, until))


def summary(rehearsal: Rehearsal, player: Player, until: float) -> dict[str, Any]:
    """Return how what was acknowledged compares with what is kept, and what the dashboard says. Wants a scope."""
    stored = rehearsals.stored(rehearsal)
    played = [step for step in player.steps if step.sends_at <= until and step.kind != VOID]
    acknowledged = player.ledger.acknowledged or {str(player.event_id(step.name)) for step in played}
    return {
        "acknowledged_missing": len(acknowledged - {str(pk) for pk in stored}),
        "stored": len(stored),
        "dashboard": dashboard.count(rehearsal.election).whole.voted,
        "voted": rehearsals.voted(rehearsal.election),
    }
