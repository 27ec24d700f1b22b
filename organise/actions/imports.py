"""Bringing in a members file: read, matched, approved, and taken back whole. Until approved it changes nobody."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import UnitKind
from access.models import Unit, User
from kit import clock
from kit.errors import Refused
from organise.enums import Effect, MemberImportState
from organise.models import Member, MemberImport, MemberImportRow
from organise.queries import imports as queries
from organise.rules import columns as column_rules
from organise.rules import files
from organise.rules import members as member_rules
from organise.rules.imports import FIELDS, Outcome, Told, plan

_BATCH = 1000


@transaction.atomic
def read(*, unit: Unit, file_name: str, content: bytes, by: User) -> MemberImport:
    """Keep a file's rows and propose what its columns hold; where the headings say enough, check it at once.

    The same file again, while it waits or when it was the last that was brought in, is that one. Raises Refused for
    what is no members list, and for a unit that is no CLP.
    """
    if unit.kind != UnitKind.CLP:
        raise Refused(_("Members belong to a CLP. Open the CLP’s own pages to bring in its members."))
    sheet = files.read(content)
    _lock_list(unit)
    digest = hashlib.sha256(content).hexdigest()
    there = queries.same_file(unit, digest)
    if there is not None:
        return there
    found = MemberImport.objects.create(
        unit=unit,
        file_name=file_name[-200:],
        sha256=digest,
        header=sheet.header,
        mapping={
            "layout": column_rules.layout(sheet.header),
            "encoding": sheet.encoding,
            "delimiter": sheet.delimiter,
            "columns": column_rules.proposed(sheet.header),
        },
        uploaded_by=by,
    )
    rows = [MemberImportRow(unit=unit, member_import=found, line=row.line, cells=row.cells) for row in sheet.rows]
    audit.record("members.file_read", by=by, unit=unit, obj=found, rows=len(rows))
    if column_rules.objections(found.mapping["columns"]):
        MemberImportRow.objects.bulk_create(rows, batch_size=_BATCH)
    else:
        _check(found, rows)
    return found


@transaction.atomic
def match(*, member_import: MemberImport, columns: Sequence[str], by: User) -> MemberImport:
    """Say what each column holds, and work out what the file would do. Raises Refused for a choice that can't work."""
    locked = _lock(member_import, MemberImportState.READ, MemberImportState.CHECKED)
    if len(columns) != len(locked.header):
        raise Refused(_("The columns don’t fit this file. Open it again."))
    column_rules.check(columns)
    locked.mapping = {**locked.mapping, "columns": list(columns)}
    _check(locked, list(queries.rows(locked)))
    audit.record("members.columns_matched", by=by, unit=locked.unit_id, obj=locked, columns=list(columns))
    return locked


@transaction.atomic
def look_again(*, member_import: MemberImport) -> MemberImport:
    """Work out anew what a waiting file would do, because the list has changed since."""
    locked = _lock(member_import, MemberImportState.CHECKED)
    _check(locked, list(queries.rows(locked)))
    return locked


@transaction.atomic
def approve(*, member_import: MemberImport, by: User) -> MemberImport:
    """Bring the file in, as its preview says. A second approval changes nothing.

    Raises Refused when the list has changed so that the preview is no longer true; `look_again` makes a new one.
    """
    locked = _lock(member_import, MemberImportState.CHECKED, MemberImportState.APPLIED)
    if locked.state == MemberImportState.APPLIED:
        return locked
    rows = list(queries.rows(locked))
    outcomes = _plan(locked, rows)
    if not all(_is_as_shown(row, outcome) for row, outcome in zip(rows, outcomes, strict=True)):
        raise Refused(
            _("The members list has changed since this preview was made, so nothing was brought in. Look at it again.")
        )
    try:
        with transaction.atomic():
            _write(locked, rows)
    except IntegrityError as error:
        raise Refused(_("Two rows of this file would make the same member twice. Nothing was brought in.")) from error
    locked.state, locked.approved_by, locked.finished_at = MemberImportState.APPLIED, by, timezone.now()
    locked.save(update_fields=["state", "approved_by", "finished_at"])
    audit.record("members.brought_in", by=by, unit=locked.unit_id, obj=locked, **locked.counts)
    return locked


