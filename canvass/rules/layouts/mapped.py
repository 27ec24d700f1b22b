"""A layout that a person described: what each column of one council's files holds (LayoutMapping keeps it)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from canvass.enums import FileKind, Operation
from canvass.rules.layouts.description import Field, Layout, NameStyle, NumberStyle, OperationStyle, squeezed
from canvass.rules.layouts.recognition import Recognised

CODE = "mapped"
# The name under which a report shows such a file; what it holds stands in the mapping.
MAPPED = Layout(code=CODE, name=_("Columns as you said"), columns={}, required=frozenset())


@dataclass(frozen=True)
class Mapped:
    """What the columns hold, in order, "" for one that isn't read. `operations` says what an update's values mean."""

    columns: tuple[str, ...]
    kind: FileKind = FileKind.FULL
    has_header: bool = True
    number: NumberStyle = NumberStyle.PARTS
    names: NameStyle = NameStyle.PARTS
    operations: Mapping[str, Operation] = field(default_factory=dict)

    def recognised(self, header: Iterable[str] = ()) -> Recognised:
        """Return how the rows are read; `header` are the names of the columns where the file has them."""
        at: dict[Field, int] = {}
        lines = []
        for i, what in enumerate(self.columns):
            if what == Field.ADDRESS.value:
                lines.append(i)
            elif what:
                at.setdefault(Field(what), i)
        layout = Layout(
            code=CODE,
            name=MAPPED.name,
            columns={},
            required=frozenset(),
            kind=self.kind,
            number=self.number,
            names=self.names,
            operation=OperationStyle.VALUES if self.kind is FileKind.UPDATE else None,
            operations={value.upper(): what for value, what in self.operations.items()},
        )
        names = tuple(header)
        unknown = tuple(name for name, what in zip(names, self.columns, strict=False) if name and not what)
        return Recognised(layout, names, at, tuple(lines), len(self.columns), unknown)


def fingerprint(header: Iterable[str]) -> str:
    """Return what tells a council's files by the names of their columns, in order."""
    return _digest("|".join(squeezed(name) for name in header))


def fingerprint_without(columns: int) -> str:
    """Return what tells a council's files that have no header: how many columns there are."""
    return _digest(f"columns:{columns}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
