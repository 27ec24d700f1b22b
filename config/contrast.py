"""Contrast of the design system's colours, computed from static/css/tokens.css and from nothing else.

The ratio is the one of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
THEMES = ("light", "dark", "sunlight")
TEXT, DOORSTEP, EDGE = 4.5, 7.0, 3.0

_BOTH = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")
_ONE = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
_BLOCK = r"{selector}\s*\{{([^}}]*)\}}"


@dataclass(frozen=True)
class Pair:
    """One colour that has to be told from another, and how far apart they must be."""

    name: str
    front: str
    back: str
    limit: float


@dataclass(frozen=True)
class Figure:
    """A pair in one theme: both colours as #rrggbb, and their ratio rounded down to one decimal."""

    front: str
    back: str
    ratio: float
    passes: bool


PAIRS = (
    Pair("Ink on paper", "ink", "paper", DOORSTEP),
    Pair("Ink on a sheet", "ink", "sheet", DOORSTEP),
    Pair("Ink on sunk", "ink", "sunk", DOORSTEP),
    Pair("Quiet ink on paper", "ink-2", "paper", DOORSTEP),
    Pair("Quiet ink on a sheet", "ink-2", "sheet", DOORSTEP),
    Pair("Quiet ink on sunk", "ink-2", "sunk", TEXT),
    Pair("Paper on ink: what is chosen", "paper", "ink", DOORSTEP),
    Pair("White on red: the primary action", "on-red", "red", TEXT),
    Pair("White on red, pointed at", "on-red", "red-deep", TEXT),
    Pair("White on the doorstep’s red", "on-red", "red-door", DOORSTEP),
    Pair("Red on paper: the mark", "red", "paper", EDGE),
    Pair("Good on its tint", "good", "good-bg", TEXT),
    Pair("Warning on its tint", "warn", "warn-bg", TEXT),
    Pair("Danger on its tint", "danger", "danger-bg", TEXT),
    Pair("Information on its tint", "info", "info-bg", TEXT),
    Pair("Ink on the good tint", "ink", "good-bg", TEXT),
    Pair("Ink on the warning tint", "ink", "warn-bg", DOORSTEP),
    Pair("Ink on the danger tint", "ink", "danger-bg", TEXT),
    Pair("Ink on the information tint", "ink", "info-bg", TEXT),
    Pair("Danger on paper: errors", "danger", "paper", TEXT),
    Pair("Danger on a sheet", "danger", "sheet", TEXT),
    Pair("Edge of a control on paper", "edge", "paper", EDGE),
    Pair("Edge of a control on a sheet", "edge", "sheet", EDGE),
    Pair("Edge of a control on sunk", "edge", "sunk", EDGE),
    Pair("Focus on paper", "focus", "paper", EDGE),
    Pair("Focus on a sheet", "focus", "sheet", EDGE),
    Pair("Words on the map, step 1", "ink", "ramp-1", TEXT),
    Pair("Words on the map, step 2", "ink", "ramp-2", TEXT),
    Pair("Words on the map, step 3", "ink", "ramp-3", TEXT),
    Pair("Words on the map, step 4", "paper", "ramp-4", TEXT),
    Pair("Words on the map, step 5", "paper", "ramp-5", TEXT),
)


@functools.cache
def palette(theme: str) -> dict[str, str]:
    """Return every colour token of a theme as #rrggbb. Sunlight stands on light. Raises KeyError for another name."""
    text = TOKENS.read_text(encoding="utf-8")
    half = {"light": 1, "dark": 2, "sunlight": 1}[theme]
    colours = {match[1]: match[half + 1] for match in _BOTH.finditer(text)}
    if theme == "sunlight":
        colours |= declared(text, r"\.theme-sunlight")
    return colours


def declared(text: str, selector: str) -> dict[str, str]:
    """Return the plain colours that the first rule with this selector (a regular expression) declares."""
    block = re.search(_BLOCK.format(selector=selector), text)
    return dict(_ONE.findall(block[1])) if block else {}


def ratio(front: str, back: str) -> float:
    """Return the contrast of two #rrggbb colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def figure(pair: Pair, theme: str) -> Figure:
    """Return a pair's colours and contrast in one theme."""
    colours = palette(theme)
    front, back = colours[pair.front], colours[pair.back]
    found = ratio(front, back)
    return Figure(front, back, int(found * 10) / 10, found >= pair.limit)


def table() -> list[tuple[Pair, list[Figure]]]:
    """Return every pair with its figure in each theme, in the order of THEMES."""
    return [(pair, [figure(pair, theme) for theme in THEMES]) for pair in PAIRS]
