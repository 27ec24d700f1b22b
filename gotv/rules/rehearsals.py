"""The script of a rehearsed polling day: who votes when, what tellers type, where they go wrong, who has no signal.

Everything about an elector follows from the rehearsal's seed and their own id, so the same script comes out however
often and in however many parts it is written. Seconds are those of the day's own clock, from midnight.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gotv.enums import KnockSaid

FIRST_HOUR, LAST_HOUR = 7, 22
SLOWEST, FASTEST = 1, 600
# The share of the day's votes that is in when the clock strikes 7, 8, 9 ... 22.
BY_HOUR = (0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.41, 0.47, 0.53, 0.60, 0.68, 0.78, 0.87, 0.93, 0.97, 1.0)
_HOUR = 3600
_TURNOUT, _TELLS_A_TELLER, _PROMISES_COME = 0.42, 0.75, 1.3
# Of those who voted; of those who did not, as often as one in a hundred of them did.
_TYPED_TWICE, _TYPED_WRONG, _TAKEN_FOR_ANOTHER = 0.012, 0.006, 0.01
_TELLER_NOTICES = 0.7
_NOBODY_HAS_IT = 60_000
_STATION_LOSES_SIGNAL = 0.3
# At noon nobody has any, for ten minutes.
_ALL_SILENT = (12 * _HOUR, 12 * _HOUR + 600)
_PLACES = 2**64
# Of the boxes, those whose polling agent reads out how many papers are in.
_BOX_IS_COUNTED = 0.6

# When teams set out to knock up, and what they hear from those at whose doors they get as far as knocking.
_ROUNDS = (10, 13, 16, 18, 20)
_REACHED = 0.4
_HEARD = (
    (0.45, KnockSaid.NOT_IN),
    (0.73, KnockSaid.WILL),
    (0.75, KnockSaid.LIFT),
    (0.92, KnockSaid.VOTED),
    (0.96, KnockSaid.WONT),
    (1.0, KnockSaid.LANGUAGE),
)

NUMBER, UNDO, VOID = "number", "undo", "void"


@dataclass(frozen=True)
class Voter:
    """An elector with a number that somebody can type at a station."""

    elector: int
    station: int
    district: str
    number: int
    suffix: int
    promise: bool


@dataclass(frozen=True)
class Step:
    """One thing that happens: a number typed, one taken back by its teller, or voided by the office.

    `name` is unlike any other step's; `undoes` is that of the number that is taken back. `at` is when it is done and
    `sends_at` when it gets through, later where there was no signal.
    """

    sends_at: float
    at: float
    name: str
    kind: str
    station: int
    district: str = ""
    typed: str = ""
    undoes: str = ""

    @property
    def place(self) -> int:
        """Return the number by which the phone counts it: rising with the time, and the same in every telling."""
        return round(self.at * 1_000_000) * 2 + (self.kind == UNDO)


@dataclass(frozen=True)
class BoxCount:
    """What somebody reads off a ballot box at a time of the day."""

    at: float
    name: str
    box: int
    value: int


@dataclass(frozen=True)
class Visit:
    """A team's round through a district, begun and ended at a time of the day."""

    at: float
    hour: int
    district: int


def visits(seed: str, districts: Iterable[int]) -> list[Visit]:
    """Return the rounds of the day, five through each district, in the order in which they come home."""
    found = []
    for district in districts:
        for hour in _ROUNDS:
            late, *_rest = _dice(f"{seed} round {district} {hour}")
            found.append(Visit(hour * _HOUR + late * _HOUR, hour, district))
    return sorted(found, key=lambda visit: (visit.at, visit.district))


def heard(seed: str, elector: int, hour: int) -> str:
    """Return what somebody says in the round of that hour (KnockSaid), "" where the team does not get to them."""
    reached, said, *_rest = _dice(f"{seed} {elector} knock {hour}")
    if reached >= _REACHED:
        return ""
    return next(answer.value for upto, answer in _HEARD if said < upto)


def script(seed: str, voters: Iterable[Voter], *, turnout: float = _TURNOUT) -> list[Step]:
    """Return what happens in the day, in the order in which it gets through. `turnout` is a share from 0 to 1."""
    steps: list[Step] = []
    silences: dict[int, tuple[tuple[float, float], ...]] = {}
    for voter in voters:
        if voter.station not in silences:
            silences[voter.station] = silences_of(seed, voter.station)
        steps += _of_voter(seed, voter, turnout, silences[voter.station])
    return sorted(steps, key=lambda step: (step.sends_at, step.at, step.name))


