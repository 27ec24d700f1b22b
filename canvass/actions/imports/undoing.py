"""Taking a register file back: the register stands again exactly as it stood before it. One transaction.

What was recorded since stays with the people it was recorded for. Whoever the file brought in leaves the register and
keeps their row, so that the same people are found again when the file is brought in anew; what somebody said about
doubtful matches stays said. Households, streets and districts that only the file named stay too.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions import councils, recall
from canvass.actions.imports import applying, staging
from canvass.enums import ImportState, MatchDecision, RecallKind
from canvass.models import Council, DoubtfulMatch, Elector, PollingDistrict, RegisterEdition, RegisterImport
from kit import clock, joins
from kit.errors import Refused

# How everybody stood whom the file changed. Somebody whose row was merged since stands so as the one that is kept;
# where both rows were changed, as the one that was listed.
_IMAGES = """ON COMMIT DROP AS
SELECT DISTINCT ON (COALESCE(e.merged_into_id, e.id)) COALESCE(e.merged_into_id, e.id) AS elector, p.id AS past
FROM canvass_pastentry p
JOIN canvass_elector e ON e.id = p.elector_id
WHERE p.register_import_id = %s
ORDER BY COALESCE(e.merged_into_id, e.id), p.was_listed DESC, p.id
"""
# Whom the file brought in, or whoever stands in their place now.
_BROUGHT = """ON COMMIT DROP AS
SELECT DISTINCT COALESCE(e.merged_into_id, e.id) AS elector
FROM canvass_elector e
WHERE e.unit_id = %(unit)s AND e.added_by_id = %(row)s
  AND NOT EXISTS (SELECT FROM image i WHERE i.elector = COALESCE(e.merged_into_id, e.id))
"""
# First everybody leaves, since numbers are unique row by row.
_LEAVE = """
UPDATE canvass_elector e SET left_on = %(date)s
FROM (SELECT elector FROM image UNION ALL SELECT elector FROM brought) x
WHERE e.id = x.elector AND e.left_on IS NULL
"""
_RESTORE = """
UPDATE canvass_elector e
SET polling_district_id = p.polling_district_id, number = p.number, suffix = p.suffix, household_id = p.household_id,
    kind = p.kind, title = p.title, forenames = p.forenames, surname = p.surname, markers = p.markers,
    franchise = p.franchise, date_of_attainment = p.date_of_attainment, left_on = p.left_on
FROM image i JOIN canvass_pastentry p ON p.id = i.past
WHERE e.id = i.elector
"""
_FORGET_IMAGES = "DELETE FROM canvass_pastentry WHERE register_import_id = %s"
# Coordinates that somebody brought in since are newer than the file's, and stay.
_HOUSEHOLDS = """
UPDATE canvass_household h
SET polling_district_id = p.polling_district_id, street_id = p.street_id, uprn = p.uprn,
    latitude = CASE WHEN h.located_by = 'file' THEN p.latitude ELSE h.latitude END,
    longitude = CASE WHEN h.located_by = 'file' THEN p.longitude ELSE h.longitude END,
    located_by = CASE WHEN h.located_by = 'file' THEN p.located_by ELSE h.located_by END
FROM canvass_pasthousehold p WHERE p.register_import_id = %s AND h.id = p.household_id
"""
_FORGET_HOUSEHOLDS = "DELETE FROM canvass_pasthousehold WHERE register_import_id = %s"
_COUNTS = """
SELECT (SELECT count(*) FROM brought),
       count(*) FILTER (WHERE p.was_listed AND e.left_on IS NOT NULL),
       count(*) FILTER (WHERE p.was_listed AND e.left_on IS NULL),
       count(*) FILTER (WHERE NOT p.was_listed)
