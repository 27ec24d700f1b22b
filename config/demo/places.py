"""Invented places: wards, polling districts, streets and doors, with everything that makes a street awkward.

Postcodes begin with WX or HH, which are no postcode areas, so nobody's letter box is meant.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

STEMS = """
Almoner Anvil Apothecary Archer Ashlar Avocet Badger Bakehouse Barleymow Barrow Bellfounder Bellows Bilberry Bittern
Blackthorn Bluebell Bobbin Bower Bracken Bramble Brewhouse Bridlepath Brimstone Bulrush Butterwick Candlewick Canon
Carder Cartwheel Catkin Chalkpit Chandler Chantry Charter Clover Coachman Cobbler Coldharbour Cooper Coppice Cordwainer
Cornflower Cowslip Cricket Crocus Cuckoo Culvert Damson Dewpond Dovecote Drapers Drover Eelpie Elderberry Fairmead
Falconer Farthing Fernbank Ferryman Fiddler Flax Fletcher Foundry Foxglove Friar Fuller Furlong Gabriel Garland
Glebe Goldfinch Gorse Granary Greengage Guildhall Halfpenny Harebell Harrier Haymaker Heron Hobbler Holloway Honeybourne
Hopkiln Hornbeam Ironmonger Juniper Kestrel Kingcup Kiln Lacemaker Lambourne Lantern Lapwing Larkspur Linnet Lockkeeper
Lodestone Longacre Loom Magpie Malthouse Mariner Marlpit Mayfly Meadowsweet Medlar Mercer Millrace Minstrel Moorhen
Mulberry Nettlebed Nightingale Oatfield Orchard Osier Ostler Otter Packhorse Paddock Parchment Partridge Pasture
Pedlar Pelican Pewter Pilgrim Pinfold Pippin Plantain Plover Ploughman Potter Primrose Quarryman Quince Redshank
Ropewalk Rosehip Rowan Saddler Saffron Samphire Sandpiper Sawpit Saxon Scrivener Sexton Shearwater Shepherd Shuttle
Silverweed Skylark Sloe Smithy Sorrel Spindle Stackyard Starling Stonecrop Swallow Sycamore Tailor Tanner Teasel
Thatcher Thistle Thresher Tilekiln Tinder Tithe Tollgate Turnstone Valerian Verger Vintner Wagoner Warbler
Waterwheel Weaver Wheelwright Whinchat Whitebeam Willowherb Windmill Woodcock Woolpack Wren Yarrow Yeoman
""".split()
HOUSE_NAMES = """
Rose_Cottage Dunroamin The_Old_Forge The_Hollies Orchard_Cottage Ty_Gwyn Journey's_Rest Holmlea Fairview The_Laurels
Mill_House Keeper's_Cottage The_Old_School_House Sunnybank Fernlea Glebe_Farm Two_Chimneys The_Nook Wayside Hillcrest
Brook_Barn The_Old_Vicarage Ivy_Cottage Meadowside Tall_Trees The_Cart_Shed Quarry_House Pump_Cottage Larkrise
Sea_Breeze
""".split()
BLOCKS = """
The_Maltings Quayside_Court Tallow_House Lamplighter_House Corn_Exchange_Buildings Bellrope_Court Spinners'_Mill
Almshouse_Court Weighbridge_House Staithe_House Chandlery_Court Regatta_House Harbour_Light Mercers'_Court Ropery_House
Granary_House Tidewheel_House Sailmaker_House Pilot_Court Bargeman_House Beacon_Point Lock_Gate_House Capstan_Court
""".split()
TOWN, OTHER_TOWN = "Wexcombe", "Marsham"


@dataclass(frozen=True)
class District:
    """A polling district to be made. `kind` chooses its streets; `size` is about how many electors it gets."""

    code: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Ward:
    """A ward: its settlement (the place in addresses), branch, how far it leans to Labour (0 to 1), districts."""

    name: str
    settlement: str
    branch: str
    lean: float
    outward: str
    districts: tuple[District, ...]


def _ward(name: str, settlement: str, branch: str, lean: float, outward: str, *districts: str) -> Ward:
    made = []
    for line in districts:
        code, kind, size, label = line.split(" ", 3)
        made.append(District(code, label, kind, int(size)))
    return Ward(name, settlement, branch, lean, outward, tuple(made))


# One code with a leading zero and one with a dash and a stroke: councils have both (A8).
WEXCOMBE = (
    _ward("Abbots Marl", "Abbots Marl", "marl", 0.26, "WX6",
          "AM1 village 1150 Abbots Marl village", "AM2 village 820 Long Marl", "AM3 village 430 Marl Heath"),
    _ward("Bellfounders", TOWN, "wexcombe-town", 0.47, "WX1",
          "BF1 terrace 2380 Bell Street", "BF2 terrace 2210 Foundry Yard", "BF3 suburb 1870 Bellfounders Park"),
    _ward("Drovers", TOWN, "wexcombe-town", 0.39, "WX2",
          "DR1 suburb 2150 Drovers Green", "DR2 suburb 1980 Packhorse Hill", "DR3 estate 2060 Fold Lane"),
    _ward("Eelmoor", TOWN, "wexcombe-town", 0.52, "WX3",
          "EM1 estate 2620 Eelmoor North", "EM2 estate 2540 Eelmoor South", "EM3 terrace 1930 Osier Beds"),
    _ward("Harrow Hill East", "Harrow Hill", "harrow-hill", 0.43, "HH1",
          "HE1 suburb 1790 Beacon Side", "HE2 suburb 1840 Kiln Rise", "HE3 estate 2110 Ploughman’s",
          "HE4 suburb 1240 Larks’ Field"),
    _ward("Harrow Hill West", "Harrow Hill", "harrow-hill", 0.34, "HH2",
          "HW1 suburb 1960 Church End", "HW2 suburb 2040 Upper Harrow", "HW3 village 910 Harrow Bottom"),
    _ward("Market and Quay", TOWN, "wexcombe-town", 0.49, "WX4",
          "MQ1 centre 1720 Market Place", "MQ2 centre 2230 The Quay", "MQ3 centre 1890 Staithe",
          "MQ4 terrace 1680 Ropery"),
    _ward("Nether Lode", "Nether Lode", "lode", 0.31, "WX7",
          "015AD village 1340 Nether Lode", "016AD village 760 Over Lode", "017AD village 380 Lode Fen"),
    _ward("Oxbow", TOWN, "wexcombe-town", 0.44, "WX5",
          "OX1 estate 2330 Oxbow Meadows", "OX2 suburb 2090 Ferry Road", "OX3 terrace 1860 Gasworks Side",
          "OX4 suburb 1310 Weir End"),
    _ward("Pinfold", "Harrow Hill", "harrow-hill", 0.41, "HH3",
          "PF-1 suburb 1980 Pinfold Green", "PF-2/1 suburb 1770 Tithe Barn", "PF-2/2 suburb 1490 Furlongs"),
    _ward("St Oswin’s", TOWN, "wexcombe-town", 0.46, "WX8",
          "SO1 terrace 2290 Chantry", "SO2 terrace 2160 Verger’s Hill", "SO3 suburb 1730 Glebe Park"),
    _ward("Wellhouse", "Sallow Green", "lode", 0.37, "WX9",
          "WH1 suburb 2020 Sallow Green", "WH2 estate 2190 Wellhouse", "WH3 suburb 1650 Pump Lane",
          "WH4 village 520 Sallow Fen"),
)  # fmt: skip
MARSHAM = (
    _ward("Marsham Town", OTHER_TOWN, "", 0.4, "HH8", "MV1 terrace 760 Marsham Cross", "MV2 suburb 640 Vale Road"),
)
# How often each kind of district has each shape of street.
_SHAPES: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "terrace": (("terrace", "road", "close", "converted"), (60, 22, 8, 10)),
    "suburb": (("road", "crescent", "close", "odds", "terrace"), (42, 20, 26, 6, 6)),
    "estate": (("road", "close", "crescent", "block", "terrace"), (30, 34, 18, 8, 10)),
    "village": (("lane", "road", "close"), (52, 28, 20)),
    "centre": (("block", "terrace", "converted", "road"), (30, 34, 24, 12)),
}
_TYPES = {
    "terrace": ("Street", "Terrace", "Row", "Street", "Place"),
    "road": ("Road", "Avenue", "Drive", "Way", "Road", "Rise", "Gardens"),
    "crescent": ("Crescent", "Circle", "Grove"),
    "close": ("Close", "Court", "Mews", "Walk", "Green"),
    "odds": ("View", "Parade", "Bank"),
    "lane": ("Lane", "Hill", "Green", "Lane", "End"),
    "converted": ("Street", "Square", "Place", "Villas"),
    "block": ("Wharf", "Lane", "Street", "Approach"),
}
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(slots=True)
class Door:
    """One front door, in the parts that canvass keeps. `number_suffix` holds "A", or "-6" for a range."""

    number: int | None = None
    number_suffix: str = ""
    building: str = ""
    flat: str = ""
    flat_number: int | None = None
    postcode: str = ""


@dataclass(slots=True)
class Street:
    """A street or the part of one that lies in a district. `place` are the address lines after the street."""

    name: str
    place: tuple[str, ...]
    doors: list[Door] = field(default_factory=list)


def address(street: Street, door: Door) -> list[str]:
    """Return the lines that a council would print: "Flat 2" / "The Maltings" / "12A Mill Lane" / the place."""
    figure = "" if door.number is None else f"{door.number}{door.number_suffix} "
    return [part for part in (door.flat, door.building, f"{figure}{street.name}") if part] + list(street.place)


class Namer:
    """Gives each street a name that no other has, and each few doors a postcode of their own."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._free: dict[str, list[str]] = {}
        for shape, kinds in _TYPES.items():
            self._free[shape] = [f"{stem} {kind}" for kind in dict.fromkeys(kinds) for stem in STEMS]
            chance.shuffle(self._free[shape])
        self._taken: set[str] = set()
        self._postcodes: dict[str, Iterator[str]] = {}

    def street(self, shape: str) -> str:
        """Return a new name that suits the shape."""
        while self._free[shape]:
            name = self._free[shape].pop()
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise ValueError(f"There are no more names for a street of the shape {shape}. Add some to STEMS.")

    def postcode(self, outward: str) -> str:
        """Return the next postcode of this outward code."""
        if outward not in self._postcodes:
            self._postcodes[outward] = (
                f"{outward} {digit}{first}{second}" for digit in range(1, 10) for first in _INWARD for second in _INWARD
            )
        return next(self._postcodes[outward])


