"""Topics that people raise: what each code counts as, which labels are alike, and the code of a new one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher

from canvass.enums import Issue

# What a code counts as that nobody here knows: a phone of a newer version, or of a CLP with topics of its own.
UNKNOWN = Issue.OTHER.value
OWN = "own_"
_LONGEST = 40
# Words that say nothing about what a topic is about.
_EMPTY = frozenset({"a", "an", "and", "at", "for", "in", "local", "more", "no", "of", "on", "our", "the", "to"})
_ALIKE = 0.84
_STEM = 3


def resolve(code: str, merged: Mapping[str, str], known: Collection[str]) -> str:
    """Return the code that `code` counts as: the end of the chain of what was merged into what.

    `merged` says it code by code. A code that is not among `known` counts as "Something else". A chain that runs in a
    circle, which no action makes, ends where it would begin again.
    """
    seen = set()
    while code in known and code in merged and code not in seen:
        seen.add(code)
        code = merged[code]
    return code if code in known else UNKNOWN


def runs_in_circle(code: str, into: str, merged: Mapping[str, str]) -> bool:
    """Say whether merging `code` into `into` would lead back to `code`."""
    seen = {code}
    while into not in seen:
        seen.add(into)
        if into not in merged:
            return False
        into = merged[into]
    return True


def alike(label: str, others: Iterable[str]) -> list[str]:
    """Return those of the other labels that may mean the same topic, in their order."""
    words = _words(label)
    return [other for other in others if _is_alike(label, words, other)]


def is_same(one: str, other: str) -> bool:
    """Say whether two labels differ in nothing but case, accents, spaces and signs."""
    return _plain(one) == _plain(other)


def code_for(label: str, taken: Collection[str]) -> str:
    """Return the code of a new topic: "own_" and its label in plain letters, with a number where that is taken."""
    words = "_".join(re.findall(r"[a-z0-9]+", _plain(label))) or "topic"
    base = (OWN + words)[: _LONGEST - 4].rstrip("_")
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code


def _plain(label: str) -> str:
    """Return the words of a label in any script, without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one))))


def _words(label: str) -> set[str]:
    return {word for word in _plain(label).split() if word not in _EMPTY}


def _is_alike(label: str, words: set[str], other: str) -> bool:
    if SequenceMatcher(None, _plain(label), _plain(other)).ratio() >= _ALIKE:
        return True
    return any(_same_word(one, two) for one in words for two in _words(other))


def _same_word(one: str, two: str) -> bool:
    """Say whether two words are one in another form: "bus" and "buses", "park" and "parks", "tax" and "taxes"."""
    short, long = sorted((one, two), key=len)
    if long.startswith(short) and len(short) >= _STEM and len(long) - len(short) <= _STEM:
        return True
    return len(short) > _STEM and SequenceMatcher(None, one, two).ratio() >= _ALIKE
