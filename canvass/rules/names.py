"""Names as registers write them: CAPITALS, one cell, titles in front, an opt-out mark before the surname."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A lower-case word of the register is somebody's choice; only a name wholly in capitals is written anew.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPTED_OUT = re.compile(r"^\(z\)\s*", re.IGNORECASE)

# Before a surname these stay small ("van Damme"); the Romance ones are written large by their British bearers.
_SMALL_PARTICLES = frozenset("van von der den ter ten zu zum zur op".split())
_SMALL_INSIDE = frozenset("de da das dos del della di du la las los le y e".split()) | _SMALL_PARTICLES
# In a cell that holds surname and forenames these belong to the surname that follows.
_LEADING = _SMALL_INSIDE - {"y", "e"} | frozenset("st al el bin ibn abu mac mc o".split())
# O'Brien, D'Souza, De'Andre; but not the last letters of a name, as in "Ta'ir".
_PREFIX = re.compile(r"[^\W\d_]{1,2}['’](?=[^\W\d_]{3})")
# Names whose bearers mostly write a capital after Mac. In others it is no prefix (Mace, Machado, Mackie) or they are
# of two minds (Macdonald), so a name that is not here stays in small letters.
_MAC = frozenset(
    """macalister macallister macarthur macaskill macaulay macbeth macbride maccallum maccarthy maccormack macdermott
    macdonnell macdougall macdowell macewan macfadyen macfarlane macgillivray macgowan macgregor macinnes
    macintosh macintyre maciver macivor macisaac mackenzie mackinnon maclachlan maclaren maclean maclellan maclennan
    macleod macmahon macmanus macmillan macnair macnamara macnaughton macneil macneill macnicol macphail macpherson
    macqueen macrae macsween macsweeney mactaggart mactavish macvicar macwilliam""".split()
)
_TITLES = frozenset("mr mrs ms miss mx dr rev revd sir dame lord lady prof professor fr cllr hon".split())
_ROMAN = frozenset({"II", "III", "IV"})
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝ")


def surname(text: str) -> str:
    """Return a surname without its opt-out mark, written as its bearer would: MCDONALD is McDonald.

    The mark "(z) " means only that the person is not in the open register, which a party does not use (domain A8.5).
    """
    if text.startswith("("):
        text = _OPTED_OUT.sub("", text)
    return _from_capitals(text) if text.isupper() else text


def forenames(text: str) -> tuple[str, str]:
    """Return (title, forenames). A title counts only where a name follows it: somebody may be called Dame."""
    title = ""
    first, space, rest = text.partition(" ")
    if space and first.rstrip(".").lower() in _TITLES:
        title, text = first.rstrip(".").capitalize(), rest
    return title, _from_capitals(text, initials=True) if text.isupper() else text


def single(text: str) -> tuple[str, str, str]:
    """Return (surname, title, forenames) of a cell with the surname first: "Da Costa Maria Ines".

    The surname is the first word and the particles before it. A surname of two words without a hyphen can't be told
    from a forename; nothing is lost, and `key` is the same either way.
    """
    text = _OPTED_OUT.sub("", text) if text.startswith("(") else text
    if "," in text:
        last, _, first = text.partition(",")
        title, given = forenames(first.strip())
        return surname(last.strip()), title, given
    words = text.split(" ")
    until = 1
    while until < len(words) - 1 and words[until - 1].lower().rstrip(".") in _LEADING:
        until += 1
    title, given = forenames(" ".join(words[until:]))
    return surname(" ".join(words[:until])), title, given


def spoken(text: str) -> tuple[str, str, str]:
    """Return (surname, title, forenames) of a cell with the surname last: "Mr Jan van der Berg".

    The surname is the last word and the particles before it.
    """
    words = _OPTED_OUT.sub("", text).split(" ")
    start = len(words) - 1
    while start > 1 and words[start - 1].lower().rstrip(".") in _LEADING:
        start -= 1
    title, given = forenames(" ".join(words[:start]))
    return surname(" ".join(words[start:])), title, given


def beside(given: str, middle: str) -> str:
    """Return forenames and what the column beside them adds: middle names, or initials that they don't hold already.

    Beside "Catriona Anne" the initials "C A" and "A" add nothing; beside "Robert", "R J" adds J. A single initial that
    is the only forename's may be a middle name's too, so it stays.
    """
    pieces = middle.replace(".", " ").split()
    initials = "".join(pieces).upper()
    firsts = "".join(word[0] for word in given.upper().split())
    apart = all(len(piece) == 1 for piece in pieces)
    # Written as one word they are told from a short name ("Lee", "Jack") by capitals without a vowel.
    if not apart and (len(initials) > 4 or not middle.isupper() or _VOWELS & set(initials)):
        return f"{given} {middle}".strip()
    if len(firsts) + len(initials) >= 3 and firsts:
        if initials in {firsts, firsts[1:]}:
            return given
        if initials.startswith(firsts):
            return " ".join([given, *initials[len(firsts) :]])
    return f"{given} {middle}".strip()


def bare(text: str) -> str:
    """Return the letters and figures of a name alone, small and without accents: "O’Brien-Núñez" is obriennunez.

    Fingerprints that are kept are made of it (canvass/rules/keeping.py): another rule would match none of them.
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


@lru_cache(maxsize=4096)
def _from_capitals(text: str, initials: bool = False) -> str:
    """Return a name in capitals in small letters where they belong."""
    first = True

    def write(match: re.Match[str]) -> str:
        nonlocal first
        word, first_word = match[0], first
        first = False
        return _word(word, first=first_word, initials=initials)

    return _WORD.sub(write, text)


def _word(word: str, *, first: bool, initials: bool) -> str:
    lower = word.lower()
    if lower in (_SMALL_PARTICLES if first else _SMALL_INSIDE) and not initials:
        return lower
    if word in _ROMAN or (initials and len(word) == 2 and word != "MD" and not _VOWELS & set(word)):
        return word
    if apostrophe := _PREFIX.match(word):
        return apostrophe[0].capitalize() + _word(word[apostrophe.end() :], first=True, initials=initials)
    if lower.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    if lower in _MAC:
        return "Mac" + word[3:].capitalize()
    return word.capitalize()
