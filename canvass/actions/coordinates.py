"""Giving doors coordinates from a file of postcodes or properties, and to new doors those of their neighbours.

A file that is uploaded is read by a worker, in one transaction. Where the doors stood before is kept for a month, so
that the last file can be taken back.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import Unit, User
from access.queries import units
from canvass.actions import wards
from canvass.actions.imports import files, working
from canvass.actions.imports.progress import Progress, Told
from canvass.actions.imports.sweeping import SILENT_AFTER
from canvass.enums import CoordinatesState, LocatedBy
from canvass.models import CoordinatesFile, Household, PlacedDoor
from canvass.queries import boundaries
from canvass.queries import coordinates as queries
from canvass.rules import addresses, tables
from canvass.rules import coordinates as rules
from kit import jobs, joins
from kit.errors import Refused

log = structlog.get_logger(__name__)
# So long what a file changed is known, and it can be taken back.
KEPT = datetime.timedelta(days=31)
_TELL = 5000  # rows
# What each source may overwrite: its own earlier word, and that of the worse ones.
_OVER = {
    LocatedBy.POSTCODE: ["", LocatedBy.POSTCODE.value],
    LocatedBy.UPRN: ["", LocatedBy.POSTCODE.value, LocatedBy.UPRN.value],
}
_TABLE = "CREATE TEMPORARY TABLE located (key text PRIMARY KEY, latitude float8, longitude float8) ON COMMIT DROP"
_FILL = "COPY located (key, latitude, longitude) FROM STDIN"
_REMEMBER = """
INSERT INTO canvass_placeddoor (unit_id, file_id, door, latitude, longitude, located_by, to_latitude, to_longitude)
SELECT h.unit_id, %(file)s, h.id, h.latitude, h.longitude, h.located_by, located.latitude, located.longitude
FROM canvass_household h JOIN located ON {key} = located.key
WHERE h.unit_id = %(unit)s AND h.located_by = ANY(%(over)s)
  AND (h.latitude, h.longitude, h.located_by) IS DISTINCT FROM (located.latitude, located.longitude, %(by)s)
FOR UPDATE OF h
"""
_PUT = """
UPDATE canvass_household h SET latitude = p.to_latitude, longitude = p.to_longitude, located_by = %(by)s
FROM canvass_placeddoor p WHERE p.file_id = %(file)s AND h.id = p.door
"""
# Doors that were placed anew since stay where they are.
_PUT_BACK = """
UPDATE canvass_household h SET latitude = p.latitude, longitude = p.longitude, located_by = p.located_by
FROM canvass_placeddoor p
WHERE p.file_id = %(file)s AND h.id = p.door
  AND (h.latitude, h.longitude, h.located_by) = (p.to_latitude, p.to_longitude, %(by)s)
"""
# Doors that came later and were given what the file said of their postcode.
_UNSPREAD = """
UPDATE canvass_household h SET latitude = NULL, longitude = NULL, located_by = ''
FROM (
    SELECT DISTINCT d.postcode, p.to_latitude, p.to_longitude
    FROM canvass_placeddoor p JOIN canvass_household d ON d.id = p.door WHERE p.file_id = %(file)s
) put
WHERE h.unit_id = %(unit)s AND h.id > %(last_door)s AND h.located_by = 'postcode'
  AND (h.postcode, h.latitude, h.longitude) = (put.postcode, put.to_latitude, put.to_longitude)
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


def upload(*, unit: Unit, file_name: str, chunks: Iterable[bytes], by: User) -> CoordinatesFile:
    """Keep an uploaded file and have it loaded by a worker."""
    stored = files.store(chunks)
    try:
        with transaction.atomic():
            made = _new(unit, file_name, stored, by)
            audit.record("coordinates.uploaded", by=by, unit=unit, obj=made, size=stored.size, sha256=stored.sha256)
            jobs.enqueue("canvass.load_coordinates", file=str(made.pk))
    except BaseException:
        files.remove(stored.name)
        raise
    return made


