"""What the person at the keyboard reads. Progress goes to standard error, so that standard output stays clean."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Something the person at the keyboard can put right: what happened, what was kept, what to do next."""


def say(text: str = "") -> None:
    """Print a line of progress."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step before it starts, and say how long it took; a step that raises is marked as failed."""
    print(f"  {what} ... ", end="", file=sys.stderr, flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - start:.1f} s")


def last_lines(path: Path, count: int = 25) -> str:
    """Return the end of a log, indented, or a note that there is none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    if not lines:
        return f"    ({path} is empty)"
    return "\n".join(f"    {line}" for line in lines[-count:])
