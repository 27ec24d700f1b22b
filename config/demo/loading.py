"""The whole demo in order, in one transaction: all of it or nothing."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from access import scoping
from access.models import Unit
from canvass.actions import contacts
from config.demo import (
    SEED,
    access,
    doorstep,
    geography,
    history,
    ideas,
    issues,
    knock_ups,
    laying,
    lifts,
    members,
    notices,
    outings,
    places,
    polling_day,
    postal,
    quality,
    register,
    rooms,
    sessions,
    targets,
    turnout,
    units,
    walking,
)
from config.demo.register import Register
from config.demo.units import Crew
from kit import clock, joins
from kit.errors import Refused


@transaction.atomic
def load(seed: str = SEED) -> dict[str, int]:
    """Load the demo into an empty installation and return how many of what there is.

    Raises Refused when there is any unit already: the demo never mixes with real data.
    """
    if Unit.objects.exists():
        raise Refused(
            "There are units in this database already, so the demo was not loaded and nothing was changed. "
            "For a demo beside it, start with a data directory of its own: DATA_DIR=/some/directory PORT=8001 "
            "python3 run.py"
        )
    now = timezone.now()
    crew = units.make(now)
    access.make(seed, crew, now)
    town = register.make(seed, places.WEXCOMBE, clock.today())
    with scoping.units([crew.units["wexcombe"].pk]):
        counts = _wexcombe(seed, crew, town, now)
    other = register.make(seed, places.MARSHAM, clock.today())
    with scoping.units([crew.units["marsham"].pk]):
        _marsham(seed, crew, other, now)
    ideas.make(seed, list(crew.by_login.values()), crew.by_login["organiser@eastshire"], now)
    # Last, since what the council sent since changes who is listed.
    with scoping.units([crew.units["wexcombe"].pk]):
        notices.make(seed, town, crew.units["wexcombe"], crew.by_login["data@wexcombe"])
        quality.make(crew.units["wexcombe"])
        targets.make(seed, crew.units["wexcombe"], crew.organiser)
    return counts


def _wexcombe(seed: str, crew: Crew, town: Register, now: datetime.datetime) -> dict[str, int]:
    unit = crew.units["wexcombe"]
    districts = laying.lay(town, unit, "Wexcombe Borough Council")
    members.make(seed, town, unit, crew.units, 450, now)
    members.leave_file_waiting(unit, crew.by_login["members@wexcombe"], now)
    story = history.make(seed, town, unit, crew.canvassers)
    outings.make_todays(story, town, crew.canvassers, now)
    doorstep.make(story, crew.organiser)
    outings.save(story, crew.organiser)
    issues.make_topics(unit, crew.organiser)
    sessions.make(seed, unit, crew, now)
    contacts.rebuild(unit=unit)
    geography.make(unit, town.wards, districts, crew.organiser)
    walking.make(unit, crew.organiser)
    polling_day.make(seed, story, town, districts, crew.organiser, crew.tellers, now)
    geography.fill_boxes(unit)
    rooms.make(unit, crew)
    with joins.large():  # of electors that came in a moment ago
        knock_ups.make(seed, unit, crew.organiser, crew.canvassers[0], now)
        lifts.make(unit, crew.organiser)
    turnout.make(seed, story, town, districts, crew.organiser, crew.by_login["secretary@wexcombe"])
    with joins.large():
        postal.make(seed, unit, crew.organiser)
    return {
        "electors": len(town.entries),
        "households": len(town.homes),
        "districts": len(districts),
        "boards": len(story.outings),
        "contacts": len(story.rows),
    }


def _marsham(seed: str, crew: Crew, town: Register, now: datetime.datetime) -> None:
    """The neighbour: small, but with something of everything that Wexcombe must not see."""
    unit = crew.units["marsham"]
    laying.lay(town, unit, "Vale District Council")
    members.make(seed, town, unit, crew.units, 24, now)
    secretary = crew.by_login["secretary@marsham"]
    story = history.make(seed, town, unit, [secretary], boards=4, days=120)
    outings.save(story, secretary)
    contacts.rebuild(unit=unit)
