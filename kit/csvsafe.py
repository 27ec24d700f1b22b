"""Writing CSV that a spreadsheet can open without running anything in it (OWASP ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

# A cell that starts with one of these is a formula to some spreadsheet; the last one is the full-width "=".
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """Return the value as text, with a leading apostrophe where a spreadsheet would run it. None is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield each row as a CSV line (RFC 4180, CRLF), every cell made safe."""
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([cell(value) for value in row])
        yield buffer.getvalue()
