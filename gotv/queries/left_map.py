"""Where the promises left are: street by street, with how many, never who."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Avg, Count

from gotv.models import Election
from gotv.queries import promises


@dataclass(frozen=True)
class StreetLeft:
    """A street of a district: promises left and the doors they live behind, and the middle of these, None if unknown.

    The name is "" for doors that the register puts on no street.
    """

    district: int
    code: str
    name: str
    people: int
    doors: int
    latitude: float | None
    longitude: float | None


def streets(election: Election, districts: Collection[int] | None = None) -> list[StreetLeft]:
    """Return the streets with promises left, of some districts or of all, the most first. Two queries."""
    rows = promises.left(election).order_by()
    if districts is not None:
        rows = rows.filter(polling_district__in=districts)
    place = ("polling_district", "polling_district__code", "household__street", "household__street__name")
    counted = rows.values_list(*place).annotate(
        people=Count("pk"),
        doors=Count("household", distinct=True),
        latitude=Avg("household__latitude"),
        longitude=Avg("household__longitude"),
    )
    found = [StreetLeft(pk, code, name or "", *numbers) for pk, code, _street, name, *numbers in counted]
    return sorted(found, key=lambda one: (-one.people, one.code, one.name))
