"""What a layout is: the names of its columns, and how number, name and date are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise


class Field(Enum):
    """What a column holds."""

    DISTRICT = "district"  # the letters before the number
    NUMBER = "number"
    SUFFIX = "suffix"
    MARKERS = "markers"
    BIRTH = "birth"  # a date that may be the birth or the coming of age
    ATTAINMENT = "attainment"  # the day of coming of age
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


def squeezed(header: str) -> str:
    """Return a column's name for comparing: small letters and digits, nothing else ("Post Code" is "postcode")."""
    return "".join(letter for letter in header.lower() if letter.isalnum())


@dataclass(frozen=True)
class Layout:
    """One layout. Names of columns are compared without capitals, spaces and punctuation.

    `columns` gives the names by which each field goes; `address_lines` the names of the lines, an "#" standing for
    1 to 9. A header belongs to this layout when it has every field of `required`. `ignored` are columns that are
    known and not needed. `why_not` is set for a file that is known and is no full register: what to say to people.
    """

    code: str
    name: Promise
    columns: Mapping[Field, tuple[str, ...]]
    required: frozenset[Field]
    number: NumberStyle = NumberStyle.PARTS
    names: NameStyle = NameStyle.PARTS
    address_lines: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()
    why_not: Promise | None = None
    _fields: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, known_as in self.columns.items():
            for alias in known_as:
                self._fields[squeezed(alias)] = name
        for alias in self.address_lines:
            for line in range(1, 10):
                self._fields[squeezed(alias.replace("#", str(line)))] = Field.ADDRESS

    def field_of(self, header: str) -> Field | None:
        """Return what a column of that name holds, or None for one that this layout doesn't read."""
        return self._fields.get(squeezed(header))

    def ignores(self, header: str) -> bool:
        """Say whether the column is known, and known not to be needed."""
        return squeezed(header) in {squeezed(name) for name in self.ignored}