@transaction.atomic
def discard(*, member_import: MemberImport, by: User) -> MemberImport:
    """Throw a waiting file away, with everything that was kept of it but its name."""
    locked = _lock(member_import, MemberImportState.READ, MemberImportState.CHECKED, MemberImportState.DISCARDED)
    if locked.state == MemberImportState.DISCARDED:
        return locked
    queries.rows(locked).delete()
    locked.state, locked.finished_at = MemberImportState.DISCARDED, timezone.now()
    locked.save(update_fields=["state", "finished_at"])
    audit.record("members.file_discarded", by=by, unit=locked.unit_id, obj=locked)
    return locked


@transaction.atomic
def take_back(*, member_import: MemberImport, by: User) -> MemberImport:
    """Undo a file whole: those it made are gone, those it changed are as they were before.

    Raises Refused, and changes nothing, when any of them has been changed by something later.
    """
    locked = _lock(member_import, MemberImportState.APPLIED, MemberImportState.TAKEN_BACK)
    if locked.state == MemberImportState.TAKEN_BACK:
        return locked
    rows = list(queries.rows(locked).filter(effect__in=[Effect.NEW, Effect.CHANGED]))
    there = {one.pk: one for one in Member.objects.filter(unit_id=locked.unit_id, pk__in=_members(rows))}
    later = [row for row in rows if not _is_as_left(row, there.get(row.member_id or 0))]
    if later:
        raise Refused(
            _(
                "Something later has changed %(count)d of these members, so this file was not taken back. "
                "Take back the later file first."
            )
            % {"count": len(later)}
        )
    Member.objects.filter(pk__in=[row.member_id for row in rows if row.effect == Effect.NEW]).delete()
    changed = [row for row in rows if row.effect == Effect.CHANGED]
    _save(locked.unit_id, [_set(there[row.member_id or 0], row.before or {}) for row in changed])
    locked.state, locked.finished_at = MemberImportState.TAKEN_BACK, timezone.now()
    locked.save(update_fields=["state", "finished_at"])
    audit.record("members.taken_back", by=by, unit=locked.unit_id, obj=locked, **locked.counts)
    return locked


@transaction.atomic
def note_problems_taken(*, member_import: MemberImport, by: User) -> None:
    """Note that somebody downloaded the rows that were left out: they hold people's data."""
    audit.record("members.problems_downloaded", by=by, unit=member_import.unit_id, obj=member_import)


# --- Parts ---------------------------------------------------------------------------------------------------


def _lock_list(unit: Unit | int) -> None:
    """Let one file at a time change the members list of a unit."""
    pk = unit.pk if isinstance(unit, Unit) else unit
    Unit.objects.select_for_update(no_key=True).get(pk=pk)


def _lock(member_import: MemberImport, *states: MemberImportState) -> MemberImport:
    """Return the file, locked. Raises Refused when it is in none of these states."""
    _lock_list(member_import.unit_id)
    locked = MemberImport.objects.select_for_update(of=("self",)).get(pk=member_import.pk)
    if locked.state not in states:
        raise Refused(
            _("This can’t be done with a file that is “%(state)s”. Nothing was changed.")
            % {"state": locked.get_state_display().lower()}
        )
    return locked


def _check(member_import: MemberImport, rows: list[MemberImportRow]) -> None:
    """Work out what each row says and does, and count. The rows are written anew: quicker than changing them."""
    branches, today = queries.branch_ids(member_import.unit), clock.today()
    for row in rows:
        _read_row(row, member_import.mapping["columns"], branches, today)
    outcomes = _plan(member_import, rows)
    for row, outcome in zip(rows, outcomes, strict=True):
        row.effect, row.member_id, row.before = outcome.effect, outcome.member, outcome.before
        row.problem, row.pk = outcome.problem, None
    queries.rows(member_import).delete()
    MemberImportRow.objects.bulk_create(rows, batch_size=_BATCH)
    effects = [outcome.effect for outcome in outcomes]
    member_import.counts = {effect.value: effects.count(effect) for effect in Effect}
    member_import.state = MemberImportState.CHECKED
    member_import.save(update_fields=["counts", "state", "mapping"])


