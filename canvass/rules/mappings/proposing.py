"""What the columns of an unknown file probably hold: by their names, or else by what stands in them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from canvass.enums import FileKind
from canvass.rules.addresses import words
from canvass.rules.files import Row, Shape
from canvass.rules.layouts import REGISTERS, Field, NameStyle, NumberStyle
from canvass.rules.mappings.choosing import CHOICES, MANY
from canvass.rules.mappings.refusing import refusal
from canvass.rules.mappings.showing import showable
from canvass.rules.mappings.values import is_date, is_number, mostly, plain

_EXAMPLES = 3
_LONGEST = 40

# A column's name, in small letters and single spaces, when no known layout calls it so.
_BY_NAME: tuple[tuple[str, Field], ...] = (
    (r"post ?code|\bp ?code\b", Field.POSTCODE),
    (r"\buprn\b|property reference", Field.UPRN),
    (r"\b(?:pd|polling (?:district|area)|district|register area)\b(?! name)", Field.DISTRICT),
    (r"\bsuffix\b", Field.SUFFIX),
    (r"elector(?:al)? n|\broll\b|\beno\b|register n|\bpoll(?:ing)? n|\bnumber on|\bno on", Field.NUMBER),
    (r"surname|last name|family name", Field.SURNAME),
    (r"middle|initials", Field.MIDDLE),
    (r"forename|first name|given name", Field.FORENAME),
    (r"full name|elector name|name of elector|^name$", Field.NAME),
    (r"^title$|salutation", Field.TITLE),
    (r"18th|eighteenth|\bdo18\b", Field.EIGHTEENTH),
    (r"attain|majority|of age|\bdoa\b|\bdom\b", Field.ATTAINMENT),
    (r"birth|\bdob\b", Field.BIRTH),
    (r"franchise|marker|\bflag\b|qualification", Field.MARKERS),
    (r"\bflat\b|sub ?house|\bunit\b|apartment", Field.FLAT),
    (r"\bhouse|building n|property n", Field.HOUSE),
    (r"\bward\b", Field.WARD),
    (r"latitude|\blat\b", Field.LATITUDE),
    (r"longitude|\blon(?:g)?\b", Field.LONGITUDE),
    (r"change|operation|action|amend|\btype\b", Field.OPERATION),
    (r"address|street|\broad\b|town|locality|village|city|property", Field.ADDRESS),
)
_DISTRICT_CODE = re.compile(r"(?=.*[A-Z])[A-Z0-9]{1,5}(?:[/-][A-Z0-9]{1,3})?")
_NAME = re.compile(r"[^\W\d_][\w'’. -]*")


@dataclass(frozen=True)
class Column:
    """One column: its name, the field it probably holds ("" for none), values to show, and why it may not come in."""

    name: str
    field: str
    examples: tuple[str, ...]
    refused: str


@dataclass(frozen=True)
class Proposal:
    """What a file probably is. `shown` is the number of
    rows whose values are shown, 0 when any may be a sealed one."""

    columns: tuple[Column, ...]
    kind: FileKind
    number: NumberStyle
    names: NameStyle
    has_header: bool
    shown: int

    @property
    def fields(self) -> list[str]:
        """Return the field of each column."""
        return [column.field for column in self.columns]


def propose(
    shape: Shape, rows: Sequence[Row], today: datetime.date, *, has_header: bool, attainment_age: int
) -> Proposal:
    """Return what the columns of a file probably hold, from its header and from these rows of it."""
    width = len(shape.names)
    whole = [row for row in rows if row.cells is not None and len(row.cells) >= width]
    cells = [row.cells for row in whole if row.cells is not None]
    names = shape.names if has_header else ("",) * width
    columns = [[row[i] for row in cells if row[i]] for i in range(width)]
    refused = [refusal(name, values) for name, values in zip(names, columns, strict=True)]
    fields = _fields(names, columns, refused)
    shown = [row for row, may_be in zip(cells, showable(whole, today, attainment_age), strict=True) if may_be]
    return Proposal(
        columns=tuple(
            Column(name, field, () if why else _examples([row[i] for row in shown]), why)
            for i, (name, field, why) in enumerate(zip(names, fields, refused, strict=True))
        ),
        kind=FileKind.UPDATE if Field.OPERATION.value in fields else FileKind.FULL,
        number=_number_style(fields, columns),
        names=_name_style(fields, columns),
        has_header=has_header,
        shown=min(len(shown), _EXAMPLES),
    )


def _fields(names: Sequence[str], columns: Sequence[Sequence[str]], refused: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name, why in zip(names, refused, strict=True):
        field = None if why else _by_name(name)
        found.append("" if field is None or _is_taken(field, found) else field.value)
    for i, values in enumerate(columns):
        if not found[i] and not refused[i] and values and not names[i]:
            field = _by_content(values, found)
            if field is not None and not _is_taken(field, found):
                found[i] = field.value
    if Field.SURNAME.value in found and Field.NAME.value in found:
        found[found.index(Field.NAME.value)] = ""
    return found


def _is_taken(field: Field, found: Sequence[str]) -> bool:
    return field not in MANY and field.value in found


def _by_name(name: str) -> Field | None:
    known = next((field for layout in REGISTERS if (field := layout.field_of(name)) in CHOICES), None)
    if known is not None or not name:
        return known
    said = plain(name)
    return next((field for pattern, field in _BY_NAME if re.search(pattern, said)), None)


def _by_content(values: Sequence[str], found: Sequence[str]) -> Field | None:
    """Return what values without a column's name are, the surest kinds first."""
    if mostly(values, lambda value: bool(words.postcode(value))):
        return Field.POSTCODE
    if mostly(values, lambda value: value.isdecimal() and 9 <= len(value) <= 12):
        return Field.UPRN
    if mostly(values, is_number):
        return Field.NUMBER if Field.NUMBER.value not in found and len(set(values)) > len(values) / 2 else Field.SUFFIX
    if mostly(values, is_date):
        return Field.BIRTH
    if mostly(values, lambda value: bool(_DISTRICT_CODE.fullmatch(value))) and len(set(values)) <= len(values) / 2:
        return Field.DISTRICT if Field.DISTRICT.value not in found else None
    if mostly(values, lambda value: value[:1].isdigit() and " " in value):
        return Field.ADDRESS
    if Field.ADDRESS.value in found:
        return Field.ADDRESS
    if mostly(values, lambda value: bool(_NAME.fullmatch(value.replace(",", "")))):
        return _name_by_content(values)
    return None


