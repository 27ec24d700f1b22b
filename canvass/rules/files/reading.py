"""From the text of a file to its rows: clean lines, cells, and rows that can be trusted.

A quotation mark that is never closed would swallow everything after it. So a row over several lines counts only when
it has as many cells as the header and none of its lines looks like a row of its own; otherwise its first line is
reported and the others are read again.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from canvass.rules.files.looking import CHUNK, Look, unpacked
from canvass.rules.files.refusing import MAX_LINE, WrongFile

csv.field_size_limit(MAX_LINE)
_LINES_OF_A_ROW = 10
# Control letters, soft hyphen, zero-width space and joiners, byte-order mark: seen in exports, never meant.
_NOTHING = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200d\ufeff]")


class Row(NamedTuple):
    """One row below the header. `cells` is None for one that couldn't be read; `raw` is the text of its first line."""

    line: int  # of the file, the first being 1
    cells: list[str] | None
    raw: str


@contextmanager
def lines(path: Path, look: Look) -> Iterator[Iterator[str]]:
    """Open the file as clean lines without their ends."""
    with unpacked(path, look) as file, io.TextIOWrapper(file, encoding=look.encoding, errors="replace") as text:
        yield _split(text)


def _split(text: io.TextIOWrapper) -> Iterator[str]:
    """Cut the text into lines, a chunk at a time, which is far quicker than line by line."""
    rest = ""
    while chunk := text.read(CHUNK):
        if _NOTHING.search(chunk):
            chunk = _NOTHING.sub("", chunk)
        lines = (rest + chunk.replace("\xa0", " ")).split("\n")
        rest = lines.pop()
        if len(rest) > MAX_LINE:
            raise WrongFile(_("This file has a line longer than any register’s. Nothing was changed."))
        yield from lines
    if rest:
        yield rest


def heads(head: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line, on its own: a header is never over two lines."""
    for at, line in enumerate(head, start=1):
        try:
            yield from ((at, cells) for cells in csv.reader([line], delimiter=delimiter) if cells)
        except csv.Error:
            continue


def rows(lines: Iterator[str], delimiter: str, width: int, before: int) -> Iterator[Row]:
    """Yield the rows of the lines; `before` lines of the file came earlier."""
    feed = _Feed(lines)
    edge, other_edge = f" {delimiter}", f"{delimiter} "
    at = before
    for line in feed:
        at += 1
        if '"' in line:
            cells, taken = _quoted(line, feed, delimiter, width)
            yield Row(at, cells, line)
            at += taken
            continue
        cells = line.split(delimiter)
        if "  " in line or edge in line or other_edge in line or "\t" in line or line[:1] == " " or line[-1:] == " ":
            cells = [" ".join(cell.split()) for cell in cells]
        yield Row(at, cells, line)


def _quoted(line: str, feed: _Feed, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """Return the cells of a row with quotation marks, and how many more lines it took; None when it can't be read.

    Then, and when it swallowed rows, the lines after its first go back to be read on their own.
    """
    taken: list[str] = []

    def more() -> Iterator[str]:
        yield f"{line}\n"
        for following in feed:
            taken.append(following)
            yield f"{following}\n"

    try:
        cells = next(csv.reader(more(), delimiter=delimiter))
    except (csv.Error, StopIteration):
        feed.again(taken)
        return None, 0
    if taken and (len(cells) != width or _swallowed(taken, delimiter, width)):
        feed.again(taken)
        return None, 0
    return [" ".join(cell.split()) for cell in cells], len(taken)


def _swallowed(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Say whether a row that went on over these lines has swallowed others: too many, or one is a whole row itself."""
    return len(lines) >= _LINES_OF_A_ROW or any(line.count(delimiter) >= width - 1 for line in lines)


class _Feed:
    """Lines, of which some can be put back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        while True:
            if self._waiting:
                yield self._waiting.popleft()
            else:
                line = next(self._lines, None)
                if line is None:
                    return
                yield line

    def again(self, lines: Sequence[str]) -> None:
        """Put these lines back in front."""
        self._waiting.extendleft(reversed(lines))
