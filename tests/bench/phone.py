"""What a phone has to fetch of JavaScript before it can record anything: compressed bytes against the budget."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
PAGES = {"board": "canvass/walk.js", "keypad": "gotv/keypad.js"}
LIMIT_KB = 150
_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^;]*?["'](\.[^"']+)["']""", re.MULTILINE)


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield the kilobytes of each phone page's modules, with all that they import."""
    for page, entry in PAGES.items():
        modules = _with_imports(STATIC / entry)
        size = sum(len(gzip.compress(module.read_bytes(), 9)) for module in modules) / 1000
        yield f"JavaScript of the {page}, kB compressed", size, LIMIT_KB, f"{len(modules)} modules"


def _with_imports(entry: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [entry.resolve()]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        waiting += [(module.parent / name).resolve() for name in _IMPORT.findall(module.read_text(encoding="utf-8"))]
    return found
