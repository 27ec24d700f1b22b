"""From the lines of a register to the parts of an address.

The first numbered line is usually the street; a second numbered line means that the first was a building ("2 Rosewood
Court", "124 Glascote Road"). Whatever is no dwelling, number or street is a building above the street and a place
below it. The rules are shown line by line in tests/canvass/rules/test_addresses.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from canvass.rules.addresses import words

_PLAIN = re.compile(r"(\d{1,5})([A-Za-z]?) (?![-–&/] ?\d|[A-Za-z] )(\S.*)")
_NUMBER = r"\d{1,5}[A-Za-z]?(?: ?[-–&/] ?\d{1,5}[A-Za-z]?)?"
_NUMBER_ONLY = re.compile(_NUMBER)
_NUMBERED = re.compile(rf"(\d{{1,5}} [A-Za-z](?= \S+ \S)|{_NUMBER}) (.+)")
_PARTS = re.compile(r"(\d+) ?([A-Za-z]?)(?: ?[-–&/] ?(\d+[A-Za-z]?))?")
_SCOTTISH_FLAT = re.compile(r"(\d{1,2}/\d{1,2}|[A-Z]/\d{1,2})[, ]+(?=\d)")
_NUMBER_THEN_UNIT = re.compile(rf"({_NUMBER}) (?=\D)")
_NUMBER_INSIDE = re.compile(rf"(\D+?),? ({_NUMBER} \D.*)")
_BRACKETED = re.compile(r"[\[(] ?(\d[^\])]*?) ?[\])]")
_NUMBER_SIGN = re.compile(r"^(?:no\.? ?|number )(?=\d)", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# "Ward 12": the only figures in a place's name that are surely no house number and no postcode.
_LABELLED = re.compile(r"\D{2,} \d{1,3}")
_NO_ADDRESS = re.compile(r"\W*(?:other electors?|no address|address (?:withheld|not shown)|n/?a)\W*", re.IGNORECASE)


class Address(NamedTuple):
    """The parts; "" and None where there is none.

    `number_suffix` is what stands behind the figure: "A", "-6" of a range. `flat_number` is the figure in `flat`.
    `key` is the same for two spellings of one front door, `street_key` for two of one street.
    """

    flat: str
    flat_number: int | None
    building: str
    number: int | None
    number_suffix: str
    street: str
    locality: str
    postcode: str
    key: str
    street_key: str


def parse(lines: Sequence[str], postcode: str = "", flat: str = "", house: str = "") -> Address | None:
    """Return the address, or None when the lines hold none.

    `lines` are the cells in order, trimmed and without double spaces, empty ones among them. `postcode` is the
    postcode's own cell; a postcode in the lines is dropped, or taken where the cell holds none. `flat` and `house`
    are the columns of their own that some layouts have; they count where the lines don't say the same.
    """
    code = words.postcode(postcode) if postcode else ""
    kept = [line for line in lines if line and line != code and line != postcode]
    if not kept and not house:
        return None
    if (flat or house) and not _said(kept, flat, house):
        kept = _prepended(kept, flat, house)
    return _quick(kept, code) or _slow(tuple(kept), code)


def _said(lines: list[str], flat: str, house: str) -> bool:
    """Say whether the lines begin with what the two columns hold."""
    at = 0
    if flat:
        if not lines or not f"{lines[0]} ".startswith((f"{flat} ", f"{flat},")):
            return False
        at = 0 if len(lines[0]) > len(flat) else 1
    return not house or (len(lines) > at and f"{lines[at]} ".startswith(f"{house} "))


def _prepended(lines: list[str], flat: str, house: str) -> list[str]:
    """Put the two columns above the lines, unless the lines hold them somewhere, or a number of their own."""
    text = f" {' '.join(lines).replace(',', ' ').lower()} "
    numbered = any(line[:1].isdigit() for line in lines)
    above = []
    if flat and f" {flat.lower()} " not in text:
        above.append(f"Flat {flat}" if _NUMBER_ONLY.fullmatch(flat) else flat)
    if house and f" {house.lower()} " not in text and not (numbered and house[:1].isdigit()):
        above.append(house)
    return above + lines


def _quick(lines: list[str], code: str) -> Address | None:
    """Return the address in its commonest forms, "46 Bracken Close" and "Flat 1" above it; None for any other."""
    if not code:
        return None
    at, flat, flat_number, flat_key = 0, "", None, ""
    if len(lines) > 1 and (found := _quick_flat(lines[0])) is not None:
        at, (flat, flat_number, flat_key) = 1, found
    match = _PLAIN.fullmatch(lines[at])
    if match is None or (street := _quick_street(match[3], *lines[at + 1 :])) is None:
        return None
    name, locality, name_key, street_key = street
    suffix = match[2].upper()
    key = f"{flat_key}||{match[1].lstrip('0')}{suffix}|{name_key}|{code}"
    return Address(flat, flat_number, "", int(match[1]), suffix, name, locality, code, key, street_key)


@lru_cache(maxsize=4096)
def _quick_flat(line: str) -> tuple[str, int | None, str] | None:
    """Return flat, its figure and its key when the line is nothing but a flat."""
    match = words.UNIT.fullmatch(line)
    if match is None or match[2] or "," in line:
        return None
    flat = words.written(line)
    return flat[:120], _figure(flat), _flat_key(flat)


@lru_cache(maxsize=8192)
def _quick_street(name: str, *below: str) -> tuple[str, str, str, str] | None:
    """Return street, place and their keys when what follows a number is surely the street; None when it may not be."""
    if len(name) > 120 or "," in name or _DIGITS.search(name):
        return None
    if any("," in line or (_DIGITS.search(line) and not _LABELLED.fullmatch(line)) for line in below):
        return None
    if words.UNIT.match(name) or words.LEVEL.match(name) or any(words.UNIT.match(line) for line in below):
        return None
    if words.strength(name) < 2 and below and words.strength(below[0]) == 2:
        return None
    street, locality = words.written(name), _place(below)
    return street, locality, words.normal(street)[:100], words.street_key(street, locality)


@lru_cache(maxsize=512)
def _slow(lines: tuple[str, ...], code: str) -> Address | None:
    """Return the address in any form at all."""
    segments, found = _segments(lines)
    code = code or found
    if not segments:
        return None
    at, numbered = _street_at(segments)
    above, below = segments[:at], segments[at + (at < len(segments)) :]
    number, street = _split(segments[at]) if at < len(segments) else ("", "")
    if not numbered:
        number, street = "", segments[at] if at < len(segments) else ""
    while below and _is_dwelling(below[0]):
        above.append(below.pop(0))
    flat, building = _dwelling(above)
    return _address(flat, building, number, street, _place(below), code)


def _segments(lines: Sequence[str]) -> tuple[list[str], str]:
    """Cut the lines at commas and at numbers inside them. Returns the segments and the last postcode among them."""
    code = ""
    joined: list[str] = []
    for line in lines:
        pieces, found = _pieces(line)
        code = found or code
        for text in pieces:
            # A number alone belongs to the next line; before another number it is the flat's.
            if joined and _NUMBER_ONLY.fullmatch(joined[-1]) and not words.UNIT.fullmatch(text):
                alone = joined.pop()
                joined.extend([f"Flat {alone}", text] if text[:1].isdigit() else [f"{alone} {text}"])
            else:
                joined.append(text)
    return joined, code


# Streets and places come again with every house, so most lines have been cut before.
@lru_cache(maxsize=8192)
def _pieces(line: str) -> tuple[tuple[str, ...], str]:
    """Return the segments of one line, and the postcode in it."""
    if _NO_ADDRESS.fullmatch(line):
        return (), ""
    code, cut = "", []
    for piece in line.split(","):
        text, found = _without_postcode(" ".join(piece.split()))
        code = found or code
        cut.extend(_cut(_NUMBER_SIGN.sub("", _BRACKETED.sub(r"\1", text))))
    return tuple(cut), code


def _without_postcode(text: str) -> tuple[str, str]:
    """Return the text without a postcode at its end, and that postcode."""
    packed = text.split(" ")
    for count in (2, 1):
        if len(packed) >= count and (found := words.postcode(" ".join(packed[-count:]))):
            return " ".join(packed[:-count]), found
    return text, ""


def _cut(text: str) -> list[str]:
    """Cut a segment where a flat, a building or a number ends inside it."""
    if not text:
        return []
    for pattern in (words.UNIT, words.LEVEL):
        if match := pattern.fullmatch(text):
            return [match[1].strip(), *_cut((match[2] or "").strip())]
    if match := _SCOTTISH_FLAT.match(text):
        return [f"Flat {match[1]}", *_cut(text[match.end() :])]
    if (match := _NUMBER_THEN_UNIT.match(text)) and (unit := words.UNIT.fullmatch(text[match.end() :])):
        return [unit[1], match[1], *_cut(unit[2] or "")]
    if (match := _NUMBER_INSIDE.fullmatch(text)) and words.strength(match[2]):
        return [match[1], match[2]]
    return [text]


def _split(segment: str) -> tuple[str, str]:
    """Return the number at the front of a segment and what follows it."""
    if match := _NUMBERED.fullmatch(segment):
        return match[1], match[2]
    return (segment, "") if _NUMBER_ONLY.fullmatch(segment) else ("", segment)


@lru_cache(maxsize=8192)
def _is_dwelling(segment: str) -> bool:
    return bool(words.UNIT.fullmatch(segment) or words.LEVEL.fullmatch(segment))


def _street_at(segments: list[str]) -> tuple[int, bool]:
    """Return which segment is the street, and whether the number before it is its own.

    The position is past the end when no segment is a street.
    """
    open_ones = [i for i, segment in enumerate(segments) if not _is_dwelling(segment)][:5]
    numbered = [i for i in open_ones if _split(segments[i])[0]]
    if numbered:
        at = numbered[0]
        for later in numbered[1:]:
            if words.strength(_split(segments[later])[1]) >= words.strength(_split(segments[at])[1]):
                at = later
        after = at + 1
        if (
            after in open_ones
            and words.strength(_split(segments[at])[1]) < 2
            and not _split(segments[after])[0]
            and words.strength(segments[after]) == 2
        ):
            return after, False
        return at, True
    best = max(open_ones, key=lambda i: (words.strength(segments[i]), -i), default=len(segments))
    if best < len(segments) and not words.strength(segments[best]):
        # No street among them: in a village the place below the house is what people walk along.
        return (open_ones[1] if len(open_ones) > 1 else len(segments)), False
    return best, False


def _dwelling(above: list[str]) -> tuple[str, str]:
    """Return flat and building from what stands above the street."""
    flats = [segment for segment in above if _is_dwelling(segment)]
    buildings = [segment for segment in above if not _is_dwelling(segment)]
    if not flats and buildings:
        number, name = _split(buildings[0])
        if number and name:
            return number, ", ".join([name, *buildings[1:]])
    return ", ".join(flats), ", ".join(buildings)


def _place(below: Sequence[str]) -> str:
    """Return the places below the street, each once."""
    return ", ".join(dict.fromkeys(words.written(line) for line in below if line))[:160]


def _address(flat: str, building: str, number: str, street: str, locality: str, code: str) -> Address:
    """Put the parts together, with their keys."""
    figure, suffix = None, ""
    if parts := _PARTS.fullmatch(number):
        figure, suffix = int(parts[1]), parts[2].upper() + (f"-{parts[3].upper()}" if parts[3] else "")
    flat, building, street = (words.written(part)[:120].strip() for part in (flat, building, street))
    where = code or f"~{words.normal(locality)[:60]}"
    key = "|".join(
        (
            _flat_key(flat),
            words.normal(building)[:100],
            f"{'' if figure is None else figure}{suffix}",
            words.normal(street)[:100],
            where,
        )
    )
    return Address(
        flat, _figure(flat), building, figure, suffix, street, locality, code, key, words.street_key(street, locality)
    )


@lru_cache(maxsize=4096)
def _flat_key(flat: str) -> str:
    """Return what tells one flat of a building from another, whatever the word before its number."""
    said = [word for word in words.normal(flat).split() if word not in {"flat", "flt", "apartment", "apt", "no"}]
    return " ".join(said)[:100] or words.normal(flat)[:100]


def _figure(flat: str) -> int | None:
    """Return the first figure in a flat's name, if it can be one."""
    match = _DIGITS.search(flat)
    return int(match[0]) if match and len(match[0]) < 6 else None
