"""Four weeks after a poll its marks go, down to the counts of its report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection, transaction

from access.actions import audit
from gotv.models import DayReport, Election, MarkVoid, Voted, VoteMark
from gotv.queries import day_reports
from kit import clock


@dataclass(frozen=True)
class Gone:
    """What goes of one election, or would: marks with their voids, and how many people they say have voted."""

    election: Election
    marks: int
    voids: int
    voted: int


def would_go(*, day: datetime.date | None = None) -> list[Gone]:
    """Return what `forget` would delete on that day, today unless said, in scope. Changes nothing."""
    return [_counted(election) for election in day_reports.due(day or clock.today())]


def forget(*, unit_id: int) -> list[Gone]:
    """Keep the report of each poll that is four weeks over, and delete its marks. Safe to run at any time and again.

    It comes before whatever else of the day is deleted, since the report counts that too.
    """
    return [_forget(election) for election in day_reports.due(clock.today()) if election.unit_id == unit_id]


@transaction.atomic
def _forget(election: Election) -> Gone:
    gone = _counted(election)
    facts = day_reports.as_json(day_reports.facts(election))
    DayReport.objects.get_or_create(election=election, defaults={"unit_id": election.unit_id, "facts": facts})
    with connection.cursor() as cursor:
        cursor.execute("SELECT gotv_delete_marks(%s)", [election.pk])
        deleted = cursor.fetchone()[0]
    audit.record("marks.forgotten", by=None, unit=election.unit_id, obj=election, marks=deleted)
    return gone


def _counted(election: Election) -> Gone:
    return Gone(
        election=election,
        marks=VoteMark.objects.filter(election=election).count(),
        voids=MarkVoid.objects.filter(mark__election=election).count(),
        voted=Voted.objects.filter(election=election).count(),
    )
