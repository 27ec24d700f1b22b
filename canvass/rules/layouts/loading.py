"""Reading the descriptions of layouts, one TOML file each (docs/register-layouts.md says what may stand in them).

They are read once, when the program starts. A fault in one stops it, with a sentence that says which file and what.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from canvass.enums import FileKind, Operation
from canvass.rules.layouts.description import Field, Layout, Lists, NameStyle, NumberStyle, OperationStyle, squeezed
from canvass.rules.layouts.naming import ELSEWHERE, translated

FOLDER = Path(__file__).resolve().parents[2] / "layouts"
_KEYS = frozenset(
    "code name kind required without lines number names address ignored columns positions operation banners".split()
)
_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
_KINDS = {
    "full": (FileKind.FULL, Lists.ELECTORS),
    "update": (FileKind.UPDATE, Lists.ELECTORS),
    "absent_voters": (FileKind.FULL, Lists.ABSENT_VOTERS),
    "marked_register": (FileKind.FULL, Lists.MARKED_REGISTER),
}
# By what stands in these a file without a header is told.
_SHAPE = frozenset({Field.DISTRICT, Field.NUMBER, Field.MARKERS, Field.ATTAINMENT, Field.ADDRESS, Field.POSTCODE})
_Choice = TypeVar("_Choice", bound=Enum)


class BadLayout(ValueError):
    """A description that can't be used. `str(error)` names the file and the fault."""


def load(folder: Path = FOLDER) -> tuple[Layout, ...]:
    """Return the layouts of all TOML files in a folder, by name of file. Raises BadLayout."""
    found: dict[str, Layout] = {}
    for path in sorted(folder.glob("*.toml")):
        layout = read(path)
        if layout.code != path.stem:
            raise BadLayout(f"{path.name}: its code is {layout.code}, so the file must be called {layout.code}.toml.")
        found[layout.code] = layout
    if not found:
        raise BadLayout(f"{folder} holds no layouts.")
    return tuple(found.values())


def read(path: Path) -> Layout:
    """Return the layout that a TOML file describes. Raises BadLayout."""
    try:
        described = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLayout(f"{path.name}: this is no TOML: {error}.") from error
    try:
        return _layout(described)
    except BadLayout as error:
        raise BadLayout(f"{path.name}: {error}") from error


def _layout(described: Mapping[str, Any]) -> Layout:
    if unknown := described.keys() - _KEYS:
        raise BadLayout(f"there is no setting called {', '.join(sorted(unknown))}.")
    code, name = str(described.get("code", "")), str(described.get("name", ""))
    if not _CODE.fullmatch(code):
        raise BadLayout("code must be small letters, digits and _, 3 to 40 of them.")
    if not name:
        raise BadLayout("it has no name.")
    if described.get("kind") not in _KINDS:
        raise BadLayout(f"kind must be one of {', '.join(_KINDS)}.")
    kind, lists = _KINDS[described["kind"]]
    positions, least = _positions(described.get("positions", {}))
    style, operations = _operation(described.get("operation", {}))
    made = Layout(
        code=code,
        name=translated(name),
        kind=kind,
        lists=lists,
        columns={_choice(Field, key, "columns"): _names(key, names) for key, names in _columns(described).items()},
        required=frozenset(_choice(Field, one, "required") for one in _names("required", described.get("required"))),
        number=_choice(NumberStyle, described.get("number", "parts"), "number"),
        names=_choice(NameStyle, described.get("names", "parts"), "names"),
        address=_names("address", described["address"]) if "address" in described else (),
        without=frozenset(squeezed(name) for name in described.get("without", ())),
        most_lines=_whole("lines", described.get("lines", 0)),
        ignored=frozenset(_names("ignored", described["ignored"])) if "ignored" in described else frozenset(),
        positions=positions,
        least_columns=least,
        operation=style,
        operations=operations,
        banners=_banners(described.get("banners", {})),
        why_not=None if lists is Lists.ELECTORS else ELSEWHERE[lists],
    )
    _check(made)
    return made


def _columns(described: Mapping[str, Any]) -> Mapping[str, Any]:
    columns = described.get("columns", {})
    if bool(columns) == bool(described.get("positions")):
        raise BadLayout("it must have either columns, for a file with a header, or positions, for one without.")
    seen: dict[str, str] = {}
    for key, names in columns.items():
        for name in _names(key, names):
            if (other := seen.setdefault(squeezed(name), key)) != key:
                raise BadLayout(f"“{name}” is named for {other} and for {key}.")
    return dict(columns)


def _positions(described: Mapping[str, Any]) -> tuple[dict[Field, tuple[int, ...]], int]:
    """Return the columns of each field, counted from 0, and how many columns a row has at least."""
    least = _whole("positions.columns", described.get("columns", 0))
    found: dict[Field, tuple[int, ...]] = {}
    for key, at in described.items():
        if key == "columns":
            continue
        columns = at if isinstance(at, list) else [at]
        if not all(isinstance(column, int) and 1 <= column <= least for column in columns):
            raise BadLayout(f"{key} in positions must be columns from 1 to {least}.")
        found[_choice(Field, key, "positions")] = tuple(column - 1 for column in columns)
    return found, least


def _operation(described: Mapping[str, Any]) -> tuple[OperationStyle | None, dict[str, Operation]]:
    if not described:
        return None, {}
    style = _choice(OperationStyle, described.get("style"), "operation.style")
    values = {
        str(value).upper(): _choice(Operation, what, "operation.values")
        for value, what in described.get("values", {}).items()
    }
    if bool(values) == (style is OperationStyle.MONTHS):
        raise BadLayout("operation needs values, but for the style months, which has none.")
    return style, values


def _banners(described: Mapping[str, Any]) -> re.Pattern[str] | None:
    patterns = _names("banners.patterns", described["patterns"]) if "patterns" in described else ()
    try:
        return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
    except re.error as error:
        raise BadLayout(f"a pattern of banners can’t be read: {error}.") from error


def _check(layout: Layout) -> None:
    """Raise BadLayout for a description whose parts don't go together."""
    if missing := layout.required - layout.fields:
        raise BadLayout(f"{', '.join(sorted(one.value for one in missing))} is required and has no column.")
    if not {Field.NUMBER} <= layout.required:
        raise BadLayout("number must be required: without it nobody can be told from anybody.")
    if layout.number is not NumberStyle.COMPOSITE and Field.DISTRICT not in layout.required:
        raise BadLayout("district must be required, unless the number holds it (composite).")
    if layout.is_positional and (missing := _SHAPE - layout.fields):
        raise BadLayout(f"{', '.join(sorted(one.value for one in missing))} must be among the positions.")
    changes = {Field.CREATED, Field.CHANGED, Field.DELETED} if layout.operation is OperationStyle.MONTHS else set()
    changes = changes or ({Field.OPERATION} if layout.operation else set())
    if not changes <= layout.fields:
        raise BadLayout("its operation has no column.")
    if (layout.kind is FileKind.UPDATE) != bool(layout.operation):
        raise BadLayout("an update must say what its rows do (operation), and no other file may.")


def _choice(choices: type[_Choice], value: object, where: str) -> _Choice:
    try:
        return choices(value)
    except ValueError as error:
        known = ", ".join(str(choice.value) for choice in choices)
        raise BadLayout(f"“{value}” in {where} is none of {known}.") from error


def _names(key: str, names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        raise BadLayout(f"{key} must be a list of names.")
    return tuple(names)


def _whole(key: str, value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise BadLayout(f"{key} must be a whole number.")
    return value
