"""From a row of a register file to an elector's entry, whatever the layout; or the reason why it is left out."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from canvass.enums import ElectorKind, LeftOut, Operation
from canvass.rules import addresses, attainment, names, numbers
from canvass.rules.addresses import Address
from canvass.rules.geography.bounds import is_in_kingdom
from canvass.rules.layouts import Field, Layout, NameStyle, NumberStyle, OperationStyle, Recognised

_DISTRICT_LENGTH = 16
_NAME_LENGTH = 200
_RAW_LENGTH = 1000
_OVERSEAS, _ANONYMOUS = "F", "N"
_NO_LETTERS: frozenset[str] = frozenset()
# Their values once, because a lookup in an enumeration costs more than reading the whole row.
_KIND_ORDINARY, _KIND_OVERSEAS = ElectorKind.ORDINARY.value, ElectorKind.OVERSEAS.value
_KIND_OTHER, _KIND_ANONYMOUS = ElectorKind.OTHER.value, ElectorKind.ANONYMOUS.value
_KIND_UNDER_16 = ElectorKind.UNDER_16.value
_DELETE = Operation.DELETE.value
# What an update's row about somebody does who came and went within one month: nothing. It is counted.
IGNORED = "ignored"
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
    `date_of_attainment` is always the eighteenth birthday, None for adults. `franchise` are the letters among the
    markers, sorted. `operation` is what a row of an update does, as a value of Operation or IGNORED, and "" in a full
    register; who is deleted may have neither name nor address. A sealed entry (anonymous, under 16) has its number,
    kind and operation, an anonymous one its letters too, and nothing else. Coordinates are WGS 84, in degrees.
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
    franchise: str
    operation: str
    uprn: int | None
    latitude: float | None
    longitude: float | None


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
    """Reads the rows of one layout. `today` decides who is of age, `attainment_age` is what the council's dates mean.

    `under_16` says that people under 16 are kept like everybody else; otherwise they are sealed.
    """

    def __init__(
        self, recognised: Recognised, today: datetime.date, *, attainment_age: int = 18, under_16: bool = False
    ) -> None:
        layout, self._width, self._today = recognised.layout, recognised.width, today
        self._under_16 = under_16

        def at(field: Field) -> int:
            # A column that isn't there reads as the empty cell that is added behind every row.
            return recognised.at.get(field, recognised.width)

        self._lines = recognised.lines
        first = recognised.lines[0] if recognised.lines else 0
        # Lines that stand together, as they nearly always do, are cut out in one go.
        together = recognised.lines == tuple(range(first, first + len(recognised.lines)))
        self._block = slice(first, first + len(recognised.lines)) if together else None
        self._district, self._number, self._suffix = at(Field.DISTRICT), at(Field.NUMBER), at(Field.SUFFIX)
        self._markers, self._ward, self._postcode = at(Field.MARKERS), at(Field.WARD), at(Field.POSTCODE)
        self._flat, self._house = at(Field.FLAT), at(Field.HOUSE)
        self._surname, self._forename, self._middle = at(Field.SURNAME), at(Field.FORENAME), at(Field.MIDDLE)
        self._title, self._single = at(Field.TITLE), at(Field.NAME)
        self._attains, self._birth, self._age = at(Field.ATTAINMENT), at(Field.BIRTH), attainment_age
        if Field.EIGHTEENTH in recognised.at:
            self._attains, self._age = at(Field.EIGHTEENTH), attainment.AGE
        self._uprn, self._latitude, self._longitude = at(Field.UPRN), at(Field.LATITUDE), at(Field.LONGITUDE)
        self._is_composite = layout.number is NumberStyle.COMPOSITE
        self._is_in_parts = layout.number is NumberStyle.PARTS
        # The people of a house stand together, so most rows have the address of the one before.
        self._last: list[str] = []
        self._address: Address | None = None
        in_one = {NameStyle.SINGLE: names.single, NameStyle.SPOKEN: names.spoken}.get(layout.names)
        self._in_one = in_one or names.single
        self._name = self._name_in_one if in_one else self._name_in_parts
        self._operations = _Operations(layout, recognised) if layout.operation else None

    @property
    def month(self) -> datetime.date | None:
        """The first day of the latest month that a notice has named for itself, None for none."""
        return self._operations.month if self._operations else None

    def read(self, cells: list[str] | None) -> Entry:
        """Return the entry in these cells. Raises NotTaken.

        Which fault is named when there are several: the row's shape first, then its number, then its contents.
        """
        if cells is None:
            raise NotTaken(LeftOut.BROKEN)
        if len(cells) != self._width:
            cells = self._fitted(cells)
        cells.append("")
        district, number, suffix = self._numbered(cells)
        operation = self._operations.of(cells) if self._operations else ""
        if operation == IGNORED:
            return _sealed(district, number, suffix, _KIND_ORDINARY, operation)
        lines = cells[self._block] if self._block else [cells[i] for i in self._lines]
        markers = cells[self._markers]
        title, forenames, surname = self._name(cells)
        marks = letters(markers) if markers else _NO_LETTERS
        if _ANONYMOUS in marks:
            said = (forenames, surname, cells[self._postcode], cells[self._flat], cells[self._house], *lines)
            # A number that leaves the register is taken off whatever else the row says, and nothing of that is kept.
            if any(said) and operation != _DELETE:
                raise NotTaken(LeftOut.ANONYMOUS_NAMED)
            return _sealed(district, number, suffix, _KIND_ANONYMOUS, operation, markers[:20], "".join(sorted(marks)))
        attains, odd = None, False
        if cells[self._attains] or cells[self._birth]:
            try:
                attains, odd = self._attainment(cells)
            except attainment.UnderAge:
                return _sealed(district, number, suffix, _KIND_UNDER_16, operation)
        if not (forenames or surname) and operation != _DELETE:
            raise NotTaken(LeftOut.NO_NAME)
        where = [*lines, cells[self._postcode], cells[self._flat], cells[self._house]]
        if where != self._last:
            self._last, self._address = where, addresses.parse(lines, *where[-3:])
        address = self._address
        kind = _KIND_OVERSEAS if _OVERSEAS in marks else _KIND_ORDINARY if address else _KIND_OTHER
        uprn = _uprn(cells[self._uprn]) if cells[self._uprn] else None
        latitude, longitude = self._coordinates(cells) if cells[self._latitude] else (None, None)
        return Entry(
            district, number, suffix, kind, title[:30], forenames[:_NAME_LENGTH], surname[:_NAME_LENGTH],
            markers[:20], attains, odd, address, lines, cells[self._ward], "".join(sorted(marks)) if marks else "",
            operation, uprn, latitude, longitude,
        )  # fmt: skip

    def _fitted(self, cells: list[str]) -> list[str]:
        """Return the cells without empty ones beyond the header's. Raises NotTaken for any other difference."""
        if len(cells) < self._width:
            raise NotTaken(LeftOut.CUT_SHORT)
        if any(cells[self._width :]):
            raise NotTaken(LeftOut.TOO_MANY_CELLS)
        return cells[: self._width]

    def _numbered(self, cells: list[str]) -> tuple[str, int, int]:
        """Return district, number and suffix."""
        text, prefix, own = cells[self._number], cells[self._district], cells[self._suffix]
        if not text:
            raise NotTaken(LeftOut.NO_NUMBER)
        try:
            if "-" in text or self._is_composite:
                prefix, number, suffix = numbers.composite(text)
            else:
                number, suffix = numbers.decimal(text)
            # Beside a decimal number, "Suffix" is of the number in some councils, of the name in others ("Jr").
            if own != "0" and own and not suffix and (self._is_in_parts or own.isdecimal()):
                suffix = numbers.suffix(own)
        except numbers.BadNumber as error:
            raise NotTaken(LeftOut.BAD_NUMBER) from error
        code = prefix.upper()
        if not code or len(code) > _DISTRICT_LENGTH:
            raise NotTaken(LeftOut.NO_DISTRICT)
        return code, number, suffix

    def _name_in_one(self, cells: list[str]) -> tuple[str, str, str]:
        """Return title, forenames and surname of a cell that holds them all."""
        surname, title, forenames = self._in_one(cells[self._single])
        return title, forenames, surname

    def _name_in_parts(self, cells: list[str]) -> tuple[str, str, str]:
        given = cells[self._forename]
        if middle := cells[self._middle]:
            given = names.beside(given, middle)
        title, forenames = names.forenames(given)
        if own := cells[self._title]:
            title = own.title() if own.isupper() else own
        return title, forenames, names.surname(cells[self._surname])

    def _attainment(self, cells: list[str]) -> tuple[datetime.date | None, bool]:
        """Return the eighteenth birthday, and whether the cell holds something else than a date. Raises UnderAge."""
        attains, birth = cells[self._attains], cells[self._birth]
        try:
            day = attainment.of(
                attains or birth,
                self._today,
                may_be_birth=not attains,
                age=self._age,
                under_16=self._under_16,
            )
        except attainment.BadDate:
            return None, True
        return day, False

    def _coordinates(self, cells: list[str]) -> tuple[float | None, float | None]:
        """Return latitude and longitude, or None for both where they are no place in the United Kingdom."""
        try:
            latitude, longitude = float(cells[self._latitude]), float(cells[self._longitude])
        except ValueError:
            return None, None
        return (latitude, longitude) if is_in_kingdom(latitude, longitude) else (None, None)


