"""Whether an entry that is not in a new register and one that is new in it are the same person.

A pair is weighed by odds: how much more often such a pair is one person than two. What everybody of that description
does in a year stands against what comes about by chance: that somebody of just that name arrives. A rare name is
found again across the town, a common one only with more that speaks for it (docs/adr/0014). The rates are round
figures of the United Kingdom, of which only the order matters: about one person in ten moves house in a year, a fifth
of them nearby; four in a thousand take another surname; five in a thousand are spelt differently.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# From so many in a hundred on they are one person without a question; from so many on somebody is asked.
SURE, DOUBTFUL = 85, 8
# So many candidates are shown for one person; who has more has a name that says nothing.
MOST = 3

WORDS: dict[str, Promise] = {
    "same_home": _("the same address"),
    "other_home": _("another address"),
    "same_postcode": _("the same postcode"),
    "same_name": _("the same name"),
    "same_forenames": _("the same forenames, another surname"),
    "joined_surname": _("the old surname is part of the new one"),
    "close_name": _("a name that is nearly the same"),
    "more_names": _("a forename more or less"),
    "common_name": _("a common name"),
    "moved_together": _("others of the household moved there too"),
    "same_attainment": _("comes of age on the same day"),
    "other_attainment": _("comes of age on another day"),
    "left_earlier": _("had left the register before"),
    "other_council": _("was on another council’s register"),
    "several": _("more than one candidate"),
}

_MOVES_NEARBY, _CAME_BACK = 0.2, 0.05  # of those who are no longer listed; of those who left earlier
_MARRIES, _MARRIES_ALONE = 0.004, 0.002
_EXCHANGED, _EXCHANGED_ALONE = 0.02, 0.09  # one person leaves a home and another comes; where nobody stays
_MISSPELT = {1: 0.003, 2: 0.0012, 3: 0.0003}
# How often two relatives in one home have forenames so close, by the number of letters that differ.
_CLOSE_BY_CHANCE = {1: 0.003, 2: 0.015, 3: 0.06}
_KIN_EXCHANGED = 0.008  # one of a surname leaves and another of it comes
_MIDDLE_DROPPED = 0.01
_POSTCODES_APART = 300.0  # somebody new comes to just this postcode
_TOGETHER = 5000.0
_WITHOUT_THE_OTHERS = 0.08  # a household that leaves goes to one place, or most of it
# Who left with others and came with others, and not one of them is the same, is asked about however rare the name.
_BETWEEN_TWO_COMPANIES = 2.0
_ALONE, _AMONG_STRANGERS = 2.0, 0.4  # who lived or left alone mostly comes alone
_JOINED = 100.0
_SAME_DAY, _OTHER_DAY, _NO_LONGER_ADULT = 1000.0, 0.01, 0.02
_ONE_HOME = 200.0
_COMMON = 2e-4  # one person in 5,000 bears it
_LONGEST = 60


class Pair(NamedTuple):
    """Somebody whom the new register does not list so any more, `elector`, and somebody new in it, `line`.

    The homes are ids, None without an address. `stayers` are those who are listed at the home before and after,
    `arrivals` the new people at the new home, `leavers` those at the old one who are not listed any more. The shares
    say how many of all people bear the names of the new entry, 0 to 1.
    `is_listed` is False for somebody who had left earlier.
    """

    line: int
    elector: int
    is_listed: bool
    is_other_council: bool
    home_was: int | None
    home_now: int | None
    same_postcode: bool
    surname_was: str
    forenames_was: str
    surname_now: str
    forenames_now: str
    attains_was: datetime.date | None
    attains_now: datetime.date | None
    stayers: int
    arrivals: int
    leavers: int
    surname_share: float
    forenames_share: float
    name_share: float


class Weighed(NamedTuple):
    """A pair with its odds, and what speaks for and against it, as keys of WORDS.

    Who came from another council, or moved and is spelt differently at once, is always asked about.
    """

    line: int
    elector: int
    odds: float
    reasons: tuple[str, ...]
    is_sure_possible: bool = True


class Verdict(NamedTuple):
    """A pair with its chance of being one person, 0 to 99."""

    line: int
    elector: int
    score: int
    reasons: tuple[str, ...]


_Row = TypeVar("_Row", Pair, Weighed)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a name in small letters without accents and signs; words stay apart."""
    bare = unicodedata.normalize("NFKD", text).lower()
    return " ".join("".join(c if c.isalnum() else " " if c in "- " else "" for c in bare).split())[:_LONGEST]


