"""`python -m tests.bench [MODULE ...]`: run the measurements and print one line each: name, value, limit.

Exit code 1 when a value is over its limit. `run.py bench` runs this on servers of its own.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator
from types import ModuleType

import django

import tests.bench


def main(chosen: list[str]) -> int:
    """Run the chosen modules, all of them when none is chosen. Returns the exit code."""
    there = [module.name for module in pkgutil.iter_modules(tests.bench.__path__) if not module.name.startswith("_")]
    if strange := [name for name in chosen if name not in there]:
        print(f"There is no measurement {', '.join(strange)}. There are: {', '.join(there)}.", file=sys.stderr)  # noqa: T201
        return 2
    django.setup()
    over = 0
    for name in chosen or there:
        module = importlib.import_module(f"tests.bench.{name}")
        for line, is_over in _measured(module):
            over += is_over
            print(line, flush=True)  # noqa: T201 - the lines are what this program is for
    if over:
        print(f"{over} over the limit.", file=sys.stderr)  # noqa: T201
    return 1 if over else 0


def _measured(module: ModuleType) -> Iterator[tuple[str, bool]]:
    started = time.perf_counter()
    for name, value, limit, detail in module.measure():
        is_over = value > limit
        took = time.perf_counter() - started
        yield (
            f"{name:<44} {value:>9.2f}  limit {limit:<7g} {'OVER' if is_over else 'ok':<5} {detail} ({took:.0f} s)",
            is_over,
        )
        started = time.perf_counter()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
