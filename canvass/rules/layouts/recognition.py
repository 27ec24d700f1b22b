"""Telling a layout by the names of its columns, in any order and among columns it doesn't know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canvass.rules.layouts.description import Field, Layout


@dataclass(frozen=True)
class Recognised:
    """A header that belongs to a layout.

    `at` is the column of each field, `lines` the columns of the address in their order, `width` how many columns
    the header has, `unknown` the names of those that were not understood and are left aside.
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
        return [(name, fields.get(i, "")) for i, name in enumerate(self.header)]


def recognise(cells: Sequence[str], layouts: Iterable[Layout]) -> Recognised | None:
    """Return the layout whose header this row is, the one that explains most of its columns; None for no header."""
    found = [match for layout in layouts if (match := _match(cells, layout)) is not None]
    return max(found, key=lambda match: len(match.at), default=None)


def _match(cells: Sequence[str], layout: Layout) -> Recognised | None:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    at: dict[Field, int] = {}
    lines: list[tuple[str, int]] = []
    unknown: list[str] = []
    for i, name in enumerate(header):
        field = layout.field_of(name)
        if field is Field.ADDRESS:
            lines.append((name[-1:], i))
        elif field is not None and field not in at:
            at[field] = i
        elif name and not layout.ignores(name):
            unknown.append(name)
    if not layout.required <= at.keys() | ({Field.ADDRESS} if lines else set()):
        return None
    order = tuple(i for _, i in sorted(lines))
    return Recognised(layout, tuple(header), at, order, len(header), tuple(unknown))
