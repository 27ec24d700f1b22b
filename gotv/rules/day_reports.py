"""What a polling day teaches, in sentences, and which counts are too small to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gotv.enums import MarkSource
from gotv.rules.shifts import MATTER_MOST

# Of fewer people than this no share is told: it would say of each of them whether they voted.
LEAST = 10
# From here on a source of marks is wrong often enough to say so, and a station missed often enough.
_WRONG, _MISSED = 10, 50


@dataclass(frozen=True)
class Station:
    """A station's tellers: numbers that count, typed twice, nobody's, taken back; the hours without any.

    `districts` are the codes that vote there, `silent` hours of the clock from 7 to 21.
    """

    name: str
    codes: Sequence[str]
    numbers: int = 0
    twice: int = 0
    nobody: int = 0
    taken_back: int = 0
    silent: Sequence[int] = ()


@dataclass(frozen=True)
class Boxes:
    """Boxes verified after the close beside our last counts; a range of our counts beside the sum of the truth.

    `low`, `high` and `truth` are None unless every box whose size is known was verified, and some were counted.
    """

    boxes: int = 0
    verified: int = 0
    papers: int = 0
    both: int = 0
    papers_of_both: int = 0
    counted_of_both: int = 0
    low: int | None = None
    high: int | None = None
    truth: int | None = None

    @property
    def holds(self) -> bool | None:
        """Say whether the truth lay within the range; None where there is none."""
        if self.low is None or self.high is None or self.truth is None:
            return None
        return self.low <= self.truth <= self.high


@dataclass(frozen=True)
class Source:
    """What one source of marks was worth, by the marked register: people who had voted, had not, and are not in it."""

    source: str
    right: int
    wrong: int
    unknown: int

    @property
    def wrong_percent(self) -> int | None:
        known = self.right + self.wrong
        return round(100 * self.wrong / known) if known >= LEAST else None


@dataclass(frozen=True)
class Seen:
    """Of those who voted at a station by the register, how many we had; and whom we had there who did not vote."""

    name: str
    voted: int
    ours: int
    false: int

    @property
    def missed(self) -> int:
        return self.voted - self.ours

    @property
    def missed_percent(self) -> int | None:
        return round(100 * self.missed / self.voted) if self.voted >= LEAST else None


@dataclass(frozen=True)
class Asked:
    """Promises who were spoken to on the day, or only called on, or neither, and how many of them voted."""

    group: str
    people: int
    voted: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.voted / self.people) if self.people else None


@dataclass(frozen=True)
class Facts:
    """A whole day in counts.

    `hours` are (hour, by tellers, by everybody else) of those who voted, by when we first knew; `knocks` and `lifts`
    counts by KnockSaid and LiftState. `asked_left_out` says that a group was too small to be told.
    """

    hours: Sequence[tuple[int, int, int]] = ()
    stations: Sequence[Station] = ()
    boxes: Boxes = field(default_factory=Boxes)
    rounds: int = 0
    round_districts: int = 0
    knocks: dict[str, int] = field(default_factory=dict)
    lifts: dict[str, int] = field(default_factory=dict)
    promises: int = 0
    promises_in: int = 0
    recorded: int = 0
    sources: Sequence[Source] = ()
    seen: Sequence[Seen] = ()
    asked: Sequence[Asked] = ()
    asked_left_out: bool = False

    @property
    def voted(self) -> int:
        return sum(told + others for _hour, told, others in self.hours)

    @property
    def lifts_left(self) -> int:
        """Lifts that somebody wanted and nobody gave."""
        return sum(count for state, count in self.lifts.items() if state not in {"done", "called_off"})


def told(sizes: Sequence[int]) -> list[bool]:
    """Say of each group of people whether its figures may be told.

    Groups of fewer than LEAST are left out, and where together they are still fewer, the next smallest with them:
    otherwise whoever knows the whole could take the others from it.
    """
    hidden = [0 < size < LEAST for size in sizes]
    while 0 < sum(size for size, out in zip(sizes, hidden, strict=True) if out) < LEAST:
        rest = [place for place, size in enumerate(sizes) if size and not hidden[place]]
        if not rest:
            break
        hidden[min(rest, key=lambda place: sizes[place])] = True
    return [not out for out in hidden]


def lessons(facts: Facts) -> list[str]:
    """Return what to do better next time, the gravest first; none where nothing stands out."""
    return [*_coverage(facts.stations), *_register(facts), *_counts(facts)]


def _coverage(stations: Sequence[Station]) -> Iterable[str]:
    never = [one.name for one in stations if not one.numbers]
    if never and len(never) < len(stations):
        words = ngettext(
            "No teller’s number came from %(count)s station of %(all)s: %(names)s. Fill its hours first.",
            "No teller’s number came from %(count)s stations of %(all)s: %(names)s. Fill their hours first.",
            len(never),
        )
        yield words % {"count": len(never), "all": len(stations), "names": _some(never)}
    elif never:
        yield _("No teller’s number came from any station. Knocking up went by what was said at doors alone.")
    silent = [one.name for one in stations if one.numbers and MATTER_MOST & set(one.silent)]
    if silent:
        words = ngettext(
            "%(count)s station with a teller was silent in an hour that matters most (7 to 9, 16 to 20): %(names)s.",
            "%(count)s stations with a teller were silent in an hour that matters most (7 to 9, 16 to 20): %(names)s.",
            len(silent),
        )
        yield words % {"count": len(silent), "names": _some(silent)}
    mistyped = [one.name for one in stations if one.numbers >= LEAST and one.nobody * 20 > one.numbers]
    if mistyped:
        yield _("More than one number in twenty was nobody’s at %(names)s. Go through the poll card with tellers.") % {
            "names": _some(mistyped)
        }


def _register(facts: Facts) -> Iterable[str]:
    for one in facts.sources:
        if (one.wrong_percent or 0) >= _WRONG:
            yield _(
                "Of the marks “%(source)s”, %(percent)s in 100 were of people who had not voted. They dropped off "
                "knock-up lists for it."
            ) % {"source": MarkSource(one.source).label, "percent": one.wrong_percent}
    missed = [one.name for one in facts.seen if one.ours and (one.missed_percent or 0) >= _MISSED]
    if missed:
        yield _("Half of the votes or more went unseen at %(names)s, where a teller stood.") % {"names": _some(missed)}


def _counts(facts: Facts) -> Iterable[str]:
    if facts.lifts_left:
        words = ngettext(
            "%(count)s lift that was wanted was never given.",
            "%(count)s lifts that were wanted were never given.",
            facts.lifts_left,
        )
        yield words % {"count": facts.lifts_left}
    if facts.boxes.holds is False:
        yield _("The range of our counts missed the truth. One day in ten it may; look which boxes nobody counted.")
    unverified = facts.boxes.boxes - facts.boxes.verified
    if facts.boxes.verified and unverified:
        words = ngettext(
            "%(count)s box has no verification total. Ask the agents at the count while they remember.",
            "%(count)s boxes have no verification total. Ask the agents at the count while they remember.",
            unverified,
        )
        yield words % {"count": unverified}


def _some(names: Sequence[str]) -> str:
    most = 5
    if len(names) <= most:
        return ", ".join(names)
    return _("%(names)s and %(more)s more") % {"names": ", ".join(names[:most]), "more": len(names) - most}
