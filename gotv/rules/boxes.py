"""Which numbers of a polling district use which ballot box, where each box has its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

LONGEST_NUMBER = 20


def read_numbers(typed: str) -> list[str]:
    """Return the numbers of boxes with commas between them, each once, as the council prints them: "3", "B6/1"."""
    return list(dict.fromkeys(number for number in (one.strip() for one in typed.split(",")) if number))


@dataclass(frozen=True)
class Part:
    """The numbers of a district, from `lowest` to `highest`, that use a box; None for no end."""

    box: int
    district: int
    lowest: int | None
    highest: int | None


def told_apart(parts: Iterable[Part]) -> list[Part]:
    """Return the parts of districts that several boxes share, of those where a number says which box it is.

    A district with one box needs no numbers. Where two boxes have the same number, or one has none of its own, nobody
    can say which box somebody uses: the district is left out.
    """
    by_district: dict[int, list[Part]] = {}
    for part in parts:
        by_district.setdefault(part.district, []).append(part)
    found: list[Part] = []
    for together in by_district.values():
        if len(together) > 1 and _disjoint(together):
            found += together
    return found


def _disjoint(parts: list[Part]) -> bool:
    ordered = sorted(parts, key=_start)
    return all(one.highest is not None and one.highest < _start(after) for one, after in pairwise(ordered))


def _start(part: Part) -> int:
    return 0 if part.lowest is None else part.lowest
