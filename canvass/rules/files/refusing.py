"""What a file may not be, and how large one may become."""

from __future__ import annotations

MAX_LINE = 64 * 1024  # also the longest cell
MAX_ROWS = 300_000
# A register shrinks to an eighth. More than twentyfold is a bomb, once there is enough of it to matter.
_MAX_UNPACKED = 500 * 1024 * 1024
_MAX_RATIO = 20
_RATIO_MATTERS_FROM = 10 * 1024 * 1024


class WrongFile(Exception):
    """The file can't be a register. `str(error)` says so to people, and what to do."""


class UnknownLayout(WrongFile):
    """The file may be a register, but nobody has said yet what its columns hold. Holds nothing of its content."""


def is_bomb(unpacked: int, packed: int) -> bool:
    """Say whether so many packed bytes become more than any register does."""
    return unpacked > _MAX_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked > _MAX_RATIO * max(packed, 1))
