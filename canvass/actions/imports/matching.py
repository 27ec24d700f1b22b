"""Second half, first step: who of the file is whom of the register that is held. Set-based, and changes nothing.

The durable keys, in this order, each elector matched once (a number alone says nothing: every December renumbers):
the same household and name, first those whose number is the same too; then the same number with the same surname and
first forename, for people whose address or middle name is written differently now. Somebody without an address is
known by name within the district; an anonymous elector by number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from canvass.actions.imports import staging

# Letters alone, small and without accents, so that two spellings of one name are the same.
_PLAIN = (
    "lower(translate(CASE WHEN octet_length({0}) = length({0}) THEN {0} ELSE "
    "regexp_replace(normalize({0}, NFKD), '[\\u0300-\\u036F]', '', 'g') END, ' -''’.,', ''))"
)
_NAME = _PLAIN.format("(surname || forenames)")
_SHORT = _PLAIN.format("(surname || split_part(forenames, ' ', 1))")
# Both sides, alike. `place` is the household, or for people without one their district, negative.
_HELD = f"""ON COMMIT DROP AS
SELECT id, polling_district_id AS district, number, suffix, kind, left_on IS NULL AS listed,
       COALESCE(household_id, -polling_district_id) AS place, {_NAME} AS name, {_SHORT} AS short
FROM canvass_elector WHERE unit_id = %s
"""  # noqa: S608 - made of constants of this file
_CAME = f"""ON COMMIT DROP AS
SELECT s.line, d.pk AS district, s.number, s.suffix, s.kind,
       COALESCE(h.pk, -d.pk) AS place, {_NAME} AS name, {_SHORT} AS short
FROM stage_elector s
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
"""  # noqa: S608 - made of constants of this file


@dataclass(frozen=True)
class Changes:
    """What applying the file does to the people on the register.

    `added` are new or listed again, `gone` no longer listed, `amended` listed with something different;
    `renumbered` are those of the amended whose number or district changed. `moves` counts people by old and new
    district. `held` is the number listed before; `is_first` says that nobody was ever listed.
    """

    added: int
    amended: int
    gone: int
    renumbered: int
    held: int
    is_first: bool = False
    moves: tuple[tuple[str, str, int], ...] = ()


def match(unit: int) -> Changes:
    """Fill the temporary tables map_district, map_household, matched and amended from the staged file."""
    with connection.cursor() as cursor:
        # Everything below joins whole tables. What the planner knows about the register may be a minute old, from
        # before it was filled; a nested loop over it that was thought to be empty would take hours.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        _map(cursor, unit)
        for table, columns in (
            ("matched", "line int, elector bigint"),
            ("amended", "elector bigint, line int, renumbered bool, returned bool"),
        ):
            staging.make(cursor, table, f"({columns}) ON COMMIT DROP")
        cursor.execute("SELECT EXISTS (SELECT FROM canvass_elector WHERE unit_id = %s)", [unit])
        if not cursor.fetchone()[0]:
            cursor.execute("SELECT count(*) FROM stage_elector")
            return Changes(added=cursor.fetchone()[0], amended=0, gone=0, renumbered=0, held=0, is_first=True)
        _gather(cursor, unit)
        _pair(cursor)
        _compare(cursor)
        return _changes(cursor)


def _map(cursor: Any, unit: int) -> None:
    """Find the districts and households that are held already; a new household gets its id here."""
    staging.make(
        cursor,
        "map_district",
        "ON COMMIT DROP AS SELECT s.id, d.id AS pk FROM stage_district s"
        " LEFT JOIN canvass_pollingdistrict d ON d.unit_id = %s AND d.code = s.code",
        [unit],
    )
    staging.make(
        cursor,
        "map_household",
        "ON COMMIT DROP AS SELECT s.id, h.id IS NULL AS is_new,"
        " COALESCE(h.id, nextval(pg_get_serial_sequence('canvass_household', 'id'))) AS pk"
        " FROM stage_household s LEFT JOIN canvass_household h ON h.unit_id = %s AND h.key = s.key",
        [unit],
    )
    for table in ("map_district", "map_household"):
        cursor.execute(f"ANALYZE {table}")


def _gather(cursor: Any, unit: int) -> None:
    staging.make(cursor, "held", _HELD, [unit])
    staging.make(cursor, "came", _CAME)
    for table in ("held", "came"):
        cursor.execute(f"ANALYZE {table}")


_SAME_HOME_NAME_AND_NUMBER = """
INSERT INTO matched
SELECT DISTINCT ON (c.line) c.line, h.id
FROM came c JOIN held h USING (place, name, district, number, suffix)
WHERE c.name <> ''
ORDER BY c.line, h.listed DESC, h.id
"""
# Father and son of one name: the n-th here is the n-th there.
_SAME_HOME_AND_NAME = """
INSERT INTO matched
SELECT c.line, h.id FROM (
    SELECT line, place, name, row_number() OVER (PARTITION BY place, name ORDER BY district, number, suffix) AS n
    FROM came WHERE name <> '' AND NOT EXISTS (SELECT FROM matched m WHERE m.line = came.line)
) c JOIN (
    SELECT id, place, name,
           row_number() OVER (PARTITION BY place, name ORDER BY listed DESC, district, number, suffix, id) AS n
    FROM held WHERE NOT EXISTS (SELECT FROM matched m WHERE m.elector = held.id)
) h USING (place, name, n)
"""
_SAME_NUMBER_AND_FIRST_NAMES = """
INSERT INTO matched
SELECT c.line, h.id
FROM came c JOIN held h USING (district, number, suffix, short)
WHERE h.listed AND (c.short <> '' OR (c.kind = 'anonymous' AND h.kind = 'anonymous'))
  AND NOT EXISTS (SELECT FROM matched m WHERE m.line = c.line)
  AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = h.id)
