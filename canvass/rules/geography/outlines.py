"""Outlines of places: which points lie inside, and how much of one lies in another.

A point is inside when a line to it from outside crosses the outline an odd number of times; holes and islands need
no care then. Areas are measured along evenly spaced lines of latitude, as one hatches a drawing: four hundred of
them tell a share to a thousandth, and no outline is too odd for it, crossing itself or not.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Ring = Sequence[Sequence[float]]
_LINES = 400
_BANDS = 256


class Outline:
    """The outline of a place, from GeoJSON coordinates: degrees, longitude first."""

    def __init__(self, geometry: Mapping[str, Any]) -> None:
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        self.rings: list[Ring] = [ring for polygon in polygons for ring in polygon]
        xs = [point[0] for ring in self.rings for point in ring]
        ys = [point[1] for ring in self.rings for point in ring]
        self.west, self.east, self.south, self.north = min(xs), max(xs), min(ys), max(ys)
        self._bands: list[list[tuple[float, float, float, float]]] | None = None

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a point lies inside."""
        if not (self.west <= longitude <= self.east and self.south <= latitude <= self.north):
            return False
        inside = False
        for x1, y1, x2, y2 in self._near(latitude):
            if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
        return inside

    def hatched(self, south: float, step: float) -> list[list[float]]:
        """Return where each of the lines of latitude from `south` on, `step` apart, crosses the outline, in order."""
        lines: list[list[float]] = [[] for _ in range(_LINES)]
        for x1, y1, x2, y2 in self._edges():
            first = max(0, math.ceil((y1 - south) / step - 0.5))
            last = min(_LINES, math.ceil((y2 - south) / step - 0.5))
            for line in range(first, last):
                lines[line].append(x1 + (south + (line + 0.5) * step - y1) * (x2 - x1) / (y2 - y1))
        for crossings in lines:
            crossings.sort()
        return lines

    def _edges(self) -> Iterable[tuple[float, float, float, float]]:
        """Yield the sides that go up or down, each from south to north."""
        for ring in self.rings:
            for one, other in pairwise(ring):
                if one[1] < other[1]:
                    yield one[0], one[1], other[0], other[1]
                elif one[1] > other[1]:
                    yield other[0], other[1], one[0], one[1]

    def _near(self, latitude: float) -> list[tuple[float, float, float, float]]:
        """Return the sides that a line at this latitude may cross."""
        height = (self.north - self.south) / _BANDS or 1.0
        if self._bands is None:
            self._bands = [[] for _ in range(_BANDS)]
            for edge in self._edges():
                first, last = (int((y - self.south) / height) for y in (edge[1], edge[3]))
                for band in range(first, min(last, _BANDS - 1) + 1):
                    self._bands[band].append(edge)
        return self._bands[min(int((latitude - self.south) / height), _BANDS - 1)]


def shares(of: Outline, others: Mapping[Key, Outline]) -> dict[Key, float]:
    """Return how much of an outline lies in each of the others, 0 to 1; those that it doesn't touch are left out."""
    step = (of.north - of.south) / _LINES
    if not step:
        return {}
    mine = of.hatched(of.south, step)
    whole = sum(map(_length, mine))
    found: dict[Key, float] = {}
    for key, other in others.items():
        if other.west > of.east or other.east < of.west or other.south > of.north or other.north < of.south:
            continue
        theirs = other.hatched(of.south, step)
        common = sum(_common(one, two) for one, two in zip(mine, theirs, strict=True))
        if common and whole:
            found[key] = common / whole
    return found


def which(outlines: Mapping[Key, Outline], latitude: float, longitude: float) -> Key | None:
    """Return the first outline that holds a point, None for none."""
    for key, outline in outlines.items():
        if outline.holds(latitude, longitude):
            return key
    return None


def _length(line: Sequence[float]) -> float:
    return sum(end - start for start, end in zip(line[::2], line[1::2], strict=False))


def _common(one: Sequence[float], two: Sequence[float]) -> float:
    """Return the length that two hatched lines have in common."""
    length, i, j = 0.0, 0, 0
    while i < len(one) - 1 and j < len(two) - 1:
        start, end = max(one[i], two[j]), min(one[i + 1], two[j + 1])
        length += max(end - start, 0.0)
        if one[i + 1] < two[j + 1]:
            i += 2
        else:
            j += 2
    return length
