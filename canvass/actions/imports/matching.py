"""Second half, first step: who of the file is whom of the register that is held. Set-based, and changes nothing.

The durable keys, in this order, each elector matched once (a number alone says nothing: every December renumbers):
the same household and name; then, in districts that were not renumbered, the same number too, for two of one name of
whom one is gone, and the same number with the same surname and first forename, for people whose address or middle
name is written differently now. A household is known by its
address, or else by its UPRN. Somebody without an address is known by name within the district; a sealed entry by its
number only. Who is left on both sides is weighed, pair by pair (weighing.py): who moved, married or is spelt
differently, who is somebody else, and of whom a person must say.
"""

from __future__ import annotations

from typing import Any

from canvass.actions.imports import plain, staging, weighing

# Both sides, alike. `place` is the household, or for people without one their district, negative; `who` stands for
# place and name in one number, since nearly everybody is known by both and long keys are slow (OFFSET 0 lets the name
# be made once). Two rows that somebody said are one person are both names of the one that is kept.
_HELD = f"""ON COMMIT DROP AS
SELECT *, hashtextextended(name, place) AS who FROM (
    SELECT COALESCE(e.merged_into_id, e.id) AS id, e.polling_district_id AS district, e.number, e.suffix, e.kind,
           e.left_on IS NULL AND e.merged_into_id IS NULL AS listed, e.date_of_attainment AS attains,
           COALESCE(e.household_id, -e.polling_district_id) AS place, {plain.NAME} AS name, {plain.SHORT} AS short
    FROM canvass_elector e
    JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id AND d.council_id = %(council)s
    WHERE e.unit_id = %(unit)s AND e.forgotten_on IS NULL
    OFFSET 0
) x
"""  # noqa: S608 - made of constants of this file
_CAME = f"""ON COMMIT DROP AS
SELECT *, hashtextextended(name, place) AS who FROM (
    SELECT s.line, d.pk AS district, s.number, s.suffix, s.kind, s.attains,
           COALESCE(h.pk, -d.pk) AS place, {plain.NAME} AS name, {plain.SHORT} AS short
    FROM stage_elector s
    JOIN map_district d ON d.id = s.district
    LEFT JOIN map_household h ON h.id = s.household
    OFFSET 0
) x
"""  # noqa: S608 - made of constants of this file


def prepare(cursor: Any, values: dict[str, Any]) -> None:
    """Find the districts and households that are held already; a new household gets its id here.

    `values` are `unit` and `council`, ids, and `today`.
    """
    # Everything below joins whole tables. What the planner knows about the register may be a minute old, from
    # before it was filled; a nested loop over it that was thought to be empty would take hours.
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute("SET LOCAL work_mem = '64MB'")
    staging.make(cursor, "map_district", _MAP_DISTRICT, values)
    staging.make(cursor, "map_household", _MAP_HOUSEHOLD, values)
    cursor.execute("ANALYZE map_district")
    cursor.execute(
        "SELECT EXISTS (SELECT FROM canvass_household WHERE unit_id = %(unit)s AND uprn IS NOT NULL)", values
    )
    if cursor.fetchone()[0]:
        cursor.execute(_SAME_UPRN, values)
    cursor.execute("ANALYZE map_household")
    for table, columns in (
        ("matched", "line int, elector bigint"),
        ("amended", "elector bigint, line int, was bigint, district int, renumbered bool, returned bool, altered bool"),
        ("leaving", "elector bigint"),
        ("doubt", "line int, elector bigint, score int, reasons text"),
    ):
        staging.make(cursor, table, f"({columns}) ON COMMIT DROP")


# A district that only boundaries or stations have named so far belongs to the council whose register names it first.
_MAP_DISTRICT = """ON COMMIT DROP AS
SELECT DISTINCT ON (s.id) s.id, d.id AS pk FROM stage_district s
LEFT JOIN canvass_pollingdistrict d
    ON d.unit_id = %(unit)s AND d.code = s.code AND (d.council_id = %(council)s OR d.council_id IS NULL)
ORDER BY s.id, d.council_id NULLS LAST
"""
_MAP_HOUSEHOLD = """ON COMMIT DROP AS
SELECT s.id, h.id IS NULL AS is_new,
       COALESCE(h.id, nextval(pg_get_serial_sequence('canvass_household', 'id'))) AS pk
FROM stage_household s LEFT JOIN canvass_household h ON h.unit_id = %(unit)s AND h.key = s.key
"""
# Another spelling of one property. Where a number stands for several doors, on either side, it says nothing.
_SAME_UPRN = """
UPDATE map_household m SET pk = h.pk, is_new = false
FROM (SELECT uprn, min(id) AS id FROM stage_household WHERE uprn IS NOT NULL GROUP BY uprn HAVING count(*) = 1) s
JOIN (SELECT uprn, min(id) AS pk FROM canvass_household WHERE unit_id = %(unit)s AND uprn IS NOT NULL
      GROUP BY uprn HAVING count(*) = 1) h USING (uprn)
WHERE m.id = s.id AND m.is_new AND NOT EXISTS (SELECT FROM map_household o WHERE o.pk = h.pk)
"""


