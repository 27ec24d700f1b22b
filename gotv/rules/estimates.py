"""How many have voted where not every box was counted: a range that holds the truth nine times in ten.

Boxes that nobody counted are taken to be like those of the same area that were: their turnout is that of all counted
boxes together (a ratio estimate: Cochran, Sampling Techniques, ch. 6). How far a box may be from it has two parts: the
chance of single voters, and that neighbourhoods differ. So the variance of a box's turnout is s² p(1 - p)(1/n + RHO),
n its electors. s² is 1 on the whole, and each area has its own: what its counted boxes show, weighed against a prior
of BELIEF degrees of freedom (scaled inverse chi-square: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6), which
makes the range Student's t. Few counted boxes thus give a wide range, and boxes that agree a narrow one.

RHO and BELIEF were fitted to Ligurian polling sections (docs/polling-day.md); a test fits them again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RHO = 0.020
BELIEF = 6
_Z = 1.6448536269514722  # the 95th per cent of the normal: five per cent are left over on either side


@dataclass(frozen=True)
class Box:
    """A box of an area: electors who can use it, and papers in it so far, None where nobody counted."""

    size: int
    counted: int | None


@dataclass(frozen=True)
class Range:
    """From `low` to `high` people, both inside. They are equal only where everything was counted."""

    low: int
    high: int


@dataclass(frozen=True)
class Seen:
    """What the counted boxes of an area show, worked out once for however many ranges are wanted from it.

    `scale` is s² times p(1 - p), `of_share` what not knowing p exactly adds for each elector of the rest, squared.
    """

    counted: int
    electors: int
    share: float
    scale: float
    of_share: float
    student: float

    def rest(self, sizes: Iterable[int]) -> Range:
        """Return the range of people who have voted in boxes of these sizes that nobody counted. Needs electors."""
        electors = of_boxes = 0.0
        for size in sizes:
            electors += size
            of_boxes += size**2 * _spread(size)
        reach = self.student * math.sqrt(self.scale * (of_boxes + electors**2 * self.of_share))
        middle = self.share * electors
        low, high = self.counted + middle - reach, self.counted + middle + reach
        return Range(max(0, math.floor(low) - self.counted), min(int(electors), math.ceil(high) - self.counted))


def learn(boxes: Iterable[Box]) -> Seen | None:
    """Return what these counted boxes show; None where they have no electors."""
    seen = [(box.size, box.counted) for box in boxes if box.counted is not None]
    counted, electors = sum(count for _size, count in seen), sum(size for size, _count in seen)
    if electors <= 0:
        return None
    # Half a voter away from nobody and everybody, where chance would seem to end.
    share = min(max(counted / electors, 0.5 / electors), 1 - 0.5 / electors)
    sized = [(size, count) for size, count in seen if size > 0]
    off = sum((count / size - share) ** 2 / _spread(size) for size, count in sized) / (share * (1 - share))
    freedom = BELIEF + len(sized) - 1
    scale = (BELIEF + off) / freedom * share * (1 - share)
    of_share = sum(size**2 * _spread(size) for size, _count in sized) / electors**2
    return Seen(counted, electors, share, scale, of_share, _student(freedom))


def estimate(boxes: Sequence[Box]) -> Range | None:
    """Return the range of people who have voted in all the boxes together; None where no box was counted.

    The truth is within in nine of ten cases. With every box counted it is the sum, which needs no estimate.
    """
    known = [box.counted for box in boxes if box.counted is not None]
    hidden = [box.size for box in boxes if box.counted is None and box.size > 0]
    if not hidden:
        return Range(sum(known), sum(known)) if known else None
    seen = learn(boxes)
    if seen is None:
        return None
    rest = seen.rest(hidden)
    return Range(seen.counted + rest.low, seen.counted + rest.high)


def promises_in(voted: Range, electors: int, promises: int) -> Range:
    """Return the range of promises among those who have voted, as if promises voted like everybody else (domain C7).

    Always a range: even where every box was counted, nobody knows who they were.
    """
    if electors <= 0 or promises <= 0:
        return Range(0, 0)
    promises = min(promises, electors)
    low, high = min(voted.low / electors, 1.0), min(voted.high / electors, 1.0)
    share, half = (low + high) / 2, (high - low) / 2
    # Drawn without putting back: the promises are some of the electors.
    left_over = (electors - promises) / max(electors - 1, 1)
    reach = math.hypot(promises * half, _Z * math.sqrt(promises * share * (1 - share) * left_over))
    middle = promises * share
    least = max(0, voted.low - (electors - promises))
    return Range(
        max(least, math.floor(middle - reach)), min(promises, max(voted.high, least), math.ceil(middle + reach))
    )


def _spread(size: int) -> float:
    return 1 / size + RHO


def _student(freedom: int) -> float:
    """Return the 95th per cent of Student's t, right to 0.001 from six degrees on (Abramowitz and Stegun 26.7.5)."""
    z, n = _Z, freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )
