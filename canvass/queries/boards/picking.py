"""What a board can be made of: districts and their streets, each with what an organiser decides by."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from access.models import Unit
from canvass.models import PollingDistrict, Street, TargetList
from canvass.queries import holds, walking
from canvass.rules import walking as sides
from canvass.rules.boards import Stop

# Electors behind each door who may stand on a walk list, and those of them whom nobody is to ask for; `unknown` are
# those who may be somebody that objected, which nobody has decided yet.
PEOPLE = """
people AS (
    SELECT e.household_id,
           count(*) AS electors,
           count(*) FILTER (WHERE c.do_not_contact) AS objecting,
           count(*) FILTER (WHERE (c.moved OR c.deceased) AND NOT c.do_not_contact) AS gone,
           count(*) FILTER (WHERE (c.elector_id IS NULL OR NOT (c.do_not_contact OR c.moved OR c.deceased))
                            AND e.id IN (SELECT m.now_id FROM canvass_doubtfulmatch m
                                         JOIN canvass_latestcontact o ON o.elector_id = m.was_id AND o.do_not_contact
                                         WHERE m.unit_id = %(unit)s AND m.decision = 'open')) AS unknown,
           count(*) FILTER (WHERE c.spoken_at >= %(since)s) AS spoken
    FROM canvass_elector e
    LEFT JOIN canvass_latestcontact c ON c.elector_id = e.id
    WHERE e.unit_id = %(unit)s AND e.left_on IS NULL AND e.kind = 'ordinary' AND e.household_id IS NOT NULL
      AND (%(list)s::uuid IS NULL
           OR e.id IN (SELECT l.elector_id FROM canvass_listed l WHERE l.target_list_id = %(list)s))
    GROUP BY e.household_id
)
"""
_FIGURES = """
WITH {people}
SELECT h.polling_district_id, {street}, count(*), sum(p.electors), sum(p.spoken), max(v.at), count(DISTINCT h.street_id)
FROM people p
JOIN canvass_household h ON h.id = p.household_id
LEFT JOIN canvass_latestvisit v ON v.household_id = h.id
WHERE h.unit_id = %(unit)s AND (%(districts)s::bigint[] IS NULL OR h.polling_district_id = ANY(%(districts)s::bigint[]))
GROUP BY 1, 2
"""
_STOPS = f"""
WITH {PEOPLE}
SELECT h.id, h.street_id, p.electors - p.objecting - p.gone - p.unknown, p.objecting, p.unknown,
       h.id IN ({holds.HELD}), h.polling_district_id, h.number, h.building, h.flat
FROM people p
JOIN canvass_household h ON h.id = p.household_id
JOIN unnest(%(districts)s::bigint[], %(streets)s::bigint[]) AS picked(district, street)
  ON picked.district = h.polling_district_id AND picked.street = coalesce(h.street_id, 0)
