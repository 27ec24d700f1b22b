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
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

# From so many in a hundred on they are one person without a question; from so many on, of all candidates together,
# somebody is asked.
SURE, DOUBTFUL = 84, 12
# So many candidates are shown for one person at most, and none with less of a chance.
MOST, _SHOWN = 3, 2

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
_ALL_GONE_ELSE = 0.4  # whoever else lived there left too
_MISSPELT = {1: 0.003, 2: 0.0012, 3: 0.0003}
# How often two relatives in one home have forenames so close, by the number of letters that differ.
_CLOSE_BY_CHANCE = {1: 0.003, 2: 0.015, 3: 0.06}
_KIN_EXCHANGED = 0.008  # one of a surname leaves and another of it comes
_MIDDLE_DROPPED = 0.01
_POSTCODES_APART = 300.0  # somebody new comes to just this postcode
_GONE_WITH = 0.25  # from such odds on that others went the same way, whoever is nearly called so is looked at
# A household that leaves goes to one place, or most of it; and the fewer, the easier they part. By how many left.
_WITHOUT_THE_OTHERS = {2: 0.15, 3: 0.02}
# Who left with others and came with others, and not one of them is the same, is asked about however rare the name.
_BETWEEN_TWO_COMPANIES = 2.0
# Who left alone mostly comes alone, often with one other, and seldom into a family. By how many came.
_COMES_WITH = {1: 2.0, 2: 0.6, 3: 0.12}
_JOINED = 100.0
_SAME_DAY, _OTHER_DAY, _NO_LONGER_ADULT = 1000.0, 0.002, 0.002
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


def decide(pairs: Iterable[Pair], arrivals: int, today: datetime.date) -> tuple[list[Verdict], list[Verdict]]:
    """Return (those who are one person, those of whom somebody must say).

    `arrivals` is how many new people the register has. Whoever is found in the first list is in no other pair.
    Whole households are looked at twice: once it is sure that one of them moved, the others are weighed anew.
    """
    pairs = list(pairs)
    ways = _ways(pairs, arrivals)
    sure = _sure(_weighed(pairs, arrivals, today, ways))
    of = {(pair.line, pair.elector): pair for pair in pairs}
    for verdict in sure:
        pair = of[verdict.line, verdict.elector]
        if way := ways.get(_way(pair)):
            way.people += not _is_same(pair)
            way.odds = max(way.odds, verdict.score / (100 - verdict.score))
    weighed = _weighed(_left_over(pairs, sure), arrivals, today, ways)
    sure += _sure(weighed)
    return sure, _doubtful(_left_over(weighed, sure))


def _way(pair: Pair) -> tuple[int, int] | None:
    """Return from which home to which other, None for pairs that tell of no move."""
    if pair.home_was is None or pair.home_now is None or pair.home_was == pair.home_now:
        return None
    return pair.home_was, pair.home_now


def _is_same(pair: Pair) -> bool:
    return (pair.surname_was, pair.forenames_was) == (pair.surname_now, pair.forenames_now)


@dataclass
class Way:
    """From one home to another: how many people may have gone it, and the odds that they did."""

    people: int
    odds: float


def _ways(pairs: Iterable[Pair], arrivals: int) -> dict[tuple[int, int] | None, Way]:
    """Return every way that somebody of one name may have gone."""
    by_way: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        way = _way(pair)
        if way is not None and _is_same(pair):
            by_way[way].append(pair)
    return {way: _gone(found, arrivals) for way, found in by_way.items()}


def _gone(pairs: list[Pair], arrivals: int) -> Way:
    """Return the way with its odds: the rarest name found again by chance, and each other one beside it.

    The people of a home mostly share a surname, so a further one tells only what the forename does beside it.
    """
    lines: set[int] = set()
    electors: set[int] = set()
    surnames: set[str] = set()
    odds = 1.0
    for pair in sorted(pairs, key=lambda pair: pair.name_share):
        if pair.line in lines or pair.elector in electors:
            continue
        if not lines:
            odds = _MOVES_NEARBY / pair.name_share / max(arrivals, 1)
            odds *= _POSTCODES_APART if pair.same_postcode else 1
        else:
            share = pair.name_share / (pair.surname_share if pair.surname_now in surnames else 1)
            chances = max(pair.leavers - len(lines), 1) * max(pair.arrivals - len(lines), 1)
            odds *= max(1.0, 1 / (min(share, 1.0) * chances))
        lines.add(pair.line)
        electors.add(pair.elector)
        surnames.add(pair.surname_now)
    return Way(len(lines), odds)


