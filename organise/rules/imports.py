"""Whom each row of a members file means, and what it would do to the list. No row may stop another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from organise.enums import Effect

FIELDS = (
    "membership_number",
    "first_name",
    "last_name",
    "email",
    "phone",
    "address",
    "postcode",
    "state",
    "joined_on",
    "branch",
)


@dataclass(frozen=True)
class Known:
    """A member as the list holds them: each of FIELDS, dates as YYYY-MM-DD, the branch as its id or None."""

    pk: int
    fields: dict


@dataclass(frozen=True)
class Told:
    """What one row says: only what is filled in. `problem` is set when it couldn't be read."""

    line: int
    fields: dict
    problem: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a row does. `before` are all FIELDS of a member who changes; None for everybody else."""

    line: int
    effect: Effect
    member: int | None = None
    before: dict | None = None
    problem: str = ""


@dataclass
class _List:
    """The members there are, by what a file can name them by."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_email: dict[tuple, list[Known]] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Iterable[Known]) -> _List:
        found = cls()
        for one in members:
            if one.fields["membership_number"]:
                found.by_number[_number(one.fields)] = one
            if one.fields["email"]:
                found.by_email.setdefault(_email_and_name(one.fields), []).append(one)
        return found


def plan(rows: Iterable[Told], members: Iterable[Known]) -> list[Outcome]:
    """Return what each row would do, in the order of the rows.

    A row means the member with its membership number, else the one with its email address and name. An empty cell
    changes nothing. Of several rows about one person the first with a last name counts, and the others are left out;
    so the same rows count when the file comes again.
    """
    there = _List.of(members)
    lines: dict[object, int] = {}
    all_rows = list(rows)
    named_first = sorted(range(len(all_rows)), key=lambda place: not all_rows[place].fields.get("last_name"))
    found = {place: _outcome(all_rows[place], there, lines) for place in named_first}
    return [found[place] for place in range(len(all_rows))]


def _outcome(row: Told, there: _List, lines: dict[object, int]) -> Outcome:
    if row.problem:
        return _left_out(row, row.problem)
    number, email = row.fields.get("membership_number"), row.fields.get("email")
    if not number and not email:
        return _left_out(
            row, _("There is neither a membership number nor an email address, so the person can’t be found again.")
        )
    member, problem = _meant(row, there)
    asked, own = _names(row, member)
    earlier = next((lines[name] for name in asked if name in lines), None)
    if not problem and earlier is not None:
        return _left_out(row, _("This is the same person as in line %(line)d.") % {"line": earlier})
    if not problem and member is None and not row.fields.get("last_name"):
        return _left_out(row, _("There is no last name."))
    # A row in doubt claims its person too: what is doubtful once must not come in by another row.
    lines.update(dict.fromkeys(own, row.line))
    if problem:
        return _left_out(row, problem)
    if member is None:
        return Outcome(row.line, Effect.NEW)
    if all(member.fields[name] == value for name, value in row.fields.items()):
        return Outcome(row.line, Effect.SAME, member.pk)
    return Outcome(row.line, Effect.CHANGED, member.pk, dict(member.fields))


def _names(row: Told, member: Known | None) -> tuple[list[object], list[object]]:
    """Return by what an earlier row of the same person would be known, and by what this one is to be.

    Two people may share an email address and a name, if each has a membership number.
    """
    asked: list[object] = [member.pk] if member else []
    own: list[object] = list(asked)
    if row.fields.get("membership_number"):
        asked.append(("number", _number(row.fields)))
        own.append(("number", _number(row.fields)))
    if row.fields.get("email"):
        without = not row.fields.get("membership_number")
        asked.append(("anybody" if without else "without number", _email_and_name(row.fields)))
        own.append(("anybody", _email_and_name(row.fields)))
        if without:
            own.append(("without number", _email_and_name(row.fields)))
    return asked, own


def _meant(row: Told, there: _List) -> tuple[Known | None, str]:
    """Return the member whom a row means and "", or None and why that can't be said."""
    number = row.fields.get("membership_number")
    if number and (found := there.by_number.get(_number(row.fields))):
        return found, ""
    if not row.fields.get("email"):
        return None, ""
    alike = there.by_email.get(_email_and_name(row.fields), [])
    if number:
        if any(one.fields["membership_number"] for one in alike):
            return None, _("A member with this name and email address has another membership number.")
    elif len(alike) > 1:
        return None, _("Several members have this name and email address. Add the membership number.")
    return (alike[0] if alike else None), ""


def _left_out(row: Told, problem: str) -> Outcome:
    return Outcome(row.line, Effect.PROBLEM, problem=problem[:200])


def _number(fields: dict) -> str:
    return str(fields["membership_number"]).casefold()


def _email_and_name(fields: dict) -> tuple[str, str, str]:
    return (
        str(fields["email"]).casefold(),
        str(fields.get("last_name", "")).casefold(),
        str(fields.get("first_name", "")).casefold(),
    )
