"""Lists by elector number, from a council or from a spreadsheet: marked registers and lists of absent voters.

A row names an elector by polling district, number and suffix in columns of their own, or in one ("HH1-124/1"). Each
line of a text is read on its own, so that a quotation mark that is never closed spoils one row and not the rest.
Workbooks are read as those of registers are, and refused for the same reasons.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from canvass.rules import numbers
from canvass.rules.files import MAX_LINE, Look, WrongFile, look, workbooks
from canvass.rules.files.looking import unpacked
from canvass.rules.files.opening import DELIMITERS
from canvass.rules.layouts.description import squeezed

MAX_ROWS = 300_000
_HEADER_WITHIN = 40
_BLANKS = str.maketrans({"\xa0": " ", "\0": None, "\ufeff": None})

# What councils and party tools call a column, in small letters without signs (domain A7: H1, H3, H4, H7, H13, H16).
DISTRICT, NUMBER, SUFFIX, SURNAME, FORENAME, NAME = "district", "number", "suffix", "surname", "forename", "name"
_CODES = (DISTRICT, NUMBER, SUFFIX)
_WHO: Mapping[str, frozenset[str]] = {
    DISTRICT: frozenset(
        {
            "electornumberprefix",
            "electornoprefix",
            "prefix",
            "pd",
            "pdcode",
            "pdletters",
            "district",
            "districtref",
            "pollingdistrict",
            "register",
        }
    ),
    NUMBER: frozenset(
        {
            "electornumber",
            "electorno",
            "number",
            "no",
            "eno",
            "elno",
            "rollno",
            "rollnumber",
            "publishedeno",
            "fullelectorno",
            "voternumber",
        }
    ),
    SUFFIX: frozenset({"electornumbersuffix", "electornosuffix", "suffix", "numbersuffix", "supplementary"}),
    SURNAME: frozenset({"surname", "electorsurname", "lastname"}),
    FORENAME: frozenset({"forename", "forenames", "firstname", "firstnames", "electorforename"}),
    NAME: frozenset({"name", "electorname", "fullname"}),
}


class Numbered(NamedTuple):
    """One row: whose number it is, and its other cells by the names that were asked for ("" where missing).

    `number` is None where none could be read, `cells` is None for a row that can't be read at all.
    """

    line: int  # of the file, the first being 1
    district: str
    number: int | None
    suffix: int
    cells: dict[str, str] | None


@dataclass(frozen=True)
class NumberFile:
    """A list whose columns are known. `columns` are the fields that it has.

    `codes` are the names of those that spreadsheets spoil, by place. `delimiter` is empty for a workbook.
    """

    path: Path
    look: Look
    delimiter: str
    header_line: int
    columns: Mapping[str, int]
    codes: dict[int, str]
    width: int

    def rows(self) -> Iterator[Numbered]:
        """Yield every row that holds anything, but for repeated headers. Raises WrongFile for far too many."""
        count = 0
        for at, cells in self._below():
            if cells is not None and (not any(cells) or self._is_header(cells)):
                continue
            count += 1
            if count > MAX_ROWS:
                raise WrongFile(_("This file has more than 300,000 rows, more than any constituency has electors."))
            yield self._read(at, cells)

    def _below(self) -> Iterator[tuple[int, list[str] | None]]:
        """Yield number and cells of each line below the header; None for cells that can't be read."""
        if self.look.sheet is not None:
            for at, values in workbooks.rows(self.look.sheet):
                if at > self.header_line:
                    workbooks.refuse_spoiled(values, self.codes)
                    yield at, [workbooks.text(value) for value in values]
            return
        with _lines(self.path, self.look) as lines:
            for at, line in enumerate(lines, start=1):
                if at > self.header_line and line.strip():
                    yield at, _cells(line, self.delimiter)

    def _is_header(self, cells: Sequence[str]) -> bool:
        at = self.columns[NUMBER]
        return at < len(cells) and squeezed(cells[at]) in _WHO[NUMBER]

    def _read(self, at: int, cells: list[str] | None) -> Numbered:
        if cells is None or len(cells) < self.width or any(cells[self.width :]):
            return Numbered(at, "", None, 0, None)
        found = {name: cells[place] for name, place in self.columns.items()}
        district, text, own = found.get(DISTRICT, "").upper(), found[NUMBER], found.get(SUFFIX, "")
        try:
            if "-" in text:
                district, number, suffix = numbers.composite(text.upper())
            else:
                number, suffix = numbers.decimal(text)
            if not suffix and own and own != "0":
                suffix = numbers.suffix(own)
        except numbers.BadNumber:
            return Numbered(at, district[:16], None, 0, found)
        return Numbered(at, district[:16], number, suffix, found)


def opened(path: Path, wanted: Mapping[str, frozenset[str]], needed: str = "") -> NumberFile:
    """Find the header of a file. `wanted` names further columns with their spellings; `needed` is one it must have.

    Raises WrongFile for what is no text, or has no header that names a number (and the needed column).
    """
    found = look(path)
    best: NumberFile | None = None
    for delimiter, at, cells in _heads(path, found):
        columns = _columns(cells, {**_WHO, **wanted})
        has_all = NUMBER in columns and (not needed or needed in columns)
        if has_all and (best is None or len(columns) > len(best.columns)):
            codes = {columns[name]: cells[columns[name]] for name in _CODES if name in columns}
            best = NumberFile(path, found, delimiter, at, columns, codes, _width(cells))
    if best is None:
        raise WrongFile(_no_header())
    return best


def _heads(path: Path, found: Look) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each way of reading one of the first lines: the delimiter, its number, its cells."""
    if found.sheet is not None:
        for at, values in itertools.islice(workbooks.rows(found.sheet), _HEADER_WITHIN):
            yield "", at, [workbooks.text(value) for value in values]
        return
    with _lines(path, found) as lines:
        head = list(itertools.islice(lines, _HEADER_WITHIN))
    for delimiter in DELIMITERS:
        for at, line in enumerate(head, start=1):
            yield delimiter, at, _cells(line, delimiter) or []


@contextmanager
def _lines(path: Path, found: Look) -> Iterator[Iterator[str]]:
    """Open the lines of a file; one that is far too long comes in pieces, none of which can be read as a row."""
    with unpacked(path, found) as file, io.TextIOWrapper(file, encoding=found.encoding, errors="replace") as text:
        yield iter(lambda: text.readline(MAX_LINE + 1), "")


def _no_header() -> str:
    return _(
        "No line of this file names its columns in a way that Rosette knows. Nothing was changed. Put a line on top: "
        "District, Number, Suffix, and what the list says of each elector."
    )


def _columns(cells: Sequence[str], wanted: Mapping[str, frozenset[str]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, spellings in wanted.items():
            if squeezed(cell) in spellings:
                places.setdefault(name, at)
    return places


def _width(cells: Sequence[str]) -> int:
    """Return how many columns the header names: empty cells at its end are none."""
    return max(at for at, cell in enumerate(cells, start=1) if cell)


def _cells(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of one line; None where it can't be read."""
    line = line.translate(_BLANKS).rstrip("\r\n")
    if len(line) > MAX_LINE:
        return None
    if '"' not in line:
        return [" ".join(cell.split()) for cell in line.split(delimiter)]
    try:
        found = list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return [" ".join(cell.split()) for cell in found[0]]
