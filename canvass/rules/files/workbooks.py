"""Spreadsheets: is it safe to open one, and its rows as text.

The archive is looked through before anything is opened: what it unpacks to, macros, links to other files, formulas,
and cells so far out that the sheet would fill the memory. Only .xlsx is read. Formulas and macros in the older .xls
can't be told without running through its records, and an .ods may repeat a cell a billion times; both can be saved
as .xlsx or CSV.
"""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from canvass.rules.files.refusing import MAX_LINE, MAX_ROWS, WrongFile, is_bomb

_CHUNK = 256 * 1024
_MAX_PARTS = 200
_OVERLAP = 64
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell beyond column CZ or row 299,999: no register, and a sheet is held in the memory as a rectangle.
_FAR_OUT = re.compile(rb'\sr="(?:(?:[A-Z]{3,}|[D-Z][A-Z])\d+|[A-Z]{0,2}(?:[3-9]\d{5}|\d{7,}))"')
Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta


def examined(path: Path) -> tuple[CalamineSheet, int]:
    """Return the one sheet that holds anything and what the workbook unpacks to, in bytes. Raises WrongFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = _looked_through(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WrongFile(
            _("This workbook or archive is damaged, cut short or locked. Nothing was changed. Send it again.")
        ) from error
    return _sheet(path), unpacked


def rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Value]]]:
    """Yield each row's number, from 1, and its cells. Raises WrongFile for a cell longer than any register's."""
    for at, cells in enumerate(sheet.iter_rows(), start=1):
        if sum(len(cell) for cell in cells if isinstance(cell, str)) > MAX_LINE:
            raise WrongFile(_("This workbook has a cell longer than any register’s. Nothing was changed."))
        yield at, cells


def text(value: Value) -> str:
    """Return a cell as a CSV file would have it: whole numbers without a point, days as 2027-03-15."""
    if isinstance(value, str):
        return " ".join(value.replace("\xa0", " ").split())
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def refuse_spoiled(cells: list[Value], codes: dict[int, str]) -> None:
    """Raise WrongFile when a column of codes holds a day: that is what spreadsheets make of 1-13 or 2/1.

    `codes` are the names of these columns by their place.
    """
    for at, name in codes.items():
        if at < len(cells) and isinstance(cells[at], datetime.date | datetime.time | datetime.timedelta):
            raise WrongFile(
                _(
                    "The spreadsheet has turned codes into dates in the column %(column)s, so they can’t be trusted. "
                    "Nothing was changed. Ask the council for CSV, or format that column as text before saving."
                )
                % {"column": name}
            )


def _looked_through(archive: zipfile.ZipFile) -> int:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if not any(name.startswith("xl/") for name in names):
        raise WrongFile(_another_archive(names))
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > _MAX_PARTS or is_bomb(unpacked, packed):
        raise WrongFile(_bomb())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WrongFile(
            _("This workbook holds macros, so it was not opened. Nothing was changed. Save it as .xlsx or CSV.")
        )
    if any("externallinks/" in name.lower() for name in names):
        raise WrongFile(
            _("This workbook draws on other files, so it was not opened. Nothing was changed. Save it as CSV.")
        )
    for part in parts:
        with archive.open(part) as stream:
            _look_through(stream, part.file_size, is_sheet=part.filename.startswith("xl/worksheets/"))
    return unpacked


def _look_through(stream: IO[bytes], size: int, *, is_sheet: bool) -> None:
    """Read one part to its end. Raises WrongFile for what may not be in it, and for more than was said."""
    rest, total = b"", 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > size:
            raise WrongFile(_bomb())
        seen = rest + chunk
        if _DOCTYPE.search(seen):
            raise WrongFile(_("This workbook has parts that no spreadsheet program writes. Nothing was changed."))
        if is_sheet and _FORMULA.search(seen):
            raise WrongFile(
                _(
                    "This workbook holds formulas, and what they show may have changed since the council sent it. "
                    "Nothing was changed. Copy the sheet and paste it as values, or save it as CSV."
                )
            )
        if is_sheet and _FAR_OUT.search(seen):
            raise WrongFile(
                _("This workbook has cells further out than any register’s. Nothing was changed. Save it as CSV.")
            )
        rest = seen[-_OVERLAP:]


def _bomb() -> str:
    return _("This workbook unpacks to far more than a register can hold, so it was not opened. Nothing was changed.")


def _another_archive(names: list[str]) -> str:
    """Say what an archive is that is no .xlsx."""
    if "mimetype" in names or any(name.startswith("word/") for name in names):
        return _(
            "This is an OpenDocument or a word-processor file. Nothing was changed. Open it, save it as .xlsx or as "
            "CSV (UTF-8), and send that."
        )
    return _("This is a zip archive. Nothing was changed. Unpack it, and bring in the CSV file that is inside.")


def _sheet(path: Path) -> CalamineSheet:
    """Return the one sheet that holds anything. Raises WrongFile."""
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise WrongFile(
            _("This workbook can’t be opened: it is damaged or locked with a password. Nothing was changed.")
        ) from error
    full = [sheet for sheet in sheets if sheet.height]
    if not full:
        raise WrongFile(_("This workbook is empty. Nothing was changed. Choose the file that the council sent."))
    if len(full) > 1:
        raise WrongFile(
            _(
                "This workbook has something on %(count)s sheets: %(names)s. Nothing was changed. Save the sheet with "
                "the register as a file of its own."
            )
            % {"count": len(full), "names": ", ".join(sheet.name[:30] for sheet in full[:5])}
        )
    if height(full[0]) > MAX_ROWS:
        raise WrongFile(_("This file has more than 300,000 rows, more than any constituency. Nothing was changed."))
    return full[0]


def height(sheet: CalamineSheet) -> int:
    """Return the number of the last row that holds anything."""
    return (sheet.end or (-1, 0))[0] + 1
