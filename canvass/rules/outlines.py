"""Drawing outlines: from degrees on the globe to paths in the box of an SVG.

So small a part of the globe is flat: a degree of longitude is shortened by the cosine of the middle latitude, and
nothing else is done. North is up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from canvass.rules.geography.outlines import Outline, Ring

_MARGIN = 8
# Points that lie closer together than this on the drawing are one.
_FINE = 1
# How many lines are tried for the one on which most of an outline lies.
_LINES = 15


@dataclass(frozen=True)
class Frame:
    """A box of `width` by `height` units and how places lie in it. Made by `frame`."""

    west: float
    north: float
    across: float  # units for a degree of longitude
    down: float  # units for a degree of latitude
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Return where a place lies: units from the left and from the top."""
        return (
            round((longitude - self.west) * self.across) + _MARGIN,
            round((self.north - latitude) * self.down) + _MARGIN,
        )


def frame(outlines: Iterable[Outline], *, width: int, highest: int) -> Frame | None:
    """Return a box that holds all outlines, `width` wide, or less where it would be more than `highest` high.

    None without any outline.
    """
    all_of_them = list(outlines)
    if not all_of_them:
        return None
    west, east = min(one.west for one in all_of_them), max(one.east for one in all_of_them)
    south, north = min(one.south for one in all_of_them), max(one.north for one in all_of_them)
    shorter = cos(radians((south + north) / 2))
    wide, high = max((east - west) * shorter, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * _MARGIN) / wide, (highest - 2 * _MARGIN) / high)
    return Frame(
        west,
        north,
        scale * shorter,
        scale,
        round(wide * scale) + 2 * _MARGIN,
        round(high * scale) + 2 * _MARGIN,
    )


def path(outline: Outline, box: Frame) -> str:
    """Return an outline as the `d` of an SVG path, to be filled by the even-odd rule. Islands too small to see go."""
    return "".join(_ring(ring, box) for ring in outline.rings)


def _ring(ring: Ring, box: Frame) -> str:
    points: list[tuple[int, int]] = []
    for point in ring:
        x, y = box.at(point[0], point[1])
        if not points or abs(x - points[-1][0]) > _FINE or abs(y - points[-1][1]) > _FINE:
            points.append((x, y))
    if len(points) < 3:
        return ""
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def middle(outline: Outline, box: Frame) -> tuple[int, int]:
    """Return a place well inside an outline where a number can stand: the middle of its widest stretch."""
    best = (0.0, (outline.west + outline.east) / 2, (outline.south + outline.north) / 2)
    for line in range(1, _LINES):
        latitude = outline.south + (outline.north - outline.south) * line / _LINES
        for start, end in _inside(outline.rings, latitude):
            # Near the top or the bottom a number would stick out, however wide it is there.
            room = (end - start) * min(line, _LINES - line)
            if room > best[0]:
                best = (room, (start + end) / 2, latitude)
    return box.at(best[1], best[2])


def _inside(rings: Sequence[Ring], latitude: float) -> list[tuple[float, float]]:
    """Return the stretches of a line of latitude that lie inside."""
    crossings = sorted(
        one[0] + (latitude - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
        for ring in rings
        for one, other in pairwise(ring)
        if (one[1] > latitude) != (other[1] > latitude)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))
