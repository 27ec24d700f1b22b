"""Writes the register of the next December: the same town a year on, with the truth about who is who.

Rates are round figures of the United Kingdom: 9 people in 100 move in a year, most of them as a whole household, a
fifth of them within the constituency, some with somebody new; one in a hundred dies; 4 in 1,000 take another surname,
5 in 1,000 are spelt differently; two homes in 1,000 are written another way. Everybody is numbered anew.

town = december.town()                 # from ../shared/data
after = december.year_later(town, seed=7)
december.xpress(path, after) / december.rollno(path, after)
after.was[("2BSA", 12)]                # the person's id in `town`, None for somebody new
"""

from __future__ import annotations

import csv
import datetime
import gzip
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

TRUTH = Path(__file__).resolve().parents[3] / "shared" / "data" / "registers" / "truth.csv.gz"
DECEMBER = datetime.date(2026, 12, 1)
XPRESS = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6"
).split(",")
# As one council wrote it in 2026, with a property number.
ROLLNO = (
    "PDCode,RollNo,ElectorTitle,ElectorSurname,ElectorForename,ElectorMiddleName,DateOfAttainment,FranchiseMarker,"
    "RegisteredAddress1,RegisteredAddress2,RegisteredAddress3,RegisteredAddress4,RegisteredAddress5,"
    "RegisteredAddress6,PostCode,Euro,Parl,County,Ward,SubHouse,House,IERStatus,MethodOfVerification,ElectorID,UPRN"
).split(",")


@dataclass(frozen=True)
class Home:
    """A front door. `flat` is "" for a house."""

    uprn: str
    district: str
    flat: str
    house: str
    street: str
    places: tuple[str, ...]
    postcode: str
    ward: str

    @property
    def lines(self) -> list[str]:
        return [*([self.flat] if self.flat else []), f"{self.house} {self.street}", *self.places]


@dataclass(frozen=True)
class Somebody:
    """One elector. `id` is None for somebody who came during the year."""

    id: int | None
    home: Home
    surname: str
    forenames: str
    age: int
    sex: str
    markers: str = ""
    attains: datetime.date | None = None


@dataclass
class Town:
    """Everybody who is listed, with the number of each: district and number. `was` maps it to the id a year ago."""

    people: list[Somebody]
    numbers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def was(self) -> dict[tuple[str, int], int | None]:
        return {number: one.id for number, one in zip(self.numbers, self.people, strict=True)}


def town() -> Town:
    """Return the whole constituency of ../shared/data, numbered by street."""
    homes: dict[str, Home] = {}
    people = []
    with gzip.open(TRUTH, "rt", encoding="utf-8", newline="") as file:
        for i, row in enumerate(csv.DictReader(file)):
            home = homes.setdefault(
                row["uprn"],
                Home(row["uprn"], row["pd"], row["saon"], row["paon"], row["street"],
                     tuple(filter(None, (row["locality"], row["town"]))), row["postcode"], row["ward"]),
            )  # fmt: skip
            day = datetime.datetime.strptime(row["doa"], "%d/%m/%Y").date() if row["doa"] else None  # noqa: DTZ007
            people.append(
                Somebody(i, home, row["surname"], row["forename"], int(row["age"]), row["sex"], row["markers"], day)
            )
    return _numbered(people, random.Random(0))


def year_later(before: Town, seed: int) -> Town:
    """Return the town as the next December's register lists it."""
    return _numbered(_Year(before, random.Random(seed)).people(), random.Random(seed + 1))


def _numbered(people: list[Somebody], chance: random.Random) -> Town:
    """Number everybody by district and street, the streets in any order, and the people of a home together."""
    order: dict[tuple[str, str], float] = defaultdict(chance.random)
    people = sorted(
        people, key=lambda one: (one.home.district, order[one.home.district, one.home.street], one.home.uprn)
    )
    following: Counter[str] = Counter()
    numbers = []
    for one in people:
        following[one.home.district] += 1
        numbers.append((one.home.district, following[one.home.district]))
    return Town(people, numbers)


