"""What a PIN for a day may be, and how often it may be mistyped."""

from __future__ import annotations

import itertools
import re

# So many wrong ones, and it is good for nothing: 5 guesses at a million PINs.
TRIES = 5
_SIX = re.compile(r"[0-9]{6}")


def is_pin(text: str) -> bool:
    """Say whether this is six digits."""
    return _SIX.fullmatch(text) is not None


def is_easy(pin: str) -> bool:
    """Say whether a PIN is one that anybody would try first: 000000, 123456, 654321, 121212."""
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    return steps in ({0}, {1}, {9}) or pin[:2] * 3 == pin or pin[:3] * 2 == pin
