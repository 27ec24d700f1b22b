"""Which role or tool fits what somebody says they need to do. Words in, an order out; no database, no model.

Each word that was written is compared with the phrases in which people say that they need a role, with its name and
with the sentence about it. Words are compared by their beginnings and by their trigrams, so that "canvas", "canvassing"
and "canvasing" meet. What is said first counts most: "email people about canvassing" is about email.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Words that say nothing about what somebody wants to do. English, as the phrases are.
_EMPTY = frozenset(
    "a about able all am an and are as at be can could do does else for from get had has have help i in into is it "
    "like me my need of on or our out please so some somebody someone that the their them there "
    "they this to us use using want we what which who will with would you your".split()
)
_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")
# Below this a likeness is chance.
_LIKE = 0.45
# The least that is worth showing to somebody.
WORTH = 0.24


@dataclass(frozen=True)
class Choice:
    """Something that can be asked for. `phrases` are ways of saying that one needs it."""

    key: str
    name: str
    phrases: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class Fit:
    """A choice and how well it fits: from WORTH up, the higher the better."""

    key: str
    score: float


def rank(words: str, choices: Iterable[Choice]) -> list[Fit]:
    """Return the choices that fit what was written, the best first; none for words that fit nothing."""
    wanted = _words(words)
    known = [(choice.key, _phrases(choice), _words(choice.about)) for choice in choices]
    if not wanted:
        return []
    rarity = _Rarity([{word for phrase in phrases for word in phrase} for _key, phrases, _about in known])
    fits = [
        Fit(
            key,
            max((_likeness(wanted, phrase, rarity) for phrase in phrases), default=0.0)
            + 0.25 * _covered(wanted, about, rarity),
        )
        for key, phrases, about in known
    ]
    return sorted((fit for fit in fits if fit.score >= WORTH), key=lambda fit: (-fit.score, fit.key))


def _phrases(choice: Choice) -> list[list[str]]:
    return [found for phrase in (*choice.phrases, choice.name) if (found := _words(phrase))]


class _Rarity(dict[str, float]):
    """How much a word tells: 1 for one that stands with at most one choice, less the more it stands with."""

    def __init__(self, texts: Sequence[set[str]]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, word: str) -> float:
        among = sum(any(alike(word, other) for other in text) for text in self._texts)
        self[word] = 1 / max(among, 1)
        return self[word]


def _likeness(wanted: Sequence[str], phrase: Sequence[str], rarity: _Rarity) -> float:
    """Return how far two phrases say the same: how much of each is found in the other."""
    there = _covered(wanted, phrase, rarity)
    return 0.6 * there + 0.4 * _covered(phrase, wanted, rarity) if there else 0.0


def _covered(words: Sequence[str], among: Sequence[str], rarity: _Rarity) -> float:
    """Return how much of `words` is found among others, 0 to 1. Earlier and rarer words weigh more."""
    weights = [rarity[word] / (1 + 0.3 * place) for place, word in enumerate(words)]
    found = [max((alike(word, other) for other in among), default=0.0) for word in words]
    return sum(weight * one for weight, one in zip(weights, found, strict=True)) / sum(weights) if words else 0.0


def alike(one: str, other: str) -> float:
    """Return how alike two words are, 0 to 1: the same beginning, or shared trigrams; 0 below what may be chance."""
    if one == other:
        return 1.0
    first, second = _trigrams(one), _trigrams(other)
    shared = len(first & second) / len(first | second)
    return shared if shared >= _LIKE else 0.0


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


def _words(text: str) -> list[str]:
    """Return the words that carry meaning, without accents, capitals and endings, each once."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("e-mail", "email")
    return list(dict.fromkeys(_stem(word) for word in re.findall(r"[a-z0-9]+", plain) if word not in _EMPTY))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
