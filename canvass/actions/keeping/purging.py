"""Every night: what may no longer be held of a register and of its doors goes, and a report says how much went.

What happened stays countable: an event keeps the id of an elector who has no name any more, and no word of theirs. All
of it is decided by canvass/rules/keeping.py and erasing.py; docs/data-quality.md says it in words.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone

from access import scoping
from access.actions import audit
from access.enums import UnitKind
from access.models import Unit, User
from canvass.actions import councils
from canvass.actions.imports import applying
from canvass.actions.keeping import erasing, objections, terms
from canvass.enums import ImportState
from canvass.models import AddressLines, Council, Household, PurgeReport, RegisterEdition, RegisterImport
from canvass.models.finding import SearchEntry
from canvass.models.keeping import FROM_DOORS
from canvass.queries import keeping as queries
from canvass.rules import keeping as rules
from canvass.rules.keeping import Fate
from kit import clock
from kit.errors import Refused

log = structlog.get_logger(__name__)
# In London, by the day's date: so on the nights on which the clocks change it runs once like on any other.
RUNS_FROM_HOUR = 2
COUNTED = (
    "registers", "past_entries", "electors", "objections", "matches", "address_lines", "households", "files",
    *FROM_DOORS,
)  # fmt: skip
_ENDED = (
    ImportState.APPLIED,
    ImportState.UNDONE,
    ImportState.REFUSED,
    ImportState.FAILED,
    ImportState.DISCARDED,
)
_PAST = """
DELETE FROM canvass_pastentry p
WHERE p.unit_id = %(unit)s AND (p.edition_id = ANY (%(dead)s) OR p.until <= %(long_ago)s)
"""
# What a file found before it belongs to the edition before: the first file of the oldest edition that is kept has none.
_PAST_DOORS = """
DELETE FROM canvass_pasthousehold p USING canvass_registerimport i
WHERE p.unit_id = %(unit)s AND i.id = p.register_import_id
  AND (i.edition_id = ANY (%(dead)s) OR (%(some_dead)s AND i.edition_id = %(oldest)s AND i.kind <> 'update'))
"""
# Whose file was taken back a moment ago can be found again when it is brought in anew.
_NOT_TAKEN_BACK = """
  AND NOT EXISTS (SELECT FROM canvass_registerimport i
                  WHERE i.id = e.added_by_id AND i.state = 'undone' AND i.undone_at > %(taken_back)s)
"""
_LEFT = f"""
SELECT e.id FROM canvass_elector e JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
WHERE e.unit_id = %(unit)s AND d.council_id = %(council)s AND e.forgotten_on IS NULL AND e.left_on IS NOT NULL
  AND (e.left_on <= %(long_ago)s
       OR ((%(nothing_kept)s OR e.left_on <= %(on_none)s)
           AND NOT EXISTS (SELECT FROM canvass_pastentry p WHERE p.elector_id = e.id AND p.edition_id = ANY (%(kept)s)
                           AND p.was_listed)))
{_NOT_TAKEN_BACK}
"""  # noqa: S608 - made of constants
# Of a council of which no edition is known, and of districts that no council has named.
_LEFT_LONG_AGO = f"""
SELECT e.id FROM canvass_elector e
WHERE e.unit_id = %(unit)s AND e.forgotten_on IS NULL AND e.left_on <= %(long_ago)s
{_NOT_TAKEN_BACK}
"""  # noqa: S608 - made of constants
_ALL = """
SELECT e.id FROM canvass_elector e JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
WHERE e.unit_id = %(unit)s AND d.council_id = %(council)s AND e.forgotten_on IS NULL
"""
_FORGET = """
UPDATE canvass_elector SET title = '', forenames = '', surname = '', markers = '', franchise = '',
    date_of_attainment = NULL, first_listed_on = NULL, household_id = NULL, added_by_id = NULL,
    left_on = COALESCE(left_on, %(today)s), forgotten_on = %(today)s
WHERE id = ANY (%(ids)s)
"""
_FORGET_PAST = "DELETE FROM canvass_pastentry WHERE elector_id = ANY (%(ids)s)"
_FORGET_MATCHES = "DELETE FROM canvass_doubtfulmatch WHERE was_id = ANY (%(ids)s) OR now_id = ANY (%(ids)s)"
_LINES = """
DELETE FROM canvass_addresslines l
WHERE l.unit_id = %(unit)s
  AND NOT EXISTS (SELECT FROM canvass_elector e WHERE e.household_id = l.household_id)
  AND NOT EXISTS (SELECT FROM canvass_pastentry p WHERE p.household_id = l.household_id)
"""


def sweep() -> None:
    """Every hour, for each CLP by itself: date what has no date, warn, and purge once a day from two o'clock on."""
    today = clock.today()
    for unit in Unit.objects.filter(kind=UnitKind.CLP).order_by("pk"):
        if timezone.now() < clock.at(today, RUNS_FROM_HOUR):
            return
        with scoping.units([unit.pk]):
            if queries.ran_on(unit.pk, today):
                continue
            terms.give_dates(unit, today)
            terms.warn(unit, today)
            try:
                purge(unit=unit)
            except Refused:
                log.info("purge_waits", unit=unit.pk)  # a register is being brought in; the next hour tries again