"""


def _pair(cursor: Any) -> None:
    for statement in (_SAME_HOME_NAME_AND_NUMBER, _SAME_HOME_AND_NAME, _SAME_NUMBER_AND_FIRST_NAMES):
        cursor.execute(statement)
        cursor.execute("ANALYZE matched")


# A title counts only where the file gives one: not every layout has the column.
_COMPARE = """
INSERT INTO amended
SELECT e.id, s.line,
       (e.polling_district_id, e.number, e.suffix) IS DISTINCT FROM (d.pk, s.number, s.suffix),
       e.left_on IS NOT NULL
FROM matched m
JOIN stage_elector s ON s.line = m.line
JOIN canvass_elector e ON e.id = m.elector
LEFT JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
WHERE e.left_on IS NOT NULL
   OR (e.polling_district_id, e.number, e.suffix, e.household_id, e.kind, e.forenames, e.surname, e.markers,
       e.date_of_attainment)
      IS DISTINCT FROM
      (d.pk, s.number, s.suffix, h.pk, s.kind, s.forenames, s.surname, s.markers, s.attains)
   OR (s.title <> '' AND e.title <> s.title)
"""


def _compare(cursor: Any) -> None:
    cursor.execute(_COMPARE)
    cursor.execute("ANALYZE amended")
    staging.make(
        cursor,
        "gone",
        "ON COMMIT DROP AS SELECT id AS elector FROM held"
        " WHERE listed AND NOT EXISTS (SELECT FROM matched m WHERE m.elector = held.id)",
    )


_MOVES = """
SELECT old.code, new.code, count(*)
FROM amended a
JOIN canvass_elector e ON e.id = a.elector
JOIN canvass_pollingdistrict old ON old.id = e.polling_district_id
JOIN stage_elector s ON s.line = a.line
JOIN stage_district new ON new.id = s.district
WHERE NOT a.returned AND old.code <> new.code
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20
"""


def _changes(cursor: Any) -> Changes:
    cursor.execute(
        "SELECT (SELECT count(*) FROM stage_elector) - (SELECT count(*) FROM matched),"
        " count(*) FILTER (WHERE returned), count(*) FILTER (WHERE NOT returned),"
        " count(*) FILTER (WHERE renumbered AND NOT returned), (SELECT count(*) FROM gone),"
        " (SELECT count(*) FROM held WHERE listed) FROM amended"
    )
    new, returned, amended, renumbered, gone, held = cursor.fetchone()
    cursor.execute(_MOVES)
    return Changes(new + returned, amended, gone, renumbered, held, moves=tuple(cursor.fetchall()))
