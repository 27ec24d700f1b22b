"""Whom something may be about that came without their entry: people to choose from, so that somebody can say."""

from __future__ import annotations

from access.models import Unit
from canvass.enums import SEALED
from canvass.models import Elector, Household
from canvass.queries import areas, finding

_MOST = 12


def somebody(unit: Unit, text: str, area: areas.Keys = None, door: Household | None = None) -> list[Elector]:
    """Return people who are listed now: those behind this door first, then whom the words may mean."""
    rows = Elector.objects.filter(household=door, left_on=None, merged_into=None).exclude(kind__in=SEALED)
    here = [] if door is None else list(areas.electors(area, rows).order_by("pk").values_list("pk", flat=True)[:_MOST])
    found = finding.find(unit, text, area).ids if text.strip() else ()
    people = finding.people(list(dict.fromkeys([*here, *found[:_MOST]])))
    return [one for one in people if one.left_on is None and one.household_id is not None]
