"""What kind of values a column holds, and its name in plain letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from canvass.rules import attainment, numbers

_MOST = 0.7


def mostly(values: Sequence[str], is_so: Callable[[str], object]) -> bool:
    """Say whether most of the values, of which there must be some, are so."""
    return bool(values) and sum(bool(is_so(value)) for value in values) >= len(values) * _MOST


def is_date(value: str) -> bool:
    try:
        return attainment.date(value) is not None
    except attainment.BadDate:
        return False


def is_number(value: str) -> bool:
    try:
        numbers.composite(value) if "-" in value else numbers.decimal(value)
    except numbers.BadNumber:
        return False
    return True


def plain(name: str) -> str:
    """Return a column's name in small letters with single spaces: "ElectorDOB_1" is "elector dob 1"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+", " ", name)
    return " ".join(apart.lower().split())