def streets(chance: random.Random, namer: Namer, ward: Ward, district: District) -> Iterator[Street]:
    """Yield streets for a district, first the special ones that belong there, then as many as are asked for."""
    place = (ward.settlement,) if ward.settlement in {TOWN, OTHER_TOWN} else (ward.settlement, TOWN)
    for name, doors in _SPECIAL.get(district.code, ()):
        yield _with_postcodes(chance, namer, ward, Street(name, place, [Door(**_parts(door)) for door in doors]))
    shapes, weights = _SHAPES[district.kind]
    while True:
        shape = chance.choices(shapes, weights)[0]
        street = Street(namer.street(shape), place, list(_DOORS[shape](chance)))
        yield _with_postcodes(chance, namer, ward, street)


def _with_postcodes(chance: random.Random, namer: Namer, ward: Ward, street: Street) -> Street:
    """Give the doors postcodes: one for each block of flats, otherwise one for fifteen to thirty doors in a row."""
    left, code, block = 0, "", ""
    for door in street.doors:
        own = door.building if door.flat else ""
        if left == 0 or own != block:
            left, code, block = chance.randint(15, 30), namer.postcode(ward.outward), own
        door.postcode = code
        left -= 0 if block else 1
    return street


def _parts(door: tuple) -> dict:
    return dict(zip(("number", "number_suffix", "building", "flat", "flat_number"), door, strict=False))


