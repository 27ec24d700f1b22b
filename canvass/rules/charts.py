"""Where the parts of a chart stand. Across in hundredths of its width, so that words keep their size on any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Units down: room for the number over a column, and for the month under it.
_ABOVE, _BELOW, _GAP = 20, 24, 0.2
SPARK_WIDTH, SPARK_HEIGHT = 110, 24


@dataclass(frozen=True)
class Column:
    """One column. `left`, `wide` and `middle` in hundredths of the width, as text; `top` and `high` in units down."""

    label: str
    value: int
    left: str
    wide: str
    middle: str
    top: int
    high: int
    is_marked: bool  # its number stands over it: the highest and the last one

    @property
    def over(self) -> int:
        """Return where the number stands."""
        return self.top - 6


def columns(values: Sequence[tuple[str, int]], *, height: int = 180) -> list[Column]:
    """Return the columns of a chart `height` units high, from (label, value)s."""
    if not values:
        return []
    most = max(1, *(value for _label, value in values))
    room, slot = height - _ABOVE - _BELOW, 100 / len(values)
    found = []
    for place, (label, value) in enumerate(values):
        high = round(room * value / most)
        found.append(
            Column(
                label,
                value,
                f"{place * slot + slot * _GAP / 2:.2f}%",
                f"{slot * (1 - _GAP):.2f}%",
                f"{place * slot + slot / 2:.2f}%",
                _ABOVE + room - high,
                high,
                value == most or place == len(values) - 1,
            )
        )
    return found


def spark(values: Sequence[int]) -> str:
    """Return the points of a line through these values, in a box of SPARK_WIDTH by SPARK_HEIGHT; "" below two."""
    if len(values) < 2:
        return ""
    most, step = max(1, *values), (SPARK_WIDTH - 4) / (len(values) - 1)
    return " ".join(
        f"{round(2 + place * step)},{round(SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * value / most)}"
        for place, value in enumerate(values)
    )
