"""The register as a council would send it: the Xpress layout in 14 columns, windows-1252, CRLF (domain A7, H1).

This year's, or the next edition: numbered afresh after the annual canvass, with some hundreds of people come, gone,
grown up or married. Written for trying the import page; it goes with the demo's register and no other.
"""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterable, Iterator
from typing import TextIO

from config.demo import people, register
from config.demo.people import Person
from config.demo.register import Entry, Register

HEADER = (
    "Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector Markers", "Elector DOB",
    "Elector Surname", "Elector Forename", "PostCode", "Address1", "Address2", "Address3", "Address4", "Address5",
    "Address6",
)  # fmt: skip
ENCODING = "cp1252"
_LINES = 6


def write(found: Register, to: TextIO) -> int:
    """Write an edition and return how many electors it lists. Open the file in ENCODING with newline=""."""
    writer = csv.writer(to, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(found.entries))
    return len(found.entries)


def _rows(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for one in entries:
        lines = one.home.lines if one.home else []
        yield [
            one.district.code,
            str(one.number),
            str(one.suffix),
            one.markers,
            one.attains_on.strftime("%d/%m/%Y") if one.attains_on else "",
            one.person.surname,
            one.person.forenames,
            one.home.address.postcode if one.home else "",
            *lines,
            *[""] * (_LINES - len(lines)),
        ]


def next_edition(seed: str, found: Register) -> Register:
    """Return the edition of the coming December. `found` is changed on the way and must not be used afterwards."""
    chance = random.Random(f"{seed} next edition")  # noqa: S311 - an invented year, no secret
    dated_on = found.dated_on.replace(year=found.dated_on.year + 1)
    for home in found.homes:
        _a_year_passes(chance, home.entries, dated_on)
    entries: list[Entry] = []
    for ward in found.wards:
        for district in ward.districts:
            homes = [home for home in found.homes if home.district is district and home.entries]
            rest = [one for one in found.entries if one.home is None and one.district is district]
            entries += register.numbered(homes, rest)
    entries.sort(key=lambda one: (one.district.code, one.number, one.suffix))
    return Register(found.wards, dated_on, found.homes, entries)


def _a_year_passes(chance: random.Random, entries: list[Entry], dated_on: datetime.date) -> None:
    """Let a household move, lose or gain somebody, or one of them marry; drop dates of those who have come of age."""
    drawn = chance.random()
    if drawn < 0.004:
        family = people.household(chance, len(entries))
        for one, person in zip(entries, family, strict=True):
            one.person, one.attains_on, one.markers = person, None, ""
    elif drawn < 0.008:
        entries.pop()
    elif drawn < 0.012 and entries:
        first = entries[0]
        entries.append(Entry(first.district, people.stranger(chance), first.home))
    elif drawn < 0.014 and len(entries) > 1:
        entries[1].person = Person(entries[1].person.forenames, entries[0].person.surname)
    for one in entries:
        one.suffix = 0
        if one.attains_on and one.attains_on <= dated_on:
            one.attains_on = None
        if one.markers == "G" and chance.random() < 0.5:
            one.markers = "B"  # found eligible under the newer rules (domain A3)
