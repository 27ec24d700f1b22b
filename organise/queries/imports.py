"""Members files and their rows, and the list as the rules for matching need it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from access.models import Unit
from organise.enums import Effect, MemberField, MemberImportState, MemberState
from organise.models import Member, MemberImport, MemberImportRow
from organise.queries import members
from organise.rules import members as member_rules
from organise.rules.imports import FIELDS, Known

_OPEN = (MemberImportState.READ, MemberImportState.CHECKED)


@dataclass(frozen=True)
class Line:
    """A row as the preview shows it: who it means, and each thing that changes as (what, before, after)."""

    line: int
    name: str
    effect: str
    problem: str
    changes: tuple[tuple[str, str, str], ...]


def files(unit: Unit) -> QuerySet[MemberImport]:
    """Return all members files of this unit, newest first."""
    return MemberImport.objects.filter(unit=unit).select_related("uploaded_by", "approved_by")


def waiting(unit: Unit) -> QuerySet[MemberImport]:
    """Return the files on which somebody has to decide, the one that waits longest first."""
    return MemberImport.objects.filter(unit=unit, state__in=_OPEN).order_by("uploaded_at", "pk")


def same_file(unit: Unit, sha256: str) -> MemberImport | None:
    """Return the same file where it waits already, or where it is the last that was brought in; else None."""
    last = MemberImport.objects.filter(unit=unit, state=MemberImportState.APPLIED).order_by("-finished_at").first()
    if last is not None and last.sha256 == sha256:
        return last
    return waiting(unit).filter(sha256=sha256).first()


def known(unit: Unit) -> list[Known]:
    """Return every member of this unit as the matching needs them. One query."""
    rows = Member.objects.filter(unit=unit).order_by("pk").values("pk", *FIELDS)
    return [Known(row.pop("pk"), as_said(row)) for row in rows.iterator()]


def as_said(values: dict) -> dict:
    """Return a member's FIELDS as a file's row holds them: the date as text."""
    joined = values["joined_on"]
    return {**values, "joined_on": joined.isoformat() if joined else None}


def branch_ids(unit: Unit) -> dict[str, int]:
    """Return the branches of this CLP by the names a file may use for them."""
    found: dict[str, int] = {}
    for branch in members.branches(unit):
        found[member_rules.plain_branch(branch.name)] = branch.pk
        found[member_rules.plain_branch(branch.code)] = branch.pk
    return found


def rows(member_import: MemberImport, effect: str = "") -> QuerySet[MemberImportRow]:
    """Return the rows of a file in order, only those with this effect where one is given."""
    found = MemberImportRow.objects.filter(member_import=member_import)
    return found.filter(effect=effect) if effect else found


def samples(member_import: MemberImport, count: int = 3) -> list[list[str]]:
    """Return, for each column, its first few values that are not empty."""
    first = list(rows(member_import).values_list("cells", flat=True)[:50])
    return [
        [row[column] for row in first if column < len(row) and row[column]][:count]
        for column in range(len(member_import.header))
    ]


def lines(found: list[MemberImportRow], columns: list[str], branch_names: dict[int, str]) -> Iterator[Line]:
    """Yield rows as the preview shows them, `columns` being what the file's columns hold.

    Asks the database once, for the names of those who are the same as before.
    """
    nameless = [row.member_id for row in found if row.member_id and row.before is None]
    names = {one.pk: one.name for one in Member.objects.filter(pk__in=nameless)}
    for row in found:
        before = row.before or {}
        said = {**_written(row.cells, columns), **before, **row.fields}
        parts = [said.get(name, "") for name in ("full_name", "first_name", "last_name")]
        if row.fields.get("last_name"):
            parts[0] = ""  # the whole name has been taken apart
        name = " ".join(part for part in parts if part)
        yield Line(
            line=row.line,
            name=name or names.get(row.member_id or 0, ""),
            effect=row.effect,
            problem=row.problem,
            changes=tuple(_changes(row, branch_names)) if row.effect == Effect.CHANGED else (),
        )


def _written(cells: list[str], columns: list[str]) -> dict[str, str]:
    """Return a row's cells as they were written, by what the columns hold; empty once the row was brought in."""
    return {field: cell for cell, field in zip(cells, columns, strict=False) if field}


def _changes(row: MemberImportRow, branch_names: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    before = row.before or {}
    for field in FIELDS:
        if field in row.fields and row.fields[field] != before.get(field):
            was, now = (in_words(field, value, branch_names) for value in (before.get(field), row.fields[field]))
            yield str(MemberField(field).label), was, now


def in_words(field: str, value: object, branch_names: dict[int, str]) -> str:
    """Return a value as people write it; "" for nothing."""
    if value in (None, ""):
        return ""
    if field == "branch":
        return branch_names.get(int(str(value)), "")
    if field == "state":
        return str(MemberState(str(value)).label)
    return str(value)


def of_member(member: Member) -> QuerySet[MemberImportRow]:
    """Return the rows that made or changed this member, newest file first."""
    return (
        MemberImportRow.objects.filter(
            member_import__unit_id=member.unit_id,
            member_import__state=MemberImportState.APPLIED,
            member_id=member.pk,
            effect__in=[Effect.NEW, Effect.CHANGED],
        )
        .select_related("member_import")
        .order_by("-member_import__finished_at", "pk")
    )
