"""What a car must offer for a lift, when two lifts are wanted at once, and which steps a lift goes through."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Protocol

from gotv.enums import LiftNeed, LiftState

OPEN = (LiftState.WANTED, LiftState.PLANNED, LiftState.UNDER_WAY)
# What the car itself must have room for. The other needs any driver can see to.
OF_THE_CAR = (LiftNeed.WHEELCHAIR, LiftNeed.STEP_FREE, LiftNeed.CHILD_SEAT)


def lacking(needs: Collection[str], takes: Collection[str]) -> list[LiftNeed]:
    """Return which needs a car that takes these can't serve."""
    return [need for need in OF_THE_CAR if need in needs and need not in takes]


# How long a lift takes, as far as nobody said until when or from when it is wanted.
TAKES = datetime.timedelta(minutes=30)


class Hours(Protocol):
    """From when until when, None for a side that is open: a lift's, or a driver's."""

    @property
    def from_at(self) -> datetime.datetime | None: ...
    @property
    def until_at(self) -> datetime.datetime | None: ...


def outside(wanted: Hours, there: Hours) -> bool:
    """Say whether a lift is over before its driver begins, or begins when they have stopped."""
    too_early = wanted.until_at is not None and there.from_at is not None and wanted.until_at <= there.from_at
    too_late = wanted.from_at is not None and there.until_at is not None and wanted.from_at >= there.until_at
    return too_early or too_late


def at_once(one: Hours, other: Hours) -> bool:
    """Say whether two lifts are wanted at the same time. One that is wanted at any time is in nobody's way."""
    first, second = _span(one), _span(other)
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def _span(of: Hours) -> tuple[datetime.datetime, datetime.datetime] | None:
    if of.from_at is not None:
        return of.from_at, of.until_at or of.from_at + TAKES
    return None if of.until_at is None else (of.until_at - TAKES, of.until_at)


def before(state: str, *, has_driver: bool) -> LiftState | None:
    """Return the state that a step back leads to; None where there is none: it is wanted and that is all."""
    if state == LiftState.WANTED:
        return None
    if state == LiftState.PLANNED:
        return LiftState.WANTED
    return LiftState.PLANNED if has_driver else LiftState.WANTED