def _name_by_content(values: Sequence[str]) -> Field:
    if mostly(values, lambda value: "," in value):
        return Field.NAME
    return Field.SURNAME if mostly(values, str.isupper) else Field.FORENAME


def _number_style(fields: Sequence[str], columns: Sequence[Sequence[str]]) -> NumberStyle:
    values = _values_of(Field.NUMBER, fields, columns)
    if mostly(values, lambda value: "-" in value):
        return NumberStyle.COMPOSITE
    return NumberStyle.PARTS if Field.SUFFIX.value in fields else NumberStyle.DECIMAL


def _name_style(fields: Sequence[str], columns: Sequence[Sequence[str]]) -> NameStyle:
    values = _values_of(Field.NAME, fields, columns)
    if not values:
        return NameStyle.PARTS
    last_in_capitals = mostly(values, lambda value: value.split(" ")[-1].isupper() and not value.isupper())
    return NameStyle.SPOKEN if last_in_capitals else NameStyle.SINGLE


def _values_of(field: Field, fields: Sequence[str], columns: Sequence[Sequence[str]]) -> Sequence[str]:
    return columns[fields.index(field.value)] if field.value in fields else ()


def _examples(values: Sequence[str]) -> tuple[str, ...]:
    """Return the first different values, cut to fit; dates by their form alone, because they may be of birth."""
    formed = (re.sub(r"\d", "0", value) if is_date(value) else value for value in values if value)
    different = dict.fromkeys(formed)
    return tuple(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…" for value in list(different)[:_EXAMPLES])
