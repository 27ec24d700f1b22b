"""Two entries turn out to be one person, or not after all: what is recorded of them follows."""

from __future__ import annotations

from django.db import connection, transaction

from gotv.actions import marks
from gotv.models import Election, VoteMark

# A row belongs to whoever the entry it was recorded for is by now. Where that person has a row of their own for the
# election or frozen list, the second waits with the entry that is hidden, and comes back with it.
_FOLLOW = """
UPDATE {table} t SET elector_id = x.now_is
FROM (SELECT id, COALESCE(merged_into_id, id) AS now_is FROM canvass_elector
      WHERE unit_id = %(unit)s AND id = ANY(%(electors)s)) x
WHERE t.unit_id = %(unit)s AND t.recorded_for = x.id AND t.elector_id <> x.now_is
  AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.{of} = t.{of} AND o.elector_id = x.now_is {current})
  {mine}
"""
_TURNOUT = _FOLLOW.format(table="gotv_turnoutrecord", of="election_id", current="", mine="")
_ABSENT = _FOLLOW.format(
    table="gotv_absentvote", of="election_id", current="AND o.ended_at IS NULL", mine="AND t.ended_at IS NULL"
)
_ABSENT_ENDED = _FOLLOW.format(
    table="gotv_absentvote", of="election_id", current="AND false", mine="AND t.ended_at IS NOT NULL"
)
_KNOCK_UPS = _FOLLOW.format(table="gotv_knockupentry", of="snapshot_id", current="", mine="")
# One person may want several lifts, so nothing stands in their way.
_LIFTS = _FOLLOW.format(table="gotv_lift", of="election_id", current="AND false", mine="")


@transaction.atomic
def follow_merge(unit: int, one: int, other: int) -> None:
    """Bring what hangs on two entries to where it belongs: turnout, absent votes, knock-up lists, lifts, vote marks.

    As canvass.hooks.electors_merged asks. It goes by what the register says now, so it is called after a merge and
    after one was undone, in the same transaction, with the two ids in any order; a second call changes nothing.
    """
    electors = [one, other]
    with connection.cursor() as cursor:
        for statement in (_TURNOUT, _ABSENT, _ABSENT_ENDED, _KNOCK_UPS, _LIFTS):
            cursor.execute(statement, {"unit": unit, "electors": electors})
    touched = VoteMark.objects.filter(unit=unit, elector__in=electors).values("election")
    for election in Election.objects.filter(pk__in=touched).order_by("pk"):
        marks.recount(election=election)
