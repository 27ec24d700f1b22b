"""Who stood under which number in the register on a polling day, which may be some editions ago.

An elector's entry on a day is the first that ended after it, else the one of now. Where no register as old as the day
is held, the oldest that is stands in for it, so that a marked register can be typed in by whoever starts late; pages
say so with `oldest_register`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, NamedTuple

from canvass.enums import SEALED
from canvass.models import PollingDistrict, RegisterEdition
from gotv.models import Election
from gotv.rules.numbers import RollNumber
from kit import joins

_SQL = """
WITH days AS (
    SELECT d.id, GREATEST(%(day)s, (
        SELECT min(r.dated_on) FROM canvass_registeredition r
        WHERE r.unit_id = d.unit_id AND r.council_id = d.council_id)) AS day
    FROM canvass_pollingdistrict d WHERE d.unit_id = %(unit)s
), ids AS (
    SELECT id FROM canvass_elector WHERE unit_id = %(unit)s AND polling_district_id = ANY(%(districts)s)
    UNION
    SELECT elector_id FROM canvass_pastentry WHERE unit_id = %(unit)s AND polling_district_id = ANY(%(districts)s)
), entries AS (
    SELECT p.elector_id, p.until, p.id AS place, p.polling_district_id, p.number, p.suffix, p.kind, p.was_listed
    FROM canvass_pastentry p JOIN ids ON ids.id = p.elector_id JOIN days d ON d.id = p.polling_district_id
    WHERE p.until > d.day
    UNION ALL
    SELECT e.id, 'infinity'::date, NULL, e.polling_district_id, e.number, e.suffix, e.kind,
           e.left_on IS NULL OR e.left_on > d.day
    FROM canvass_elector e JOIN ids ON ids.id = e.id JOIN days d ON d.id = e.polling_district_id
), that_day AS (
    SELECT DISTINCT ON (elector_id) * FROM entries ORDER BY elector_id, until, place
)
SELECT {columns}
FROM that_day t JOIN canvass_elector e ON e.id = t.elector_id JOIN days d ON d.id = t.polling_district_id
WHERE t.was_listed AND t.polling_district_id = ANY(%(districts)s) AND e.forgotten_on IS NULL
  AND (e.first_listed_on IS NULL OR e.first_listed_on <= d.day)
{end}
"""
_COLUMNS = (
    "t.polling_district_id, t.number, t.suffix, e.id, COALESCE(e.merged_into_id, e.id), "
    "t.kind = ANY(%(sealed)s) OR e.kind = ANY(%(sealed)s)"
)


class Listed(NamedTuple):
    """An elector as they were listed. `elector` is who they are now: another id when two entries were one person."""

    district: int
    number: RollNumber
    recorded_for: int
    elector: int
    is_sealed: bool


def on_polling_day(election: Election, districts: Collection[int]) -> list[Listed]:
    """Return everybody who was listed in these districts (ids) on the day, by number. One query."""
    rows = _fetch(election, districts, _COLUMNS, "ORDER BY t.polling_district_id, t.number, t.suffix, e.id")
    return [Listed(place, RollNumber(number, suffix), *rest) for place, number, suffix, *rest in rows]


def counts(election: Election, districts: Collection[int]) -> dict[int, int]:
    """Return how many electors were listed on the day, sealed ones left out, by district."""
    end = "AND t.kind <> ALL(%(sealed)s) AND e.kind <> ALL(%(sealed)s) GROUP BY 1"
    return dict(_fetch(election, districts, "t.polling_district_id, count(*)", end))


def _fetch(election: Election, districts: Collection[int], columns: str, end: str) -> list[tuple]:
    parameters: dict[str, Any] = {
        "unit": election.unit_id,
        "day": election.polling_on,
        "districts": sorted(districts),
        "sealed": sorted(kind.value for kind in SEALED),
    }
    with joins.large() as cursor:
        cursor.execute(_SQL.format(columns=columns, end=end), parameters)
        return cursor.fetchall()


def oldest_register(election: Election) -> datetime.date | None:
    """Return the date of the oldest register held where that is later than polling day; None where all is well."""
    oldest = RegisterEdition.objects.order_by("dated_on").values_list("dated_on", flat=True).first()
    return oldest if oldest is not None and oldest > election.polling_on else None


def district_ids(codes: Collection[str] | None = None) -> list[int]:
    """Return the ids of the districts in scope, or of those with these codes."""
    rows = PollingDistrict.objects.all() if codes is None else PollingDistrict.objects.filter(code__in=codes)
    return list(rows.values_list("pk", flat=True))