FROM image i
JOIN canvass_pastentry p ON p.id = i.past
JOIN canvass_elector e ON e.id = i.elector
"""


@transaction.atomic
def undo(row: RegisterImport, by: User | None) -> dict[str, int]:
    """Take an applied file back, note it in the record, and return what that changed.

    `left` are people whom the file brought in, `relisted` whom it took off, `restored` whom it altered, `gone_again`
    who had left before and were listed again by it; `held` is how many are listed now. Raises Refused when the file is
    not in use, or isn't the last change of its council's register.
    """
    applying.lock(row.unit_id)
    row = RegisterImport.objects.select_for_update(of=("self",)).select_related("council").get(pk=row.pk)
    if reason := why_not(row):
        raise Refused(reason)
    counts = _entries(row)
    if counts["held"] != row.report["held"]:
        raise applying.Recount("the register does not hold again what it held before the file")
    before = row.report["before"]
    _districts(before)
    _edition(row, before["edition"])
    DoubtfulMatch.objects.filter(register_import=row, decision=MatchDecision.OPEN).delete()
    councils.changed(councils=Council.objects.filter(pk=row.council_id))
    row.state, row.undone_by, row.undone_at = ImportState.UNDONE, by, timezone.now()
    row.save(update_fields=["state", "undone_by", "undone_at", "touched_at"])
    audit.record("register.undone", by=by, unit=row.unit_id, obj=row, **counts)
    return counts


def _entries(row: RegisterImport) -> dict[str, int]:
    """Let everybody stand as before, and every household where it was. Returns the counts."""
    values: dict[str, Any] = {
        "unit": row.unit_id, "row": row.pk, "council": row.council_id, "date": row.dated_on or clock.today()
    }  # fmt: skip
    with joins.large() as cursor:
        staging.make(cursor, "image", _IMAGES, [row.pk])
        cursor.execute("ANALYZE image")
        staging.make(cursor, "brought", _BROUGHT, values)
        cursor.execute(_COUNTS)
        counts = dict(zip(("left", "relisted", "restored", "gone_again"), cursor.fetchone(), strict=True))
        cursor.execute(_LEAVE, values)
        cursor.execute(_RESTORE)
        for statement in (_FORGET_IMAGES, _HOUSEHOLDS, _FORGET_HOUSEHOLDS):
            cursor.execute(statement, [row.pk])
        cursor.execute(applying.LISTED, values)
        counts["held"] = cursor.fetchone()[0]
        cursor.execute(applying.COUNT)
    added = Elector.objects.filter(unit=row.unit_id, added_by=row, left_on__isnull=False)
    recall.note(unit=row.unit_id, electors=added.values("pk"), kind=RecallKind.GONE)
    return counts


def why_not(row: RegisterImport) -> str:
    """Return why this file can't be taken back, "" when it can."""
    if row.state != ImportState.APPLIED or "before" not in row.report:
        return _("This file is not in use, so there is nothing to take back. Nothing was changed.")
    later = (
        RegisterImport.objects.filter(
            council=row.council_id, state=ImportState.APPLIED, finished_at__gt=row.finished_at
        )
        .order_by("-finished_at")
        .first()
    )
    if later is not None:
        return _(
            "%(later)s was brought in after this file, so this one can’t be taken back. Nothing was changed. "
            "Take that one back first."
        ) % {"later": later.file_name}
    if row.past_entries.count() != row.report["before"]["entries"]:
        return _(
            "How people stood before this file is not kept any more, so it can’t be taken back. Nothing was changed. "
            "Bring in the council’s latest full register instead."
        )
    return ""


def _districts(before: dict[str, Any]) -> None:
    """Let the districts go back to the wards they had, and those that had no council to none."""
    for district, ward in before["wards"]:
        PollingDistrict.objects.filter(pk=district).update(ward=ward)
    PollingDistrict.objects.filter(pk__in=before["adopted"]).update(council=None)


def _edition(row: RegisterImport, before: str) -> None:
    """Let the edition before be current again, if the file made one of its own."""
    if row.edition_id is None or str(row.edition_id) == before:
        return
    RegisterEdition.objects.filter(pk=row.edition_id).update(is_current=False)
    if before:
        RegisterEdition.objects.filter(pk=before).update(is_current=True)
