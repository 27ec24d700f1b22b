"""Cutting a knock-up list into pages that never part a street."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

PER_PAGE = 60


class Counted(Protocol):
    """Anything with a number of people."""

    @property
    def people(self) -> int: ...


C = TypeVar("C", bound=Counted)


def pages(streets: Iterable[C], per_page: int = PER_PAGE) -> list[Sequence[C]]:
    """Return the streets in pages of about that many people; a longer street has a page to itself."""
    found: list[list[C]] = []
    on_page = 0
    for street in streets:
        if not found or on_page + street.people > per_page:
            found.append([])
            on_page = 0
        found[-1].append(street)
        on_page += street.people
    return list(found)
