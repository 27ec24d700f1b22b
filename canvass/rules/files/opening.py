"""From a file to its layout: the delimiter, the header below banner lines or none at all, and its rows."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from python_calamine import CalamineSheet

from canvass.rules.files import reading, workbooks
from canvass.rules.files.looking import Look
from canvass.rules.files.reading import Row
from canvass.rules.files.refusing import MAX_ROWS, UnknownLayout, WrongFile
from canvass.rules.layouts import (
    ALL,
    ELSEWHERE,
    REGISTERS,
    Field,
    Layout,
    Lists,
    Mapped,
    Recognised,
    fingerprint,
    fingerprint_without,
    recognise,
    recognise_rows,
)
from canvass.rules.layouts.mapped import CODE

DELIMITERS = (",", "\t", ";", "|")
# Councils print a title, a date and a warning above the header; nobody prints a page of them.
_HEADER_WITHIN = 40
# A district, a name and an address at least: with fewer columns there is nothing that a person could say about them.
_LEAST_COLUMNS = 3
_CODES = (Field.DISTRICT, Field.NUMBER, Field.SUFFIX)
# The first lines of a file by delimiter, each with its number and cells.
Heads = Mapping[str, Sequence[tuple[int, list[str]]]]


@dataclass(frozen=True)
class Opened:
    """A file whose layout is known. `header_line` is the number of the header's line, from 1; 0 where there is none.

    `delimiter` is empty for a spreadsheet.
    """

    path: Path
    look: Look
    delimiter: str
    recognised: Recognised
    header_line: int

    def rows(self) -> Iterator[Row]:
        """Yield every row below the header that holds anything, but for the header when it is repeated and banners."""
        header, banners = list(self.recognised.header), self.recognised.layout.banners
        first, width, count = header[0] if header else None, len(header), 0
        for row in self._every():
            cells = row.cells
            if cells is not None:
                if not any(cells) or (cells[0] == first and cells[:width] == header):
                    continue
                if banners is not None and self._is_banner(cells):
                    continue
            count += 1
            if count > MAX_ROWS:
                raise WrongFile(
                    _("This file has more than 300,000 rows, more than any constituency. Nothing was changed.")
                )
            yield row

    def _every(self) -> Iterator[Row]:
        if self.recognised.unknown or self.recognised.layout.code == CODE:
            return self._without_unread(self._cut())
        return self._cut()

    def _without_unread(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield the rows with the text of the columns alone that are read: nothing is kept of any other.

        Of a row that is not as wide as the header nobody knows which cell is whose, so no text is kept.
        """
        read = sorted({*self.recognised.at.values(), *self.recognised.lines})
        for row in rows:
            cells = row.cells
            whole = cells is not None and len(cells) >= self.recognised.width
            yield row._replace(raw=", ".join(cells[at] for at in read) if cells is not None and whole else "")

    def _cut(self) -> Iterator[Row]:
        if self.look.sheet is not None:
            yield from _sheet_rows(self.look.sheet, self.header_line, self._codes())
            return
        with reading.lines(self.path, self.look) as lines:
            below = itertools.islice(lines, self.header_line, None)
            yield from reading.rows(below, self.delimiter, self.recognised.width, self.header_line)

    def _is_banner(self, cells: Sequence[str]) -> bool:
        """Say whether a row is a heading among the data: its words are such, and no number stands where one would."""
        at, banners = self.recognised.at[Field.NUMBER], self.recognised.layout.banners
        if at < len(cells) and cells[at][:1].isdigit():
            return False
        return banners is not None and banners.search(" ".join(cell for cell in cells if cell)) is not None

    def _codes(self) -> dict[int, str]:
        names = [name for name, _field in self.recognised.columns()]
        return {at: names[at] for field in _CODES if (at := self.recognised.at.get(field)) is not None}


@dataclass(frozen=True)
class Shape:
    """What can be told of a file whose layout nobody knows: its columns, and whether the first row names them.

    `first_line` is the number of the first line that has as many cells as most lines, `names` are its cells.
    """

    path: Path
    look: Look
    delimiter: str
    first_line: int
    names: tuple[str, ...]
    has_header: bool

    def fingerprint(self, *, has_header: bool) -> str:
        """Return what tells this file from a council's others."""
        return fingerprint(_names(self.names)) if has_header else fingerprint_without(len(self.names))

    def opened(self, mapped: Mapped) -> Opened:
        """Return the file as somebody said that it is to be read."""
        names, line = (self.names, self.first_line) if mapped.has_header else ((), self.first_line - 1)
        return Opened(self.path, self.look, self.delimiter, mapped.recognised(names), line)

    def rows(self, *, has_header: bool) -> Iterator[Row]:
        """Yield the rows below the header, their meaning unknown."""
        return self.opened(Mapped(("",) * len(self.names), has_header=has_header)).rows()