def anybody(cursor: Any, values: dict[str, Any]) -> bool:
    """Say whether anybody is or was listed by this council."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM canvass_elector e JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id"
        " WHERE e.unit_id = %(unit)s AND d.council_id = %(council)s)",
        values,
    )
    return bool(cursor.fetchone()[0])


def gather(cursor: Any, values: dict[str, Any]) -> None:
    """Lay both sides beside each other: `held` and `came`, alike in their columns.

    Also `known`, the names of all who are listed, for how common they are. Notes in `values` whether the register that
    is held `has_dates` of coming of age: not every layout does.
    """
    staging.make(cursor, "held", _HELD, values)
    staging.make(cursor, "came", _CAME)
    staging.make(cursor, "known", "ON COMMIT DROP AS SELECT name, short FROM held WHERE listed")
    for table in ("held", "came", "known"):
        cursor.execute(f"ANALYZE {table}")
    cursor.execute("SELECT EXISTS (SELECT FROM held WHERE attains IS NOT NULL)")
    values["has_dates"] = cursor.fetchone()[0]


# An adult is nobody who is yet to come of age, where dates are known at all.
_OF_ONE_AGE = """
  AND (c.attains IS NULL OR c.attains = h.attains OR h.attains IS NULL AND NOT %(has_dates)s)
"""
# Nearly everybody: the only one of the name at home, before and after.
_ONLY_ONE_OF_THE_NAME = f"""
INSERT INTO matched
SELECT c.line, h.id
FROM (SELECT who, min(line) AS line, min(attains) AS attains FROM came WHERE name <> ''
      GROUP BY who HAVING count(*) = 1) c
JOIN (SELECT who, min(id) AS id, min(attains) AS attains FROM held WHERE listed AND name <> ''
      GROUP BY who HAVING count(*) = 1) h USING (who)
WHERE true {_OF_ONE_AGE}
"""  # noqa: S608 - made of constants of this file
# When somebody comes of age, for those who have not yet.
_DUE = "CASE WHEN attains > %(today)s THEN attains END"
# Father and son of one name: where there are as many here as there, the n-th is the n-th, who comes of age last.
# Otherwise it can't be said who is who.
_SAME_HOME_AND_NAME = f"""
INSERT INTO matched
SELECT c.line, h.id FROM (
    SELECT line, place, name, attains, count(*) OVER (PARTITION BY place, name) AS many,
           row_number() OVER (PARTITION BY place, name ORDER BY {_DUE}, district, number, suffix) AS n
    FROM came WHERE name <> '' AND NOT EXISTS (SELECT FROM matched m WHERE m.line = came.line)
) c JOIN (
    SELECT id, place, name, attains, listed,
           count(*) FILTER (WHERE listed) OVER (PARTITION BY place, name) AS here,
           count(*) FILTER (WHERE NOT listed) OVER (PARTITION BY place, name) AS left_before,
           row_number() OVER (PARTITION BY place, name, listed ORDER BY {_DUE}, district, number, suffix, id) AS n
    FROM held WHERE name <> '' AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = held.id)
) h USING (place, name, n)
WHERE (h.listed AND c.many = h.here OR h.here = 0 AND c.many = h.left_before) {_OF_ONE_AGE}
"""  # noqa: S608 - made of constants of this file
# Where most have another number than before, that somebody has a neighbour's old one says nothing.
_RENUMBERED = """ON COMMIT DROP AS
SELECT c.district FROM matched m JOIN came c USING (line) JOIN held h ON h.id = m.elector
GROUP BY c.district
HAVING 2 * count(*) FILTER (WHERE (h.district, h.number, h.suffix) = (c.district, c.number, c.suffix)) < count(*)
"""
_SAME_HOME_NAME_AND_NUMBER = """
INSERT INTO matched
SELECT DISTINCT ON (c.line) c.line, h.id
FROM came c JOIN held h USING (place, name, district, number, suffix)
WHERE c.name <> '' AND c.district NOT IN (SELECT district FROM renumbered)
  AND NOT EXISTS (SELECT FROM matched m WHERE m.line = c.line)
  AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = h.id)