def _weighed(
    pairs: Iterable[Pair], arrivals: int, today: datetime.date, ways: dict[tuple[int, int] | None, Way]
) -> list[Weighed]:
    return [w for pair in pairs if (w := weigh(pair, arrivals, today, ways.get(_way(pair))))]


def weigh(pair: Pair, arrivals: int, today: datetime.date, way: Way | None = None) -> Weighed | None:
    """Return the pair with its odds, None where nothing speaks for it.

    `way` is the way from the one home to the other, None where nobody of one name may have gone it.
    """
    is_home = pair.home_was is not None and pair.home_was == pair.home_now
    together = way.odds if way and way.people > _is_same(pair) else 0.0  # the odds that others went this way
    is_together = together >= _GONE_WITH
    found = _by_name(pair, is_home or is_together)
    if found is None:
        return None
    odds, reasons, is_rare_needed = found
    reasons.insert(0, "same_home" if is_home else "other_home")
    if is_rare_needed and not is_home:
        odds /= max(arrivals, 1)
        if pair.same_postcode:
            odds *= _POSTCODES_APART
            reasons.append("same_postcode")
        if is_together:
            odds = together
        else:
            odds *= _by_company(pair)
            if pair.leavers > 1 and pair.arrivals > 1:
                odds = min(odds, _BETWEEN_TWO_COMPANIES)
            if pair.name_share > _COMMON:
                reasons.append("common_name")
    if is_together and not is_home:
        odds = min(odds, together)
        reasons.append("moved_together")
    if not pair.is_listed:
        odds *= _CAME_BACK / _MOVES_NEARBY
        reasons.append("left_earlier")
    if pair.is_other_council:
        reasons.append("other_council")
    odds *= _by_age(pair, today, reasons)
    is_clear = not pair.is_other_council and (is_home or is_together or "close_name" not in reasons)
    return Weighed(pair.line, pair.elector, odds, tuple(reasons), is_clear)


def _by_company(pair: Pair) -> float:
    """Return what those tell who left with somebody, and who came with them."""
    if pair.leavers > 1:
        return _WITHOUT_THE_OTHERS[min(pair.leavers, 3)]
    return _COMES_WITH[min(max(pair.arrivals, 1), 3)]


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
        if OSA.distance(f"{surname_was} {was}", f"{surname_now} {now}", score_cutoff=1) > 1:
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
    if not pair.stayers and pair.leavers > 1:
        odds *= _ALL_GONE_ELSE
    if set(was.split()) & set(now.split()):
        return odds * _JOINED, [*reasons, "joined_surname"], False
    differing = OSA.distance(was, now, score_cutoff=2)
    if differing <= 2 < min(len(was), len(now)) - 1:
        return odds * _JOINED, ["close_name"], False
    return odds, reasons, False


def _misspelt(
    pair: Pair, surname_was: str, surname_now: str, was: str, now: str
) -> tuple[float, list[str], bool] | None:
    """Weigh names that are nearly the same, or whose parts stand the other way round."""
    if (surname_was, was) == (now, surname_now):
        return _ONE_HOME, ["close_name"], False
    differing = OSA.distance(f"{surname_was} {was}", f"{surname_now} {now}", score_cutoff=3)
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
    """Return the best few candidates of each new person who is likely enough to be one of them.

    What counts is all of their chances together: of five namesakes with one chance in twenty each, one is a guess in
    four.
    """
    by_line: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in _chances(weighed):
        if verdict.score >= _SHOWN:
            by_line[verdict.line].append(verdict)
    found = []
    for verdicts in by_line.values():
        best = sorted(verdicts, key=lambda v: (-v.score, v.elector))[:MOST]
        if sum(v.score for v in best) >= DOUBTFUL:
            found += best
    return found


def _left_over(rows: list[_Row], taken: list[Verdict]) -> list[_Row]:
    """Return those that share nobody with the ones that are taken."""
    lines, electors = {v.line for v in taken}, {v.elector for v in taken}
    return [row for row in rows if row.line not in lines and row.elector not in electors]
