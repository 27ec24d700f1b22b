"""Second half, second step: the matched file becomes the register. One transaction, nothing row by row.

Whatever is changed is kept as it was, under the file that changed it, so that the file can be taken back.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from canvass.actions import councils, keeping, recall
from canvass.actions.imports import neighbours, staging
from canvass.actions.imports.changes import Changes
from canvass.actions.imports.progress import Progress
from canvass.enums import FileKind
from canvass.models import Council, Elector, RegisterEdition, RegisterImport
from kit import clock
from kit.errors import Refused

# A ward that was abolished stays so, though a register may go on naming it.
_WARDS = """
INSERT INTO canvass_ward (unit_id, name)
SELECT %(unit)s, s.name FROM stage_ward s
WHERE NOT EXISTS (SELECT FROM canvass_ward w WHERE w.unit_id = %(unit)s AND w.name = s.name)
"""
_ADOPT = """
UPDATE canvass_pollingdistrict d SET council_id = %(council)s
FROM map_district m
WHERE d.id = m.pk AND d.council_id IS NULL
RETURNING d.id
"""
_DISTRICTS = """
INSERT INTO canvass_pollingdistrict (unit_id, council_id, code, name)
SELECT %(unit)s, %(council)s, d.code, '' FROM stage_district d
ON CONFLICT (unit_id, code, council_id) DO NOTHING
"""
_MAP_DISTRICTS = """
UPDATE map_district m SET pk = d.id
FROM stage_district s
JOIN canvass_pollingdistrict d ON d.unit_id = %(unit)s AND d.code = s.code AND d.council_id = %(council)s
WHERE s.id = m.id
"""
# What a person said about a district that new wards cut stands; and the few rows of a notice move no district.
_IN_WARDS = """
WITH ward AS (
    SELECT DISTINCT ON (name) name, id FROM canvass_ward
    WHERE unit_id = %(unit)s AND (starts_on IS NULL OR starts_on <= %(date)s)
      AND (ends_on IS NULL OR ends_on > %(date)s)
    ORDER BY name, starts_on DESC NULLS LAST
), changed AS (
    SELECT d.id, d.ward_id AS was, w.id AS now
    FROM stage_district s
    JOIN map_district m ON m.id = s.id
    JOIN canvass_pollingdistrict d ON d.id = m.pk
    JOIN stage_ward sw ON sw.id = s.ward
    JOIN ward w ON w.name = sw.name
    WHERE d.ward_split = '' AND d.ward_id IS DISTINCT FROM w.id AND (d.ward_id IS NULL OR NOT %(is_update)s)
)
UPDATE canvass_pollingdistrict d SET ward_id = c.now FROM changed c WHERE d.id = c.id
RETURNING d.id, c.was
"""
_STREETS = """
INSERT INTO canvass_street (unit_id, key, name, locality)
SELECT %(unit)s, key, name, locality FROM stage_street ON CONFLICT (unit_id, key) DO NOTHING
"""
_MAP_STREETS = """ON COMMIT DROP AS
SELECT s.id, t.id AS pk FROM stage_street s JOIN canvass_street t ON t.unit_id = %s AND t.key = s.key
"""
_HOUSEHOLDS = """
INSERT INTO canvass_household (id, unit_id, polling_district_id, street_id, number, number_suffix, building, flat,
                               flat_number, postcode, uprn, latitude, longitude, located_by, key)
SELECT m.pk, %(unit)s, d.pk, t.pk, h.number, h.number_suffix, h.building, h.flat, h.flat_number, h.postcode,
       h.uprn, h.latitude, h.longitude, CASE WHEN h.latitude IS NULL THEN '' ELSE 'file' END, h.key
FROM stage_household h
JOIN map_household m ON m.id = h.id AND m.is_new
JOIN map_district d ON d.id = h.district
LEFT JOIN map_street t ON t.id = h.street
"""
_LINES = """
INSERT INTO canvass_addresslines (unit_id, household_id, text)
SELECT %(unit)s, m.pk, h.lines FROM stage_household h JOIN map_household m ON m.id = h.id AND m.is_new
"""
# A household keeps its id when its district or the name of its place changes. The file's own coordinates are the best
# there are; a file without them takes none away.
_MOVED_HOUSEHOLDS = """ON COMMIT DROP AS
SELECT id, district, street, uprn, latitude, longitude, located_by FROM (
    SELECT DISTINCT ON (h.id) h.id, d.pk AS district, COALESCE(t.pk, h.street_id) AS street,
           COALESCE(s.uprn, h.uprn) AS uprn, COALESCE(s.latitude, h.latitude) AS latitude,
           COALESCE(s.longitude, h.longitude) AS longitude,
           CASE WHEN s.latitude IS NULL THEN h.located_by ELSE 'file' END AS located_by,
           (h.polling_district_id, h.street_id, h.uprn, h.latitude, h.longitude) AS stood
    FROM stage_household s
    JOIN map_household m ON m.id = s.id AND NOT m.is_new
    JOIN map_district d ON d.id = s.district
    JOIN canvass_household h ON h.id = m.pk
    LEFT JOIN map_street t ON t.id = s.street
) x WHERE stood IS DISTINCT FROM (district, street, uprn, latitude, longitude)
"""
_PAST_HOUSEHOLDS = """
INSERT INTO canvass_pasthousehold (unit_id, household_id, register_import_id, polling_district_id, street_id, uprn,
                                   latitude, longitude, located_by)
