"""What was typed into the box: an elector number, or words of a name, an address, a postcode."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from canvass.rules.finding import words

MOST_WORDS = 8
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
_SECTOR = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ([0-9])$")
_NUMBER = re.compile(r"0*([1-9][0-9]{0,5})(?:[/.]0*([1-9][0-9]{0,5}))?")
_BETWEEN = re.compile(r"[\s\-–:,.]*")
_PACKED = re.compile(r"[^0-9a-z]+")

# What people write for something else. Titles say nothing that the register has.
_TITLES = frozenset("mr mrs ms miss mx dr sir rev revd cllr".split())
_SHORT = {
    "rd": ("road",), "st": ("street", "saint"), "saint": ("st",), "ave": ("avenue",), "av": ("avenue",),
    "ln": ("lane",), "dr": ("drive",), "cl": ("close",), "cres": ("crescent",), "tce": ("terrace",),
    "ter": ("terrace",), "gdns": ("gardens",), "gr": ("grove",), "grn": ("green",), "pl": ("place",),
    "sq": ("square",), "pk": ("park",), "ct": ("court",), "hse": ("house",), "apt": ("apartment", "flat"),
    "apartment": ("flat", "apt"), "flt": ("flat",),
}  # fmt: skip
# Short forms of forenames in common use, and back.
_KNOWN_AS = """
alexander alex sandy | alexandra alex sandra | alison ali | andrew andy | anthony tony ant | antony tony | barbara
barb babs | benjamin ben | catherine cath cathy kate katie | katherine kath kathy kate katie | kathleen kath kathy |
charles charlie chas | christine chris chrissie | christopher chris | daniel dan danny | david dave davy | deborah
debbie deb | dorothy dot dolly | edward ed eddie ted | elizabeth liz lizzie beth betty bess eliza libby | frances
fran | francis frank | frederick fred freddie | geoffrey geoff | george geordie | gerald gerry | gillian gill jill |
gwendoline gwen | harold harry | henry harry | isabel izzy | isabella bella izzy | jacqueline jackie | james jim
jimmy jamie | janet jan | jeffrey jeff | jennifer jen jenny | jessica jess | jonathan jon | john jack johnny |
joseph joe | josephine jo | joanne jo | joanna jo | judith judy | kenneth ken | kevin kev | lawrence larry | leonard
len | leslie les | lilian lily | lewis lew | louise lou | madeleine maddy | margaret maggie peggy meg marge | martin
marty | matthew matt | maureen mo | michael mick mike | michelle shell | muhammad mohammed mohammad mohamed mo |
nicholas nick | nicola nicky nikki | norman norm | olivia liv | pamela pam | patricia pat trish | patrick pat paddy
| pauline paula | penelope penny | peter pete | philip phil | phillip phil | raymond ray | rebecca becky becca |
richard rick dick richie | robert rob bob bobby | roderick rod | ronald ron | rosemary rose | samantha sam | samuel
sam | sarah sally | simon si | stanley stan | stephanie steph | stephen steve | steven steve | stuart stu | susan
sue susie | suzanne sue | teresa terry tess | terence terry | theodore theo | thomas tom tommy | timothy tim |
valerie val | veronica ronnie | victoria vicky tori | vincent vince | vivienne viv | walter wally | wilfred wilf |
william bill will billy willie liam | yvonne eve | zachary zac
"""


def _nicknames() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for line in _KNOWN_AS.split("|"):
        full, *short = line.split()
        for name in short:
            found.setdefault(full, set()).add(name)
            found.setdefault(name, set()).add(full)
    return {name: tuple(sorted(others)) for name, others in found.items()}


_ALSO = _nicknames()


@dataclass(frozen=True)
class Number:
    """An elector number that was typed. `district` is its code, "" where only the number was typed."""

    district: str
    number: int
    suffix: int


@dataclass(frozen=True)
class Typed:
    """One word that was typed, and what else it may stand for."""

    word: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # other forms of a forename


def numbers(text: str, codes: Iterable[str]) -> list[Number]:
    """Return the elector numbers that a text may be: "HH3 124/1", "hh3-124", "HH3124", "124". [] when it is none.

    `codes` are those of the districts there are; a code may end in figures and hold strokes of its own ("KD-2/2"), so
    each is tried at the front.
    """
    text = text.strip().casefold()
    if bare := _NUMBER.fullmatch(text):
        return [Number("", int(bare[1]), int(bare[2] or 0)), *_coded(text, codes)]
    return _coded(text, codes)


def _coded(text: str, codes: Iterable[str]) -> list[Number]:
    parted: list[Number] = []
    glued: list[Number] = []
    for code in codes:
        rest = _after(text, code.casefold())
        if rest is None:
            continue
        between = _BETWEEN.match(rest)
        gap = between[0] if between else ""
        if match := _NUMBER.fullmatch(rest[len(gap) :]):
            (parted if gap else glued).append(Number(code, int(match[1]), int(match[2] or 0)))
    return parted or glued


def _after(text: str, code: str) -> str | None:
    """Return what follows a code, whatever signs stand between its letters and figures; None when it isn't there."""
    wanted = _PACKED.sub("", code)
    if not wanted:
        return None
    seen = 0
    for at, sign in enumerate(text):
        if sign == wanted[seen]:
            seen += 1
            if seen == len(wanted):
                return text[at + 1 :]
        elif not _PACKED.fullmatch(sign) or sign.isspace():
            return None
    return None


def typed(text: str) -> list[Typed]:
    """Return the words that were typed, at most MOST_WORDS, a postcode as one. Titles count only where all are."""
    text = _POSTCODE.sub(lambda match: f" {match[1]}{match[2]} ", text.casefold())
    text = _SECTOR.sub(lambda match: f" {match[1]}{match[2]} ", text.strip())
    found = list(dict.fromkeys(words.plain(text)))
    kept = [word for word in found if word not in _TITLES or word in _SHORT] or found
    return [Typed(word, _SHORT.get(word, ()), _ALSO.get(word, ())) for word in kept[:MOST_WORDS]]