def edits(a: str, b: str, most: int) -> int:
    """Return how many letters must be put in, taken out, replaced or swapped; `most` + 1 when it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def decide(pairs: Iterable[Pair], arrivals: int, today: datetime.date) -> tuple[list[Verdict], list[Verdict]]:
    """Return (those who are one person, those of whom somebody must say).

    `arrivals` is how many new people the register has. Whoever is found in the first list is in no other pair.
    Whole households are looked at twice: once it is sure that one of them moved, the others are weighed anew.
    """
    pairs = list(pairs)
    links = _links(pairs)
    weighed = [w for pair in pairs if (w := weigh(pair, arrivals, today, links[_way(pair)] - _is_same(pair)))]
    sure = _sure(weighed)
    ways = {(pair.line, pair.elector): _way(pair) for pair in pairs}
    moved = Counter(ways[v.line, v.elector] for v in sure)
    weighed = []
    for pair in _left_over(pairs, sure):
        together = moved[_way(pair)] or links[_way(pair)] - _is_same(pair)
        if found := weigh(pair, arrivals, today, together):
            weighed.append(found)
    sure += _sure(weighed)
    return sure, _doubtful(_left_over(weighed, sure))


def _way(pair: Pair) -> tuple[int, int] | None:
    """Return from which home to which other, None for pairs that tell of no move."""
    if pair.home_was is None or pair.home_now is None or pair.home_was == pair.home_now:
        return None
    return pair.home_was, pair.home_now


def _is_same(pair: Pair) -> bool:
    return (pair.surname_was, pair.forenames_was) == (pair.surname_now, pair.forenames_now)


def _links(pairs: list[Pair]) -> Counter[tuple[int, int] | None]:
    """Count by way how many people of one name may have gone it."""
    found: dict[tuple[int, int], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for pair in pairs:
        way = _way(pair)
        if way is not None and _is_same(pair):
            found[way][0].add(pair.line)
            found[way][1].add(pair.elector)
    return Counter({way: min(len(lines), len(electors)) for way, (lines, electors) in found.items()})


def weigh(pair: Pair, arrivals: int, today: datetime.date, together: int) -> Weighed | None:
    """Return the pair with its odds, None where nothing speaks for it.

    `together` is how many others went the same way from the one home to the other.
    """
    is_home = pair.home_was is not None and pair.home_was == pair.home_now
    found = _by_name(pair, is_home or together > 0)
    if found is None:
        return None
    odds, reasons, is_rare_needed = found
    reasons.insert(0, "same_home" if is_home else "other_home")
    if is_rare_needed and not is_home:
        odds /= max(arrivals, 1)
        if pair.same_postcode:
            odds *= _POSTCODES_APART
            reasons.append("same_postcode")
        odds *= _by_company(pair, together)
        if not together and pair.leavers > 1 and pair.arrivals > 1:
            odds = min(odds, _BETWEEN_TWO_COMPANIES)
        if not together and pair.name_share > _COMMON:
            reasons.append("common_name")
    if together > 0 and not is_home:
        reasons.append("moved_together")
    if not pair.is_listed:
        odds *= _CAME_BACK / _MOVES_NEARBY
        reasons.append("left_earlier")
    if pair.is_other_council:
        reasons.append("other_council")
    odds *= _by_age(pair, today, reasons)
    is_clear = not pair.is_other_council and (is_home or together > 0 or "close_name" not in reasons)
    return Weighed(pair.line, pair.elector, odds, tuple(reasons), is_clear)


def _by_company(pair: Pair, together: int) -> float:
    """Return what those tell who left with somebody, and who came with them."""
    if together > 0:
        return _TOGETHER
    if pair.leavers > 1:
        return _WITHOUT_THE_OTHERS
    return _ALONE if pair.arrivals == 1 else _AMONG_STRANGERS


def _by_name(pair: Pair, is_near: bool) -> tuple[float, list[str], bool] | None:
    """Return odds, reasons, and whether the odds are yet to be divided by all arrivals.

    `is_near` says that the two are in one home, or in two between which others moved.
    """
    surname_was, surname_now = plain(pair.surname_was), plain(pair.surname_now)
    was, now = plain(pair.forenames_was), plain(pair.forenames_now)
    if (surname_was, was) == (surname_now, now):
        if pair.home_was is not None and pair.home_was == pair.home_now:
            return _ONE_HOME, ["same_name"], False
        return _MOVES_NEARBY / pair.name_share, ["same_name"], True
    if surname_was == surname_now and _is_longer(was, now):
        if is_near:
            return _MIDDLE_DROPPED / 2 / (_KIN_EXCHANGED * 0.01), ["more_names"], False
        return _MOVES_NEARBY * _MIDDLE_DROPPED / pair.name_share, ["more_names"], True
    if not is_near:
        if edits(f"{surname_was} {was}", f"{surname_now} {now}", 1) > 1:
            return None
        return _MOVES_NEARBY * _MISSPELT[1] / pair.name_share, ["close_name"], True
    if was == now and was:
        return _married(pair, surname_was, surname_now)
    return _misspelt(pair, surname_was, surname_now, was, now)


def _is_longer(was: str, now: str) -> bool:
    """Say whether one has a forename more than the other, or an initial for it, the first ones being the same."""
    short, long = sorted((was.split(), now.split()), key=len)
    if not short or short[0] != long[0]:
        return False
    return all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in zip(short, long, strict=False))


def _married(pair: Pair, was: str, now: str) -> tuple[float, list[str], bool]:
    marries, exchanged = (_MARRIES, _EXCHANGED) if pair.stayers else (_MARRIES_ALONE, _EXCHANGED_ALONE)
    odds, reasons = marries / (exchanged * max(pair.arrivals, 1) * pair.forenames_share), ["same_forenames"]
    if set(was.split()) & set(now.split()):
        return odds * _JOINED, [*reasons, "joined_surname"], False
    differing = edits(was, now, 2)
    if differing <= 2 < min(len(was), len(now)) - 1:
        return odds * _JOINED, ["close_name"], False
    return odds, reasons, False


def _misspelt(
    pair: Pair, surname_was: str, surname_now: str, was: str, now: str
) -> tuple[float, list[str], bool] | None:
    """Weigh names that are nearly the same, or whose parts stand the other way round."""
    if (surname_was, was) == (now, surname_now):
        return _ONE_HOME, ["close_name"], False
    differing = edits(f"{surname_was} {was}", f"{surname_now} {now}", 3)
    shortest = min(len(was), len(now))
    if differing > 3 or shortest <= differing:
        return None
    if surname_was != surname_now and was.split()[:1] != now.split()[:1] and differing > 2:
        return None
    chance = _CLOSE_BY_CHANCE[differing] * (5 if shortest < 5 else 1)
    kin = _KIN_EXCHANGED if surname_was == surname_now else _KIN_EXCHANGED / 20
    return _MISSPELT[differing] / (kin * chance), ["close_name"], False


def _by_age(pair: Pair, today: datetime.date, reasons: list[str]) -> float:
    """Return what the dates of coming of age make of the odds. Whoever has come of age since has none any more."""
    was = pair.attains_was
    if pair.attains_now is None and (was is None or was <= today):
        return 1.0
    if was == pair.attains_now:
        reasons.append("same_attainment")
        return _SAME_DAY
    reasons.append("other_attainment")
    return _NO_LONGER_ADULT if was is None or pair.attains_now is None else _OTHER_DAY


def _sure(weighed: list[Weighed]) -> list[Verdict]:
    """Return the pairs that are beyond doubt, also those that are once the others are taken."""
    found: list[Verdict] = []
    left = weighed
    while True:
        possible = {(w.line, w.elector) for w in left if w.is_sure_possible}
        new = [v for v in _chances(left) if v.score >= SURE and (v.line, v.elector) in possible]
        if not new:
            return found
        found += new
        left = _left_over(left, new)


def _chances(weighed: list[Weighed]) -> list[Verdict]:
    """Return each pair's chance beside all its rivals: other candidates for the one and for the other."""
    by_line: dict[int, float] = defaultdict(float)
    by_elector: dict[int, float] = defaultdict(float)
    for w in weighed:
        by_line[w.line] += w.odds
        by_elector[w.elector] += w.odds
    found = []
    for w in weighed:
        rivals = max(by_line[w.line], by_elector[w.elector])
        reasons = (*w.reasons, "several") if rivals > w.odds * 1.05 else w.reasons
        found.append(Verdict(w.line, w.elector, min(99, int(100 * w.odds / (1 + rivals))), reasons))
    return found


def _doubtful(weighed: list[Weighed]) -> list[Verdict]:
    """Return the best few candidates of each person of whom it can't be said."""
    lines: Counter[int] = Counter()
    electors: Counter[int] = Counter()
    found = []
    for verdict in sorted(_chances(weighed), key=lambda v: (-v.score, v.line, v.elector)):
        if verdict.score >= DOUBTFUL and lines[verdict.line] < MOST and electors[verdict.elector] < MOST:
            lines[verdict.line] += 1
            electors[verdict.elector] += 1
            found.append(verdict)
    return found


def _left_over(rows: list[_Row], taken: list[Verdict]) -> list[_Row]:
    """Return those that share nobody with the ones that are taken."""
    lines, electors = {v.line for v in taken}, {v.elector for v in taken}
    return [row for row in rows if row.line not in lines and row.elector not in electors]
