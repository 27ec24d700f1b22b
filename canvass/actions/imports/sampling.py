"""What a person sees of a file before approving it: a few changes in each district, and the rows that fit nobody.

A sealed entry is never among them.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from canvass.enums import FileKind
from canvass.models import RegisterImport

# Of each operation in each district; and of unmatched rows in all.
A_FEW, MOST_UNMATCHED = 3, 500
_SEALED = "('anonymous', 'under_16')"


def _number(number: str, suffix: str) -> str:
    return f"{number} || CASE WHEN {suffix} > 0 THEN '/' || {suffix} ELSE '' END"


def _entry(person: str, door: str, street: str, code: str) -> str:
    """Return SQL for an entry in words: "Ottaway, Graham · 12 Tanyard Row · HH1 124"."""
    return (
        "concat_ws(' · ',"
        f" NULLIF(concat_ws(', ', NULLIF({person}.surname, ''), NULLIF({person}.forenames, '')), ''),"
        f" NULLIF(concat_ws(', ', NULLIF({door}.flat, ''), NULLIF({door}.building, ''),"
        f" NULLIF(concat_ws(' ', {door}.number || {door}.number_suffix, {street}.name), '')), ''),"
        f" {code}.code || ' ' || {_number(f'{person}.number', f'{person}.suffix')})"
    )


_WAS, _NOW = _entry("e", "door", "street", "d"), _entry("s", "sh", "st", "sd")
_INSERT = (
    "INSERT INTO canvass_changesample"
    " (unit_id, register_import_id, elector_id, district_code, operation, reason, line, was, now)\n"
)
_OF_ELECTOR = """
JOIN canvass_elector e ON e.id = x.elector
JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
LEFT JOIN canvass_household door ON door.id = e.household_id
LEFT JOIN canvass_street street ON street.id = door.street_id
"""
_OF_LINE = """
LEFT JOIN stage_household sh ON sh.id = s.household
LEFT JOIN stage_street st ON st.id = sh.street
"""
_ADDED = f"""{_INSERT}
SELECT %(unit)s, %(row)s, NULL, sd.code, 'add', '', s.line, '', {_NOW}
FROM (
    SELECT line, row_number() OVER (PARTITION BY district ORDER BY line) AS n FROM fresh WHERE kind NOT IN {_SEALED}
) x
JOIN stage_elector s ON s.line = x.line
JOIN stage_district sd ON sd.id = s.district
{_OF_LINE}
WHERE x.n <= %(few)s
"""  # noqa: S608 - made of constants of this file
# A few who have another name or address, and one of those who have only another number.
_AMENDED = f"""{_INSERT}
SELECT %(unit)s, %(row)s, e.id, sd.code, CASE WHEN x.returned THEN 'add' ELSE 'amend' END, '', s.line, {_WAS}, {_NOW}
FROM (
    SELECT elector, line, returned, row_number() OVER (PARTITION BY district, returned ORDER BY line) AS n
    FROM amended WHERE altered OR returned
    UNION ALL
    SELECT a.elector, a.line, false, 1
    FROM (SELECT min(line) AS line FROM amended WHERE NOT altered AND NOT returned GROUP BY district) one
    JOIN amended a ON a.line = one.line
) x
JOIN stage_elector s ON s.line = x.line
JOIN stage_district sd ON sd.id = s.district
{_OF_ELECTOR} {_OF_LINE}
WHERE x.n <= %(few)s AND s.kind NOT IN {_SEALED}
"""  # noqa: S608 - made of constants of this file
_DELETED = f"""{_INSERT}
SELECT %(unit)s, %(row)s, e.id, d.code, 'delete', '', NULL, {_WAS}, ''
FROM (
    SELECT l.elector, row_number() OVER (PARTITION BY p.polling_district_id ORDER BY p.number, p.suffix) AS n
    FROM leaving l JOIN canvass_elector p ON p.id = l.elector WHERE p.kind NOT IN {_SEALED}
) x {_OF_ELECTOR}
WHERE x.n <= %(few)s
"""  # noqa: S608 - made of constants of this file
_UNMATCHED = f"""{_INSERT}
SELECT %(unit)s, %(row)s, NULL, sd.code, '', s.reason, s.line, COALESCE({_WAS}, ''), {_NOW}
FROM (SELECT * FROM stage_aside WHERE deed = 'unmatched' ORDER BY line LIMIT %(most)s) s
JOIN notice_district sd ON sd.id = s.district
LEFT JOIN notice_household sh ON sh.id = s.household
LEFT JOIN notice_street st ON st.id = sh.street
LEFT JOIN map_district md ON md.id = s.district
LEFT JOIN canvass_elector e ON e.polling_district_id = md.pk AND e.number = s.number AND e.suffix = s.suffix
                           AND e.left_on IS NULL AND e.kind NOT IN {_SEALED}
LEFT JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
LEFT JOIN canvass_household door ON door.id = e.household_id
LEFT JOIN canvass_street street ON street.id = door.street_id
"""  # noqa: S608 - made of constants of this file


def keep(register_import: RegisterImport, kind: FileKind, *, is_first: bool) -> None:
    """Keep samples with the import, in place of those that an earlier reading kept."""
    register_import.samples.all().delete()
    values: dict[str, Any] = {
        "unit": register_import.unit_id,
        "row": register_import.pk,
        "few": A_FEW,
        "most": MOST_UNMATCHED,
    }
    statements = [_ADDED] if is_first else [_ADDED, _AMENDED, _DELETED]
    if kind == FileKind.UPDATE:
        statements.append(_UNMATCHED)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