def _new(unit: Unit, file_name: str, stored: files.Stored, by: User | None) -> CoordinatesFile:
    return CoordinatesFile.objects.create(
        unit=unit,
        file_name=Path(file_name).name[-200:],
        stored_as=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        uploaded_by=by,
    )


def work(file: UUID) -> None:
    """Load an uploaded file: WORKING becomes APPLIED or REFUSED.

    Safe to run twice, also at the same time: the second run finds the first at work, or nothing to do.
    """
    row = _begin(file)
    if row is None:
        return
    with Told(row.pk, row.unit_id, CoordinatesFile) as progress:
        try:
            with scoping.units([row.unit_id]), transaction.atomic():
                waits = CoordinatesFile.objects.filter(pk=row.pk, state=CoordinatesState.WORKING)
                if not working.locked(row.pk) or not waits.exists():
                    return
                _load(row, files.where(row.stored_as), progress)
        except Refused as refused:
            _end(row, CoordinatesState.REFUSED, str(refused))
        except OperationalError:
            raise  # the database went away: the sweeper tries again
        except Exception:
            # Whatever it was, the page must not wait for ever; the worker's log has the fault itself.
            _end(row, CoordinatesState.FAILED, _stopped())
            raise
    files.remove(row.stored_as)


def _begin(file: UUID) -> CoordinatesFile | None:
    """Return the file if it waits to be loaded, having counted one more attempt; None when there is nothing to do."""
    unit = units.of_row(CoordinatesFile, file)  # the job knows its file by id alone
    with scoping.units([] if unit is None else [unit]), transaction.atomic():
        row = CoordinatesFile.objects.select_related("unit", "uploaded_by").filter(pk=file).first()
        if row is None or row.state != CoordinatesState.WORKING or not working.locked(file):
            return None
        attempts = row.report.get("attempts", 0) + 1
        if attempts <= working.ATTEMPTS and row.stored_as and files.where(row.stored_as).is_file():
            row.report = {"attempts": attempts}
            row.save(update_fields=["report", "touched_at"])
            return row
        _end(row, CoordinatesState.FAILED, _stopped())
    return None


def _stopped() -> str:
    return _("Rosette stopped while it worked on this file. Nothing was changed. Bring the file in again.")


def _end(row: CoordinatesFile, state: CoordinatesState, problem: str) -> None:
    """Say why a file was not loaded, and keep nothing of it."""
    with scoping.units([row.unit_id]), transaction.atomic():
        waits = CoordinatesFile.objects.filter(pk=row.pk, state=CoordinatesState.WORKING)
        changed = waits.update(state=state, problem=problem, stored_as="", stage="", finished_at=timezone.now())
        if changed and state == CoordinatesState.REFUSED:
            audit.record("coordinates.refused", by=row.uploaded_by, unit=row.unit_id, obj=row)
        elif changed:
            audit.record("coordinates.failed", by=row.uploaded_by, unit=row.unit_id, obj=row)
    files.remove(row.stored_as)


@transaction.atomic
def load(*, unit: Unit, path: Path, by: User | None) -> Loaded:
    """Load a file from a disk at once. Raises Refused for what names no place of ours; then nothing is changed."""
    return _load(_new(unit, path.name, files.fingerprint(path), by), path, Progress())


