"""The letters that a CLP writes for voting intentions, now and before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from access.models import Unit
from canvass.models import LetterScheme
from canvass.rules import letters as rules


@dataclass(frozen=True)
class Scheme:
    """Letters with their meaning, by the number of the scheme. Number 0 is the one that every CLP begins with."""

    number: int
    letters: Mapping[str, str]


def current(unit: Unit) -> Scheme:
    """Return the letters that hold now."""
    row = LetterScheme.objects.filter(unit=unit).order_by("-number").first()
    return Scheme(row.number, row.letters) if row else Scheme(rules.DEFAULT_NUMBER, rules.DEFAULT)


def earlier(unit: Unit) -> list[LetterScheme]:
    """Return every scheme that was saved, the newest first."""
    return list(LetterScheme.objects.filter(unit=unit).select_related("made_by").order_by("-number"))
