"""Second half, second step: the matched file becomes the register. One transaction, nothing row by row."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from canvass.actions.imports import staging
from canvass.actions.imports.matching import Changes
from canvass.actions.imports.progress import Progress
from canvass.models import RegisterEdition
from kit.errors import Refused

_WARDS = """
INSERT INTO canvass_ward (unit_id, name)
SELECT %(unit)s, s.name FROM stage_ward s
WHERE NOT EXISTS (SELECT FROM canvass_ward w WHERE w.unit_id = %(unit)s AND w.name = s.name AND w.ends_on IS NULL)
"""
# A district that only boundaries or stations have named so far belongs to the council whose register names it first.
_ADOPT = """
UPDATE canvass_pollingdistrict d SET council_id = %(council)s
FROM stage_district s
WHERE d.unit_id = %(unit)s AND d.council_id IS NULL AND d.code = s.code
  AND NOT EXISTS (SELECT FROM canvass_pollingdistrict o
                  WHERE o.unit_id = %(unit)s AND o.council_id = %(council)s AND o.code = s.code)
"""
_DISTRICTS = """
INSERT INTO canvass_pollingdistrict (unit_id, council_id, code, name, ward_id)
SELECT %(unit)s, %(council)s, d.code, '', w.id
FROM stage_district d
LEFT JOIN stage_ward sw ON sw.id = d.ward
LEFT JOIN canvass_ward w ON w.unit_id = %(unit)s AND w.name = sw.name AND w.ends_on IS NULL
ON CONFLICT (unit_id, code, council_id)
DO UPDATE SET ward_id = COALESCE(EXCLUDED.ward_id, canvass_pollingdistrict.ward_id)
"""
_MAP_DISTRICTS = """
UPDATE map_district m SET pk = d.id
FROM stage_district s
JOIN canvass_pollingdistrict d ON d.unit_id = %(unit)s AND d.code = s.code AND d.council_id = %(council)s
WHERE s.id = m.id
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
                               flat_number, postcode, key)
SELECT m.pk, %(unit)s, d.pk, t.pk, h.number, h.number_suffix, h.building, h.flat, h.flat_number, h.postcode, h.key
FROM stage_household h
JOIN map_household m ON m.id = h.id AND m.is_new
JOIN map_district d ON d.id = h.district
LEFT JOIN map_street t ON t.id = h.street
"""
_LINES = """
INSERT INTO canvass_addresslines (unit_id, household_id, text)
SELECT %(unit)s, m.pk, h.lines FROM stage_household h JOIN map_household m ON m.id = h.id AND m.is_new
"""
# A household keeps its id when its district or the name of its place changes.
_MOVED_HOUSEHOLDS = """
UPDATE canvass_household h SET polling_district_id = d.pk, street_id = COALESCE(t.pk, h.street_id)
FROM stage_household s
JOIN map_household m ON m.id = s.id AND NOT m.is_new
JOIN map_district d ON d.id = s.district
LEFT JOIN map_street t ON t.id = s.street
WHERE h.id = m.pk AND (h.polling_district_id, h.street_id) IS DISTINCT FROM (d.pk, COALESCE(t.pk, h.street_id))
"""
_PAST_ENTRIES = """
INSERT INTO canvass_pastentry (unit_id, elector_id, edition_id, until, polling_district_id, number, suffix,
                               household_id, kind, title, forenames, surname, markers, franchise, date_of_attainment)
SELECT %(unit)s, e.id, %(old)s, %(date)s, e.polling_district_id, e.number, e.suffix, e.household_id,
       e.kind, e.title, e.forenames, e.surname, e.markers, e.franchise, e.date_of_attainment
FROM amended a
JOIN canvass_elector e ON e.id = a.elector
WHERE a.renumbered
"""
# Numbers are unique among those who are listed, row by row. So whoever changes number first leaves the list.
_LEAVE = """
UPDATE canvass_elector e SET left_on = %(date)s
FROM (SELECT elector FROM gone UNION ALL SELECT elector FROM amended WHERE renumbered AND NOT returned) x
WHERE e.id = x.elector
"""
_AMEND = """
UPDATE canvass_elector e
SET polling_district_id = d.pk, number = s.number, suffix = s.suffix, household_id = h.pk, kind = s.kind,
    title = CASE WHEN s.title = '' THEN e.title ELSE s.title END, forenames = s.forenames, surname = s.surname,
    markers = s.markers, date_of_attainment = s.attains, left_on = NULL
FROM amended a
JOIN stage_elector s ON s.line = a.line
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
WHERE e.id = a.elector
"""
_ADD = """
INSERT INTO canvass_elector (unit_id, polling_district_id, number, suffix, household_id, kind, title, forenames,
                             surname, markers, date_of_attainment)
SELECT %(unit)s, d.pk, s.number, s.suffix, h.pk, s.kind, s.title, s.forenames, s.surname, s.markers, s.attains
FROM stage_elector s
JOIN map_district d ON d.id = s.district
LEFT JOIN map_household h ON h.id = s.household
"""
_ONLY_NEW = "WHERE NOT EXISTS (SELECT FROM matched m WHERE m.line = s.line)"


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


def apply(
    unit: int, changes: Changes, *, electors: int, council: int, dated_on: datetime.date, progress: Progress
) -> RegisterEdition:
    """Bring the register to what the file says and return the edition that is current now.

    An edition of the same day in which nothing changed is no new edition. Raises Recount when the register
    afterwards does not hold exactly the file's electors.
    """
    assert transaction.get_connection().in_atomic_block, "open a transaction first"  # noqa: S101
    old = RegisterEdition.objects.filter(unit_id=unit, council_id=council, is_current=True).first()
    values: dict[str, Any] = {"unit": unit, "council": council, "old": old.pk if old else None, "date": dated_on}
    with connection.cursor() as cursor:
        progress.stage("households", 0)
        for statement in (_WARDS, _ADOPT, _DISTRICTS, _MAP_DISTRICTS, _STREETS):
            cursor.execute(statement, values)
        staging.make(cursor, "map_street", _MAP_STREETS, [unit])
        for statement in (_HOUSEHOLDS, _LINES):
            cursor.execute(statement, values)
        progress.stage("people", 0)
        if not changes.is_first:
            cursor.execute(_MOVED_HOUSEHOLDS, values)
            if old is not None:
                cursor.execute(_PAST_ENTRIES, values)
            cursor.execute(_LEAVE, values)
            cursor.execute(_AMEND, values)
        cursor.execute(_ADD + ("" if changes.is_first else _ONLY_NEW), values)
        progress.stage("counting", 0)
        cursor.execute("SELECT count(*) FROM canvass_elector WHERE unit_id = %(unit)s AND left_on IS NULL", values)
        if cursor.fetchone()[0] != electors:
            raise Recount("the register does not hold the electors of the file")
    return _edition(unit, old, changes, council, dated_on)


def _edition(
    unit: int, old: RegisterEdition | None, changes: Changes, council: int, dated_on: datetime.date
) -> RegisterEdition:
    """Return the edition that is current now."""
    if old is not None:
        if dated_on <= old.dated_on and not (changes.added or changes.amended or changes.gone):
            return old
        RegisterEdition.objects.filter(pk=old.pk).update(is_current=False)
    return RegisterEdition.objects.create(unit_id=unit, council_id=council, dated_on=dated_on, is_current=True)
