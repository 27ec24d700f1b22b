"""A marked register as a file: read, approved in one transaction, taken back in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions.imports import files
from canvass.models import Council, PollingDistrict
from canvass.rules.files import WrongFile
from gotv.enums import ListState, RowProblem, TurnoutState
from gotv.models import Election, MarkedRegister, MarkedRow
from gotv.queries import listed
from gotv.rules import number_files, turnout
from gotv.rules.numbers import RollNumber
from kit import bulk, clock, joins
from kit.errors import Refused

# The rows of the file, each with who the elector is by now: two entries may have turned out to be one person.
_ROWS = """
WITH found AS (
    SELECT r.id, r.unit_id, r.polling_district_id, r.turnout, r.was, r.was_entry, r.was_marked, r.elector_id AS listed,
           COALESCE(e.merged_into_id, e.id) AS elector_id
    FROM gotv_markedrow r JOIN canvass_elector e ON e.id = r.elector_id
    WHERE r.marked_register_id = %(file)s AND r.problem = '')
"""
# The record as it was, beside each row that changes it; a row that changes nothing goes.
_REMEMBER = (
    _ROWS
    + """
UPDATE gotv_markedrow r SET was = t.state, was_entry = t.entry_id, was_marked = t.marked_register_id
FROM found f, gotv_turnoutrecord t
WHERE r.id = f.id AND t.election_id = %(election)s AND t.elector_id = f.elector_id
"""
)
_SAME = "DELETE FROM gotv_markedrow WHERE marked_register_id = %(file)s AND problem = '' AND was = turnout"
_CHANGE = (
    _ROWS
    + """
UPDATE gotv_turnoutrecord t
SET state = f.turnout, polling_district_id = f.polling_district_id, entry_id = NULL, marked_register_id = %(file)s
FROM found f WHERE f.was <> '' AND t.election_id = %(election)s AND t.elector_id = f.elector_id
"""
)
_ADD = (
    _ROWS
    + """
INSERT INTO gotv_turnoutrecord (unit_id, election_id, elector_id, recorded_for, polling_district_id, state,
                                marked_register_id)
SELECT f.unit_id, %(election)s, f.elector_id, f.listed, f.polling_district_id, f.turnout, %(file)s
FROM found f WHERE f.was = '' ON CONFLICT DO NOTHING
"""
)
_WITHDRAW = (
    _ROWS
    + """
DELETE FROM gotv_turnoutrecord t USING found f
WHERE f.was = '' AND t.marked_register_id = %(file)s AND t.recorded_for = f.listed
"""
)
_RESTORE = (
    _ROWS  # noqa: S608 - no value is put into it here
    + """
UPDATE gotv_turnoutrecord t
SET state = f.was, marked_register_id = f.was_marked,
    entry_id = (SELECT x.id FROM gotv_turnoutentry x WHERE x.id = f.was_entry)
FROM found f
WHERE f.was <> '' AND t.marked_register_id = %(file)s AND t.election_id = %(election)s
  AND t.elector_id = f.elector_id
"""
)
_COUNT = (
    _ROWS
    + """
SELECT count(*) FILTER (WHERE t.id IS NULL), count(*) FILTER (WHERE t.state <> f.turnout),
       count(*) FILTER (WHERE t.state = f.turnout)
