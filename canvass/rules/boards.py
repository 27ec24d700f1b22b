"""How big a board may be, what it is called, how it is cut up, and how long somebody may have it."""

from __future__ import annotations

import datetime
import itertools
import math
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# One evening's walk, and what a lost phone may hold at most (reliability 1.6 S1).
COMFORTABLE = 400
MOST = 2000
# So many electors may be made into boards at a time: half a constituency would be a slip of the mouse.
MOST_AT_ONCE = 10_000
MOST_BOARDS = 100
NAME_LENGTH = 120
LONGEST_HANDING = datetime.timedelta(hours=24)
# Where whoever hands it out says that there is no signal for days (S4).
LONGEST_FAR_AWAY = datetime.timedelta(hours=72)
AFTER_MIDNIGHT = datetime.timedelta(hours=4)
# So long after handing a board back somebody may still think better of it.
SECOND_THOUGHTS = datetime.timedelta(minutes=10)
# A phone may send what it holds for so long after the board could last be read (S5).
SENDS_ON_FOR = datetime.timedelta(days=14)
# Effort, in quarter minutes of one person. A hundred and some doors take four people about an hour (domain B), which
# is two minutes for a door of two electors: a minute and a half for the path, the bell and writing it down, a quarter
# for each name that may be talked to. A flat has no path of its own; the way to the next street is three minutes.
_DOOR, _FLAT, _ELECTOR, _STREET = 6, 4, 1, 12
_A_MINUTE = 4
# What a team of four walks in an hour and three quarters: a door of two electors 200 times, and a few streets.
TEAM, AN_OUTING = 4, 105
EVENING = TEAM * AN_OUTING * _A_MINUTE
# The same as a speed, in seconds: thirty doors an hour for one person. A unit's own pace counts once so many steps from
# door to door were measured, and within bounds: a phone that lay on a wall must not halve everybody's boards.
_A_STEP = 120
_ENOUGH = 200
_QUICKEST, _SLOWEST = 0.5, 2.0
# How far from an equal share of a street it may be cut, in shares, so that one side or one block stays whole.
_SLACK = 0.2


@dataclass(frozen=True)
class Stop:
    """A door as the cut sees it: its street, and how many electors would be on the phone for it.

    `gate` is the same for all the flats of a building, `side` for one side of the street.
    """

    household_id: int
    street_id: int | None
    electors: int
    district_id: int = 0
    gate: str = ""
    side: str = ""
    is_flat: bool = False

    @property
    def block(self) -> str:
        """What stays together where a street is split: a building, or the door by itself."""
        return self.gate or f"door {self.household_id}"


@dataclass(frozen=True)
class Pace:
    """How fast a unit's own people went: so many steps from door to door took so many seconds of one person's time."""

    steps: int = 0
    seconds: int = 0

    @property
    def is_known(self) -> bool:
        return self.steps >= _ENOUGH and self.seconds > 0

    @property
    def times(self) -> float:
        """Return how many times as long as reckoned they take, 1 while too little was measured."""
        if not self.is_known:
            return 1.0
        return min(max(self.seconds / self.steps / _A_STEP, _QUICKEST), _SLOWEST)

    @property
    def an_hour(self) -> int:
        """Return the doors an hour of one person that boards are reckoned by."""
        return round(3600 / (_A_STEP * self.times))


# Before anything was measured.
RECKONED = Pace()


@dataclass(frozen=True)
class Share:
    """What one board of a cut comes to. `is_long`: it is more than wished for because its one street is."""

    doors: int
    streets: int
    electors: int
    minutes: int
    is_long: bool


def minutes(stops: Sequence[Stop], pace: Pace = RECKONED) -> int:
    """Return how long one person would walk these doors, in minutes."""
    return math.ceil(_effort(stops) * pace.times / _A_MINUTE)


def reckoned(*, doors: int, flats: int, electors: int, streets: int, pace: Pace = RECKONED) -> int:
    """Return how long one person would walk so many doors, `flats` of them flats, in minutes: the sum of `minutes`."""
    effort = doors * _DOOR - flats * (_DOOR - _FLAT) + electors * _ELECTOR + streets * _STREET
    return math.ceil(effort * pace.times / _A_MINUTE)


def evening(people: int, for_minutes: int, pace: Pace = RECKONED) -> int:
    """Return the effort of a team of so many people in so many minutes, as `cut` takes it."""
    return int(people * for_minutes * _A_MINUTE / pace.times)


