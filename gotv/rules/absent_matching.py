"""Whom a row of a list of absent voters means: by number, and by name where the list gives one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gotv.enums import RowProblem
from gotv.rules import absent
from gotv.rules.number_files import Numbered


class Candidate(NamedTuple):
    """An elector on the register. A sealed one has a number and nothing else."""

    pk: int
    district: str
    number: int
    suffix: int
    surname: str
    forenames: str
    is_sealed: bool


@dataclass(frozen=True)
class Row:
    """A row that was read: whom it means, or why it is left out. Neither name nor address is in it."""

    line: int
    district: str
    number: int | None
    suffix: int
    kind: str
    expires_on: datetime.date | None
    elector: int | None
    problem: str = ""


class Matcher:
    """Finds electors of one register. `by_name` counts those whose number had changed and whose name had not."""

    def __init__(self, register: Iterable[Candidate], kinds: Sequence[str]) -> None:
        self.by_name = 0
        self._kinds = list(kinds)
        self._numbers: dict[tuple[str, int, int], Candidate] = {}
        self._names: dict[tuple[str, str], list[Candidate]] = {}
        self._districts: set[str] = set()
        self._taken: set[int] = set()
        for one in register:
            self._districts.add(one.district)
            self._numbers[one.district, one.number, one.suffix] = one
            if not one.is_sealed:
                key = (one.district, absent.name_key(one.surname, one.forenames))
                self._names.setdefault(key, []).append(one)

    def match(self, row: Numbered) -> Row:
        """Return whom the row means, with the first reason why it is left out."""
        if row.cells is None:
            return Row(row.line, "", None, 0, "", None, None, RowProblem.BROKEN)
        kind, until = absent.kind(row.cells, self._kinds), absent.expires_on(row.cells.get(absent.EXPIRES, ""))

        def left_out(problem: RowProblem) -> Row:
            return Row(row.line, row.district, row.number, row.suffix, kind, until, None, problem)

        if row.number is None:
            return left_out(RowProblem.BAD_NUMBER)
        if row.district not in self._districts:
            return left_out(RowProblem.NO_DISTRICT)
        if not kind:
            return left_out(RowProblem.NO_KIND)
        if kind not in self._kinds:
            return left_out(RowProblem.OTHER_KIND)
        found = self._elector(row)
        if isinstance(found, RowProblem):
            return left_out(found)
        if found in self._taken:
            return left_out(RowProblem.TWICE)
        self._taken.add(found)
        return Row(row.line, row.district, row.number, row.suffix, kind, until, found)

    def _elector(self, row: Numbered) -> int | RowProblem:
        surname, forenames = absent.name(row.cells or {})
        held = self._numbers.get((row.district, row.number or 0, row.suffix))
        if held is not None:
            if held.is_sealed:
                return RowProblem.SEALED
            if absent.is_same_name(surname, held.surname):
                return held.pk
        if surname and forenames:
            named = self._names.get((row.district, absent.name_key(surname, forenames)), [])
            if len(named) == 1:
                self.by_name += 1
                return named[0].pk
        return RowProblem.NOBODY if held is None else RowProblem.OTHER_NAME