FROM found f LEFT JOIN gotv_turnoutrecord t ON t.election_id = %(election)s AND t.elector_id = f.elector_id
"""
)


@transaction.atomic
def read(
    *,
    election: Election,
    path: Path,
    file_name: str,
    by: User | None,
    council: Council | None = None,
    within: Collection[int] | None = None,
) -> MarkedRegister:
    """Read a marked register and compare it with who was listed on the day; nothing changes before it is approved.

    `within` are the ids of the districts that the person may work in, None for all. The file is not kept. Raises
    Refused for a file that is no marked register, or for an election that isn't over or was a rehearsal.
    """
    refuse_too_early(election)
    places = _places(council, within)
    held = {(one.district, one.number): one for one in listed.on_polling_day(election, list(places.values()))}
    made = MarkedRegister(
        unit_id=election.unit_id, election=election, council=council, file_name=file_name[:200], uploaded_by=by
    )
    try:
        file = number_files.opened(path, turnout.COLUMNS, needed=turnout.MARK)
        rows = list(_matched(file.rows(), places, held))
    except WrongFile as error:
        raise Refused(str(error)) from error
    made.sha256 = files.fingerprint(path).sha256
    made.report = _report(rows)
    made.save()
    columns = "line district_code polling_district_id number suffix turnout elector_id problem"
    bulk.fill(MarkedRow, f"unit marked_register {columns}", ((made.unit_id, made.pk, *row) for row in rows))
    made.report |= _changes(made)
    made.save(update_fields=["report"])
    audit.record("marked.uploaded", by=by, unit=election.unit_id, obj=made, rows=len(rows))
    return made


def refuse_too_early(election: Election) -> None:
    """Raise Refused for an election that has no marked register: one to come, or a rehearsal."""
    if election.is_rehearsal:
        raise Refused(_("A rehearsal has no marked register."))
    if election.polling_on >= clock.today():
        raise Refused(_("%(election)s is not over yet. Its marked register comes after it.") % {"election": election})


def _places(council: Council | None, within: Collection[int] | None) -> dict[str, int]:
    """Return the ids of the districts by code. Where two councils use one code, only a council tells them apart."""
    rows = PollingDistrict.objects.all() if within is None else PollingDistrict.objects.filter(pk__in=within)
    if council is not None:
        rows = rows.filter(council=council)
    codes = list(rows.values_list("code", "pk"))
    twice = sorted(code for code, count in Counter(code.upper() for code, _pk in codes).items() if count > 1)
    if twice:
        raise Refused(
            _("Two councils use the code %(codes)s. Say which council’s marked register this is.")
            % {"codes": ", ".join(twice[:5])}
        )
    return {code.upper(): pk for code, pk in codes}


_Row = tuple[int, str, int | None, int | None, int, str, int | None, str]


def _matched(
    rows: Iterator[number_files.Numbered], places: dict[str, int], held: dict[tuple[int, RollNumber], listed.Listed]
) -> Iterator[_Row]:
    """Yield the columns of each row: whose it is and what it says, or why it is left out."""
    taken: set[int] = set()
    for row in rows:
        if row.cells is None:
            yield row.line, "", None, None, 0, "", None, RowProblem.BROKEN.value
            continue
        state = turnout.of_mark(row.cells[turnout.MARK])
        place = places.get(row.district)
        who = None if place is None or row.number is None else held.get((place, RollNumber(row.number, row.suffix)))
        problem = ""
        if row.number is None:
            problem = RowProblem.BAD_NUMBER.value
        elif place is None:
            problem = RowProblem.NO_DISTRICT.value
        elif state is None:
            problem = RowProblem.BAD_MARK.value
        elif who is None:
            problem = RowProblem.NOBODY.value
        elif who.is_sealed:
            problem = RowProblem.SEALED.value
        elif who.elector in taken:
            problem = RowProblem.TWICE.value
        elector = None
        if who is not None and not problem:
            elector = who.recorded_for
            taken.add(who.elector)
        # Of a sealed entry not even the mark is kept.
        said = "" if state is None or problem == RowProblem.SEALED else state.value
        yield row.line, row.district, place, row.number, row.suffix, said, elector, problem


def _report(rows: list[_Row]) -> dict[str, Any]:
    states: Counter[str] = Counter()
    districts: dict[str, Counter[str]] = {}
    problems: Counter[str] = Counter()
    for _line, code, _place, _number, _suffix, state, elector, problem in rows:
        if problem:
            problems[problem] += 1
        if elector is not None:
            states[state] += 1
            districts.setdefault(code, Counter())[state] += 1
    return {
        "rows": len(rows),
        "matched": sum(states.values()),
        "states": {state: states[state] for state in TurnoutState.values},
        "districts": {code: dict(districts[code]) for code in sorted(districts)},
        "left_out": dict(problems),
    }


def _changes(made: MarkedRegister) -> dict[str, int]:
    """Return how many records the file would add, change and leave as they are."""
    with joins.large() as cursor:
        cursor.execute(_COUNT, {"file": made.pk, "election": made.election_id})
        added, changed, kept = cursor.fetchone()
    return {"added": added, "changed": changed, "kept": kept}


@transaction.atomic
def approve(*, marked: MarkedRegister, by: User | None) -> MarkedRegister:
    """Bring a marked register in. Raises Refused when it does not wait any more."""
    made = _locked(marked, ListState.CHECKED, _("This file does not wait for approval any more."))
    made.report |= _changes(made)
    with joins.large() as cursor:
        for statement in (_REMEMBER, _SAME, _CHANGE, _ADD):
            cursor.execute(statement, {"file": made.pk, "election": made.election_id})
    made.state, made.approved_by, made.approved_at = ListState.APPLIED, by, timezone.now()
    made.save(update_fields=["report", "state", "approved_by", "approved_at"])
    counts = {name: made.report[name] for name in ("added", "changed", "kept")}
    audit.record("marked.approved", by=by, unit=made.unit_id, obj=made, **counts)
    return made


@transaction.atomic
def discard(*, marked: MarkedRegister, by: User) -> None:
    """Throw a file away that waits for approval. Raises Refused when it does not wait any more."""
    made = _locked(marked, ListState.CHECKED, _("This file does not wait for approval any more."))
    MarkedRow.objects.filter(marked_register=made).delete()
    made.state = ListState.DISCARDED
    made.save(update_fields=["state"])
    audit.record("marked.discarded", by=by, unit=made.unit_id, obj=made)


@transaction.atomic
def take_back(*, marked: MarkedRegister, by: User) -> None:
    """Undo a file: its records go, and those that it changed say what they said. What was typed since then stays.

    Raises Refused for a file that is not in use, when a newer one is, or after a month, when its rows are gone.
    """
    made = _locked(marked, ListState.APPLIED, _("This file is not in use, so there is nothing to take back."))
    newest = MarkedRegister.objects.filter(election=made.election_id, state=ListState.APPLIED)
    if newest.order_by("-approved_at").first() != made:
        raise Refused(_("A newer file of this election is in use. Take that one back first."))
    if (made.report["added"] or made.report["changed"]) and not made.rows.filter(problem="").exists():
        raise Refused(_("This file came in more than a month ago, so what was before it is not kept any more."))
    with joins.large() as cursor:
        for statement in (_WITHDRAW, _RESTORE):
            cursor.execute(statement, {"file": made.pk, "election": made.election_id})
    made.state, made.undone_by, made.undone_at = ListState.UNDONE, by, timezone.now()
    made.save(update_fields=["state", "undone_by", "undone_at"])
    audit.record("marked.undone", by=by, unit=made.unit_id, obj=made)


def _locked(marked: MarkedRegister, state: ListState, why_not: str) -> MarkedRegister:
    """Lock the election's files against each other, and return this one."""
    Election.objects.select_for_update(no_key=True).get(pk=marked.election_id)
    made = MarkedRegister.objects.select_for_update().get(pk=marked.pk)
    if made.state != state:
        raise Refused(why_not)
    return made
