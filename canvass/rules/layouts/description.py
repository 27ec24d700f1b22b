"""What a layout is: the names of its columns, and how number, name, date and change are written in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase

from django.utils.functional import Promise

from canvass.enums import FileKind, Operation


class Field(Enum):
    """What a column holds."""

    DISTRICT = "district"  # the letters before the number
    NUMBER = "number"
    SUFFIX = "suffix"
    MARKERS = "markers"
    BIRTH = "birth"  # a date that may be the birth or the coming of age
    ATTAINMENT = "attainment"  # the day of coming of age, at whatever age that is in this council
    EIGHTEENTH = "eighteenth"  # the eighteenth birthday, whatever the council's other dates mean
    TITLE = "title"
    SURNAME = "surname"
    FORENAME = "forename"
    MIDDLE = "middle"
    NAME = "name"  # surname and forenames in one cell
    POSTCODE = "postcode"
    FLAT = "flat"
    HOUSE = "house"
    WARD = "ward"
    ADDRESS = "address"  # the lines of the address, in order
    UPRN = "uprn"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    OPERATION = "operation"  # what a row of an update does
    CREATED = "created"  # the months in which an entry was made, changed and taken out, nought for none
    CHANGED = "changed"
    DELETED = "deleted"
    MONTH = "month"  # of which these changes are: "March 2026"
    OPT_OUT = "opt_out"  # kept out of the open register, which a party does not use
    ABSENT_STATUS = "absent_status"  # how somebody votes who does not come: by post, by proxy
    PROXY = "proxy"  # whether there is one; name and address are not read
    ELECTION = "election"
    ELECTION_DATE = "election_date"
    MARK = "mark"  # what a marked register says about voting
    SPECIAL = "special"  # tells this layout from its sisters, and is not read


class NumberStyle(Enum):
    """How the elector number stands in its columns."""

    PARTS = "parts"  # district, number and suffix in a column each
    DECIMAL = "decimal"  # district, and number.suffix
    COMPOSITE = "composite"  # DISTRICT-NUMBER/SUFFIX in one


class NameStyle(Enum):
    """How the name stands in its columns."""

    PARTS = "parts"
    SINGLE = "single"  # surname first
    SPOKEN = "spoken"  # surname last


class Lists(Enum):
    """What a known file lists. Only the first is a register; the others belong beside an election."""

    ELECTORS = "electors"
    ABSENT_VOTERS = "absent_voters"
    MARKED_REGISTER = "marked_register"


class OperationStyle(Enum):
    """How a row of an update says what it does."""

    VALUES = "values"  # a cell holds one of some values
    SIGN = "sign"  # a cell begins with one of them, and the month follows: +Jan
    MONTHS = "months"  # three cells, of which the month of the change is in one


def squeezed(header: str) -> str:
    """Return a column's name for comparing: small letters and digits, nothing else ("Post Code" is "postcode")."""
    return "".join(letter for letter in header.lower() if letter.isalnum())


@dataclass(frozen=True)
class Layout:
    """One layout. Names of columns are compared without capitals, spaces and punctuation.

    `columns` gives the names by which each field goes; `address` the names of the lines in their order, a "#" standing
    for 1 to 9. A header belongs to this layout when it has every field of `required`, no column of `without` and no
    more than `most_lines` lines of address (0 for any number). `ignored` are columns that are known and not needed,
    "*" standing for anything. `positions` are the columns of a layout without a header, counted from 0, and
    `least_columns` how many it has at least. A row that `banners` match and that has no number is no row.
    `operations` says what the values of the operation's column mean. `why_not` is set for a file that is known and is
    no register: what to say to people who bring it in as one.
    """

    code: str
    name: str | Promise
    columns: Mapping[Field, tuple[str, ...]]
    required: frozenset[Field]
    kind: FileKind = FileKind.FULL
    lists: Lists = Lists.ELECTORS
    number: NumberStyle = NumberStyle.PARTS
    names: NameStyle = NameStyle.PARTS
    address: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    most_lines: int = 0
    ignored: frozenset[str] = frozenset()
    positions: Mapping[Field, tuple[int, ...]] = field(default_factory=dict)
    least_columns: int = 0
    operation: OperationStyle | None = None
    operations: Mapping[str, Operation] = field(default_factory=dict)
    banners: re.Pattern[str] | None = None
    why_not: Promise | None = None
    _fields: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    _order: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for alias in self.address:
            for line in range(1, 10) if "#" in alias else [0]:
                name = squeezed(alias.replace("#", str(line)))
                self._fields[name] = Field.ADDRESS
                self._order[name] = len(self._order)
        for what, known_as in self.columns.items():
            self._fields.update((squeezed(alias), what) for alias in known_as)

    @property
    def is_positional(self) -> bool:
        """Say whether files of this layout have no header."""
        return bool(self.positions)

    @property
    def fields(self) -> frozenset[Field]:
        """Return every field that files of this layout may have."""
        return frozenset(self._fields.values()) | frozenset(self.positions)

    def field_of(self, header: str) -> Field | None:
        """Return what a column of that name holds, or None for one that this layout doesn't read."""
        return self._fields.get(squeezed(header))

    def order_of(self, header: str) -> int:
        """Return the place among the lines of the address of a column that is one."""
        return self._order[squeezed(header)]

    def is_without(self, header: str) -> bool:
        """Say whether no file of this layout has a column of that name."""
        return squeezed(header) in self.without

    def ignores(self, header: str) -> bool:
        """Say whether the column is known, and known not to be needed."""
        name = squeezed(header)
        return any(
            fnmatchcase(name, "*".join(squeezed(part) for part in pattern.split("*"))) for pattern in self.ignored
        )
