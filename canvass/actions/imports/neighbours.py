"""Who left the register of one council of a CLP and is new in another's may have moved across the border.

That is never decided here: a person is asked, whichever of the two files comes first.
"""

from __future__ import annotations

from typing import Any

from canvass.actions.imports import plain, staging

# Two files of one move may lie a year and a month apart.
_DAYS = 400
# For those of whom only the name speaks: as likely as not.
SCORE = 50
REASONS = "other_home same_name other_council"
_CAME_FROM = f"""
INSERT INTO left_held
SELECT e.id, false, true, COALESCE(e.household_id, -e.polling_district_id), {plain.NAME}, {plain.SHORT}, e.surname,
       e.forenames, e.date_of_attainment, door.postcode
FROM canvass_elector e
JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id AND d.council_id <> %(council)s
LEFT JOIN canvass_household door ON door.id = e.household_id
WHERE e.unit_id = %(unit)s AND e.left_on > %(today)s::date - {_DAYS}
  AND e.merged_into_id IS NULL AND e.forgotten_on IS NULL AND {plain.NAME} IN (SELECT name FROM left_came)
"""  # noqa: S608 - made of constants
# Only names that one person bears on either side.
_WENT_TO = f"""
INSERT INTO doubt_elsewhere
SELECT was.id, now.id
FROM (
    SELECT {plain.NAME} AS name, min(e.id) AS id FROM leaving l JOIN canvass_elector e ON e.id = l.elector
    WHERE e.surname || e.forenames <> '' GROUP BY 1 HAVING count(*) = 1
) was JOIN (
    SELECT {plain.NAME} AS name, min(e.id) AS id
    FROM canvass_elector e JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
    WHERE e.unit_id = %(unit)s AND d.council_id <> %(council)s AND e.left_on IS NULL
      AND e.first_listed_on > %(today)s::date - {_DAYS}
    GROUP BY 1 HAVING count(*) = 1
) now USING (name)
"""  # noqa: S608 - made of constants


def came_from(cursor: Any, values: dict[str, Any]) -> None:
    """Add to `left_held` whoever left another council's register and is called like somebody new."""
    if _exist(cursor, values):
        cursor.execute(_CAME_FROM, values)


def went_to(cursor: Any, values: dict[str, Any]) -> int:
    """Fill `doubt_elsewhere` with whoever leaves and is called like somebody new elsewhere. Returns how many."""
    staging.make(cursor, "doubt_elsewhere", "(was bigint, now bigint) ON COMMIT DROP")
    if not _exist(cursor, values):
        return 0
    cursor.execute(_WENT_TO, values)
    return int(cursor.rowcount)


def _exist(cursor: Any, values: dict[str, Any]) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM canvass_registeredition WHERE unit_id = %(unit)s AND council_id <> %(council)s)",
        values,
    )
    return bool(cursor.fetchone()[0])
