"""The order in which doors are walked: this is the source of truth, and queries/walking.py says the same in SQL.

Streets by name, the part of a street in one district after its part in another. In a street the odd side up and then
the even side down, so that a canvasser ends where they began; then the doors without a number, by name. A number's
suffixes follow it (12, 12A, 12B: they mostly share a gate). A building's flats stay together, Flat 2 before Flat 10.
This needs only what a register says. Somebody who knows better says so street by street: straight through, as in a
close, or door by door. Where doors have coordinates, the next street is the nearest one.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from canvass.enums import Way

Key = TypeVar("Key", bound=Hashable)
ODD, EVEN, NO_SIDE = "odd", "even", ""
_ASCII_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_NO_FIGURE = 2**31 - 1
# What a flat without a number is called by, from the bottom of the house up: each a regular expression over small
# letters that Python and PostgreSQL read alike.
FLOORS = (
    "basement|lower|garden",
    "ground|upper ground",
    "first|1st|middle",
    "second|2nd",
    "third|3rd",
    "fourth|4th",
    "fifth|5th",
    "top|upper|attic|penthouse",
)
_FLOORS = [re.compile(f"(the )?({words})( |$)") for words in FLOORS]


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
    district_id: int = 0


@dataclass(frozen=True)
class Part(Generic[Key]):
    """A street of a district, as the order of streets sees it.

    `centre` is latitude and longitude in degrees, None where no door has coordinates. `group` is the road group that
    it is walked in, None for none, and `position` its place there.
    """

    key: Key
    centre: tuple[float, float] | None = None
    group: int | None = None
    position: int = 0


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
        door.district_id,
        (ODD, EVEN, NO_SIDE).index(which),
        up_or_down,
        *_inside(door),
    )


def _inside(door: Door) -> tuple:
    """Return the order of what shares a number."""
    return (
        natural(door.suffix),
        natural(door.building),
        door.flat != "",
        floor(door),
        _NO_FIGURE if door.flat_number is None else door.flat_number,
        natural(door.flat),
        door.household_id,
    )


def floor(door: Door) -> int:
    """Return how high a flat lies as far as its name says so: from 1.

    0 for a flat that has only a figure, and above all floors what has neither.
    """
    flat = door.flat.translate(_ASCII_LOWER)
    named = next((height for height, words in enumerate(_FLOORS, start=1) if words.match(flat)), 0)
    return named or (0 if door.flat_number is not None else len(_FLOORS) + 1)


def _through(door: Door) -> tuple:
    """Return the order straight through: by number, whichever side it is on, then the doors without one."""
    return (door.number is None, door.number or 0, *_inside(door))


def in_way(doors: Sequence[Door], way: str, by_hand: Sequence[int] = ()) -> list[Door]:
    """Return the doors of one street (of one district) as they are walked (canvass.enums.Way).

    `by_hand` are household ids in somebody's own order. A door that it doesn't name, new since, falls in beside its
    neighbour by number; an id that is no door any more is passed over.
    """
    if way == Way.STRAIGHT:
        return sorted(doors, key=_through)
    if way != Way.BY_HAND:
        return sorted(doors, key=place)
    at = {household: position for position, household in enumerate(by_hand)}
    known = sorted((door for door in doors if door.household_id in at), key=lambda door: at[door.household_id])
    for door in sorted((door for door in doors if door.household_id not in at), key=place):
        known.insert(_beside(known, door), door)
    return known


def _beside(walked: Sequence[Door], new: Door) -> int:
    """Return where a door that nobody has placed yet falls in: beside the nearest on its side, in its direction.

    Behind another door of its own number; at the end where no door of its side is placed.
    """
    mine = [(_through(door), position) for position, door in enumerate(walked) if side(door.number) == side(new.number)]
    mine.sort()
    if not mine:
        return len(walked)
    at = bisect_left(mine, (_through(new), 0))
    below, above = mine[:at], mine[at:]
    if below and _number(below[-1]) == new.number:
        return below[-1][1] + 1
    if above and _number(above[0]) == new.number:
        return above[0][1]
    # Which way the numbers run there: by the two neighbours, or by the two that come last on the only side.
    pair = (below[-1], above[0]) if below and above else tuple((below[-2:] or above[:2])[:2])
    climbs = len(pair) < 2 or pair[0][1] < pair[1][1]
    if not above or (below and _is_nearer(below[-1], above[0], new)):
        return below[-1][1] + climbs
    return above[0][1] + (not climbs)


def _number(placed: tuple[tuple, int]) -> int | None:
    key = placed[0]
    return None if key[0] else key[1]


def _is_nearer(below: tuple[tuple, int], above: tuple[tuple, int], new: Door) -> bool:
    low, high = below[0][1], above[0][1]
    return (new.number or 0) - low <= high - (new.number or 0)


def follow(parts: Sequence[Part[Key]]) -> list[Part[Key]]:
    """Return streets in the order in which they are walked one after another.

    Those of one road group stay together, in the group's own order. Where it is known where they lie, the walk begins
    at the north-western end and goes on to whatever begins nearest; what lies nobody knows where comes last, as given.
    """
    clusters: dict[Hashable, list[Part[Key]]] = {}
    for part in parts:
        clusters.setdefault(("group", part.group) if part.group is not None else ("part", part.key), []).append(part)
    walks = [sorted(cluster, key=lambda part: part.position) for cluster in clusters.values()]
    left = [walk for walk in walks if any(part.centre for part in walk)]
    lost = [walk for walk in walks if not any(part.centre for part in walk)]
    found: list[Part[Key]] = []
    here: tuple[float, float] | None = None
    while left:
        walk = min(left, key=lambda walk: _far(_ends(walk)[0], here))
        left.remove(walk)
        found += walk
        here = _ends(walk)[1]
    return found + [part for walk in lost for part in walk]


def _ends(walk: Sequence[Part]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where a walk begins and ends, as far as is known. Some part of it has coordinates."""
    places = [part.centre for part in walk if part.centre is not None]
    return places[0], places[-1]


def _far(centre: tuple[float, float], here: tuple[float, float] | None) -> float:
    """Return how far a street is, in degrees of latitude; from nowhere yet: how far it is from the north-west."""
    narrower = math.cos(math.radians(centre[0]))
    if here is None:
        return centre[1] * narrower - centre[0]
    return math.hypot(centre[0] - here[0], (centre[1] - here[1]) * narrower)
