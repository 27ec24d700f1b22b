"""Keeping what was counted of districts for whoever looks next."""

from __future__ import annotations

from django.db import connection

from gotv.models import DistrictTally, Election
from gotv.queries.tallies import Read

_KEPT = [
    "electors", "postal_electors", "promises", "promises_in", "doors_left", "sources", "box_electors", "box_promises",
    "changes", "counted_at", "roll_at",
]  # fmt: skip
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('gotv.tallies'), %s::int)"


def keep(*, election: Election, read: Read) -> None:
    """Keep what was counted for this reading, unless somebody else is doing so: no page waits for another's."""
    rows = sorted((one for one in read.districts if one.pk in read.counted), key=lambda one: one.pk)
    if rows and _alone(election):
        DistrictTally.objects.bulk_create(
            [
                DistrictTally(
                    unit_id=election.unit_id,
                    election=election,
                    polling_district_id=one.pk,
                    **{name: getattr(one, name) for name in _KEPT},
                )
                for one in rows
            ],
            update_conflicts=True,
            unique_fields=["election", "polling_district"],
            update_fields=_KEPT,
        )


def _alone(election: Election) -> bool:
    """Say whether nobody else keeps an election's tallies, and hold others off until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [election.pk])
        return bool(cursor.fetchone()[0])
