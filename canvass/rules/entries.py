"""From a row of a register file to an elector's entry, whatever the layout; or the reason why it is left out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from canvass.enums import ElectorKind, LeftOut
from canvass.rules import addresses, attainment, names, numbers
from canvass.rules.addresses import Address
from canvass.rules.layouts import Field, NameStyle, NumberStyle, Recognised

_DISTRICT_LENGTH = 16
_NAME_LENGTH = 200
_RAW_LENGTH = 1000
_OVERSEAS, _ANONYMOUS = "F", "N"
# Dates and telephone numbers are blanked in the text that is kept of a row: no date of birth is ever stored.
_DATE = re.compile(r"\b\d{1,4}([/.-])\d{1,2}\1\d{2,4}\b|\b\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}\b")


class NotTaken(Exception):
    """The row is left out."""

    def __init__(self, reason: LeftOut) -> None:
        super().__init__(reason)
        self.reason = reason


class Entry(NamedTuple):
    """One elector as a register lists them. `address` is None where the register gives none.

    `lines` are the address's cells as they stand. `odd_date` says that the cell of the date holds no date.
    """

    district: str
    number: int
    suffix: int
    kind: str
    title: str
    forenames: str
    surname: str
    markers: str
    date_of_attainment: datetime.date | None
    odd_date: bool
    address: Address | None
    lines: list[str]
    ward: str


def letters(markers: str) -> frozenset[str]:
    """Return the single letters among the markers: "GN" and "G, N" are both {G, N}; a word is no letter."""
    words = re.findall(r"[A-Z]+", markers.upper())
    if len(words) == 1 and len(words[0]) <= 3:
        return frozenset(words[0])
    return frozenset(word for word in words if len(word) == 1)


def kept_text(raw: str, reason: LeftOut, today: datetime.date) -> str:
    """Return what may be kept of the text of a row that is left out: no dates, and nothing of a sealed row.

    A row that can't be read is sealed too when any date in it tells that somebody may be under 16.
    """
    if reason.is_sealed or any(_under_age(match[0], today) for match in _DATE.finditer(raw)):
        return ""
    return _DATE.sub("…", raw.strip())[:_RAW_LENGTH]


def _under_age(text: str, today: datetime.date) -> bool:
    try:
        attainment.of(text, today, may_be_birth=True)
    except attainment.UnderAge:
        return True
    except attainment.BadDate:
        pass
    return False


class Reader:
    """Reads the rows of one layout. `today` decides who is of age."""

    def __init__(self, recognised: Recognised, today: datetime.date) -> None:
        layout, at = recognised.layout, recognised.at
        self._width = recognised.width
        self._today = today
        self._lines = recognised.lines
        # A column that isn't there reads as the empty cell that is added behind every row.
        self._at = {field: at.get(field, self._width) for field in Field}
        self._number: Callable[[list[str]], tuple[str, int, int]] = {
            NumberStyle.PARTS: self._number_in_parts,
            NumberStyle.DECIMAL: self._number_decimal,
            NumberStyle.COMPOSITE: self._number_composite,
        }[layout.number]
        self._single_name = layout.names is NameStyle.SINGLE
        self._middle = Field.MIDDLE in at
        self._title = Field.TITLE in at
        self._dates = [field for field in (Field.ATTAINMENT, Field.BIRTH) if field in at]

    def read(self, cells: list[str] | None) -> Entry:
        """Return the entry in these cells. Raises NotTaken.

        Which fault is named when there are several: the row's shape first, then its number, then its contents.
        """
        if cells is None:
            raise NotTaken(LeftOut.BROKEN)
        if len(cells) != self._width:
            cells = self._fitted(cells)
        cells = [*cells, ""]
        at = self._at
        district, number, suffix = self._number(cells)
        lines = [cells[i] for i in self._lines]
        postcode = cells[at[Field.POSTCODE]]
        markers = cells[at[Field.MARKERS]]
        title, forenames, surname = self._name(cells)
        named = bool(forenames or surname)
        marks = letters(markers) if markers else frozenset()
        if _ANONYMOUS in marks:
            if named or postcode or any(lines) or cells[at[Field.HOUSE]]:
                raise NotTaken(LeftOut.ANONYMOUS_NAMED)
            anonymous = ElectorKind.ANONYMOUS.value
            return Entry(district, number, suffix, anonymous, "", "", "", markers[:20], None, False, None, [], "")
        if not named:
            raise NotTaken(LeftOut.NO_NAME)
        attains, odd = self._attainment(cells) if self._dates else (None, False)
        address = addresses.parse(lines, postcode, cells[at[Field.FLAT]], cells[at[Field.HOUSE]])
        kind = ElectorKind.OVERSEAS if _OVERSEAS in marks else ElectorKind.ORDINARY if address else ElectorKind.OTHER
        return Entry(
            district, number, suffix, kind.value, title[:30], forenames[:_NAME_LENGTH], surname[:_NAME_LENGTH],
            markers[:20], attains, odd, address, lines, cells[at[Field.WARD]],
        )  # fmt: skip

    def _fitted(self, cells: list[str]) -> list[str]:
        """Return the cells without empty ones beyond the header's. Raises NotTaken for any other difference."""
        if len(cells) < self._width:
            raise NotTaken(LeftOut.CUT_SHORT)
        if any(cells[self._width :]):
            raise NotTaken(LeftOut.TOO_MANY_CELLS)
        return cells[: self._width]

    def _number_in_parts(self, cells: list[str]) -> tuple[str, int, int]:
        text, at = cells[self._at[Field.NUMBER]], self._at
        prefix = cells[at[Field.DISTRICT]]
        if not text:
            raise NotTaken(LeftOut.NO_NUMBER)
        try:
            if text.isdecimal():
                number, suffix = numbers.whole(text), numbers.suffix(cells[at[Field.SUFFIX]])
            elif "-" in text:
                prefix, number, suffix = numbers.composite(text)
            else:
                number, suffix = numbers.decimal(text)
                suffix = suffix or numbers.suffix(cells[at[Field.SUFFIX]])
        except numbers.BadNumber as error:
            raise NotTaken(LeftOut.BAD_NUMBER) from error
        return _district(prefix), number, suffix

    def _number_decimal(self, cells: list[str]) -> tuple[str, int, int]:
        text = cells[self._at[Field.NUMBER]]
        if not text:
            raise NotTaken(LeftOut.NO_NUMBER)
        try:
            number, suffix = numbers.decimal(text)
        except numbers.BadNumber as error:
            raise NotTaken(LeftOut.BAD_NUMBER) from error
        # The column "Suffix" of some councils belongs to the number, of others to the name ("Jr").
        own = cells[self._at[Field.SUFFIX]]
        if not suffix and own.isdecimal():
            suffix = int(own[:6])
        return _district(cells[self._at[Field.DISTRICT]]), number, suffix

    def _number_composite(self, cells: list[str]) -> tuple[str, int, int]:
        text = cells[self._at[Field.NUMBER]]
        if not text:
            raise NotTaken(LeftOut.NO_NUMBER)
        try:
            prefix, number, suffix = numbers.composite(text)
        except numbers.BadNumber as error:
            raise NotTaken(LeftOut.BAD_NUMBER) from error
        return _district(prefix), number, suffix

    def _name(self, cells: list[str]) -> tuple[str, str, str]:
        """Return title, forenames and surname."""
        at = self._at
        if self._single_name:
            surname, title, forenames = names.single(cells[at[Field.NAME]])
            return title, forenames, surname
        given = cells[at[Field.FORENAME]]
        if self._middle and (middle := cells[at[Field.MIDDLE]]):
            given = f"{given} {middle}".strip()
        title, forenames = names.forenames(given)
        if self._title:
            own = cells[at[Field.TITLE]]
            title = own.title() if own.isupper() else own or title
        return title, forenames, names.surname(cells[at[Field.SURNAME]])

    def _attainment(self, cells: list[str]) -> tuple[datetime.date | None, bool]:
        """Return the date of coming of age, and whether the cell holds something else than a date."""
        for field in self._dates:
            if text := cells[self._at[field]]:
                try:
                    return attainment.of(text, self._today, may_be_birth=field is Field.BIRTH), False
                except attainment.BadDate:
                    return None, True
                except attainment.UnderAge as error:
                    raise NotTaken(LeftOut.UNDER_16) from error
        return None, False


def _district(text: str) -> str:
    """Return a district's code in capitals and without spaces at its ends. Raises NotTaken."""
    code = text.upper()
    if not code or len(code) > _DISTRICT_LENGTH:
        raise NotTaken(LeftOut.NO_DISTRICT)
    return code
