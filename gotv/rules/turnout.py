"""What a marked register says, in a file's cells and under somebody's fingers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gotv.enums import TurnoutState
from gotv.rules.numbers import NotANumber, RollNumber, parse

MARK = "mark"
COLUMNS: Mapping[str, frozenset[str]] = {MARK: frozenset({"marked", "mark", "voted", "turnout"})}
# What the cell holds (domain A6): V at the station, VA by post, A a postal vote that never came, nothing for none.
_IN_A_FILE: Mapping[str, TurnoutState] = {
    "V": TurnoutState.VOTED,
    "VA": TurnoutState.BY_POST,
    "A": TurnoutState.NOT_RETURNED,
    "": TurnoutState.DID_NOT_VOTE,
}
# The letter after a number. Nothing is a vote at the station, the commonest of all.
KEYS: Mapping[str, TurnoutState] = {
    "v": TurnoutState.VOTED,
    "p": TurnoutState.BY_POST,
    "a": TurnoutState.NOT_RETURNED,
    "n": TurnoutState.DID_NOT_VOTE,
}
LONGEST_RANGE = 500
MOST = 200
_RANGE = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})")
_KEY_AFTER = re.compile(r"^(.*?\d)\s*([vpan])$", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]+")
_AROUND_DASH = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")


def of_mark(text: str) -> TurnoutState | None:
    """Return what a cell of a marked register says; None for anything else than V, VA, A or nothing."""
    return _IN_A_FILE.get(text.strip().upper())


@dataclass(frozen=True)
class Typed:
    """What was typed: single numbers, ranges of whole numbers (both ends in), what became of them, what is no number.

    `state` is None where no letter was typed.
    """

    numbers: tuple[RollNumber, ...]
    ranges: tuple[tuple[int, int], ...]
    state: TurnoutState | None
    unread: tuple[str, ...]

    def holds(self, number: RollNumber) -> bool:
        """Say whether an elector's number was meant: a range holds the suffixes of its numbers too."""
        return number in self.numbers or any(first <= number.number <= last for first, last in self.ranges)


def read(text: str, district: str) -> Typed:
    """Read "12", "12/1 p", "12-19", "3 5 7n"; the district in front of a number is dropped."""
    text, state = text.strip(), None
    if after := _KEY_AFTER.match(text):
        text, state = after[1], KEYS[after[2].lower()]
    numbers: list[RollNumber] = []
    ranges: list[tuple[int, int]] = []
    unread: list[str] = []
    code = district.strip().upper()
    for word in _words(text, code):
        span = _RANGE.fullmatch(word)
        try:
            if span is None:
                numbers.append(parse(word, district))
            elif 0 <= int(span[2]) - int(span[1]) < LONGEST_RANGE:
                ranges.append((int(span[1]), int(span[2])))
            else:
                unread.append(word)
        except NotANumber:
            unread.append(word)
    return Typed(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(ranges)), state, tuple(unread))


def _words(text: str, code: str) -> Sequence[str]:
    """Return the words of what was typed; the district on its own, or glued in front of a number, is none."""
    if code and not code.isdigit():
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(code)}[\s:–-]+(?=\d)", "", text, flags=re.IGNORECASE)
    return [word for word in _BETWEEN.split(_AROUND_DASH.sub("-", text)) if word]