def _load(file: CoordinatesFile, path: Path, progress: Progress) -> Loaded:
    """Give doors the coordinates of a file, unless they have better ones (LocatedBy). In the caller's transaction.

    Raises Refused for what is no table of places, and for a file without any of our postcodes or properties, since it
    must be that of another area.
    """
    unit = file.unit
    _alone(unit)
    progress.stage("reading", 0)
    with tables.rows(path) as rows:
        first = next(rows, None)
        if first is None:
            raise Refused(_("This file is empty. Nothing was changed."))
        at = rules.columns(first)
        body = rows if at.has_header else itertools.chain([first], rows)
        wanted = _wanted(unit, at.by)
        counts = [0]
        found = _found(rules.read(_told(body, progress), at), wanted, counts)
    if not found:
        raise Refused(_nothing_of_ours(at.by, bool(wanted)))
    progress.stage("placing", 0)
    loaded = Loaded(at.by, counts[0], len(found), _place(file, at.by, found))
    spread(unit=unit)
    _settle(unit)
    last_door = Household.objects.filter(unit=unit).aggregate(last=Max("pk"))["last"]
    figures = {"source": at.by.value, "rows": loaded.rows, "known": loaded.known, "doors": loaded.doors}
    CoordinatesFile.objects.filter(pk=file.pk).update(
        state=CoordinatesState.APPLIED,
        report=figures | {"last_door": last_door},
        stored_as="",
        stage="",
        finished_at=timezone.now(),
    )
    audit.record("coordinates.loaded", by=file.uploaded_by, unit=unit, obj=file, **figures)
    return loaded


def _alone(unit: Unit) -> None:
    """Wait until nobody else loads or takes back coordinates of this unit, and hold them off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.coordinates'), %s::int)", [unit.pk])


def _place(file: CoordinatesFile, by: LocatedBy, found: dict[str, tuple[float, float]]) -> int:
    """Keep where the doors are that the file moves, and move them. Returns how many."""
    _copy(found)
    values: dict[str, Any] = {"by": by.value, "unit": file.unit_id, "over": _OVER[by], "file": file.pk}
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER.format(key=_KEY[by]), values)
        cursor.execute(_PUT, values)
        return cursor.rowcount


@transaction.atomic
def undo(*, file: CoordinatesFile, by: User) -> int:
    """Put the doors back where they were before a file; return how many. Doors that were placed since stay.

    Raises Refused for any but the file that came into use last, and once what it changed is not known any more.
    """
    _alone(file.unit)
    last = queries.last_applied(file.unit)
    if last is None or last.pk != file.pk:
        raise Refused(_("Nothing was changed. Only the last file can be taken back, and for a month."))
    report = last.report
    values = {"file": last.pk, "unit": last.unit_id, "by": report["source"], "last_door": report["last_door"]}
    with connection.cursor() as cursor:
        if report["source"] == LocatedBy.POSTCODE:
            cursor.execute(_UNSPREAD, values)
        cursor.execute(_PUT_BACK, values)
        doors = cursor.rowcount
    PlacedDoor.objects.filter(file=last).delete()
    spread(unit=last.unit)
    _settle(last.unit)
    last.state, last.undone_by, last.undone_at = CoordinatesState.UNDONE, by, timezone.now()
    last.save(update_fields=["state", "undone_by", "undone_at", "touched_at"])
    audit.record("coordinates.undone", by=by, unit=last.unit_id, obj=last, doors=doors)
    return doors


def sweep() -> None:
    """Ring again for files whose worker fell silent, and forget where doors stood before the files of long ago."""
    now = timezone.now()
    for unit in queries.units_to_see_to(silent=now - SILENT_AFTER, forgotten=now - KEPT):
        with scoping.units([unit]):
            silent = CoordinatesFile.objects.filter(state=CoordinatesState.WORKING, touched_at__lt=now - SILENT_AFTER)
            for row in silent.order_by("touched_at"):
                log.warning("coordinates_taken_over", file=str(row.pk))
                jobs.enqueue("canvass.load_coordinates", file=str(row.pk))
            PlacedDoor.objects.filter(file__finished_at__lt=now - KEPT).delete()


def spread(*, unit: Unit) -> int:
    """Give doors without coordinates those that a postcode file gave to the same postcode; return how many got some.

    For doors that came with a later register: the file itself is not kept. In the caller's transaction.
    """
    with joins.large() as cursor:
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
    return {plain: code for code in codes if (plain := addresses.postcode(code))}


def _told(rows: Iterable[list[str]], progress: Progress) -> Iterator[list[str]]:
    for at, row in enumerate(rows):
        if at % _TELL == 0:
            progress.step(at)
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
