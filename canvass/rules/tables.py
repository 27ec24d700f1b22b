"""Plain tables from outside: which letters, which delimiter, row by row. For files of places, never of electors.

Registers have a reader of their own (canvass.rules.files), which trusts far less.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from canvass.rules.files.letters import Letters
from canvass.rules.files.opening import DELIMITERS
from kit.errors import Refused

_SAMPLE = 8 * 1024 * 1024
_MOST_UNPACKED = 4 * 1024 * 1024 * 1024


@contextmanager
def rows(path: Path) -> Iterator[Iterator[list[str]]]:
    """Open a table for reading once, from its first line on; cells without blanks around them.

    Raises Refused for what is no table of text, also while it is read.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            sample = file.read(_SAMPLE)
        encoding = _encoding(sample)
        with gzip.open(path) if packed else path.open("rb") as file:
            raw = io.BufferedReader(_Bounded(file)) if packed else file
            text = io.TextIOWrapper(raw, encoding, errors="replace", newline="")
            yield _cells(text, _delimiter(sample.decode(encoding, errors="replace")))
    except (gzip.BadGzipFile, EOFError) as error:
        raise Refused(_("This packed file is damaged or was cut short. Nothing was changed. Send it again.")) from error


class _Bounded(io.RawIOBase):
    """Stops reading a packed file that unpacks to more than any table of places."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file, self._left = file, _MOST_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the stub wants a union of buffers
        got = self._file.read(len(buffer))
        self._left -= len(got)
        if self._left < 0:
            raise Refused(_("This file unpacks to far more than a table of places. Nothing was changed."))
        buffer[: len(got)] = got
        return len(got)


def _encoding(sample: bytes) -> str:
    """Return the encoding of a text. Raises Refused for what is none."""
    if not sample.strip():
        raise Refused(_("This file is empty. Nothing was changed."))
    if sample.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"[Content_Types].xml" in sample[:4096] or b"xl/" in sample[:4096]:
            raise Refused(_("This is a spreadsheet workbook. Nothing was changed. Save it as CSV first."))
        raise Refused(_("This is a zip archive. Nothing was changed. Unpack it, and bring in the CSV file in it."))
    if sample.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Refused(_("This is a PDF or an office document. Nothing was changed. Ask for the list as CSV."))
    letters = Letters()
    letters.add(sample)
    found = letters.encoding()
    if found is None:
        raise Refused(_("This file is not text, so it is no table. Nothing was changed."))
    return found


def _delimiter(sample: str) -> str:
    """Return the delimiter that cuts the first line into the most cells; the file's name says nothing."""
    first = sample.splitlines()[0] if sample else ""
    return max(DELIMITERS, key=first.count)


def _cells(text: TextIO, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                _(
                    "This file can’t be read from line %(line)s on: it stops in the middle of a row, or a quotation "
                    "mark is never closed. Nothing was changed. Download it again, and compare its size."
                )
                % {"line": reader.line_num}
            ) from error
        yield [" ".join(cell.split()) for cell in row]
