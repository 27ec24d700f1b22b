"""The words that names and addresses are made of, the same for the register and for what is typed; misspellings."""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from canvass.rules import addresses

# What a word is part of. The same word in two of them is two words: Stanley may be a forename and a road.
SURNAME, FORENAME, ADDRESS, PLACE = "surname", "forename", "address", "place"
LONGEST = 40
_APOSTROPHES = str.maketrans("", "", "'’‘`´.")
_NOT_WORD = re.compile(r"[\W_]+")
_HYPHEN = re.compile(r"\s*[-‐‑–]\s*")
_FIGURES = re.compile(r"\d")

Word = tuple[str, str]  # (SURNAME, FORENAME, ADDRESS or PLACE; the word)


def plain(text: str) -> list[str]:
    """Return the words of a text: small letters, no accents, no apostrophes: "O’Brien-Núñez" is obrien, nunez."""
    spread = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).replace("&", " and "))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()
    return [word[:LONGEST] for word in _NOT_WORD.sub(" ", bare).split()]


def _with_joined(text: str) -> Iterator[str]:
    """Yield the words of a name, and what is written in two words or with a hyphen as one word too."""
    words = plain(text)
    yield from words
    if 1 < len(words) <= 3:
        yield "".join(words)[:LONGEST]


@lru_cache(maxsize=65536)
def of_surname(surname: str) -> tuple[Word, ...]:
    """Return the words under which a surname is found: "Da Costa" under da, costa and dacosta."""
    return tuple((SURNAME, word) for word in dict.fromkeys(_with_joined(surname)))


@lru_cache(maxsize=65536)
def of_forenames(forenames: str) -> tuple[Word, ...]:
    """Return the words under which forenames are found: each by itself and by its initial."""
    found: dict[str, None] = {}
    for name in forenames.split():
        found |= dict.fromkeys(_with_joined(_HYPHEN.sub(" ", name)))
    found |= dict.fromkeys([word[0] for word in found])
    return tuple((FORENAME, word) for word in found)


class Door(NamedTuple):
    """The parts of an address, as Household and Street keep them."""

    number: int | None
    number_suffix: str
    building: str
    flat: str
    postcode: str


@lru_cache(maxsize=16384)
def of_street(name: str, locality: str) -> tuple[Word, ...]:
    """Return the words under which a street is found, with the places below it.

    "Moss Vale Rd" is found under moss, vale and road, and where spaces are left out under mossvaleroad and mossvale.
    """
    street = addresses.normal(name).split()
    found = dict.fromkeys([*street, "".join(street), "".join(street[:-1])])
    found.pop("", None)
    places = dict.fromkeys(plain(locality))
    return tuple((ADDRESS, word[:LONGEST]) for word in found) + tuple((PLACE, word) for word in places)


def of_door(door: Door) -> tuple[Word, ...]:
    """Return the words under which a door is found on its street: its number, the flat, the block, the postcode."""
    found: dict[str, None] = {}
    if door.number is not None:
        found |= dict.fromkeys(_numbers(door.number, door.number_suffix))
    for part in (door.flat, door.building):
        found |= dict.fromkeys(plain(part))
    found |= dict.fromkeys(of_postcode(door.postcode))
    return tuple((ADDRESS, word) for word in found)


def _numbers(number: int, suffix: str) -> Iterable[str]:
    """Return a house number's words: 12, 12a; of a range such as 12-14 both ends."""
    words = plain(suffix)
    if len(words) == 1 and words[0].isalpha():
        return [f"{number}{words[0]}"]
    return [str(number), *words]


def of_postcode(postcode: str) -> list[str]:
    """Return a postcode's words, from the whole to its first half: m314ap, m314, m31. [] for none."""
    packed = postcode.replace(" ", "").casefold()
    return [packed, packed[:-2], packed[:-3]] if len(packed) >= 5 else []


def slips(word: str) -> int:
    """Return how many slips of the finger a word is forgiven: figures none, a short word one, a long word two.

    A slip is a letter too many, too few, or another, or two that changed places; between two words they are counted
    by optimal string alignment (rapidfuzz's OSA).
    """
    if _FIGURES.search(word):
        return 1 if len(word) >= 5 and not word.isdigit() else 0
    return 0 if len(word) <= 2 else 1 if len(word) <= 5 else 2


def keys(word: str, unit: int) -> list[int]:
    """Return what a word of this unit has in common with its misspellings, as whole numbers of 32 bits.

    Two words that are `slips` apart become the same when some letters are left out of both, so each word is kept
    under all that is left of it, and is found by whatever else is left of a misspelling (known as SymSpell). The
    numbers are checksums, so a few others come with them: the slips between the two decide. The unit is in them, so
    that one unit's words don't lie among all others'.
    """
    left = {word}
    for out in range(1, slips(word) + 1):
        left.update("".join(rest) for rest in itertools.combinations(word, len(word) - out))
    return sorted({zlib.crc32(f"{unit} {rest}".encode()) - 2**31 for rest in left})
