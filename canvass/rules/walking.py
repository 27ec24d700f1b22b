"""The order in which doors are walked: this is the source of truth, and queries/walking.py says the same in SQL.

Streets by name. In a street the odd side up and then the even side down, so that a canvasser ends where they
began; then the doors without a number, by name. A number's suffixes follow it (12, 12A, 12B: they mostly share a
gate). A building's flats stay together, Flat 2 before Flat 10. There are no maps in this: it needs only what a
register says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ODD, EVEN, NO_SIDE = "odd", "even", ""
_ASCII_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_NO_FIGURE = 2**31 - 1


@dataclass(frozen=True)
class Door:
    """What the order depends on. `street_id` is None where the register names no street; the last two end all ties."""

    street_id: int | None = None
    street: str = ""
    locality: str = ""
    number: int | None = None
    suffix: str = ""
    building: str = ""
    flat: str = ""
    flat_number: int | None = None
    household_id: int = 0


def natural(text: str) -> str:
    """Return a key that sorts figures by their value: "Flat 2" before "Flat 10", "2nd Avenue" before "10th Avenue".

    Each run of digits is made ten long (of a longer one the last ten count), A to Z become small; nothing else
    changes, because a database's idea of other letters depends on where it was made.
    """
    small = text.translate(_ASCII_LOWER)
    padded = re.sub(r"[0-9]+", lambda run: f"000000000{run[0]}", small)
    return re.sub(r"[0-9]*([0-9]{10})", r"\1", padded)


def side(number: int | None) -> str:
    """Return which side of the street a number is on: "odd", "even", or "" without a number."""
    if number is None:
        return NO_SIDE
    return ODD if number & 1 else EVEN


def place(door: Door) -> tuple:
    """Return the sort key of a door. Equal only for one and the same household."""
    which = side(door.number)
    up_or_down = 0 if door.number is None else door.number if which == ODD else -door.number
    return (
        door.street_id is None,
        natural(door.street),
        natural(door.locality),
        door.street_id or 0,
        (ODD, EVEN, NO_SIDE).index(which),
        up_or_down,
        natural(door.suffix),
        natural(door.building),
        door.flat != "",
        _NO_FIGURE if door.flat_number is None else door.flat_number,
        natural(door.flat),
        door.household_id,
    )