SELECT %(unit)s, h.id, %(row)s, h.polling_district_id, h.street_id, h.uprn, h.latitude, h.longitude, h.located_by
FROM moved_household x JOIN canvass_household h ON h.id = x.id
"""
_MOVE_HOUSEHOLDS = """
UPDATE canvass_household h
SET polling_district_id = x.district, street_id = x.street, uprn = x.uprn, latitude = x.latitude,
    longitude = x.longitude, located_by = x.located_by
FROM moved_household x WHERE h.id = x.id
"""
# Numbers are unique among those who are listed, row by row. So whoever changes number is taken out first and put back
# under the same id: that costs half of two updates, and less in order, because indexes are quicker to fill so. No key
# in the database hangs on the row meanwhile.
_TAKE_OUT = """
WITH out AS (
    DELETE FROM canvass_elector e USING amended a WHERE e.id = a.elector AND a.renumbered AND NOT a.returned
    RETURNING e.*
)
INSERT INTO taken_out SELECT * FROM out
"""
_PAST_ENTRIES = """
INSERT INTO canvass_pastentry (unit_id, elector_id, edition_id, register_import_id, until, polling_district_id, number,
                               suffix, household_id, kind, title, forenames, surname, markers, franchise,
                               date_of_attainment, was_listed, left_on)
SELECT %(unit)s, e.id, %(old)s, %(row)s, %(date)s, e.polling_district_id, e.number, e.suffix, e.household_id,
       e.kind, e.title, e.forenames, e.surname, e.markers, e.franchise, e.date_of_attainment, e.left_on IS NULL,
       e.left_on
FROM (
    SELECT * FROM taken_out
    UNION ALL
    SELECT e.* FROM canvass_elector e
    JOIN (SELECT elector FROM amended UNION ALL SELECT elector FROM leaving) x ON x.elector = e.id
) e
ORDER BY e.id
"""
_LEAVE = "UPDATE canvass_elector e SET left_on = %(date)s FROM leaving l WHERE e.id = l.elector"
_AMEND = """
UPDATE canvass_elector e
SET polling_district_id = d.pk, number = s.number, suffix = s.suffix, household_id = h.pk, kind = s.kind,
    title = CASE WHEN s.title = '' THEN e.title ELSE s.title END, forenames = s.forenames, surname = s.surname,
    markers = s.markers, franchise = s.franchise, date_of_attainment = s.attains, left_on = NULL
FROM amended a
JOIN stage_elector s ON s.line = a.line
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
WHERE e.id = a.elector AND (a.returned OR NOT a.renumbered)
"""
_PUT_BACK = """
INSERT INTO canvass_elector ({columns})
SELECT {values}
FROM taken_out e
JOIN amended a ON a.elector = e.id
JOIN stage_elector s ON s.line = a.line
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
ORDER BY s.line
"""
# What the file says of an entry; every other column of the row stays as it was.
_SAID = {
    "polling_district_id": "d.pk",
    "number": "s.number",
    "suffix": "s.suffix",
    "household_id": "h.pk",
    "kind": "s.kind",
    "title": "CASE WHEN s.title = '' THEN e.title ELSE s.title END",
    "forenames": "s.forenames",
    "surname": "s.surname",
    "markers": "s.markers",
    "franchise": "s.franchise",
    "date_of_attainment": "s.attains",
}
_ADD = """
INSERT INTO canvass_elector (unit_id, polling_district_id, number, suffix, household_id, kind, title, forenames,
                             surname, markers, franchise, date_of_attainment, first_listed_on, added_by_id)
SELECT %(unit)s, d.pk, s.number, s.suffix, h.pk, s.kind, s.title, s.forenames, s.surname, s.markers, s.franchise,
       s.attains, %(date)s, %(row)s
FROM stage_elector s
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
"""
_ONLY_NEW = "WHERE s.line IN (SELECT line FROM fresh)"
_DOUBTS = """
INSERT INTO canvass_doubtfulmatch (unit_id, register_import_id, was_id, now_id, score, reasons)
SELECT %(unit)s, %(row)s, x.elector, e.id, x.score, to_jsonb(string_to_array(x.reasons, ' '))
FROM doubt x
JOIN stage_elector s ON s.line = x.line
JOIN map_district d ON d.id = s.district
JOIN canvass_elector e ON e.polling_district_id = d.pk AND e.number = s.number AND e.suffix = s.suffix
                      AND e.left_on IS NULL
