"""The invented register: electors behind the doors of `places`, numbered as a council numbers them (domain A2)."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from canvass.enums import ElectorKind
from canvass.rules import addresses
from config.demo import people, places
from config.demo.people import Person
from config.demo.places import District, Door, Street, Ward

# How many electors live behind a door, in hundredths.
_AT_A_DOOR = ((1, 2, 3, 4, 5, 6), (33, 43, 14, 7, 2, 1))
_IN_A_FLAT = ((1, 2, 3), (62, 34, 4))
_COMMON, _QUITE_RARE, _RARE = 0.010, 0.006, 0.004


@dataclass(slots=True)
class Entry:
    """One line of the register. `home` is None for those who are listed without an address."""

    district: District
    person: Person
    home: Home | None
    number: int = 0
    suffix: int = 0
    kind: str = ElectorKind.ORDINARY.value
    markers: str = ""
    attains_on: datetime.date | None = None
    pk: int = 0


@dataclass(slots=True)
class Home:
    """A door with electors behind it. The ids are those of the rows, once the register has been laid."""

    district: District
    ward: Ward
    street: Street
    door: Door
    lines: list[str]  # as a council prints them
    address: addresses.Address  # as the importer reads them
    entries: list[Entry] = field(default_factory=list)
    pk: int = 0
    street_pk: int = 0


@dataclass
class Register:
    """A whole edition. `entries` stand in the order of the register: by district, then by number."""

    wards: tuple[Ward, ...]
    dated_on: datetime.date
    homes: list[Home]
    entries: list[Entry]


def make(seed: str, wards: tuple[Ward, ...], today: datetime.date) -> Register:
    """Return the register of these wards. The same seed gives the same people; only dates follow `today`."""
    chance = random.Random(f"{seed} register {wards[0].name}")  # noqa: S311 - an invented town, no secret
    namer = places.Namer(chance)
    homes: list[Home] = []
    entries: list[Entry] = []
    for ward in wards:
        for district in ward.districts:
            here = list(_homes(chance, namer, ward, district, today))
            homes += here
            entries += numbered(here, list(_without_address(chance, district)))
            _add_late_comers(chance, here, entries)
    entries.sort(key=lambda entry: (entry.district.code, entry.number, entry.suffix))
    return Register(wards, edition_date(today), homes, entries)


def edition_date(today: datetime.date) -> datetime.date:
    """Return the last 1 December before today: councils publish the full register by then."""
    year = today.year if (today.month, today.day) > (12, 1) else today.year - 1
    return datetime.date(year, 12, 1)


def _homes(
    chance: random.Random, namer: places.Namer, ward: Ward, district: District, today: datetime.date
) -> Iterator[Home]:
    """Yield homes until the district is full, in street order; three doors in a hundred have nobody registered."""
    found: list[Street] = []
    full = 0
    homes: dict[int, list[Home]] = {}
    for street in places.streets(chance, namer, ward, district):
        found.append(street)
        here = homes[id(street)] = []
        for door in street.doors:
            if chance.random() < 0.03:
                continue
            home = _home(district, ward, street, door)
            home.entries = list(_residents(chance, home, today))
            here.append(home)
            full += len(home.entries)
        if full >= district.size:
            break
    for street in sorted(found, key=lambda one: one.name):
        yield from homes[id(street)]


def _home(district: District, ward: Ward, street: Street, door: Door) -> Home:
    lines = places.address(street, door)
    read = addresses.parse(lines, door.postcode)
    if read is None:
        raise ValueError(f"The importer finds no address in {lines}.")
    return Home(district, ward, street, door, lines, read)


def _residents(chance: random.Random, home: Home, today: datetime.date) -> Iterator[Entry]:
    sizes, weights = _IN_A_FLAT if home.door.flat else _AT_A_DOOR
    for place, person in enumerate(people.household(chance, chance.choices(sizes, weights)[0])):
        entry = Entry(home.district, person, home)
        drawn = chance.random()
        if drawn < _COMMON:
            entry.markers = "G"
        elif drawn < _COMMON + _QUITE_RARE:
            entry.markers = "B"
        elif drawn > 0.99995:
            entry.markers = "L"
        elif place >= 2 and drawn > 0.95:
            # An attainer: will be eighteen on that day, or has become so since the register came out.
            entry.attains_on = today + datetime.timedelta(days=chance.randint(-150, 300))
        yield entry


def _without_address(chance: random.Random, district: District) -> Iterator[Entry]:
    """Yield the block at the end of a district: overseas, service voters and the like, then anonymous ones."""
    for _ in range(round(district.size * _RARE * chance.random())):
        yield Entry(district, people.stranger(chance), None, kind=ElectorKind.OVERSEAS.value, markers="F")
    for _ in range(chance.randint(0, 2)):
        yield Entry(district, people.stranger(chance), None, kind=ElectorKind.OTHER.value)
    for _ in range(1 if chance.random() < 0.25 else 0):
        yield Entry(district, Person("", ""), None, kind=ElectorKind.ANONYMOUS.value, markers="N")


def numbered(homes: Iterable[Home], rest: list[Entry]) -> list[Entry]:
    """Number the entries from 1 in street order; those without an address follow by surname, anonymous ones last."""
    listed = [entry for home in homes for entry in home.entries]
    rest.sort(key=lambda entry: (entry.kind == ElectorKind.ANONYMOUS, entry.person.surname))
    for number, entry in enumerate([*listed, *rest], 1):
        entry.number = number
    return [*listed, *rest]


def _add_late_comers(chance: random.Random, homes: list[Home], entries: list[Entry]) -> None:
    """Add people who registered after the numbering: they take their neighbour's number and a suffix (124/1)."""
    for home in chance.sample(homes, k=len(homes) // 60):
        neighbour = home.entries[-1]
        for suffix in range(1, 3 if chance.random() < 0.2 else 2):
            entry = Entry(home.district, people.stranger(chance), home, number=neighbour.number, suffix=suffix)
            home.entries.append(entry)
            entries.append(entry)
