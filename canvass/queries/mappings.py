"""What people said about the columns of a council's files."""

from __future__ import annotations

from canvass.enums import FileKind, Operation
from canvass.models import Council, LayoutMapping
from canvass.rules.layouts import Mapped, NameStyle, NumberStyle


def known(council: Council) -> dict[str, Mapped]:
    """Return the layouts that were described for this council, by fingerprint, for files.opened()."""
    return {row.fingerprint: described(row) for row in LayoutMapping.objects.filter(council=council)}


def described(row: LayoutMapping) -> Mapped:
    """Return a kept mapping as the reader of files takes it."""
    return Mapped(
        columns=tuple(row.columns),
        kind=FileKind(row.kind),
        has_header=row.has_header,
        number=NumberStyle(row.number),
        names=NameStyle(row.names),
        operations={value: Operation(what) for value, what in row.operations.items()},
    )