class _Operations:
    """Reads what the rows of an update do."""

    def __init__(self, layout: Layout, recognised: Recognised) -> None:
        at, end = recognised.at, recognised.width
        self._values = {value: what.value for value, what in layout.operations.items()}
        self._cell = at.get(Field.OPERATION, end)
        self._created, self._changed = at.get(Field.CREATED, end), at.get(Field.CHANGED, end)
        self._deleted = at.get(Field.DELETED, end)
        self._month, self._month_said = at.get(Field.MONTH, end), ""
        self.month: datetime.date | None = None
        self._of = {
            OperationStyle.VALUES: self._by_value,
            OperationStyle.SIGN: self._by_sign,
            OperationStyle.MONTHS: self._by_month,
        }[layout.operation or OperationStyle.VALUES]

    def of(self, cells: list[str]) -> str:
        if cells[self._month] != self._month_said:
            self._note_month(cells[self._month])
        return self._of(cells)

    def _note_month(self, text: str) -> None:
        self._month_said = text
        try:
            named = datetime.datetime.strptime(text, "%B %Y").date()  # noqa: DTZ007 - a month has no time zone
        except ValueError:
            return
        self.month = max(named, self.month or named)

    def _by_value(self, cells: list[str]) -> str:
        return self._meaning(cells[self._cell])

    def _by_sign(self, cells: list[str]) -> str:
        return self._meaning(cells[self._cell][:1])

    def _meaning(self, text: str) -> str:
        found = self._values.get(text.upper())
        if found is None:
            raise NotTaken(LeftOut.NO_OPERATION)
        return found

    def _by_month(self, cells: list[str]) -> str:
        """Deleted beats changed beats created, and no month at all is an amendment (domain A7 H3)."""
        created, deleted = _month(cells[self._created]), _month(cells[self._deleted])
        if deleted:
            return IGNORED if created == deleted else _DELETE
        if created and not _month(cells[self._changed]):
            return Operation.ADD.value
        return Operation.AMEND.value


def _month(text: str) -> str:
    """Return the month in a cell, "" for none: empty, nought, or a hyphen."""
    return text.removesuffix(".0").lstrip("0-").upper()


def _uprn(text: str) -> int | None:
    """Return a Unique Property Reference Number, of at most twelve figures; None for anything else."""
    text = text.removesuffix(".0")
    return int(text) or None if text.isdecimal() and len(text.lstrip("0")) <= 12 else None


def _sealed(
    district: str, number: int, suffix: int, kind: str, operation: str, markers: str = "", franchise: str = ""
) -> Entry:
    """Return an entry of which nothing may be known but its number and what happens to it."""
    return Entry(
        district, number, suffix, kind, "", "", "", markers, None, False, None, [], "", franchise, operation,
        None, None, None,
    )  # fmt: skip