ORDER BY c.line, h.listed DESC, h.id
"""
_SAME_NUMBER_AND_FIRST_NAMES = """
INSERT INTO matched
SELECT c.line, h.id
FROM came c JOIN held h USING (district, number, suffix, short)
WHERE h.listed AND c.short <> '' AND c.district NOT IN (SELECT district FROM renumbered)
  AND (c.attains IS NULL OR h.attains IS NULL OR c.attains = h.attains)
  AND NOT EXISTS (SELECT FROM matched m WHERE m.line = c.line)
  AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = h.id)
"""
_SEALED = """
INSERT INTO matched
SELECT DISTINCT ON (c.line) c.line, h.id
FROM came c JOIN held h USING (district, number, suffix, kind)
WHERE c.kind IN ('anonymous', 'under_16') ORDER BY c.line, h.listed DESC, h.id DESC
"""


def match(cursor: Any, values: dict[str, Any]) -> None:
    """Fill `matched`, `leaving`, `amended` and `doubt` from a whole register that is staged."""
    gather(cursor, values)
    pair(cursor, values)
    cursor.execute(_LEAVING)
    cursor.execute("ANALYZE leaving")
    compare(cursor)


_LEAVING = """
INSERT INTO leaving
SELECT id FROM held WHERE listed AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = held.id)
"""


def everybody_new(cursor: Any) -> None:
    """Fill `fresh` where nobody can be known."""
    staging.make(cursor, "fresh", "ON COMMIT DROP AS SELECT line, district, kind FROM stage_elector")


def strangers(cursor: Any, values: dict[str, Any]) -> None:
    """Fill `doubt` for a council's first register: only people of a neighbouring council can be known."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM canvass_elector WHERE unit_id = %(unit)s AND left_on > %(today)s::date - 400)",
        values,
    )
    if cursor.fetchone()[0]:
        gather(cursor, values)
        pair(cursor, values)


def pair(cursor: Any, values: dict[str, Any]) -> None:
    """Fill `matched` with whom of `came` is whom of `held`, and `doubt` with what a person must say."""
    for statement in (_ONLY_ONE_OF_THE_NAME, _SAME_HOME_AND_NAME):
        cursor.execute(statement, values)
        cursor.execute("ANALYZE matched")
    staging.make(cursor, "renumbered", _RENUMBERED)
    for statement in (_SAME_HOME_NAME_AND_NUMBER, _SAME_NUMBER_AND_FIRST_NAMES, _SEALED):
        cursor.execute(statement, values)
    cursor.execute("ANALYZE matched")
    weighing.weigh(cursor, values)


# A title counts only where the file gives one: not every layout has the column.
_COMPARE = """
INSERT INTO amended
SELECT * FROM (
    SELECT e.id, s.line, e.polling_district_id, s.district,
           (e.polling_district_id, e.number, e.suffix) IS DISTINCT FROM (d.pk, s.number, s.suffix) AS renumbered,
           e.left_on IS NOT NULL AS returned,
           (e.household_id, e.kind, e.forenames, e.surname, e.markers, e.date_of_attainment)
           IS DISTINCT FROM (h.pk, s.kind, s.forenames, s.surname, s.markers, s.attains)
           OR (s.title <> '' AND e.title <> s.title) AS altered
    FROM matched m
    JOIN stage_elector s ON s.line = m.line
    JOIN canvass_elector e ON e.id = m.elector
    LEFT JOIN map_district d ON d.id = s.district
    LEFT JOIN map_household h ON h.id = s.household
) x WHERE renumbered OR returned OR altered
"""


def compare(cursor: Any) -> None:
    """Fill `amended` with those of the matched whose entry changes: in its number, in what it says, or both.

    And `fresh` with the lines of those who are new. `was` is the district's id before, `district` the file's.
    """
    cursor.execute(_COMPARE)
    cursor.execute("ANALYZE amended")
    staging.make(
        cursor,
        "fresh",
        "ON COMMIT DROP AS SELECT line, district, kind FROM stage_elector s"
        " WHERE NOT EXISTS (SELECT FROM matched m WHERE m.line = s.line)",
    )
    cursor.execute("ANALYZE fresh")
