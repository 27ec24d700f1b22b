"""Printed sheets: their codes, how a list is cut into numbered lines, and what is typed back from paper."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gotv.enums import KnockSaid, PostalSaid, SheetKind

# Without 0 O 1 I L S U, which are misread in a hand's writing; a prime number of them, so that the last one, a
# weighted sum, catches any one wrong character and any two that changed places (as ISBN-10 does).
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
FREE = 7
_NOISE = re.compile(r"[\s–—-]+")


class NotACode(ValueError):
    """What was typed can't be the code of any sheet."""


def code(free: str) -> str:
    """Return the code that begins with these FREE characters of the alphabet."""
    return free + _check(free)


def read_code(typed: str) -> str:
    """Return the code as it is kept, however it was written. Raises NotACode for a slip of the pen."""
    found = _NOISE.sub("", typed).upper()
    if len(found) != FREE + 1 or set(found) - set(ALPHABET) or _check(found[:FREE]) != found[FREE]:
        raise NotACode(typed)
    return found


def spaced(written: str) -> str:
    """Return a code in two halves, as it is printed: "K7QM-2RX4"."""
    return f"{written[:4]}-{written[4:]}"


def _check(free: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(free, start=2))
    return ALPHABET[total % len(ALPHABET)]


# --- From a list to lines -------------------------------------------------------------------------------------------
class Person(Protocol):
    """Somebody of a knock-up list (gotv/queries/knock_ups.py)."""

    @property
    def pk(self) -> int: ...


class Door(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def people(self) -> Sequence[Person]: ...


class Street(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def locality(self) -> str: ...
    @property
    def doors(self) -> Sequence[Door]: ...


@dataclass(frozen=True)
class Line:
    """A row of a page. A street's name has no number, door or person; `again` says that its page before has it too."""

    street: str
    number: int = 0
    door: str = ""
    person: Person | None = None
    again: bool = False


def cut(streets: Iterable[Street], rows: int) -> list[list[Line]]:
    """Return the pages of a list, at most so many rows each, a street's name counting as one.

    Lines are numbered from 1 on each page. No street's name is left alone at a foot, and one that goes on is said
    again at the head of the next page.
    """
    pages: list[list[Line]] = []
    page: list[Line] = []
    for street in streets:
        name = ", ".join(part for part in (street.name, street.locality) if part)
        if len(page) + 2 > rows:
            pages.append(page)
            page = []
        page.append(Line(name))
        for door in street.doors:
            for person in door.people:
                if len(page) >= rows:
                    pages.append(page)
                    page = [Line(name, again=True)]
                page.append(Line(name, _people(page) + 1, door.label, person))
    return [*pages, page] if page else pages


def _people(page: Iterable[Line]) -> int:
    return sum(1 for line in page if line.number)


# --- From paper back ------------------------------------------------------------------------------------------------
# One letter each, the first of a word that is printed on the sheet.
LETTERS = {
    "V": KnockSaid.VOTED,
    "W": KnockSaid.WILL,
    "N": KnockSaid.NOT_IN,
    "L": KnockSaid.LIFT,
    "R": KnockSaid.WONT,
    "P": KnockSaid.POSTED,
    "M": KnockSaid.MOVED,
    "D": KnockSaid.DECEASED,
    "X": KnockSaid.NO_CONTACT,
    "A": KnockSaid.NO_ACCESS,
    "G": KnockSaid.LANGUAGE,
}
# The same of a postal chase: of a postal vote nothing else is asked, and never how anybody votes.
POSTAL_LETTERS = {
    "S": PostalSaid.SENT,
    "M": PostalSaid.MEANS_TO,
    "H": PostalSaid.HANDS_IN,
    "C": PostalSaid.NOT_COME,
    "L": PostalSaid.LOST,
    "W": PostalSaid.WONT,
    "N": PostalSaid.NOT_IN,
}
_WORDS = re.compile(r"[\s,;]+")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)")
_ENTRY = re.compile(r"(\d{1,3})([A-Z])(\*?)")
_GAP = re.compile(r"(?<=\d)\s+(?=[A-Za-z]\*?(?:[\s,;]|$))")


@dataclass(frozen=True)
class Typed:
    """What stands in one place of a sheet. `at` is the time over its column, None where none was typed before it."""

    line: int
    said: KnockSaid | PostalSaid
    by_another: bool
    at: datetime.time | None


@dataclass(frozen=True)
class Read:
    """What could be read of it, and the words that could not, as they were typed."""

    entries: list[Typed]
    unread: list[str]


def letters(kind: str) -> Mapping[str, KnockSaid | PostalSaid]:
    """Return what the letters of a sheet of this kind (SheetKind) stand for."""
    return POSTAL_LETTERS if kind == SheetKind.POSTAL else LETTERS


def read(text: str, lines: int, kind: str = SheetKind.WARP) -> Read:
    """Read "10:30 1v 2n 4l* 14:15 2v": a time begins a column, a line and a letter say what, * somebody else said it.

    A line that the sheet does not have can't be read either.
    """
    entries: list[Typed] = []
    unread: list[str] = []
    at: datetime.time | None = None
    known = letters(kind)
    for word in _WORDS.split(_GAP.sub("", text.strip())):
        clock, entry = _CLOCK.fullmatch(word.lower()), _ENTRY.fullmatch(word.upper())
        if clock:
            at = datetime.time(int(clock[1]), int(clock[2]))
        elif entry and entry[2] in known and 1 <= int(entry[1]) <= lines:
            entries.append(Typed(int(entry[1]), known[entry[2]], bool(entry[3]), at))
        elif word:
            unread.append(word)
    return Read(entries, unread)