def opened(
    path: Path,
    look: Look,
    layouts: Iterable[Layout] = ALL,
    mapping: Mapping[str, Mapped] | None = None,
    *,
    wanted: Lists = Lists.ELECTORS,
) -> Opened:
    """Find delimiter, header and layout of a file.

    `mapping` are the layouts that people of this council's CLP described, by fingerprint; they are asked when no known
    layout fits. `wanted` says what the file must list. Raises UnknownLayout when somebody must say what the columns
    hold, and WrongFile when it lists something else or can be no register at all.
    """
    heads = _heads(path, look)
    best = _known(path, look, tuple(layouts), heads) or _mapped(path, look, mapping or {}, heads)
    if best is None:
        if wanted is Lists.ELECTORS and _shape(path, look, heads) is not None:
            raise UnknownLayout(_unmapped())
        raise WrongFile(_unknown(heads, wanted))
    if best.recognised.layout.lists is not wanted:
        raise WrongFile(str(ELSEWHERE[best.recognised.layout.lists]))
    return best


def shape(path: Path, look: Look) -> Shape | None:
    """Return what can be told of a file of an unknown layout; None when it has too few columns to be a register."""
    return _shape(path, look, _heads(path, look))


def _heads(path: Path, look: Look) -> Heads:
    if look.sheet is not None:
        head = itertools.islice(workbooks.rows(look.sheet), _HEADER_WITHIN)
        return {"": [(at, [workbooks.text(value) for value in cells]) for at, cells in head]}
    with reading.lines(path, look) as lines:
        first = list(itertools.islice(lines, _HEADER_WITHIN))
    return {delimiter: list(reading.heads(first, delimiter)) for delimiter in DELIMITERS}


def _known(path: Path, look: Look, layouts: Sequence[Layout], heads: Heads) -> Opened | None:
    best: Opened | None = None
    for delimiter, head in heads.items():
        for at, cells in head:
            match = recognise(cells, layouts)
            if match and (best is None or len(match.at) > len(best.recognised.at)):
                best = Opened(path, look, delimiter, match, at)
    if best is not None:
        return best
    for delimiter, head in heads.items():
        rows = [cells for _at, cells in head if any(cells)]
        if rows and (shaped := recognise_rows(rows, layouts)):
            return Opened(path, look, delimiter, shaped, 0)
    return None


def _mapped(path: Path, look: Look, mapping: Mapping[str, Mapped], heads: Heads) -> Opened | None:
    if not mapping:
        return None
    for delimiter, head in heads.items():
        for at, cells in head:
            names = _names(cells)
            found = mapping.get(fingerprint(names))
            if found is not None and found.has_header and len(found.columns) >= len(names):
                return Opened(path, look, delimiter, found.recognised(names), at)
    known = _shape(path, look, heads)
    if known is None:
        return None
    found = mapping.get(known.fingerprint(has_header=False))
    return known.opened(found) if found is not None and not found.has_header else None


def _shape(path: Path, look: Look, heads: Heads) -> Shape | None:
    """Return the shape by the delimiter that cuts most lines into the same number of cells."""
    best: tuple[int, int, str] = (0, 0, "")
    for delimiter, head in heads.items():
        widths = Counter(len(cells) for _at, cells in head if any(cells))
        if widths:
            width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
            if width >= _LEAST_COLUMNS and (lines, width) > best[:2]:
                best = (lines, width, delimiter)
    lines, width, delimiter = best
    if not lines:
        return None
    at, cells = next((at, cells) for at, cells in heads[delimiter] if len(cells) == width and any(cells))
    names = _names(cells)
    if len(names) < _LEAST_COLUMNS:
        return None
    is_header = not any(letter.isdigit() for name in names for letter in name[:-1])
    return Shape(path, look, delimiter, at, names if is_header else tuple(cells), is_header)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names in a header, without the empty cells that some programs add behind it."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _sheet_rows(sheet: CalamineSheet, header_line: int, codes: dict[int, str]) -> Iterator[Row]:
    for line, values in workbooks.rows(sheet):
        if line > header_line:
            workbooks.refuse_spoiled(values, codes)
            cells = [workbooks.text(value) for value in values]
            yield Row(line, cells, "\t".join(cells))


def _unmapped() -> str:
    return _(
        "Rosette doesn’t know this layout yet. Nothing was changed. Say what its columns hold, once, on the page of "
        "this file; for this council it is remembered. Known layouts: %(known)s."
    ) % {"known": _readable()}


def _readable() -> str:
    return "; ".join(str(layout.name) for layout in REGISTERS)


def _unknown(heads: Heads, wanted: Lists) -> str:
    """Say that no known header was found, naming the columns there are when they can be nobody's data."""
    if wanted is not Lists.ELECTORS:
        known = "; ".join(str(layout.name) for layout in ALL if layout.lists is wanted)
        return _("Rosette doesn’t know the columns of this file. Nothing was changed. Known layouts: %(known)s.") % {
            "known": known
        }
    first = [head[0][1] for head in heads.values() if head and head[0][0] == 1]
    names = [name.strip() for name in max(first, key=len, default=[]) if name.strip()]
    if len(names) > 1 and not any(letter.isdigit() for name in names for letter in name[:-1]):
        shown = ", ".join(name[:30] for name in names[:6])
        return (
            ngettext(
                "This is not a register that Rosette can read: its %(count)s column is %(shown)s.",
                "This is not a register that Rosette can read: its %(count)s columns begin with %(shown)s.",
                len(names),
            )
            % {"count": len(names), "shown": shown}
            + " "
            + _("Nothing was changed. Known layouts: %(known)s.") % {"known": _readable()}
        )
    return _(
        "This is not a register that Rosette can read: no line names its columns. Nothing was changed. "
        "Known layouts: %(known)s."
    ) % {"known": _readable()}
