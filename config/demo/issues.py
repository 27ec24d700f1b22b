"""What people of the demo raise: with the seasons and the ward, now and then in a few words, or by hearsay.

Drawn from each elector and day by themselves, so that the rest of the past stays as it is.
"""

from __future__ import annotations

import datetime
import random

from access.models import Unit, User
from canvass.actions import issues
from canvass.enums import Issue
from canvass.models import Ward
from config.demo.places import Ward as Place

# How much more a topic is raised in the months (1 to 12) in which it is on everybody's mind.
_SEASONS: dict[str, tuple[frozenset[int], float]] = {
    Issue.GP_WAITS: (frozenset({11, 12, 1, 2}), 0.30),
    Issue.POTHOLES: (frozenset({2, 3, 4}), 0.28),
    Issue.TAXES: (frozenset({3, 4}), 0.18),
    Issue.FLY_TIPPING: (frozenset({6, 7, 8}), 0.25),
    Issue.SCHOOLS: (frozenset({9, 10}), 0.22),
    Issue.CLIMATE: (frozenset({10, 11, 12}), 0.12),
}
_LOCAL: dict[str, tuple[str, float]] = {
    "Market and Quay": ("own_the_quay_car_park", 0.22),
    "Oxbow": ("own_flooding_on_weir_road", 0.26),
    "Eelmoor": (Issue.HOUSING.value, 0.20),
    "Abbots Marl": (Issue.BUSES.value, 0.30),
    "Nether Lode": (Issue.BUSES.value, 0.28),
}
_NOTED, _REPORTED = 0.10, 0.06
_NOTES: dict[str, tuple[str, ...]] = {
    Issue.GP_WAITS: ("Three weeks for a blood test", "Rings at eight every morning and never gets through"),
    Issue.POTHOLES: ("Second tyre gone since Christmas", "The patch from last spring has come out again"),
    Issue.BUSES: ("Nothing goes home after the late shift", "The hourly bus comes every other hour"),
    Issue.HOUSING: ("Grown-up children can’t find anything to rent", "Damp in the back bedroom, landlord says wait"),
    Issue.FLY_TIPPING: ("Mattresses behind the garages again", "Bins missed two weeks in a row"),
    Issue.COST_OF_LIVING: ("Heats one room", "Everything in the shop is dearer, wages aren’t"),
    Issue.PARKING: ("Cars come down here at fifty", "Can’t park on match days"),
    Issue.SCHOOLS: ("No place at the nearest school",),
    Issue.CRIME: ("Two bikes stolen from the hall",),
    "own_the_quay_car_park": ("Four pounds to unload a van", "The quay is all residents’ bays now"),
    "own_flooding_on_weir_road": ("Sandbags since October", "The drain was never cleared after the flood"),
}


def colour(payload: dict, place: Place, elector: int, at: datetime.datetime) -> dict:
    """Return an answer with what is raised in that ward at that time of the year, and sometimes a note."""
    chance = random.Random(f"issues {elector} {at.date()}")  # noqa: S311 - invented answers, no secret
    named = [code for code in payload["issues"] if chance.random() < 0.85]
    for code, (months, likely) in _SEASONS.items():
        if at.month in months and chance.random() < likely / 2:
            named.append(str(code))
    local, likely = _LOCAL.get(place.name, ("", 0.0))
    if local and chance.random() < likely:
        named.append(local)
    found = payload | {"issues": list(dict.fromkeys(named))[:4]}
    notes = [note for code in found["issues"] for note in _NOTES.get(code, ())]
    if notes and chance.random() < _NOTED:
        found["note"] = chance.choice(notes)
    if chance.random() < _REPORTED:
        found["respondent"] = "other"
    return found


def make_topics(unit: Unit, by: User) -> None:
    """Add what is talked about on the streets of two wards, one topic that was merged, and one that is left out."""
    for label, ward in (("The quay car park", "Market and Quay"), ("Flooding on Weir Road", "Oxbow")):
        place = Ward.objects.filter(unit=unit, name=ward).first()
        issues.add(unit=unit, label=label, ward=place, by=by)
    bins = issues.add(unit=unit, label="Missed bins", ward=None, by=by)
    issues.merge(unit=unit, code=bins.code, into=Issue.FLY_TIPPING.value, by=by)
    old = issues.add(unit=unit, label="The bypass inquiry", ward=None, by=by)
    issues.archive(unit=unit, code=old.code, by=by)