ON CONFLICT (was_id, now_id) DO NOTHING
"""
_DOUBTS_ELSEWHERE = """
INSERT INTO canvass_doubtfulmatch (unit_id, register_import_id, was_id, now_id, score, reasons)
SELECT %(unit)s, %(row)s, was, now, %(score)s, to_jsonb(string_to_array(%(reasons)s, ' ')) FROM doubt_elsewhere
ON CONFLICT (was_id, now_id) DO NOTHING
"""
# From here on questions are planned for the register as it is now.
COUNT = "SELECT canvass_count_register()"
LISTED = """
SELECT count(*) FROM canvass_elector e
JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id AND d.council_id = %(council)s
WHERE e.unit_id = %(unit)s AND e.left_on IS NULL
"""


class Recount(Exception):
    """The register doesn't hold what the file does. A fault in the program; nothing was changed."""


def lock(unit: int) -> None:
    """Make this transaction the only one that changes the unit's register. Raises Refused when there is another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('canvass.register'), %s)", [unit])
        if not cursor.fetchone()[0]:
            raise Refused(
                _("Another register is being brought in for this CLP. Wait until it is done, then try again.")
            )


def apply(row: RegisterImport, changes: Changes, kind: FileKind, progress: Progress) -> tuple[RegisterEdition, dict]:
    """Bring the register to what the file says.

    Returns the edition that is current now, and what undoing needs besides the entries: `wards`, the district's id with
    the ward it had; `adopted`, ids of districts that had no council; `edition`, the id of the edition before, "" for
    none; `entries`, how many entries are kept as they were.
    An edition of the same day in which nothing changed is no new edition. Raises Recount when the register afterwards
    does not hold exactly the electors that it should.
    """
    assert transaction.get_connection().in_atomic_block, "open a transaction first"  # noqa: S101
    unit, council = row.unit_id, row.council_id
    old = RegisterEdition.objects.filter(unit_id=unit, council_id=council, is_current=True).first()
    values: dict[str, Any] = {
        "unit": unit, "council": council, "row": row.pk, "old": old.pk if old else None,
        "date": row.dated_on or clock.today(), "is_update": kind == FileKind.UPDATE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        progress.stage("households", 0)
        before = _places(cursor, values)
        progress.stage("people", 0)
        before["entries"] = _people(cursor, values, is_first=changes.is_first)
        progress.stage("counting", 0)
        cursor.execute(LISTED, values)
        if cursor.fetchone()[0] != changes.listed:
            raise Recount("the register does not hold the electors that it should")
        cursor.execute(COUNT)
    keeping.objections_of(unit, row)
    recall.left(unit=unit, register_import=row.pk)
    councils.changed(councils=Council.objects.filter(pk=council))
    edition = old if old and kind == FileKind.UPDATE else _edition(old, changes, row, values["date"])
    return edition, before | {"edition": str(old.pk) if old else ""}


def _places(cursor: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Put wards, districts, streets and households in place. Returns how districts stood before."""
    cursor.execute(_WARDS, values)
    cursor.execute(_ADOPT, values)
    adopted = [pk for (pk,) in cursor]
    for statement in (_DISTRICTS, _MAP_DISTRICTS):
        cursor.execute(statement, values)
    cursor.execute(_IN_WARDS, values)
    wards = [[pk, ward] for pk, ward in cursor]
    cursor.execute(_STREETS, values)
    staging.make(cursor, "map_street", _MAP_STREETS, [values["unit"]])
    for statement in (_HOUSEHOLDS, _LINES):
        cursor.execute(statement, values)
    staging.make(cursor, "moved_household", _MOVED_HOUSEHOLDS)
    for statement in (_PAST_HOUSEHOLDS, _MOVE_HOUSEHOLDS):
        cursor.execute(statement, values)
    return {"wards": wards, "adopted": adopted}


def _people(cursor: Any, values: dict[str, Any], *, is_first: bool) -> int:
    """Put the electors in place, and what a person must say about them. Returns how many entries are kept as before."""
    kept = 0
    if not is_first:
        staging.make(cursor, "taken_out", "(LIKE canvass_elector) ON COMMIT DROP")
        cursor.execute(_TAKE_OUT)
        cursor.execute(_PAST_ENTRIES, values)
        kept = cursor.rowcount
        for statement in (_LEAVE, _AMEND, _put_back()):
            cursor.execute(statement, values)
    cursor.execute(_ADD + ("" if is_first else _ONLY_NEW), values)
    cursor.execute(_DOUBTS, values)
    if not is_first:
        said = {"score": neighbours.SCORE, "reasons": neighbours.REASONS}
        cursor.execute(_DOUBTS_ELSEWHERE, values | said)
    return kept


def _put_back() -> str:
    columns = [field.column or field.name for field in Elector._meta.concrete_fields]
    return _PUT_BACK.format(columns=", ".join(columns), values=", ".join(_SAID.get(c, f"e.{c}") for c in columns))


def _edition(
    old: RegisterEdition | None, changes: Changes, row: RegisterImport, dated_on: datetime.date
) -> RegisterEdition:
    """Return the edition that is current now."""
    if old is not None:
        if dated_on <= old.dated_on and changes.is_nothing:
            return old
        RegisterEdition.objects.filter(pk=old.pk).update(is_current=False)
    return RegisterEdition.objects.create(
        unit_id=row.unit_id, council_id=row.council_id, dated_on=dated_on, is_current=True
    )
