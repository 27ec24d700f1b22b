"""What the typed words may mean in a register: which of its words, in what order to ask for them, and who fits best."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from canvass.rules.finding import words
from canvass.rules.finding.asked import Typed

# How well a word of the register fits one that was typed.
_SAME, _SPELT_OTHERWISE, _NICKNAME, _BEGINS = 1.0, 0.95, 0.85, 0.75
_SLIP, _OTHER_FIRST_LETTER = 0.2, 0.1
# Candidates that fit about as well as the best are asked for first, and at most so many ever.
_ABOUT_AS_WELL, _MOST = 0.12, 60
_FORENAME_FIRST = _TWO_OF_AN_ADDRESS = 0.03
# Whoever types "wilson" rather means people of that name than Wilson Street; "stretford" the road, not the town.
_LESS = {words.SURNAME: 0.0, words.FORENAME: 0.005, words.ADDRESS: 0.01, words.PLACE: 0.02}


@dataclass(frozen=True)
class Known:
    """A word of the register: its id, kind, text, and how many electors are found by it."""

    id: int
    kind: str
    word: str
    held: int


@dataclass(frozen=True)
class Candidate:
    """A word of the register that a typed one may mean, how well it fits (0 to 1), and whether it is a correction."""

    known: Known
    fit: float
    corrected: bool


@dataclass(frozen=True)
class Term:
    """One typed word with what it may mean, the best first; nothing where the register has no such word.

    `weight` is how much it tells: near 0 for what nearly every elector has in common, 1 for what one alone has.
    """

    typed: str
    candidates: tuple[Candidate, ...]
    weight: float

    @property
    def best(self) -> tuple[Candidate, ...]:
        """Those that fit as well as the best."""
        return tuple(one for one in self.candidates if one.fit == self.candidates[0].fit)

    @property
    def first(self) -> tuple[Candidate, ...]:
        """Those that fit about as well as the best."""
        return tuple(one for one in self.candidates if one.fit >= self.candidates[0].fit - _ABOUT_AS_WELL)


@dataclass(frozen=True)
class Match:
    """How well somebody fits, which words were understood otherwise than typed, as (typed, understood), and which
    they lack.
    """

    score: float
    corrections: tuple[tuple[str, str], ...]
    missed: tuple[Term, ...] = ()


def lookup(typed: Sequence[Typed]) -> set[str]:
    """Return every word to look up as it stands: typed, otherwise spelt, put together or taken apart."""
    found: set[str] = set()
    for one in typed:
        found |= {one.word, *one.also, *one.names}
        found.update(part for pair in words_apart(one.word) for part in pair)
    found |= {one.word + other.word for one, other in itertools.pairwise(typed)}
    return found


def words_apart(word: str) -> list[tuple[str, str]]:
    """Return the pairs of words that one may be with its space left out: johnsmith, 23tanyard."""
    if len(word) < 4:
        return []
    return [(word[:at], word[at:]) for at in range(1, len(word)) if _may_part(word, at)]


def _may_part(word: str, at: int) -> bool:
    if word[at - 1].isdigit() != word[at].isdigit():
        return True
    return min(at, len(word) - at) >= 3 and word.isalpha()


def spaced(typed: Sequence[Typed], known: Collection[Known]) -> list[Typed]:
    """Return the typed words with spaces put right: "mc donald" is one word of the register, "johnsmith" two."""
    there = {one.word: one.held for one in known}
    found: list[Typed] = []
    at = 0
    while at < len(typed):
        one = typed[at]
        joined = one.word + typed[at + 1].word if at + 1 < len(typed) else ""
        if joined in there and not (_stands(one.word, there) and _stands(typed[at + 1].word, there)):
            found.append(Typed(joined))
            at += 2
            continue
        found += [one] if one.word in there else _apart(one, there, known)
        at += 1
    return found


def _stands(word: str, there: Collection[str]) -> bool:
    """Say whether a word means something by itself: the register has it, and it is more than an initial or "Mc"."""
    return word in there and (len(word) > 2 or word.isdigit())


def _apart(one: Typed, there: dict[str, int], known: Collection[Known]) -> list[Typed]:
    most = words.slips(one.word)
    if any(OSA.distance(one.word, other.word, score_cutoff=1) <= min(1, most) for other in known):
        return [one]
    pairs = [pair for pair in words_apart(one.word) if pair[0] in there and pair[1] in there]
    best = max(pairs, key=lambda pair: min(there[pair[0]], there[pair[1]]), default=None)
    return [Typed(part) for part in best] if best else [one]


def terms(typed: Iterable[Typed], known: Collection[Known], electors: int) -> list[Term]:
    """Return what each typed word may mean, given the words of the register that were found for all of them."""
    return [_term(one, known, max(electors, 2)) for one in typed]


def _term(one: Typed, known: Collection[Known], electors: int) -> Term:
    fits = [(word, *_fit(one, word)) for word in known]
    found = [Candidate(word, fit - _LESS[word.kind], corrected) for word, fit, corrected in fits if fit]
    found.sort(key=lambda each: (-each.fit, -each.known.held))
    best = tuple(found[:_MOST])
    held = sum(each.known.held for each in Term(one.word, best, 0).first) if best else 0
    weight = math.log(electors / held) / math.log(electors) if held else 1.0
    return Term(one.word, best, min(1.0, max(0.05, weight)))


def _fit(one: Typed, known: Known) -> tuple[float, bool]:
    """Return how well a word of the register fits what was typed, and whether taking it is a correction."""
    word = known.word
    if word == one.word:
        return _SAME, False
    if word in one.also and known.kind in (words.ADDRESS, words.PLACE):
        return _SPELT_OTHERWISE, False
    if word in one.names and known.kind == words.FORENAME:
        return _NICKNAME, False
    most = words.slips(one.word)
    slips = OSA.distance(one.word, word, score_cutoff=most) if most else 1
    if slips <= most:
        return _SAME - _SLIP * slips - (_OTHER_FIRST_LETTER if word[0] != one.word[0] else 0), True
    if len(one.word) >= 3 and not one.word.isdigit() and word.startswith(one.word):
        return _BEGINS, False
    return 0, False


@dataclass(frozen=True)
class Questions:
    """What to ask for, as texts of tsqueries over ids of words: all that was typed, in its likeliest meaning and
    nearly so; with every correction; with something left out. "" for none of a kind.
    """

    likely: tuple[str, ...]
    corrected: str
    less: str


def questions(found: Sequence[Term]) -> Questions:
    """Return what to ask for, so that these terms are met."""
    known = [term for term in found if term.candidates]
    every = [_any(term.candidates) for term in known]
    if len(known) < len(found) or not known:
        return Questions((), "", "&".join(every))
    likely = ["&".join(_any(term.best) for term in known), "&".join(_any(term.first) for term in known)]
    corrected = "&".join(every)
    less = "|".join(f"({'&'.join(every[:at] + every[at + 1 :])})" for at in range(len(every))) if len(every) > 1 else ""
    return Questions(tuple(dict.fromkeys(likely)), "" if corrected in likely else corrected, less)


def _any(candidates: Iterable[Candidate]) -> str:
    return f"({'|'.join(str(one.known.id) for one in candidates)})"


def match(found: Sequence[Term], held: Collection[int]) -> Match:
    """Return how well an elector fits who is found by the words with these ids."""
    score, before = 0.0, ""
    corrections, missed = [], []
    for term in found:
        best = next((one for one in term.candidates if one.known.id in held), None)
        if best is None:
            missed.append(term)
            continue
        score += best.fit * term.weight + _together(before, best.known)
        before = best.known.kind
        if best.corrected:
            corrections.append((term.typed, best.known.word))
    return Match(round(score, 4), tuple(corrections), tuple(missed))


def _together(before: str, this: Known) -> float:
    """Return what two words say together: forename and surname in this order, or two words of one address."""
    if (before, this.kind) == (words.FORENAME, words.SURNAME):
        return _FORENAME_FIRST
    return _TWO_OF_AN_ADDRESS if before == this.kind == words.ADDRESS and this.word.isalpha() else 0


def likeness(missed: Iterable[Term], text: str) -> float:
    """Return how much the words that an elector lacks look like any of the words of their name and street."""
    those = [_pairs(word) for word in words.plain(text)]
    return sum(term.weight * max((_alike(_pairs(term.typed), these) for these in those), default=0) for term in missed)


def _alike(these: frozenset[str], those: frozenset[str]) -> float:
    return 2 * len(these & those) / (len(these) + len(those))


def _pairs(word: str) -> frozenset[str]:
    return frozenset(one + other for one, other in itertools.pairwise(f" {word} "))