def between(steps: Sequence[Step], after: float, until: float) -> list[Step]:
    """Return the steps that get through after one time and until another, in order."""
    return [step for step in steps if after < step.sends_at <= until]


def silences_of(seed: str, station: int) -> tuple[tuple[float, float], ...]:
    """Return from when until when a station has no signal: at noon all of them, some once more."""
    lost, when, length, _rest = _dice(f"{seed} station {station}")
    if lost >= _STATION_LOSES_SIGNAL:
        return (_ALL_SILENT,)
    begins = (8 + when * 12) * _HOUR
    return tuple(sorted([_ALL_SILENT, (begins, begins + (10 + length * 50) * 60)]))


def counts(seed: str, boxes: Iterable[tuple[int, int]], *, turnout: float = _TURNOUT) -> list[BoxCount]:
    """Return what is read off the boxes, given as (id, electors): hourly from eight, at three boxes of five."""
    found = []
    for box, electors in boxes:
        counted, busy, late, _rest = _dice(f"{seed} box {box}")
        if counted >= _BOX_IS_COUNTED:
            continue
        for hour in range(FIRST_HOUR + 1, LAST_HOUR + 1):
            share = turnout * (0.7 + busy * 0.6) * BY_HOUR[hour - FIRST_HOUR]
            at = min(hour * _HOUR + late * 600, LAST_HOUR * _HOUR)
            found.append(BoxCount(at, f"box {box} {hour}", box, min(round(electors * share), electors)))
    return sorted(found, key=lambda count: (count.at, count.box))


def _of_voter(seed: str, voter: Voter, turnout: float, silences: tuple[tuple[float, float], ...]) -> Iterator[Step]:
    comes, when, slip, late = _dice(f"{seed} {voter.elector}")
    likely = turnout * _TELLS_A_TELLER * (_PROMISES_COME if voter.promise else 1.0)
    at = _time(when)
    if comes < likely:
        if slip < _TYPED_WRONG:
            yield _typed(voter, at - 20, silences, "wrong", voter.number + _NOBODY_HAS_IT)
        yield _typed(voter, at, silences, "")
        if _TYPED_WRONG <= slip < _TYPED_WRONG + _TYPED_TWICE:
            yield _typed(voter, min(at + 30 + late * 5400, LAST_HOUR * _HOUR), silences, "twice")
    elif comes < likely * (1 + _TAKEN_FOR_ANOTHER):
        wrong = _typed(voter, at, silences, "mistake")
        yield wrong
        yield _taken_back(voter, wrong, silences, slip, late)


def _typed(
    voter: Voter, at: float, silences: tuple[tuple[float, float], ...], which: str, number: int | None = None
) -> Step:
    figures = str(number or voter.number)
    typed = f"{figures}/{voter.suffix}" if voter.suffix else figures
    name = f"{voter.elector} {which}".strip()
    return Step(_through(at, silences), at, name, NUMBER, voter.station, voter.district, typed)


def _taken_back(voter: Voter, wrong: Step, silences: tuple[tuple[float, float], ...], slip: float, late: float) -> Step:
    """Let the teller notice within half a minute, or the office within the hour."""
    if slip < _TELLER_NOTICES:
        at = wrong.at + 5 + late * 25
        return Step(_through(at, silences), at, f"{wrong.name} undo", UNDO, voter.station, undoes=wrong.name)
    at = max(wrong.at, wrong.sends_at) + 600 + late * 3000
    return Step(at, at, f"{wrong.name} void", VOID, voter.station, undoes=wrong.name)


def _through(at: float, silences: tuple[tuple[float, float], ...]) -> float:
    for begins, ends in silences:
        if begins <= at < ends:
            at = ends
    return at


def _time(share: float) -> float:
    """Return when this share of the day's votes has been cast."""
    hour = max(bisect_left(BY_HOUR, share) - 1, 0)
    within = (share - BY_HOUR[hour]) / (BY_HOUR[hour + 1] - BY_HOUR[hour])
    return (FIRST_HOUR + hour + within) * _HOUR


def _dice(about: str) -> tuple[float, float, float, float]:
    """Return four numbers from 0 to below 1 that follow from these words alone."""
    drawn = hashlib.blake2b(about.encode(), digest_size=32).digest()
    first, second, third, fourth = (
        int.from_bytes(drawn[place : place + 8], "big") / _PLACES for place in range(0, 32, 8)
    )
    return first, second, third, fourth
