"""What the words of an address mean: kinds of street, kinds of dwelling, postcodes, and two spellings of one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(POSTCODE)

# A line that ends in one of these is a thoroughfare, whatever stands above it.
_STRONG = frozenset("road street avenue lane drive close crescent rd st ave ln dr cl cres boulevard".split())
# These name streets too, but also estates, villages and places that stand below a street.
_BROAD = _STRONG | frozenset(
    """approach av bank brow circle circus common croft cross dale dell end esplanade field fields fold garden gardens
    gate gdns glade glen green grove grn gr heath hill hillside loop mead meadow meadows mews mount oval parade park
    passage path pk pl place plaza prom promenade quadrant quay rise ridge row sq square strand tce ter terrace
    top turn vale view walk way wharf wood woods wynd yard broadway bridge""".split()
)
# One thing, several spellings. Only the last word of a street is looked up here, so that St Anne stays a saint.
_SPELLINGS = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "cres": "crescent", "tce": "terrace", "ter": "terrace", "gdns": "gardens", "gr": "grove", "grn": "green",
    "pl": "place", "sq": "square", "pk": "park", "ct": "court", "hse": "house", "boul": "boulevard",
}  # fmt: skip
_SMALL = frozenset("of the and on upon in under le la by next with cum over at to en de".split())
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_ROMAN = frozenset("ii iii iv vi vii viii ix".split())
_UNIT = r"flat|flt|apartment|apt|unit|room|rm|studio|maisonette|penthouse|suite|bedsit|annexe?|caravan|pitch|berth|plot"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_LEVEL = (
    r"(?:(?:lower|upper|top|ground|first|second|third|fourth|fifth|sixth|basement|garden|attic|rear|front|left|right"
    rf"|middle|side|and|{_ORDINAL})\b ?|[&/-] ?)"
)
_DWELLING = rf"(?:(?:floor|level|{_UNIT})s?\b ?)"

# "Flat 3", "Apartment 12A", "The Flat", "Flat above"; what follows is another part of the address.
UNIT = re.compile(
    rf"((?:the )?(?:{_UNIT})s?"
    r"(?:\.? (?:no\.? ?)?(?:\d+ ?[-/&] ?\d+[a-z]?|\d+/\d+|\d+[a-z]?(?:\.\d+)?|[a-z]\d*)(?= |$)"
    r"|(?: (?:above|over|below|behind|at|rear of|to rear of|the rear of)(?: (?:the )?shop)?)(?= |$)|$))(?: (.+))?",
    re.IGNORECASE,
)
# "Ground Floor Flat", "1st & 2nd floor", "Top Flat 2" at the end or before another number.
LEVEL = re.compile(
    rf"({_LEVEL}+{_DWELLING}+(?:(?:\d+[a-z]?|[a-z])(?= \d|$))?|basement"
    rf"|{_ORDINAL}(?: ?(?:&|and|-) ?{_ORDINAL})*(?= \d|$))"
    r"(?: ?(.+))?",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PREFIX = re.compile(r"[^\W\d_]['’](?=[^\W\d_]{3})")


@lru_cache(maxsize=8192)
def postcode(text: str) -> str:
    """Return a full postcode in capitals with its one space, or "" when the text is none."""
    packed = "".join(text.split()).upper()
    if not 5 <= len(packed) <= 7 or _POSTCODE.fullmatch(packed) is None:
        return ""
    return f"{packed[:-3]} {packed[-3:]}"


def strength(text: str) -> int:
    """Say how surely a text names a street: 2 it does, 1 it may, 0 it doesn't look like one."""
    words = text.lower().rstrip(".").split()
    if len(words) > 1:
        # Church Road South, High Street (East)
        last = words[-2] if words[-1].strip("()") in {"north", "south", "east", "west"} else words[-1]
    elif words:
        last = words[0]
        return 1 if last in _BROAD and last not in _STRONG else 0
    else:
        return 0
    return 2 if last in _STRONG else 1 if last in _BROAD else 0


@lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """Return the text for comparing: small letters, no accents, no stops, the last word spelt out.

    "King's Rd." and "KINGS ROAD" become the same. Empty stays empty.
    """
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "").replace("&", " and "))
    words = _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).casefold().split()
    if len(words) > 1:
        words[-1] = _SPELLINGS.get(words[-1], words[-1])
    return " ".join(words)


def street_key(name: str, locality: str) -> str:
    """Return what tells one street from another in a unit: its name and the first place below it.

    Only the first, because councils write or leave out the town and the county as they please.
    """
    return f"{normal(name)[:120]}|{normal(locality.partition(',')[0])[:120]}"


@lru_cache(maxsize=8192)
def written(text: str) -> str:
    """Return a part of an address with capitals where they belong, if it is all in capitals or all in small letters."""
    if not (text.isupper() or text.islower()):
        return text
    return _WORD.sub(_word, text)


def _word(match: re.Match[str]) -> str:
    word, at = match[0].lower(), match.start()
    if (word in _SMALL and at) or (word in _ORDINAL_ENDS and match.string[at - 1 : at].isdigit()):
        return word
    if word in _ROMAN:
        return word.upper()
    if prefix := _PREFIX.match(word):
        return prefix[0].capitalize() + word[prefix.end() :].capitalize()
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
