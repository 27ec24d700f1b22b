"""What people may say about a column, and whether a register can be read with what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.enums import FileKind, Operation
from canvass.rules.files import Row
from canvass.rules.layouts import Field, Mapped, NameStyle, NumberStyle

# What people may choose, in the order in which registers print it.
CHOICES: dict[Field, Promise] = {
    Field.DISTRICT: gettext_lazy("Polling district"),
    Field.NUMBER: gettext_lazy("Elector number"),
    Field.SUFFIX: gettext_lazy("Number’s suffix"),
    Field.MARKERS: gettext_lazy("Franchise markers"),
    Field.TITLE: gettext_lazy("Title"),
    Field.SURNAME: gettext_lazy("Surname"),
    Field.FORENAME: gettext_lazy("Forenames"),
    Field.MIDDLE: gettext_lazy("Middle names or initials"),
    Field.NAME: gettext_lazy("Whole name"),
    Field.BIRTH: gettext_lazy("Date of birth, or of coming of age"),
    Field.ATTAINMENT: gettext_lazy("Date of coming of age"),
    Field.EIGHTEENTH: gettext_lazy("Eighteenth birthday"),
    Field.FLAT: gettext_lazy("Flat"),
    Field.HOUSE: gettext_lazy("House number or name"),
    Field.ADDRESS: gettext_lazy("Line of the address"),
    Field.POSTCODE: gettext_lazy("Postcode"),
    Field.WARD: gettext_lazy("Ward"),
    Field.UPRN: gettext_lazy("UPRN"),
    Field.LATITUDE: gettext_lazy("Latitude"),
    Field.LONGITUDE: gettext_lazy("Longitude"),
    Field.OPERATION: gettext_lazy("What the row changes"),
}
MANY = frozenset({Field.ADDRESS})
MOST_OPERATIONS = 8
_MEANINGS: dict[str, Operation] = {
    **dict.fromkeys(["A", "ADD", "ADDED", "ADDITION", "N", "NEW", "I", "+"], Operation.ADD),
    **dict.fromkeys(["M", "C", "AMEND", "AMENDED", "MODIFIED", "CHANGE", "CHANGED", "U", "E", "="], Operation.AMEND),
    **dict.fromkeys(["D", "DEL", "DELETE", "DELETED", "DELETION", "R", "REMOVED", "-"], Operation.DELETE),
}


def operations(rows: Iterable[Row], column: int) -> list[str]:
    """Return the different values in the operation's column, at most one more than there may be."""
    found: dict[str, None] = {}
    for row in rows:
        if row.cells is not None and column < len(row.cells) and row.cells[column]:
            found[row.cells[column].upper()[:20]] = None
            if len(found) > MOST_OPERATIONS:
                break
    return sorted(found)


def meaning(value: str) -> str:
    """Return what a value in the operation's column probably means, as a value of Operation; "" for who knows."""
    found = _MEANINGS.get(value.upper())
    return found.value if found else ""


def objections(mapped: Mapped) -> list[str]:
    """Return why a register can't be read with this choice of columns, in words for people; nothing when it can."""
    counted = Counter(column for column in mapped.columns if column)
    chosen = {Field(column) for column in counted}
    found = []
    if twice := [what for what in chosen if counted[what.value] > 1 and what not in MANY]:
        names = ", ".join(str(CHOICES[what]) for what in CHOICES if what in twice)
        found.append(_("Two columns are chosen for the same thing: %(names)s.") % {"names": names})
    if Field.NUMBER not in chosen:
        found.append(_("Choose the column with the elector number."))
    if Field.DISTRICT not in chosen and mapped.number is not NumberStyle.COMPOSITE:
        found.append(_("Choose the column with the polling district, or say that the number holds it."))
    in_one = mapped.names is not NameStyle.PARTS
    if in_one and Field.NAME not in chosen:
        found.append(_("Choose the column with the whole name, or say that surname and forenames stand apart."))
    if not in_one and not {Field.SURNAME, Field.FORENAME} <= chosen:
        found.append(_("Choose the columns with the surname and the forenames, or say that one holds both."))
    if not chosen & {Field.ADDRESS, Field.HOUSE}:
        found.append(_("Choose at least one column with the address."))
    return found + _of_updates(mapped, chosen)


def _of_updates(mapped: Mapped, chosen: set[Field]) -> list[str]:
    if mapped.kind is FileKind.UPDATE and Field.OPERATION not in chosen:
        return [_("Choose the column that says what each row changes, or say that this is the full register.")]
    if mapped.kind is FileKind.FULL and Field.OPERATION in chosen:
        return [_("A full register changes nothing row by row. Say that it holds monthly changes, or leave that out.")]
    return []
