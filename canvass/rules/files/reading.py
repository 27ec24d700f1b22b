"""From a file that is text to its rows: the delimiter, the header below banner lines, and rows that can be trusted.

A quotation mark that is never closed would swallow everything after it. So a row over several lines counts only when
it has as many cells as the header and none of its lines looks like a row of its own; otherwise its first line is
reported and the others are read again.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from canvass.rules.files.looking import MAX_LINE, Look, WrongFile, unpacked
from canvass.rules.layouts import ALL, Layout, Recognised, recognise

csv.field_size_limit(MAX_LINE)
DELIMITERS = (",", "\t", ";", "|")
# Councils print a title, a date and a warning above the header; nobody prints a page of them.
_HEADER_WITHIN = 40
_LINES_OF_A_ROW = 10
MAX_ROWS = 300_000
# Control letters, soft hyphen, zero-width space and joiners, byte-order mark: seen in exports, never meant.
_NOTHING = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200d\ufeff]")


class Row(NamedTuple):
    """One row below the header. `cells` is None for one that couldn't be read; `raw` is the text of its first line."""

    line: int  # of the file, the first being 1
    cells: list[str] | None
    raw: str


@dataclass(frozen=True)
class Opened:
    """A file whose layout is known. `header_line` is the number of the header's line, from 1."""

    path: Path
    look: Look
    delimiter: str
    recognised: Recognised
    header_line: int

    def rows(self) -> Iterator[Row]:
        """Yield every row below the header that holds anything, but for the header when it is repeated."""
        width, header = self.recognised.width, list(self.recognised.header)
        with _lines(self.path, self.look) as lines:
            for _skipped in range(self.header_line):
                next(lines, "")
            for count, row in enumerate(_rows(lines, self.delimiter, width, self.header_line)):
                if count >= MAX_ROWS:
                    raise WrongFile(
                        _("This file has more than 300,000 rows, more than any constituency. Nothing was changed.")
                    )
                if row.cells is None or (any(row.cells) and not _is_header(row.cells, header)):
                    yield row


def opened(path: Path, look: Look, layouts: Iterable[Layout] = ALL) -> Opened:
    """Find delimiter and header of a file. Raises WrongFile when it is no full register of a known layout."""
    layouts = tuple(layouts)
    with _lines(path, look) as lines:
        head = list(itertools.islice(lines, _HEADER_WITHIN))
    best: Opened | None = None
    for delimiter in DELIMITERS:
        for at, cells in _cells(head, delimiter):
            match = recognise(cells, layouts)
            if match and (best is None or len(match.at) > len(best.recognised.at)):
                best = Opened(path, look, delimiter, match, at)
    if best is None:
        raise WrongFile(_unknown(head))
    if best.recognised.layout.why_not:
        raise WrongFile(str(best.recognised.layout.why_not))
    return best


@contextmanager
def _lines(path: Path, look: Look) -> Iterator[Iterator[str]]:
    """Open the file as clean lines, each still with its line end."""
    with unpacked(path, look) as file:
        text = io.TextIOWrapper(file, encoding=look.encoding, errors="replace", newline="")
        yield _clean(text)


def _clean(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise WrongFile(_("This file has a line longer than any register’s. Nothing was changed."))
        if _NOTHING.search(line):
            line = _NOTHING.sub("", line)
        yield line.replace("\xa0", " ")


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Say whether a row is the header once more, as between the sections of some exports."""
    return cells[0].strip() == header[0] and [cell.strip() for cell in cells[: len(header)]] == header


def _cells(head: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line, on its own: a header is never over two lines."""
    for at, line in enumerate(head, start=1):
        try:
            yield from ((at, cells) for cells in csv.reader([line], delimiter=delimiter) if cells)
        except csv.Error:
            continue


def _rows(lines: Iterator[str], delimiter: str, width: int, before: int) -> Iterator[Row]:
    """Yield the rows of the lines; `before` lines of the file came earlier."""
    feed = _Feed(lines, before)
    while True:
        reader = csv.reader(feed, delimiter=delimiter)
        try:
            for cells in reader:
                first = feed.since[0]
                if len(feed.since) > 1 and (len(cells) != width or _swallowed(feed.since, delimiter, width)):
                    break
                tidy = [" ".join(cell.split()) for cell in cells] if _untidy(first, delimiter) else cells
                yield Row(feed.line - len(feed.since) + 1, tidy, first)
                feed.since.clear()
            else:
                return
        except csv.Error:
            pass
        if not feed.since:
            return
        yield Row(feed.line - len(feed.since) + 1, None, feed.since[0])
        feed.again()


def _swallowed(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Say whether a row over several lines has swallowed others: it is too long, or a later line is a whole row."""
    return len(lines) > _LINES_OF_A_ROW or any(line.count(delimiter) >= width - 1 for line in lines[1:])


def _untidy(line: str, delimiter: str) -> bool:
    """Say whether a cell of this line may have spaces at its ends, two together, or tabs or line ends inside quotes."""
    return (
        '"' in line
        or "  " in line
        or f" {delimiter}" in line
        or f"{delimiter} " in line
        or line[:1] <= " "
        or line.endswith((" \n", " \r\n", " "))
        or (delimiter != "\t" and "\t" in line)
    )


class _Feed:
    """Gives lines to a csv reader and remembers those of the row it is reading, so that they can be read again."""

    def __init__(self, lines: Iterator[str], line: int) -> None:
        self.lines = lines
        self.line = line
        self.since: list[str] = []
        self.waiting: deque[str] = deque()

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.lines)
        self.line += 1
        self.since.append(line)
        return line

    def again(self) -> None:
        """Put back all lines of this row but its first."""
        self.waiting.extendleft(reversed(self.since[1:]))
        self.line -= len(self.since) - 1
        self.since.clear()


def _unknown(head: Sequence[str]) -> str:
    """Say that no known header was found, naming the columns there are when they can be nobody's data."""
    known = "; ".join(str(layout.name) for layout in ALL if not layout.why_not)
    names = max((cells for delimiter in DELIMITERS for _at, cells in _cells(head[:1], delimiter)), key=len, default=[])
    names = [name.strip() for name in names if name.strip()]
    if len(names) > 1 and not any(any(letter.isdigit() for letter in name[:-1]) for name in names):
        shown = ", ".join(name[:30] for name in names[:6])
        return (
            ngettext(
                "This is not a register that Rosette can read: its %(count)s column is %(shown)s.",
                "This is not a register that Rosette can read: its %(count)s columns begin with %(shown)s.",
                len(names),
            )
            % {"count": len(names), "shown": shown}
            + " "
            + _("Nothing was changed. Known layouts: %(known)s.") % {"known": known}
        )
    return _(
        "This is not a register that Rosette can read: no line names its columns. Nothing was changed. "
        "Known layouts: %(known)s."
    ) % {"known": known}
