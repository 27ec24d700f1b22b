"""Telling a layout by the names of its columns, in any order and among columns it doesn't know; or by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from canvass.rules import attainment, numbers
from canvass.rules.addresses import words
from canvass.rules.layouts.description import Field, Layout

_DISTRICT = re.compile(r"[A-Z0-9][A-Z0-9/() -]{0,15}", re.IGNORECASE)
_MARKERS = re.compile(r"(?:[A-Z]{1,3}(?:, ?| |$))*", re.IGNORECASE)
_MONTH = re.compile(r"[A-Z]{3}", re.IGNORECASE)
# Of the rows looked at, so many must have a postcode where the layout says: most electors have one.
_POSTCODES = 0.5


@dataclass(frozen=True)
class Recognised:
    """A file's columns, as a layout reads them.

    `header` are the names of the columns, empty for a file that has none. `at` is the column of each field, `lines`
    the columns of the address in their order, `width` how many columns there are, `unknown` the names of those that
    were not understood and are left aside.
    """

    layout: Layout
    header: tuple[str, ...]
    at: dict[Field, int]
    lines: tuple[int, ...]
    width: int
    unknown: tuple[str, ...]

    def columns(self) -> list[tuple[str, str]]:
        """Return each column's name with the field that it was read as, "" for none, for showing how it was matched."""
        fields = {at: field.value for field, at in self.at.items()} | dict.fromkeys(self.lines, Field.ADDRESS.value)
        names = self.header or [_("Column %(number)s") % {"number": i + 1} for i in range(self.width)]
        return [(name, fields.get(i, "")) for i, name in enumerate(names)]


def recognise(cells: Sequence[str], layouts: Iterable[Layout]) -> Recognised | None:
    """Return the layout whose header this row is; None for no header.

    It is the one that explains most of the columns; of two that explain as many, the one that asks for more.
    """
    found = [match for layout in layouts if not layout.is_positional and (match := _match(cells, layout)) is not None]
    return max(found, key=lambda match: (len(match.at), _conditions(match.layout)), default=None)


def recognise_rows(rows: Sequence[Sequence[str]], layouts: Iterable[Layout]) -> Recognised | None:
    """Return the layout without a header whose shape every one of these rows has; None when none fits strictly."""
    return next((found for layout in layouts if layout.is_positional and (found := _shaped(rows, layout))), None)


def _conditions(layout: Layout) -> int:
    return len(layout.required) + len(layout.without) + bool(layout.most_lines)


def _match(cells: Sequence[str], layout: Layout) -> Recognised | None:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    at: dict[Field, int] = {}
    lines: list[tuple[int, int]] = []
    unknown: list[str] = []
    for i, name in enumerate(header):
        field = layout.field_of(name)
        if field is Field.ADDRESS:
            lines.append((layout.order_of(name), i))
        elif field is not None and field not in at:
            at[field] = i
        elif name and not layout.ignores(name):
            unknown.append(name)
    if not layout.required <= at.keys() | ({Field.ADDRESS} if lines else set()):
        return None
    if layout.most_lines and len(lines) > layout.most_lines:
        return None
    if layout.without and any(layout.is_without(name) for name in header):
        return None
    order = tuple(i for _order, i in sorted(lines))
    return Recognised(layout, tuple(header), at, order, len(header), tuple(unknown))


def _shaped(rows: Sequence[Sequence[str]], layout: Layout) -> Recognised | None:
    widths = {len(row) for row in rows}
    if len(widths) != 1 or (width := widths.pop()) < layout.least_columns:
        return None
    at: dict[Field, int] = {
        field: columns[0] for field, columns in layout.positions.items() if field is not Field.ADDRESS
    }
    if not all(_fits([cell.strip() for cell in row], at, layout) for row in rows):
        return None
    if sum(bool(words.postcode(row[at[Field.POSTCODE]])) for row in rows) < len(rows) * _POSTCODES:
        return None
    return Recognised(layout, (), at, layout.positions[Field.ADDRESS], width, ())


def _fits(row: Sequence[str], at: dict[Field, int], layout: Layout) -> bool:
    """Say whether each cell is of the kind that its column holds."""
    try:
        numbers.decimal(row[at[Field.NUMBER]])
        attainment.date(row[at[Field.ATTAINMENT]])
    except (numbers.BadNumber, attainment.BadDate):
        return False
    if Field.OPERATION in at:
        sign, month = row[at[Field.OPERATION]][:1], row[at[Field.OPERATION]][1:]
        if sign not in layout.operations or not _MONTH.fullmatch(month):
            return False
    code = row[at[Field.POSTCODE]]
    return bool(
        _DISTRICT.fullmatch(row[at[Field.DISTRICT]])
        and _MARKERS.fullmatch(row[at[Field.MARKERS]])
        and (not code or words.postcode(code))
    )
