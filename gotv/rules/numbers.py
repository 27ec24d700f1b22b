"""Elector numbers as people type them: "1274", "1274/1", "1274.1", or with the district in front.

A poll card prints district, dash, number; the figure after a stroke or a point is the suffix of an elector who was
added to a household later (domain A2). They are read exactly as a register is (canvass/rules/numbers.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from canvass.rules import numbers as register

_AROUND_SIGN = re.compile(r"\s*([/.])\s*")
_BETWEEN = re.compile(r"[\s,;]+")
_AFTER_DISTRICT = "-–—: "


class NotANumber(ValueError):
    """What was typed can't be an elector number."""


@dataclass(frozen=True, order=True)
class RollNumber:
    """A number within a polling district. Suffix 0 is none."""

    number: int
    suffix: int = 0

    def __str__(self) -> str:
        """As a poll card prints it: "1274" or "1274/1"."""
        return f"{self.number}/{self.suffix}" if self.suffix else str(self.number)


def parse(typed: str, district: str = "") -> RollNumber:
    """Return the number that was typed; `district` in front of it is dropped. Raises NotANumber."""
    text = _AROUND_SIGN.sub(r"\1", typed.strip()).upper()
    code = district.strip().upper()
    if code and text.startswith(code) and text[len(code) : len(code) + 1] in tuple(_AFTER_DISTRICT):
        text = text[len(code) :].lstrip(_AFTER_DISTRICT)
    try:
        return RollNumber(*register.decimal(text))
    except register.BadNumber as error:
        raise NotANumber(typed) from error


def parse_many(text: str, district: str = "") -> list[tuple[str, RollNumber | None]]:
    """Return each word of the text with its number; None where it is none.

    Words are parted by spaces, commas or lines. The district alone is no word: people copy "HH3 1274".
    """
    code = district.strip().upper()
    found: list[tuple[str, RollNumber | None]] = []
    for word in _BETWEEN.split(_AROUND_SIGN.sub(r"\1", text)):
        if not word or (word.upper() == code and not code.isdigit()):
            continue
        try:
            found.append((word, parse(word, district)))
        except NotANumber:
            found.append((word, None))
    return found
