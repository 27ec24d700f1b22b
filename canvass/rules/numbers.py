"""Elector numbers as councils write them: whole, with a suffix, decimal, or composite with the district in front.

Every form comes out as (number, suffix), suffix 0 being none (domain A8.1 and A8.2).
"""

from __future__ import annotations

import re

# A polling district has some 3,000 numbers; a figure beyond this is a telephone number or a date.
HIGHEST = 999_999
_WHOLE = re.compile(r"\d+(?:\.0*)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_DECIMAL = re.compile(r"(\d+)[./](\d*)")


class BadNumber(ValueError):
    """What stands in the number's cell is no elector number."""


def whole(text: str) -> int:
    """Return the number in "12", "0012", "1,274" or a spreadsheet's "12.0". Raises BadNumber."""
    if not text.isdecimal():
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        elif _WHOLE.fullmatch(text):
            text = text.partition(".")[0]
        else:
            raise BadNumber(text)
    return _in_range(text)


def suffix(text: str) -> int:
    """Return the suffix in its own cell: missing, "0", "-" and ".000" are all none. Raises BadNumber."""
    return 0 if text in {"", "0", "-", ".000", ".0"} else whole(text)


def decimal(text: str) -> tuple[int, int]:
    """Return the number and the suffix in "5", "5.000", "35.5", "10.75" or "124/1". Raises BadNumber.

    What stands after the point is a decimal fraction, so its trailing noughts mean nothing: "34.100" is 34/1.
    After a stroke stands the suffix itself: "34/10" is 34/10.
    """
    if text.isdecimal():
        number = int(text) if len(text) < 7 else _in_range(text)
        if not number:
            raise BadNumber(text)
        return number, 0
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return whole(text), 0
    after = match[2].rstrip("0") if "." in text else match[2]
    return _in_range(match[1]), _in_range(after, lowest=0) if after else 0


def composite(text: str) -> tuple[str, int, int]:
    """Return district, number and suffix of "ABC1-12/1". Raises BadNumber.

    The district may hold "-" and "/" itself ("KD-2/2-289/1" is KD-2/2, 289, 1), so the last hyphen divides.
    """
    district, hyphen, rest = text.rpartition("-")
    if not hyphen or not district.strip():
        raise BadNumber(text)
    return (district.strip(), *decimal(rest.strip()))


def _in_range(text: str, lowest: int = 1) -> int:
    """Return the figure, unless it is too long to be one or none at all."""
    if len(text) > 12:
        raise BadNumber(text)
    number = int(text)
    if not lowest <= number <= HIGHEST:
        raise BadNumber(text)
    return number
