"""The ballot boxes of a station, written down and made again: for undoing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from canvass.models import PollingDistrict
from gotv.models import BallotBox, BoxDistrict, PollingStation

_USE = ("district_id", "lowest", "highest", "electors", "postal_electors")


def written_down(station: PollingStation) -> list[dict[str, Any]]:
    """Return the boxes of a station with their districts, as JSON can hold them."""
    return [
        {"number": box.number, "uses": [{name: getattr(use, name) for name in _USE} for use in box.districts.all()]}
        for box in station.boxes.all()
    ]


def make_again(station: PollingStation, boxes: Iterable[Mapping[str, Any]]) -> None:
    """Put the boxes of a station back as they were written down; districts that are gone since are left out.

    In the caller's transaction.
    """
    station.boxes.all().delete()
    there = set(PollingDistrict.objects.values_list("pk", flat=True))
    for box in boxes:
        made = BallotBox.objects.create(unit_id=station.unit_id, station=station, number=box["number"])
        BoxDistrict.objects.bulk_create(
            BoxDistrict(unit_id=station.unit_id, box=made, **use) for use in box["uses"] if use["district_id"] in there
        )