class _Year:
    """What happens in a year."""

    def __init__(self, before: Town, chance: random.Random) -> None:
        self._chance = chance
        self._before = before.people
        self._homes: dict[Home, list[Somebody]] = defaultdict(list)
        for one in before.people:
            self._homes[one.home].append(one)
        self._surnames = [one.surname for one in before.people]
        self._by_surname: dict[str, list[Somebody]] = defaultdict(list)
        self._by_forename: dict[str, list[Somebody]] = defaultdict(list)
        for one in before.people:
            self._by_surname[one.surname].append(one)
            self._by_forename[one.forenames.split(" ")[0]].append(one)

    def people(self) -> list[Somebody]:
        staying, moving = self._who_moves()
        self._settle(staying, moving)
        self._arrive(staying)
        self._come_of_age(staying)
        respelt = self._respelt(list(staying))
        return [self._changed(replace(one, home=respelt.get(home, home)), ones)
                for home, ones in staying.items() for one in ones]  # fmt: skip

    def _who_moves(self) -> tuple[dict[Home, list[Somebody]], list[list[Somebody]]]:
        """Return who stays, by home, and those who move, together."""
        chance = self._chance
        staying: dict[Home, list[Somebody]] = {}
        moving: list[list[Somebody]] = []
        for home, ones in self._homes.items():
            alive = [one for one in ones if chance.random() >= 0.01]
            if chance.random() < 0.06:
                moving.append(alive)
                staying[home] = []
                continue
            stay: list[Somebody] = []
            for one in alive:
                if chance.random() < 0.033:
                    moving.append([one])
                else:
                    stay.append(one)
            staying[home] = stay
        return staying, [group for group in moving if group]

    def _settle(self, staying: dict[Home, list[Somebody]], moving: list[list[Somebody]]) -> None:
        """Let a fifth of those who move stay in the constituency: mostly in empty homes, some with somebody there."""
        chance = self._chance
        empty = [home for home, ones in staying.items() if not ones]
        chance.shuffle(empty)
        full = [home for home, ones in staying.items() if ones]
        for group in moving:
            if chance.random() >= 0.2:
                continue
            home = chance.choice(full) if len(group) == 1 and chance.random() < 0.4 else empty.pop()
            joins = not staying[home] and len(group) == 1 and chance.random() < 0.3  # with somebody from elsewhere
            staying[home] += [replace(one, home=home) for one in group]
            if joins:
                staying[home].append(self._stranger(home, self._surname()))

    def _arrive(self, staying: dict[Home, list[Somebody]]) -> None:
        """Fill nearly all homes that are empty with strangers, and let some move in with somebody."""
        chance = self._chance
        for home, ones in staying.items():
            if not ones and chance.random() < 0.97:
                surname = self._surname()
                for _n in range(chance.choices((1, 2, 3, 4), (36, 40, 14, 10))[0]):
                    ones.append(self._stranger(home, surname if chance.random() < 0.75 else self._surname()))
            elif ones and chance.random() < 0.03:
                ones.append(self._stranger(home, self._surname()))

    def _stranger(self, home: Home, surname: str, age: int = 0) -> Somebody:
        """Return somebody new. Forenames go with surnames, so the first is that of somebody who is called like them.

        Somebody of the surname has a namesake by forename, and that one a namesake by surname: theirs is the forename.
        So names go together as they do in the town, and a name that one person bears is not drawn as itself.
        """
        given = self._alike(surname)
        first, middle = given.forenames.split(" ")[0], self._alike(surname, given.sex).forenames.partition(" ")[2]
        forenames, age = f"{first} {middle}".strip(), age or self._chance.randint(18, 75)
        return Somebody(None, home, surname, forenames, age, given.sex)

    def _surname(self) -> str:
        """Return a stranger's surname: one that somebody here bears, or mostly another where hardly anybody does.

        There are hundreds of thousands of rare surnames: a stranger who has one hardly ever has one of those that
        happen to be borne here by a single family.
        """
        surname = self._chance.choice(self._surnames)
        if len(self._by_surname[surname]) >= 5 or self._chance.random() < 0.1:
            return surname
        other = self._chance.choice(self._surnames)
        return f"{surname[: len(surname) // 2 + 1]}{other[len(other) // 2 :].lower()}"

    def _alike(self, surname: str, sex: str = "") -> Somebody:
        chance = self._chance
        for _try in range(20 if surname in self._by_surname else 0):
            one = chance.choice(self._by_surname[surname])
            namesake = chance.choice(self._by_forename[one.forenames.split(" ")[0]])
            found = chance.choice(self._by_surname[namesake.surname])
            if found.surname != surname and sex in {"", found.sex}:
                return found
        return chance.choice(self._before)

    def _come_of_age(self, staying: dict[Home, list[Somebody]]) -> None:
        chance = self._chance
        for home, ones in staying.items():
            parents = [one for one in ones if 38 <= one.age <= 58]
            if parents and chance.random() < 0.06:
                child = self._stranger(home, chance.choice(parents).surname, 17)
                day = DECEMBER + datetime.timedelta(days=chance.randint(1, 360))
                ones.append(replace(child, attains=day))

    def _respelt(self, homes: list[Home]) -> dict[Home, Home]:
        """Write two homes in 1,000 another way: with a name, or with another word for the flat."""
        found = {}
        for home in homes:
            if self._chance.random() < 0.002:
                flat = f"Apartment {home.flat.rpartition(' ')[2]}A" if home.flat else "The Cottage"
                found[home] = replace(home, flat=flat)
        return found

    def _changed(self, one: Somebody, ones: list[Somebody]) -> Somebody:
        """Return somebody a year older, a few of them with another surname or another spelling."""
        chance = self._chance
        if one.id is None:
            return one
        attains = one.attains if one.attains and one.attains > DECEMBER else None
        one = replace(one, attains=attains)
        if chance.random() < 0.004:
            one = replace(one, surname=self._married(one, ones))
        if chance.random() < 0.005:
            one = self._misspelt(one)
        return one

    def _married(self, one: Somebody, ones: list[Somebody]) -> str:
        others = [other.surname for other in ones if other.surname != one.surname]
        surname = (
            self._chance.choice(others)
            if others and self._chance.random() < 0.8
            else self._chance.choice(self._surnames)
        )
        return f"{one.surname}-{surname}" if self._chance.random() < 0.12 else surname

    def _misspelt(self, one: Somebody) -> Somebody:
        chance = self._chance
        first, _space, middle = one.forenames.partition(" ")
        kind = chance.random()
        if kind < 0.15:
            return replace(one, forenames=first if middle else f"{first} {chance.choice('ABCDEFGHJKLM')}")
        if kind < 0.2:
            return replace(one, forenames=f"{first} {middle[0]}" if middle else first.swapcase().title())
        if kind < 0.6:
            return replace(one, surname=self._typo(one.surname))
        return replace(one, forenames=f"{self._typo(first)} {middle}".strip())

    def _typo(self, name: str) -> str:
        chance = self._chance
        at = chance.randrange(1, len(name)) if len(name) > 1 else 0
        letter = chance.choice("aeiounrslth")
        return chance.choice(
            (
                name[:at] + letter + name[at:],
                name[:at] + name[at + 1 :] or name + letter,
                name[:at] + letter + name[at + 1 :],
                name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :] if at > 1 else name + letter,
            )
        )


