"""What somebody who knows the streets has said: a street walked straight through, and one from its other end."""

from __future__ import annotations

from django.db.models import Count

from access.models import Unit, User
from canvass.actions import walking
from canvass.enums import Way
from canvass.models import Household, PollingDistrict, Street


def make(unit: Unit, by: User) -> None:
    """Put the two streets with the most doors of the first district in order."""
    district = PollingDistrict.objects.filter(unit=unit).order_by("code").first()
    doors = Household.objects.filter(polling_district=district, street__isnull=False)
    longest = doors.values("street").annotate(doors=Count("pk")).order_by("-doors", "street")[:2]
    streets = [Street.objects.get(pk=one["street"]) for one in longest]
    if district is not None and len(streets) == 2:
        walking.choose(district=district, street=streets[0], way=Way.STRAIGHT, by=by)
        walking.turn_round(district=district, street=streets[1], by=by)
