"""A first look through the whole of a file: is it text at all, in which letters, and does it stay within bounds."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from python_calamine import CalamineSheet

from canvass.rules.files import workbooks
from canvass.rules.files.letters import Letters
from canvass.rules.files.refusing import WrongFile, is_bomb

CHUNK = 64 * 1024

_GZIP = b"\x1f\x8b"
# Some exports fill their columns up with NULs.
_PADDING = 0.2


@dataclass(frozen=True)
class Look:
    """What the first look found: `lines` counts line ends or rows, `unpacked` bytes after unpacking.

    `sheet` is the sheet of a spreadsheet, opened once for all that read it, and `encoding` is "xlsx" then.
    """

    gzipped: bool
    encoding: str
    lines: int
    unpacked: int
    sheet: CalamineSheet | None = field(default=None, repr=False, compare=False)


def look(path: Path) -> Look:
    """Read the whole file once, keeping nothing of it. Raises WrongFile for what is no text or too much of it."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        sheet, size = workbooks.examined(path)
        return Look(False, "xlsx", workbooks.height(sheet), size, sheet)
    gzipped = head.startswith(_GZIP)
    packed = path.stat().st_size
    counts = _Counts()
    try:
        for chunk in _chunks(path, gzipped):
            counts.add(chunk)
            if gzipped:
                _refuse_a_bomb(counts.letters.size, packed)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise WrongFile(
            _("This packed file is damaged or was cut short on its way. Nothing was changed. Send it again.")
        ) from error
    return Look(gzipped, counts.encoding(), counts.lines, counts.letters.size)


def unpacked(path: Path, look_at: Look) -> IO[bytes]:
    """Open a file of text for reading, unpacked where it is packed. Raises WrongFile for a spreadsheet."""
    if look_at.sheet is not None:
        raise WrongFile(_("This is a spreadsheet. Nothing was changed. Save it as CSV (UTF-8), and bring that in."))
    return gzip.open(path, "rb") if look_at.gzipped else path.open("rb")  # type: ignore[return-value]


def _chunks(path: Path, gzipped: bool) -> Iterator[bytes]:
    with gzip.open(path, "rb") if gzipped else path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _refuse_a_bomb(unpacked_bytes: int, packed: int) -> None:
    if is_bomb(unpacked_bytes, packed):
        raise WrongFile(
            _("This file unpacks to far more than a register can hold, so it was not read. Nothing was changed.")
        )


class _Counts:
    """Counts bytes and lines as they go by."""

    def __init__(self) -> None:
        self.letters = Letters()
        self.lines = 0

    def add(self, chunk: bytes) -> None:
        """Count one chunk. Raises WrongFile at the first sign of another kind of file."""
        if not self.letters.size:
            _refuse_other_kinds(chunk[:512])
        self.letters.add(chunk)
        self.lines += chunk.count(b"\n") or chunk.count(b"\r")

    def encoding(self) -> str:
        """Return the encoding, as Python names it. Raises WrongFile for an empty or a binary file."""
        if not self.letters.size:
            raise WrongFile(_("This file is empty. Nothing was changed. Choose the file that the council sent."))
        found = self.letters.encoding(padding=_PADDING)
        if found is None:
            raise WrongFile(_("This file is not text, so it can’t be a register. Nothing was changed."))
        return found


def _refuse_other_kinds(head: bytes) -> None:
    """Refuse the kinds of file that people send by mistake, each with the way to a good one."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if head.startswith(b"PK\x03\x04"):
        raise WrongFile(_("This is a zip archive inside a packed file. Nothing was changed. Send what is inside it."))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise WrongFile(
            _(
                "This is an old or a locked workbook or document (.xls, .doc, or one with a password). Nothing was "
                "changed. Open it, save it as .xlsx or as CSV (UTF-8) without a password, and send that."
            )
        )
    if start.startswith(b"%pdf"):
        raise WrongFile(_("This is a PDF. Nothing was changed. Ask the council for the register as data, in CSV."))
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")) or b"ftypheic" in head[:16]:
        raise WrongFile(_("This is a picture. Nothing was changed. Ask the council for the register as data, in CSV."))
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"{\\rtf")):
        raise WrongFile(
            _("This is a web page or a text document, not a CSV file. Nothing was changed. Choose the register itself.")
        )
    if head.startswith(_GZIP):
        raise WrongFile(_("This file is packed twice. Nothing was changed. Unpack it once, and send it again."))
