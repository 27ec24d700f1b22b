"""Second half, first step, for a notice of alterations: what its rows do to the edition that is held.

Changes nothing yet. Each row gets a verdict (canvass/rules/notices.py); those that do something stay in the staging
tables, as if they were a register, and the others are put aside. Somebody who is taken off at one address and added
at another is matched like in a new edition.
"""

from __future__ import annotations

from typing import Any

from canvass.actions.imports import matching, staging
from canvass.rules import notices
from canvass.rules.notices import Held, Row, Verdict

_ROWS = """
SELECT s.line, o.operation, m.pk, s.district, s.number, s.suffix, s.kind, s.surname, s.forenames,
       CASE WHEN NOT h.is_new THEN h.pk END
FROM stage_elector s
JOIN stage_operation o ON o.line = s.line
JOIN map_district m ON m.id = s.district
LEFT JOIN map_household h ON h.id = s.household
"""
_HELD = """
SELECT e.polling_district_id, e.number, e.suffix, e.id, e.kind, e.surname, e.forenames, e.household_id
FROM canvass_elector e
WHERE e.left_on IS NULL AND EXISTS (
    SELECT FROM stage_elector s JOIN map_district m ON m.id = s.district
    WHERE m.pk = e.polling_district_id AND s.number = e.number AND s.suffix = e.suffix)
"""
# Whoever had one of these numbers before: entries as they stood, and those who left with one.
_PAST = """
SELECT x.polling_district_id, x.number, x.suffix, x.elector, x.kind, x.surname, x.forenames
FROM (
    SELECT p.polling_district_id, p.number, p.suffix, COALESCE(e.merged_into_id, e.id) AS elector, p.kind, p.surname,
           p.forenames
    FROM canvass_pastentry p JOIN canvass_elector e ON e.id = p.elector_id WHERE p.unit_id = %(unit)s AND p.was_listed
    UNION
    SELECT polling_district_id, number, suffix, COALESCE(merged_into_id, id), kind, surname, forenames
    FROM canvass_elector WHERE unit_id = %(unit)s AND left_on IS NOT NULL
) x
WHERE EXISTS (
    SELECT FROM stage_elector s JOIN map_district m ON m.id = s.district
    WHERE m.pk = x.polling_district_id AND s.number = x.number AND s.suffix = x.suffix)
"""
_ASIDE = """ON COMMIT DROP AS
SELECT s.*, v.deed, v.reason FROM stage_elector s JOIN verdict v USING (line)
WHERE v.deed NOT IN ('add', 'amend', 'replace')
"""
# What only rows put aside name is neither made nor moved; what they say of it is still to be shown.
_TRIM = (
    "DELETE FROM stage_elector s USING stage_aside a WHERE a.line = s.line",
    "DELETE FROM stage_household h WHERE NOT EXISTS (SELECT FROM stage_elector s WHERE s.household = h.id)",
    "DELETE FROM stage_street t WHERE NOT EXISTS (SELECT FROM stage_household h WHERE h.street = t.id)",
    "DELETE FROM stage_district d WHERE NOT EXISTS (SELECT FROM stage_elector s WHERE s.district = d.id)",
    "ANALYZE stage_elector",
)
_LEAVING = "INSERT INTO leaving SELECT DISTINCT elector FROM verdict WHERE deed IN ('delete', 'replace')"
_AMENDED = "INSERT INTO matched SELECT line, elector FROM verdict WHERE deed = 'amend'"
# Only those whom the notice takes off, or who had left before, can be whom it adds.
_STAY = (
    "DELETE FROM held WHERE listed AND NOT EXISTS (SELECT FROM leaving l WHERE l.elector = held.id)",
    "DELETE FROM came WHERE EXISTS (SELECT FROM matched m WHERE m.line = came.line)",
)
_MOVED = "DELETE FROM leaving l USING matched m WHERE m.elector = l.elector"


def match(cursor: Any, values: dict[str, Any]) -> None:
    """Fill `verdict`, and `matched`, `leaving`, `amended` and `doubt` like for a whole register."""
    cursor.execute(_ROWS)
    # A district that nobody holds yet has no id: its own number, negative, keeps its rows together.
    rows = [
        Row(line, operation, (pk or -district, number, suffix), kind, surname, forenames, home)
        for line, operation, pk, district, number, suffix, kind, surname, forenames, home in cursor
    ]
    cursor.execute(_HELD)
    held = {(district, number, suffix): Held(*one) for district, number, suffix, *one in cursor}
    cursor.execute(_PAST, values)
    past: dict[notices.Key, list[Held]] = {}
    for district, number, suffix, *one in cursor:
        past.setdefault((district, number, suffix), []).append(Held(*one))
    _keep(cursor, notices.resolve(rows, held, past))
    for statement in (_LEAVING, _AMENDED):
        cursor.execute(statement)
    matching.gather(cursor, values)
    for statement in _STAY:
        cursor.execute(statement)
    matching.pair(cursor, values)
    cursor.execute(_MOVED)
    matching.compare(cursor)


def _keep(cursor: Any, verdicts: list[Verdict]) -> None:
    staging.make(cursor, "verdict", "(line int, deed text, elector bigint, reason text) ON COMMIT DROP")
    with cursor.copy("COPY verdict FROM STDIN") as copy:
        for verdict in verdicts:
            copy.write_row((verdict.line, verdict.deed.value, verdict.elector, verdict.reason))
    cursor.execute("ANALYZE verdict")
    staging.make(cursor, "stage_aside", _ASIDE)
    for table in ("district", "household", "street"):
        staging.make(cursor, f"notice_{table}", f"ON COMMIT DROP AS TABLE stage_{table}")
    for statement in _TRIM:
        cursor.execute(statement)


# Rows by what came of them. An amendment or addition that changes nothing was there already.
_COUNT = """
SELECT count(*) FILTER (WHERE v.deed = 'add') AS added,
       count(*) FILTER (WHERE v.deed = 'add' AND o.operation = 'amend') AS amended_as_added,
       count(*) FILTER (WHERE v.deed = 'replace' OR v.deed = 'amend' AND a.line IS NOT NULL) AS amended,
       count(*) FILTER (WHERE v.deed = 'delete') AS deleted,
       count(*) FILTER (WHERE v.deed = 'already' OR v.deed = 'amend' AND a.line IS NULL) AS already,
       count(*) FILTER (WHERE v.deed = 'ignored') AS ignored,
       count(*) FILTER (WHERE v.deed = 'unmatched') AS unmatched
FROM verdict v
JOIN stage_operation o ON o.line = v.line
LEFT JOIN amended a ON a.line = v.line
"""


def count(cursor: Any) -> dict[str, int]:
    """Return the rows by what comes of them; together they are all rows that could be read."""
    cursor.execute(_COUNT)
    names = [column.name for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