def cut(stops: Sequence[Stop], *, boards: int | None = None, at_most: int = EVENING) -> list[list[Stop]]:
    """Cut a walk into boards of about one effort without splitting a street of a district; none is empty.

    Into `boards` of them where somebody said how many, else into as few as keep each at `at_most` (effort). Of all
    such cuts the heaviest board is the lightest there can be, and the others are as equal as then can be. A street
    heavier than that is a board by itself. Only a street of more than MOST electors is split: by side, block or door.
    More boards come of it than were asked for when one would hold more than MOST electors, and fewer when there are
    fewer streets. Doors without a street may be parted anywhere.
    """
    if not stops:
        return []
    pieces = _Pieces(list(_unsplit(stops)))
    wanted = boards or pieces.filled(at_most)
    count = max(min(wanted, len(pieces.all), MOST_BOARDS), pieces.filled(pieces.effort(0, len(pieces.all))))
    edges = pieces.most_equal(count, pieces.lightest(count))
    return [[stop for piece in pieces.all[start:end] for stop in piece] for start, end in itertools.pairwise(edges)]


def shares(parts: Sequence[Sequence[Stop]], at_most: int = EVENING, pace: Pace = RECKONED) -> list[Share]:
    """Return what each board of a cut comes to."""
    found = []
    for part in parts:
        streets = len({(stop.district_id, stop.street_id) for stop in part})
        found.append(
            Share(
                len(part),
                streets,
                sum(stop.electors for stop in part),
                minutes(part, pace),
                streets == 1 and _effort(part) > at_most,
            )
        )
    return found


def split_streets(parts: Sequence[Sequence[Stop]]) -> int:
    """Return how many streets lie on more than one board of a cut."""
    on = Counter(
        key for part in parts for key in {(stop.district_id, stop.street_id) for stop in part if stop.street_id}
    )
    return sum(count > 1 for count in on.values())


def _effort(stops: Sequence[Stop]) -> int:
    streets = sum(1 for key, _doors in itertools.groupby(stops, key=_street) if key[1] is not None)
    return streets * _STREET + sum((_FLAT if stop.is_flat else _DOOR) + _ELECTOR * stop.electors for stop in stops)


def _street(stop: Stop) -> tuple[int, int | None]:
    return stop.district_id, stop.street_id


def _unsplit(stops: Sequence[Stop]) -> Iterator[list[Stop]]:
    """Yield what stays on one board: a street of a district, a block outside any street, or a part of a huge street."""
    for (_district, street), group in itertools.groupby(stops, key=_street):
        doors = list(group)
        if street is None:
            yield from ([*block] for _gate, block in itertools.groupby(doors, key=lambda one: one.block))
        elif sum(stop.electors for stop in doors) <= MOST:
            yield doors
        else:
            yield from _split(doors)


