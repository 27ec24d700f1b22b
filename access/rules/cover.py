"""Cover: on which days too few people are there to do what a unit can't be without. Days are London's."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from access.enums import UnitKind
from access.roles import ROLES, RoleName

# Officers and region are told about a gap so long beforehand.
AHEAD = datetime.timedelta(days=60)
# One who decides and is ill, away or asked about their own request is nobody: two it must be.
DECIDERS = 2
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """Somebody holds something from a day to the end of a day (None: until ended)."""

    who: int
    first: datetime.date
    last: datetime.date | None = None


@dataclass(frozen=True)
class Spell:
    """Days on which too few are there, both ends counted, and how many are on the first of them.

    `last` is None where it lasts to the end of what was looked at.
    """

    first: datetime.date
    last: datetime.date | None
    have: int


def wanted(kind: str, *, is_top: bool) -> dict[str, int]:
    """Return how many people must hold each role in a unit of this kind, for roles of which any must.

    Administrators run the installation, so they are wanted at the top of the tree alone.
    """
    found = {name: role.at_least for name, role in ROLES.items() if role.at_least and kind in role.kinds}
    if not is_top:
        found.pop(RoleName.ADMINISTRATOR, None)
    if kind == UnitKind.PARTY:
        found.pop(RoleName.REGIONAL_ORGANISER, None)
    return found


def few(held: Iterable[Held], need: int, first: datetime.date, last: datetime.date) -> list[Spell]:
    """Return when fewer than `need` people hold it, from `first` to `last`, whoever of them is away."""
    return _spells(list(held), [], first, last, lambda holding, _here: len(holding) < need)


def all_away(held: Iterable[Held], away: Iterable[Held], first: datetime.date, last: datetime.date) -> list[Spell]:
    """Return when there are people who hold it, and every one of them is away."""
    return _spells(list(held), list(away), first, last, lambda holding, here: bool(holding) and not here)


def here_on(day: datetime.date, held: Iterable[Held], away: Iterable[Held]) -> set[int]:
    """Return who holds it on that day and is not away."""
    return _on(day, held) - _on(day, away)


def _on(day: datetime.date, spans: Iterable[Held]) -> set[int]:
    return {one.who for one in spans if one.first <= day and (one.last is None or day <= one.last)}


def _spells(
    held: list[Held],
    away: list[Held],
    first: datetime.date,
    last: datetime.date,
    is_gap: Callable[[set[int], set[int]], bool],
) -> list[Spell]:
    # Nothing changes but on a day on which something begins, or the day after something ends.
    turns = {one.first for one in (*held, *away)} | {one.last + _DAY for one in (*held, *away) if one.last}
    days = [first, *sorted(day for day in turns if first < day <= last)]
    found: list[Spell] = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        holding = _on(day, held)
        if not is_gap(holding, holding - _on(day, away)):
            continue
        until = following - _DAY if following else None
        if found and found[-1].last == day - _DAY:
            found[-1] = Spell(found[-1].first, until, found[-1].have)
        else:
            found.append(Spell(day, until, len(holding)))
    return found