# --- The shapes of streets ------------------------------------------------------------------------------------


def _terrace(chance: random.Random) -> Iterator[Door]:
    """Odd numbers on one side, even ones on the other, close together; now and then a house made into flats."""
    last = chance.randint(30, 96)
    for number in [*range(1, last, 2), *range(2, last - chance.randint(0, 12), 2)]:
        if chance.random() < 0.04:
            yield from (Door(number, flat=f"Flat {flat}", flat_number=flat) for flat in (1, 2))
        elif number != 13 or chance.random() < 0.5:
            yield Door(number)


def _road(chance: random.Random) -> Iterator[Door]:
    """Odds and evens, with 12A and 12B where a garden was sold, and a range where two houses became one."""
    first, last = chance.choice((1, 1, 1, 3, 7)), chance.randint(24, 84)
    skip = 0
    for number in [*range(first, last, 2), *range(first + 1, last + chance.randint(-8, 8), 2)]:
        if number == skip:
            continue
        yield (Door(number, f"-{number + 2}") if (ranged := chance.random() < 0.006) else Door(number))
        skip = number + 2 if ranged else 0
        if chance.random() < 0.025:
            yield from (Door(number, letter) for letter in "AB"[: chance.randint(1, 2)])


def _consecutive(chance: random.Random) -> Iterator[Door]:
    """1, 2, 3 and on: a close, or a crescent whose numbers run round so that odds stand on both sides."""
    return (Door(number) for number in range(1, chance.randint(8, 30)) if number != 13 or chance.random() < 0.5)