@transaction.atomic
def purge(*, unit: Unit, by: User | None = None) -> PurgeReport:
    """Let everything go that may no longer be held in this unit. Returns the report, which is kept.

    Raises Refused, and changes nothing, while a register is being brought in. Needs an open scope on the unit.
    """
    applying.lock(unit.pk)
    today = clock.today()
    counts: Counter[str] = Counter()
    of_councils = queries.of_councils(unit)
    for council, fates in of_councils.items():
        counts += _council(unit.pk, council, fates, today)
    counts["electors"] += _forget(unit.pk, today, _ids(_LEFT_LONG_AGO, _values(unit.pk, today)), counts)
    if counts["electors"] or counts["past_entries"]:
        councils.changed(councils=Council.objects.filter(unit=unit))
    counts += erasing.over(unit.pk)
    counts["address_lines"] += _run(_LINES, {"unit": unit.pk})
    counts["households"] += _run(_empty_doors(), {"unit": unit.pk})
    held = [fate.supply.edition for fates in of_councils.values() for fate in rules.kept(fates, today)]
    counts["files"] += _old_files(unit.pk, held, today)
    PurgeReport.objects.filter(unit=unit, day__lte=rules.left_long_ago(today)).delete()
    found = {name: counts[name] for name in COUNTED}
    report = PurgeReport.objects.create(unit=unit, day=today, by=by, counts=found)
    if any(found.values()):
        audit.record("register.purged", by=by, unit=unit, obj=report, **found)
    return report


def dry_run(*, unit: Unit) -> dict[str, int]:
    """Return how much a purge would let go now. It is done and taken back, so it can't differ. Raises Refused."""
    with transaction.atomic():
        counts: dict[str, int] = purge(unit=unit).counts
        transaction.set_rollback(True)
    return counts


def _council(unit: int, council: Council, fates: Sequence[Fate], today: datetime.date) -> Counter[str]:
    counts: Counter[str] = Counter()
    kept = rules.kept(fates, today)
    values = _values(unit, today) | _of_council(council, fates, kept, today)
    counts["past_entries"] += _run(_PAST, values)
    _run(_PAST_DOORS, values)
    ends = not kept and any(fate.supply.is_current for fate in fates)
    if ends:
        RegisterEdition.objects.filter(council=council, is_current=True).update(is_current=False)
        counts["registers"] += 1
        audit.record("register.ended", by=None, unit=unit, obj=council)
    counts["electors"] += _forget(unit, today, _ids(_ALL if ends else _LEFT, values), counts)
    return counts


def _values(unit: int, today: datetime.date) -> dict[str, Any]:
    return {
        "unit": unit,
        "long_ago": rules.left_long_ago(today),
        "taken_back": timezone.now() - rules.TAKEN_BACK_KEPT,
    }


def _of_council(council: Council, fates: Sequence[Fate], kept: Sequence[Fate], today: datetime.date) -> dict[str, Any]:
    held = [fate.supply.edition for fate in kept]
    dead = [fate.supply.edition for fate in fates if fate.supply.edition not in held]
    return {
        "council": council.pk,
        "kept": held,
        "dead": dead,
        "some_dead": bool(dead),
        "oldest": held[-1] if held else None,
        "nothing_kept": not held,
        "on_none": rules.on_no_edition(fates, today),
    }


def _forget(unit: int, today: datetime.date, ids: list[int], counts: Counter[str]) -> int:
    """Blank these electors. What they asked of us is kept as a hash first. Returns how many there were."""
    if not ids:
        return 0
    counts["objections"] += objections.keep(unit, ids)
    values = {"ids": ids, "today": today}
    counts["past_entries"] += _run(_FORGET_PAST, values)
    counts["matches"] += _run(_FORGET_MATCHES, values)
    SearchEntry.objects.filter(elector__in=ids).delete()
    forgotten = _run(_FORGET, values)
    counts["notes"] += erasing.forgotten(unit, ids)
    return forgotten


def _old_files(unit: int, held: list[Any], today: datetime.date) -> int:
    """Remove what is known of files that ended 18 months ago and are part of nothing that is held.

    The record says for good that they were.
    """
    long_ago = clock.at(rules.left_long_ago(today), 0)
    old = RegisterImport.objects.filter(unit=unit, state__in=_ENDED, finished_at__lt=long_ago)
    ids = list(old.exclude(edition__in=held).values_list("pk", flat=True))
    RegisterImport.objects.filter(pk__in=ids).delete()
    return len(ids)


def _empty_doors() -> str:
    """Return the SQL that deletes doors that nothing points to any more: no elector, event, board or past entry.

    Whatever points to a household is asked, of every app: so nobody has to remember this place.
    """
    pointing = [
        relation.field
        for relation in Household._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not AddressLines
    ]
    nobody = " ".join(
        f"AND NOT EXISTS (SELECT FROM {field.model._meta.db_table} x WHERE x.{field.column} = h.id)"
        for field in pointing
    )
    return f"DELETE FROM canvass_household h WHERE h.unit_id = %(unit)s {nobody}"  # noqa: S608 - names of our tables


def _run(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _ids(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