def _split(doors: list[Stop]) -> Iterator[list[Stop]]:
    """Yield the parts of a street of more than MOST electors: as few as can be, and of about one size."""
    before = list(itertools.accumulate((stop.electors for stop in doors), initial=0))
    limit = max([MOST, *(stop.electors for stop in doors)])
    for parts in range(-(-before[-1] // limit), len(doors) + 1):
        edges = [0, *sorted(_near(doors, before, before[-1] * part / parts, parts) for part in range(1, parts))]
        pairs = [(start, end) for start, end in itertools.pairwise([*edges, len(doors)]) if start < end]
        if all(before[end] - before[start] <= limit for start, end in pairs):
            yield from (doors[start:end] for start, end in pairs)
            return


def _near(doors: list[Stop], before: Sequence[int], aim: float, parts: int) -> int:
    """Return where to cut a street: where the side ends if that is near the aim, else a block, else at any door."""
    slack = before[-1] / parts * _SLACK
    pairs = list(enumerate(itertools.pairwise(doors), start=1))
    for apart in (
        [at for at, (one, other) in pairs if one.side != other.side],
        [at for at, (one, other) in pairs if one.block != other.block],
    ):
        near = [at for at in apart if abs(before[at] - aim) <= slack]
        if near:
            return min(near, key=lambda at: abs(before[at] - aim))
    return min(range(1, len(doors)), key=lambda at: abs(before[at] - aim))


class _Pieces:
    """Pieces in walking order, each to stay whole, and where to cut between them (the linear partition problem)."""

    def __init__(self, pieces: list[list[Stop]]) -> None:
        self.all = pieces
        self._efforts = list(itertools.accumulate(map(_effort, pieces), initial=0))
        sizes = (sum(stop.electors for stop in piece) for piece in pieces)
        self._electors = list(itertools.accumulate(sizes, initial=0))

    def effort(self, start: int, end: int) -> int:
        return self._efforts[end] - self._efforts[start]

    def _fits(self, start: int, end: int, limit: int) -> bool:
        """Say whether one board may hold these pieces. One piece always may."""
        within = self.effort(start, end) <= limit and self._electors[end] - self._electors[start] <= MOST
        return within or end - start == 1

    def _filling(self, limit: int) -> list[int]:
        """Return the edges when each board takes as much as it may hold."""
        edges = [0]
        for end in range(1, len(self.all) + 1):
            if not self._fits(edges[-1], end, limit):
                edges.append(end - 1)
        return [*edges, len(self.all)]

    def filled(self, limit: int) -> int:
        """Return how many boards it takes when none is over the limit but by a single piece."""
        return len(self._filling(limit)) - 1

    def lightest(self, count: int) -> int:
        """Return the effort of the heaviest board, at the least, when there are `count`."""
        low, high = max(map(_effort, self.all)), self.effort(0, len(self.all))
        while low < high:
            middle = (low + high) // 2
            if self.filled(middle) <= count:
                high = middle
            else:
                low = middle + 1
        return low

    def most_equal(self, count: int, limit: int) -> list[int]:
        """Return the edges of exactly `count` boards within the limit whose efforts differ least (sum of squares)."""
        first, last = self._range(count, limit)
        best: dict[int, tuple[int, tuple]] = {0: (0, ())}
        for number in range(1, count + 1):
            found: dict[int, tuple[int, tuple]] = {}
            for end in range(first[number], last[number] + 1):
                for start in range(min(end - 1, last[number - 1]), first[number - 1] - 1, -1):
                    if not self._fits(start, end, limit):
                        break
                    if start in best:
                        cost = best[start][0] + self.effort(start, end) ** 2
                        if end not in found or cost < found[end][0]:
                            found[end] = cost, (start, best[start][1])
            best = found
        edges, back = [len(self.all)], best[len(self.all)][1]
        while back:
            start, back = back
            edges.append(start)
        return edges[::-1]

    def _range(self, count: int, limit: int) -> tuple[list[int], list[int]]:
        """Return the first and the last place where each board may end, so that all fit and none is empty."""
        pieces = len(self.all)
        last = [0]
        for number in range(1, count + 1):
            end = last[-1]
            while end < pieces - (count - number) and self._fits(last[-1], end + 1, limit):
                end += 1
            last.append(end)
        first = [pieces]
        for number in range(count - 1, -1, -1):
            start = first[-1]
            while start > number and self._fits(start - 1, first[-1], limit):
                start -= 1
            first.append(start)
        return first[::-1], last


def proposed_name(districts: Sequence[str], streets: Sequence[str], *, whole: bool) -> str:
    """Return what a board is called unless somebody says otherwise: "HH3: Tanyard Row and 2 more streets".

    `whole`: all of these districts' streets were picked.
    """
    where = ", ".join(districts[:3])
    if len(districts) > 3:
        where = _("%(first)s and %(more)s more districts") % {"first": where, "more": len(districts) - 3}
    if whole:
        return _fit(
            ngettext("%(where)s, the whole district", "%(where)s, whole districts", len(districts)), where=where
        )
    if len(streets) <= 2:
        return _fit("%(where)s: %(streets)s", where=where, streets=_(" and ").join(streets))
    more = ngettext("%(first)s and %(more)s more street", "%(first)s and %(more)s more streets", len(streets) - 1)
    return _fit("%(where)s: %(streets)s", where=where, streets=more % {"first": streets[0], "more": len(streets) - 1})


def part_name(name: str, part: int, parts: int) -> str:
    """Return the name of one of several boards made together: "HH3, the whole district (2 of 6)"."""
    if parts == 1:
        return name
    counted = _(" (%(part)s of %(parts)s)") % {"part": part, "parts": parts}
    return f"{name[: NAME_LENGTH - len(counted)]}{counted}"


def part_id(key: uuid.UUID, part: int) -> uuid.UUID:
    """Return the id of one of the boards that one form makes, so that the form sent twice makes them once."""
    return key if part == 1 else uuid.uuid5(key, str(part))


def default_until(now: datetime.datetime) -> datetime.datetime:
    """Return how long a board is handed out for unless somebody says otherwise: until 04:00, at most 24 hours.

    `now` is in local time, and so is what comes back. The end of the day and four hours (S4).
    """
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), tzinfo=now.tzinfo)
    return min(midnight + AFTER_MIDNIGHT, now + LONGEST_HANDING).replace(second=0, microsecond=0)


def _fit(text: str, **parts: str) -> str:
    written = text % parts
    return written if len(written) <= NAME_LENGTH else f"{written[: NAME_LENGTH - 1]}…"
