"""Giving doors coordinates from a file of postcodes or properties, and to new doors those of their neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import wards
from canvass.enums import LocatedBy
from canvass.models import Household
from canvass.queries import boundaries
from canvass.rules import coordinates as rules
from canvass.rules import tables
from kit.errors import Refused

# What each source may overwrite: its own earlier word, and that of the worse ones.
_OVER = {
    LocatedBy.POSTCODE: ["", LocatedBy.POSTCODE.value],
    LocatedBy.UPRN: ["", LocatedBy.POSTCODE.value, LocatedBy.UPRN.value],
}
_TABLE = "CREATE TEMPORARY TABLE located (key text PRIMARY KEY, latitude float8, longitude float8) ON COMMIT DROP"
_FILL = "COPY located (key, latitude, longitude) FROM STDIN"
_PUT = """
UPDATE canvass_household h SET latitude = located.latitude, longitude = located.longitude, located_by = %(by)s
FROM located
WHERE h.unit_id = %(unit)s AND {key} = located.key AND h.located_by = ANY(%(over)s)
  AND (h.latitude, h.longitude, h.located_by) IS DISTINCT FROM (located.latitude, located.longitude, %(by)s)
"""
_KEY = {LocatedBy.POSTCODE: "h.postcode", LocatedBy.UPRN: "h.uprn::text"}
_SPREAD = """
UPDATE canvass_household h SET latitude = near.latitude, longitude = near.longitude, located_by = 'postcode'
FROM (
    SELECT DISTINCT ON (postcode) postcode, latitude, longitude FROM canvass_household
    WHERE unit_id = %(unit)s AND located_by = 'postcode' AND postcode <> '' ORDER BY postcode, id
) near
WHERE h.unit_id = %(unit)s AND h.latitude IS NULL AND h.postcode = near.postcode
"""


@dataclass(frozen=True)
class Loaded:
    """What a file came to: its rows with a place, those of our postcodes or properties, and the doors that changed."""

    by: LocatedBy
    rows: int
    known: int
    doors: int


@transaction.atomic
def load(*, unit: Unit, path: Path, by: User | None, most_rows: int | None = None) -> Loaded:
    """Give doors the coordinates of a file, unless they have better ones (LocatedBy).

    `most_rows` is how many rows are read at most; more are Refused, as is what is no table of places. A file without
    any of our postcodes or properties is Refused, since it must be that of another area.
    """
    with tables.rows(path) as rows:
        first = next(rows, None)
        if first is None:
            raise Refused(_("This file is empty. Nothing was changed."))
        at = rules.columns(first)
        body = rows if at.has_header else itertools.chain([first], rows)
        wanted = _wanted(unit, at.by)
        counts = [0]
        found = _found(rules.read(_bounded(body, most_rows), at), wanted, counts)
        _copy(found)
    if not found:
        raise Refused(_nothing_of_ours(at.by, bool(wanted)))
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {"by": at.by.value, "unit": unit.pk, "over": _OVER[at.by]}
        cursor.execute(_PUT.format(key=_KEY[at.by]), parameters)
        doors = cursor.rowcount
    spread(unit=unit)
    _settle(unit)
    loaded = Loaded(at.by, counts[0], len(found), doors)
    audit.record(
        "coordinates.loaded", by=by, unit=unit, source=at.by.value, rows=loaded.rows, known=loaded.known, doors=doors
    )
    return loaded


def spread(*, unit: Unit) -> int:
    """Give doors without coordinates those that a postcode file gave to the same postcode; return how many got some.

    For doors that came with a later register: the file itself is not kept. In the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, {"unit": unit.pk})
        return cursor.rowcount


@transaction.atomic
def follow_register(*, unit: Unit) -> int:
    """After a register came in: place its new doors and districts; return how many doors got coordinates."""
    located = spread(unit=unit)
    _settle(unit)
    return located


def _settle(unit: Unit) -> None:
    """Let doors that are located now say which ward their district is in, where outlines of wards are held."""
    if boundaries.ward_outlines(unit):
        wards.settle(unit=unit)


def _wanted(unit: Unit, by: LocatedBy) -> dict[str, str]:
    """Return the keys of our doors as the file's rows will name them, with the spelling that the doors have."""
    doors = Household.objects.filter(unit=unit)
    if by == LocatedBy.UPRN:
        numbers = doors.filter(uprn__isnull=False).values_list("uprn", flat=True)
        return {str(number): str(number) for number in numbers}
    codes = doors.exclude(postcode="").values_list("postcode", flat=True).distinct()
    return {rules.plain_postcode(code): code for code in codes if rules.plain_postcode(code)}


def _bounded(rows: Iterable[list[str]], most: int | None) -> Iterator[list[str]]:
    for at, row in enumerate(rows):
        if most is not None and at >= most:
            raise Refused(
                _(
                    "This file has more than %(most)s rows, too many for this page. Nothing was changed. Cut out your "
                    "own area first, or have it loaded with the command load_coordinates."
                )
                % {"most": f"{most:,}"}
            )
        yield row


def _found(
    rows: Iterable[tuple[str, float, float]], wanted: dict[str, str], counts: list[int]
) -> dict[str, tuple[float, float]]:
    """Return the places of our keys; the last row of a key holds. Counts the rows that name a place."""
    found: dict[str, tuple[float, float]] = {}
    for key, latitude, longitude in rows:
        counts[0] += 1
        ours = wanted.get(key)
        if ours is not None:
            found[ours] = (round(latitude, 6), round(longitude, 6))
    return found


def _copy(found: dict[str, tuple[float, float]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS located")
        cursor.execute(_TABLE)
        with cursor.copy(_FILL) as copy:
            for key, place in found.items():
                copy.write_row((key, *place))


def _nothing_of_ours(by: LocatedBy, has_keys: bool) -> str:
    if by == LocatedBy.UPRN:
        if not has_keys:
            return _("No door has a UPRN yet: the register files gave none. Nothing was changed. Use a postcode file.")
        return _("None of the UPRNs in this file is that of a door on the register. Nothing was changed.")
    if not has_keys:
        return _("There are no doors yet. Bring in the register first; then load their coordinates.")
    return _("None of the postcodes in this file is that of a door on the register. Nothing was changed.")