LEFT JOIN canvass_street s ON s.id = h.street_id
WHERE h.unit_id = %(unit)s
ORDER BY {walking.ORDER}
"""  # noqa: S608 - both parts are constants of ours
NO_STREET = 0
# Why a door is left out of a board.
OBJECTING, GONE, UNKNOWN, HELD = "objecting", "gone", "unknown", "held"


@dataclass(frozen=True)
class Figures:
    """`spoken`: electors spoken to since a date; `last_knocked_at` is None where nobody ever was."""

    streets: int = 0
    doors: int = 0
    electors: int = 0
    spoken: int = 0
    last_knocked_at: datetime.datetime | None = None

    @property
    def share(self) -> int:
        """Electors spoken to, in hundredths."""
        return round(100 * self.spoken / self.electors) if self.electors else 0


@dataclass(frozen=True)
class DistrictChoice:
    district: PollingDistrict
    figures: Figures


@dataclass(frozen=True)
class StreetChoice:
    """A street inside a district. `value` names both in a form; `street` is None for doors without a street."""

    district: PollingDistrict
    street: Street | None
    figures: Figures

    @property
    def value(self) -> str:
        return f"{self.district.pk}-{self.street.pk if self.street else NO_STREET}"


@dataclass(frozen=True)
class Walk:
    """The doors of a choice in walking order, without those left out; those are counted by reason."""

    stops: list[Stop] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def electors(self) -> int:
        return sum(stop.electors for stop in self.stops)


def districts(
    unit: Unit,
    since: datetime.datetime,
    *,
    wards: Collection[int] | None = None,
    target_list: TargetList | None = None,
) -> list[DistrictChoice]:
    """Return the districts where somebody lives behind a door, by code; None: those of all wards, and of none.

    `since`: from when talks are counted. With a list everything is of its people alone.
    """
    counted = _figures(unit, since, None, target_list, by_street=False)
    figures = {district: found for (district, _), found in counted.items()}
    rows = PollingDistrict.objects.filter(pk__in=figures).select_related("ward").order_by("code")
    if wards is not None:
        rows = rows.filter(ward__in=wards)
    return [DistrictChoice(district, figures[district.pk]) for district in rows]


def streets(
    unit: Unit, of: Sequence[PollingDistrict], since: datetime.datetime, target_list: TargetList | None = None
) -> list[StreetChoice]:
    """Return the streets of these districts, in the order given, each by name; doors without a street come last.

    With a list everything is of its people alone.
    """
    figures = _figures(unit, since, [district.pk for district in of], target_list, by_street=True)
    by_id = Street.objects.in_bulk([street for _, street in figures if street])
    places = {district.pk: place for place, district in enumerate(of)}
    choices = [
        StreetChoice(of[places[district]], by_id.get(street), found) for (district, street), found in figures.items()
    ]
    return sorted(
        choices,
        key=lambda one: (
            places[one.district.pk],
            one.street is None,
            (one.street.name, one.street.locality, one.street.pk) if one.street else (),
        ),
    )


def walk(unit: Unit, picks: Collection[tuple[int, int]], target_list: TargetList | None = None) -> Walk:
    """Return the doors of these (district, street) pairs of a unit in walking order; street 0 is "without a street".

    A door whose every elector asked not to be contacted, may be somebody who did, or has moved or died, is left out,
    and so is one that another board has now. With a list only its people count, and doors without one of them are
    not there at all. Pairs of other units name no doors.
    """
    once = sorted(set(picks))
    parameters = {
        "unit": unit.pk,
        "since": None,
        "list": target_list.pk if target_list else None,
        "now": timezone.now(),
        "locks": holds.locks_are_on(unit),
        "districts": [district for district, _ in once],
        "streets": [street for _, street in once],
    }
    found = Walk()
    for household, street, electors, objecting, unknown, held, *place in _rows(_STOPS, parameters):
        if not electors:
            found.left_out[OBJECTING if objecting else UNKNOWN if unknown else GONE] += 1
        elif held:
            found.left_out[HELD] += 1
        else:
            found.stops.append(_stop(household, street, electors, *place))
    found.stops[:] = walking.ordered(unit, found.stops)
    return found


def _stop(
    household: int, street: int | None, electors: int, district: int, number: int | None, building: str, flat: str
) -> Stop:
    return Stop(
        household,
        street,
        electors,
        district_id=district,
        gate=f"{number}|{building}" if flat else "",
        side=sides.side(number),
        is_flat=bool(flat),
    )


def _figures(
    unit: Unit, since: datetime.datetime, of: list[int] | None, target_list: TargetList | None, *, by_street: bool
) -> dict[tuple[int, int], Figures]:
    statement = _FIGURES.format(people=PEOPLE, street="coalesce(h.street_id, 0)" if by_street else "0")
    asked = {"unit": unit.pk, "since": since, "districts": of, "list": target_list.pk if target_list else None}
    rows = _rows(statement, asked)
    return {
        (district, street): Figures(streets, doors, int(electors), int(spoken), last)
        for district, street, doors, electors, spoken, last, streets in rows
    }


def _rows(statement: str, parameters: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