def xpress(path: Path, town: Town) -> Path:
    """Write the 14-column layout, without property numbers."""
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(XPRESS)
        for (district, number), one in zip(town.numbers, town.people, strict=True):
            lines = [*one.home.lines, one.home.postcode]
            lines = list(itertools.islice(itertools.chain(lines, itertools.repeat("")), 6))
            said = [one.markers, _date(one), one.surname, one.forenames, one.home.postcode]
            writer.writerow([district, number, 0, *said, *lines])
    return path


def rollno(path: Path, town: Town) -> Path:
    """Write the PDCode/RollNo layout of 2026, with property numbers."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ROLLNO)
        for (district, number), one in zip(town.numbers, town.people, strict=True):
            first, _space, middle = one.forenames.partition(" ")
            lines = list(itertools.islice(itertools.chain(one.home.lines, itertools.repeat("")), 6))
            writer.writerow(
                [district, f"{number}.000", "", one.surname.upper(), first, middle, _date(one), one.markers, *lines,
                 one.home.postcode, "", "", "", one.home.ward.upper(), one.home.flat, one.home.house, "", "", "",
                 one.home.uprn]
            )  # fmt: skip
    return path


def _date(one: Somebody) -> str:
    return one.attains.strftime("%d/%m/%Y") if one.attains else ""


@dataclass(frozen=True)
class Marks:
    """How a renumbered register was matched with the one before, against the truth. Shares are of all in it.

    `right` was carried to the right person, or is rightly new, with nothing to ask; `wrong_person` was carried to
    somebody else; `lost` is new although they were listed before, and nobody is asked about them; the others are
    `queued`, of whom `new_queued` are new.
    """

    people: int
    right: int
    wrong_person: int
    lost: int
    queued: int
    new_queued: int

    @property
    def right_share(self) -> float:
        return self.right / self.people

    @property
    def wrong_share(self) -> float:
        return (self.wrong_person + self.lost) / self.people


def ids(before: Town, listed: dict[tuple[str, int], int]) -> dict[int, int]:
    """Return the elector of each id of the town; `listed` maps numbers to electors."""
    numbered = zip(before.people, before.numbers, strict=True)
    return {one.id: listed[number] for one, number in numbered if one.id is not None}


def mark(
    was: dict[tuple[str, int], int | None],
    ids: dict[int, int],
    now: dict[tuple[str, int], int],
    asked: dict[int, set[int]],
) -> Marks:
    """Return the marks. `ids` maps ids of the town before to electors, `now` numbers to electors, `asked` new electors
    to those who they may be.
    """
    before = {elector: one for one, elector in ids.items()}
    found: Counter[str] = Counter()
    for number, elector in now.items():
        true = was[number]
        if elector in before:
            found["right" if before[elector] == true else "wrong_person"] += 1
        elif true is None:
            found["new_queued" if asked.get(elector) else "right"] += 1
        else:
            found["queued" if ids[true] in asked.get(elector, ()) else "lost"] += 1
    return Marks(
        len(now), found["right"], found["wrong_person"], found["lost"], found["queued"] + found["new_queued"],
        found["new_queued"],
    )  # fmt: skip