def _crescent(chance: random.Random) -> Iterator[Door]:
    return (Door(number) for number in range(1, chance.randint(20, 64)))


def _odds(chance: random.Random) -> Iterator[Door]:
    """Houses on one side only, all odd: a park or a railway is opposite."""
    return (Door(number) for number in range(1, chance.randint(20, 70), 2))


def _lane(chance: random.Random) -> Iterator[Door]:
    """Houses with names, and a few with numbers that came later."""
    names = chance.sample(HOUSE_NAMES, k=chance.randint(6, 22))
    yield from (Door(building=name.replace("_", " ")) for name in names)
    yield from (Door(number) for number in range(1, chance.randint(2, 16)))


def _converted(chance: random.Random) -> Iterator[Door]:
    """Tall houses made into flats: "Flat 3, 22", "Basement Flat, 24"."""
    for number in range(1, chance.randint(10, 40)):
        if chance.random() < 0.45:
            yield Door(number)
            continue
        if chance.random() < 0.2:
            yield Door(number, flat="Basement Flat")
        for flat in range(1, chance.randint(3, 6)):
            yield Door(number, flat=f"Flat {flat}", flat_number=flat)


def _block(chance: random.Random) -> Iterator[Door]:
    """One or two blocks of flats by name, and a few houses before them."""
    yield from (Door(number) for number in range(2, chance.randint(4, 20), 2))
    for name in chance.sample(BLOCKS[2:], k=chance.randint(1, 2)):
        yield from _flats(name.replace("_", " "), chance.randint(8, 36), chance.choice(("Flat", "Flat", "Apartment")))


def _flats(building: str, count: int, word: str = "Flat") -> Iterator[Door]:
    return (Door(building=building, flat=f"{word} {flat}", flat_number=flat) for flat in range(1, count + 1))


_DOORS = {
    "terrace": _terrace,
    "road": _road,
    "crescent": _crescent,
    "close": _consecutive,
    "odds": _odds,
    "lane": _lane,
    "converted": _converted,
    "block": _block,
}


def _numbers(*numbers: int) -> list[tuple]:
    return [(number,) for number in numbers]


# Streets that every list has to get right, each in its district: see the module's tests for what is awkward in them.
_SPECIAL: dict[str, tuple[tuple[str, list[tuple]], ...]] = {
    "MQ2": (
        ("Staithe Lane", [(None, "", "Quayside Court", f"Flat {flat}", flat) for flat in range(1, 61)]),
        ("Maltings Wharf", [(None, "", "The Maltings", f"Flat {flat}", flat) for flat in range(1, 25)]),
    ),
    "MQ1": (("Great Harrow Road", _numbers(*range(1, 120, 2), *range(2, 106, 2))),),
    "HE1": (("Great Harrow Road", _numbers(*range(121, 262, 2), *range(106, 240, 2))),),
    "SO1": (("Church Road", _numbers(*range(1, 60))),),
    "HW1": (("Church Road", _numbers(*range(1, 48))),),
    "BF1": (
        ("Ffordd Llanfihangel-y-Cefn-Uchaf", _numbers(*range(1, 22))),
        ("The Worshipful Company of Tallow Chandlers’ and Candlemakers’ Almshouses Passage", _numbers(1, 2, 3, 4, 5)),
        ("King's Mede", [(12,), (12, "A"), (12, "B"), (14, "-16"), (18,)]),
    ),
}
