#!/usr/bin/env python3
"""Rosette on one machine, from nothing but Python: `python3 run.py`, and `python3 run.py help` for the rest.

This file must be readable by any Python 3, so that an old one says what to do and does not stop at a syntax
error. Everything else is in runner/, which needs nothing but the standard library.
"""

import os
import shutil
import sys

NEEDS = (3, 11)


def require_python():
    """Go on in a Python that is new enough, changing to another one on PATH if this one is not; else say so."""
    if sys.platform == "win32":
        sys.exit(
            "Rosette's servers don't run on Windows itself.\n"
            "Use WSL (a Linux inside Windows) and run `python3 run.py` there, "
            "or Docker: `docker compose up` (docs/operations.md)."
        )
    if sys.version_info >= NEEDS:
        return
    for minor in range(20, NEEDS[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)  # noqa: UP031 - must be readable by an old Python
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - a path found on PATH, no shell
    sys.exit(
        "Rosette needs Python 3.11 or newer; this is Python %d.%d.\n"  # noqa: UP031
        "Install a newer one (Debian, Ubuntu: apt install python3.11 python3.11-venv; macOS: brew install python) "
        "and start again with it: python3.11 run.py" % sys.version_info[:2]
    )


if __name__ == "__main__":
    require_python()
    from runner import commands

    sys.exit(commands.main(sys.argv[1:]))
