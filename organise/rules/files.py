"""Reading a members file: encoding, delimiter, header and rows, and a plain word for what is no such file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Nothing about a member is this long. A cell that is comes from a quotation mark that was never closed.
LONGEST_CELL = 1000
LONGEST_HEADING = 200
TOO_LARGE = gettext_lazy(
    "This file is larger than 5 MB. A members list is much smaller: look whether it is the right one."
)
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """One row and the line of the file on which it begins; the header is line 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """A file as a table. Every row has as many cells as the header; `encoding` and `delimiter` are for the report."""

    header: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str


def read(content: bytes) -> Sheet:
    """Return the table in this file. Raises Refused, in words for people, for anything that is no table."""
    _refuse_other_kinds(content)
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    try:
        lines = list(_lines(text, delimiter))
    except csv.Error as error:
        raise Refused(
            _("This file can’t be read as a table: a quotation mark is missing, or a cell is far too long.")
        ) from error
    if len(lines) < 2:
        raise Refused(_("There is a heading in this file and no members below it. Look whether it is the right one."))
    header, rows = lines[0].cells, lines[1:]
    _refuse_wrong_shape(header, rows)
    width = len(header)
    cut = [Row(row.line, (row.cells + [""] * (width - len(row.cells)))[:width]) for row in rows]
    return Sheet(header, cut, encoding, delimiter)


def _refuse_other_kinds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    if not content.strip():
        raise Refused(_("This file is empty."))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(_("This is a spreadsheet workbook or a zip file. Save the sheet as CSV, then choose that."))
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise Refused(_("This is a document, a picture or a packed file. Rosette needs the members as a CSV file."))
    if content.lstrip()[:1] == b"<":
        raise Refused(_("This is a web page. Perhaps the other site asked you to sign in first and saved that page."))


def _decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding. Spreadsheets write UTF-8, windows-1252, or UTF-16 as "Unicode"."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise Refused(_("The letters in this file can’t be read. Save it as CSV in UTF-8, then choose it again."))


def _delimiter(text: str) -> str:
    """Return what stands between the cells of the first line, outside quotation marks."""
    first = text.lstrip().splitlines()[0]
    outside = "".join(first.split('"')[::2])
    best = max(_DELIMITERS, key=outside.count)
    if outside.count(best) == 0:
        raise Refused(_("The first line of this file is not the heading of a table with columns."))
    return best


def _lines(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows that hold anything, cells trimmed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        trimmed = [_bare(" ".join(cell.split())) for cell in cells]
        if any(trimmed):
            yield Row(begins, trimmed)
        begins = reader.line_num + 1


def _bare(cell: str) -> str:
    """Return the cell without the apostrophe that our own downloads put before what a spreadsheet would calculate."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


def _refuse_wrong_shape(header: list[str], rows: list[Row]) -> None:
    if len(header) > MOST_COLUMNS:
        raise Refused(_("There are more than 200 columns in this file, so it is no members list."))
    if len(rows) > MOST_ROWS:
        raise Refused(_("There are more than 20,000 rows in this file. Bring it in in parts."))
    if {"elector number", "rollno", "elector number prefix", "eno"} & {name.lower() for name in header}:
        raise Refused(_("This is an electoral register, not a members list. Bring it in under Register."))
    is_heading = any(sign.isalpha() for name in header for sign in name)
    if not is_heading or any(len(name) > LONGEST_HEADING for name in header):
        raise Refused(_("The first line of this file must be a heading that names the columns."))
