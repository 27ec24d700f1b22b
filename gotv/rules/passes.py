"""Tellers' codes: how long they are good, for how many phones, and what is said on the telephone (T1, T2)."""

from __future__ import annotations

import datetime
import hashlib
import hmac

# The doors of a station are seldom more than two, and somebody's battery dies.
MOST_PHONES = 3
SPOKEN_FOR = datetime.timedelta(minutes=10)
SPOKEN_TRIES = 5
# A phone that is tried sends an empty batch, and then says that it was tried.
TRIED_FOR = datetime.timedelta(minutes=5)
FINDER = 4
# No letter or figure that sounds or looks like another: no 0, 1, I, L, O, no B beside D, no S beside F.
_LETTERS = "23456789ACDEFGHJKMNPQRTUVWXYZ"
_LENGTH = 8


def spoken(secret: str, until: datetime.datetime) -> str:
    """Return the eight characters of a code as said until a time: the same each time they are asked for."""
    made = hmac.new(secret.encode(), until.isoformat().encode(), hashlib.sha256).digest()
    number = int.from_bytes(made)
    signs = []
    for _place in range(_LENGTH):
        number, at = divmod(number, len(_LETTERS))
        signs.append(_LETTERS[at])
    return "".join(signs)


def heard(typed: str) -> str:
    """Return what somebody typed who was told a code: without spaces and dashes, in capitals; "" for what is none."""
    signs = "".join(sign for sign in typed.upper() if sign not in " -–—.")
    return signs if len(signs) == _LENGTH and set(signs) <= set(_LETTERS) else ""


def grouped(code: str) -> str:
    """Return a spoken code as it is read out: "A2C4 E6G8"."""
    return f"{code[:FINDER]} {code[FINDER:]}"
