"""Keeping what was counted of districts for whoever looks next."""

from __future__ import annotations

from gotv.models import DistrictTally, Election
from gotv.queries.tallies import Read

_KEPT = [
    "electors", "postal_electors", "promises", "promises_in", "doors_left", "sources", "box_electors", "box_promises",
    "changes", "counted_at", "roll_at",
]  # fmt: skip


def keep(*, election: Election, read: Read) -> None:
    """Keep what was counted for this reading. Two who counted at once keep the same, in the order of the ids."""
    rows = sorted((one for one in read.districts if one.pk in read.counted), key=lambda one: one.pk)
    if rows:
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
