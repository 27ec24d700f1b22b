"""The first rows of a file as they would be read, and which rows may be shown at all.

Nothing of a sealed row is ever shown; and as nobody knows yet which column says that a row is sealed, any row that
might be one counts as such.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.enums import SEALED, ElectorKind, LeftOut, Operation
from canvass.rules import attainment
from canvass.rules.entries import Entry, NotTaken, Reader
from canvass.rules.files import Row, Shape
from canvass.rules.layouts import Mapped

SHOWN = 10
_LETTERS = re.compile(r"[A-Z](?:[ ,/]{0,2}[A-Z]){0,2}", re.IGNORECASE)
# Anonymous electors are one in thousands. A column that holds an N in a fifth of its rows is no column of markers.
_FLAGS = 0.2
# In a short file shares say nothing, so it takes more than this many.
_FEW = 10


@dataclass(frozen=True)
class Read:
    """One row of a preview: the entry, or why there is none."""

    line: int
    entry: Entry | None
    reason: LeftOut | None

    @property
    def address(self) -> str:
        """Return the address in one line, "" for none."""
        found = self.entry.address if self.entry else None
        if found is None:
            return ""
        street = " ".join(part for part in (f"{found.number or ''}{found.number_suffix}", found.street) if part)
        parts = (found.flat, found.building, street, found.locality, found.postcode)
        return ", ".join(part for part in parts if part)

    @property
    def also(self) -> list[str]:
        """Return what else the row says: what it changes, what kind of elector, markers, the date of coming of age."""
        if self.entry is None:
            return []
        entry, said = self.entry, []
        if entry.operation:
            said.append(str(Operation(entry.operation).label))
        if entry.kind != ElectorKind.ORDINARY:
            said.append(str(ElectorKind(entry.kind).label))
        if entry.markers:
            said.append(entry.markers)
        if entry.date_of_attainment:
            said.append(_("18 on %(day)s") % {"day": date_format(entry.date_of_attainment)})
        if entry.odd_date:
            said.append(_("a date that is none"))
        return said


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be read. `sealed` of the rows looked at are not shown."""

    rows: tuple[Read, ...]
    sealed: int
    looked_at: int
    readable: int


def preview(shape: Shape, mapped: Mapped, rows: Sequence[Row], today: datetime.date, *, attainment_age: int) -> Preview:
    """Return the first rows of a file as they would be read."""
    reader = Reader(shape.opened(mapped).recognised, today, attainment_age=attainment_age)
    shown: list[Read] = []
    sealed = readable = 0
    for row, may_be_shown in zip(rows, showable(rows, today, attainment_age), strict=True):
        found = _read(reader, row)
        readable += found.entry is not None
        if not may_be_shown or _is_sealed(found):
            sealed += 1
        elif len(shown) < SHOWN:
            shown.append(found)
    return Preview(tuple(shown), sealed, len(rows), readable)


def showable(rows: Sequence[Row], today: datetime.date, attainment_age: int) -> list[bool]:
    """Say of each row whether it can be shown: not one that may be anonymous, nor one with a date of somebody under 16.

    A row whose cells could not be read can't be judged, so it is not shown.
    """
    flags: Counter[int] = Counter()
    for row in rows:
        flags.update(i for i, cell in enumerate(row.cells or ()) if _may_be_anonymous(cell))
    markers = [i for i, count in flags.items() if count <= max(_FEW, len(rows) * _FLAGS)]
    return [
        row.cells is not None
        and not any(i < len(row.cells) and _may_be_anonymous(row.cells[i]) for i in markers)
        and not _has_child(row.cells, today, attainment_age)
        for row in rows
    ]


def _read(reader: Reader, row: Row) -> Read:
    try:
        return Read(row.line, reader.read(None if row.cells is None else list(row.cells)), None)
    except NotTaken as refused:
        return Read(row.line, None, refused.reason)


def _is_sealed(found: Read) -> bool:
    if found.entry is not None:
        return found.entry.kind in SEALED
    return found.reason is not None and found.reason.is_sealed


def _may_be_anonymous(cell: str) -> bool:
    return len(cell) < 8 and "N" in cell.upper() and _LETTERS.fullmatch(cell) is not None


def _has_child(row: Sequence[str], today: datetime.date, attainment_age: int) -> bool:
    for cell in row:
        try:
            attainment.of(cell, today, may_be_birth=True, age=attainment_age)
        except attainment.UnderAge:
            return True
        except attainment.BadDate:
            continue
    return False