def _read_row(row: MemberImportRow, columns: Sequence[str], branches: dict[str, int], today: datetime.date) -> None:
    row.problem, row.fields = "", {}
    try:
        if any(len(cell) > files.LONGEST_CELL for cell in row.cells):
            raise member_rules.Unfit(_("A cell is far too long: perhaps a quotation mark is missing."))
        row.fields = member_rules.fields(row.cells, columns, branches, today)
    except member_rules.Unfit as unfit:
        row.problem = str(unfit)[:200]


def _plan(member_import: MemberImport, rows: Iterable[MemberImportRow]) -> list[Outcome]:
    """Return what each row would do now. A row whose cells couldn't be read stays a problem, and keeps no fields."""
    told = [Told(row.line, row.fields, "" if row.fields else row.problem or _("This row is empty.")) for row in rows]
    return plan(told, queries.known(member_import.unit))


def _is_as_shown(row: MemberImportRow, outcome: Outcome) -> bool:
    return (row.effect, row.member_id, row.before) == (outcome.effect, outcome.member, outcome.before)


def _write(member_import: MemberImport, rows: list[MemberImportRow]) -> None:
    new = [row for row in rows if row.effect == Effect.NEW]
    made = [Member(unit_id=member_import.unit_id) for _row in new]
    for member, row in zip(made, new, strict=True):
        _set(member, row.fields)
    Member.objects.bulk_create(made, batch_size=_BATCH)
    for member, row in zip(made, new, strict=True):
        row.member_id = member.pk
    changed = [row for row in rows if row.effect == Effect.CHANGED]
    there = {one.pk: one for one in Member.objects.filter(unit_id=member_import.unit_id, pk__in=_members(changed))}
    _save(member_import.unit_id, [_set(there[row.member_id or 0], row.fields) for row in changed])
    with connection.cursor() as cursor:
        cursor.execute(_NAME_MEMBERS, {"rows": [row.pk for row in new], "members": _members(new)})
    queries.rows(member_import).exclude(effect=Effect.PROBLEM).update(cells=[])


def _members(rows: Iterable[MemberImportRow]) -> list[int]:
    return [row.member_id for row in rows if row.member_id is not None]


def _set(member: Member, said: dict) -> Member:
    """Give the member what a row says; nothing is saved."""
    for field in FIELDS:
        if field not in said:
            continue
        value = said[field]
        if field == "branch":
            member.branch_id = value
        elif field == "joined_on":
            member.joined_on = datetime.date.fromisoformat(value) if value else None
        else:
            setattr(member, field, value)
    return member


# One statement for all, because a list of thousands must not take minutes (bulk_update does).
_SAVE = """
UPDATE organise_member m SET
    membership_number = r.membership_number, first_name = r.first_name, last_name = r.last_name, email = r.email,
    phone = r.phone, address = r.address, postcode = r.postcode, state = r.state, joined_on = r.joined_on,
    branch_id = r.branch, changed_at = %(now)s
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
    pk bigint, membership_number text, first_name text, last_name text, email text, phone text, address text,
    postcode text, state text, joined_on date, branch bigint)
WHERE m.id = r.pk AND m.unit_id = %(unit)s
"""
_NAME_MEMBERS = """
UPDATE organise_memberimportrow r SET member_id = n.member
FROM unnest(%(rows)s::bigint[], %(members)s::bigint[]) AS n(row_id, member) WHERE r.id = n.row_id
"""


def _save(unit_id: int, members: list[Member]) -> None:
    """Write all FIELDS of these members."""
    rows = [{"pk": member.pk, **_fields(member)} for member in members]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, {"rows": json.dumps(rows), "unit": unit_id, "now": timezone.now()})


def _fields(member: Member) -> dict:
    return queries.as_said({field: getattr(member, "branch_id" if field == "branch" else field) for field in FIELDS})


def _is_as_left(row: MemberImportRow, member: Member | None) -> bool:
    """Say whether a member still is what this row made of them."""
    if member is None:
        return False
    now = _fields(member)
    return all(now[field] == value for field, value in {**(row.before or {}), **row.fields}.items())
