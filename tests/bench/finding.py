"""Finding people among 81,138: how long it takes against an unindexed scan, and how many of those meant are found.

The questions are made from electors of the register, with slips as people make them, by a seed of this file's own:
other seeds were used while the search was made. Takes a council's file from ../shared/data where that is present,
otherwise one of the same size that is written here.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from access import scoping
from access.models import Unit
from canvass.actions import finding as actions
from canvass.actions import imports
from canvass.models import Elector
from canvass.queries import finding
from kit import dbroles
from tests.bench import register

QUESTIONS, FIRST, SCANS = 200, 20, 15
SEED = 20260507
_CODE = "bench-finding"
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_HEARD = (
    ("ph", "f"), ("ie", "ei"), ("ck", "k"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"), ("ea", "ee"),
    ("ar", "er"), ("er", "ar"), ("ou", "ow"), ("y", "ie"), ("c", "k"), ("s", "z"), ("i", "y"), ("au", "aw"),
)  # fmt: skip
_CALLED = {
    "christopher": "chris", "michael": "mike", "david": "dave", "james": "jim", "daniel": "dan", "robert": "bob",
    "william": "bill", "thomas": "tom", "matthew": "matt", "anthony": "tony", "elizabeth": "liz", "jennifer": "jenny",
    "stephen": "steve", "steven": "steve", "susan": "sue", "rebecca": "becky", "katherine": "kate",
    "margaret": "maggie",
    "joseph": "joe", "richard": "rick", "andrew": "andy", "nicholas": "nick", "jessica": "jess", "deborah": "debbie",
}  # fmt: skip
_ABBREVIATED = {"road": "rd", "avenue": "ave", "street": "st", "close": "cl", "drive": "dr", "lane": "ln"}
_SCAN = """
SELECT elector FROM bench_plain ORDER BY similarity(words, %s) DESC LIMIT 20
"""


@dataclass(frozen=True)
class Person:
    """An elector as the questions are made from."""

    pk: int
    forename: str
    surname: str
    number: str
    street: str
    postcode: str


@dataclass(frozen=True)
class Question:
    """What is typed, of what sort it is, whom it was made from, and all who are meant by it."""

    sort: str
    text: str
    person: int
    meant: frozenset[int]


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _town() as unit:
        started = time.perf_counter()
        actions.gather(unit.pk, anyway=True)
        gathered = time.perf_counter() - started
        with scoping.units([unit.pk]):
            questions = Asker(_people(unit), SEED).questions(QUESTIONS)
            _plain_table(unit)
            scans = [_timed(lambda q=q: _scan(q.text))[0] for q in questions[:SCANS]]
            taken = [_timed(lambda q=q: finding.find(unit, q.text)) for q in questions]
        scan = statistics.median(scans)
        times = [seconds for seconds, _found in taken]
        middle, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        detail = (
            f"{p95 * 1e3:.1f} ms (median {middle * 1e3:.1f}) against {scan * 1e3:.0f} ms; gathered in {gathered:.1f} s"
        )
        yield "search, p95 / an unindexed scan", p95 / scan, 0.05, detail
        lost = 1 - statistics.mean(_recall(q, found) for q, (_s, found) in zip(questions, taken, strict=True))
        yield "search, of those meant not in the first 20", lost, 0.10, said(questions, [found for _s, found in taken])


def said(questions: list[Question], found: list[finding.Found]) -> str:
    """Return the share of people a question was made from in the first 20, and what was found of each sort."""
    pairs = list(zip(questions, found, strict=True))
    hits = statistics.mean(q.person in one.ids[:FIRST] for q, one in pairs)
    sorts = {
        sort: statistics.mean(_recall(q, one) for q, one in pairs if q.sort == sort)
        for sort in {q.sort for q in questions}
    }
    return f"the very person in {hits:.3f}; " + ", ".join(f"{sort} {part:.2f}" for sort, part in sorted(sorts.items()))


def _recall(question: Question, found: finding.Found) -> float:
    return len(question.meant & set(found.ids[:FIRST])) / min(FIRST, len(question.meant))


class Asker:
    """Makes questions from people, the same for the same seed."""

    def __init__(self, people: list[Person], seed: int) -> None:
        self._people = people
        self._chance = random.Random(seed)
        self._sorts: list[tuple[int, str, Callable[[Person], tuple[str, frozenset[int]] | None]]] = [
            (25, "forename and surname", self._full_name),
            (10, "surname first", self._swapped),
            (15, "surname and street", self._surname_street),
            (15, "number and street", self._number_street),
            (8, "initial, surname, street", self._initial),
            (8, "a space left out", self._no_space),
            (7, "short forename", self._called),
            (7, "surname and postcode", self._postcode),
            (5, "a rare surname alone", self._alone),
        ]

    def questions(self, count: int) -> list[Question]:
        """Return so many, of all sorts in their shares."""
        weights = [weight for weight, _sort, _make in self._sorts]
        found: list[Question] = []
        while len(found) < count:
            _weight, sort, make = self._chance.choices(self._sorts, weights)[0]
            person = self._chance.choice(self._people)
            made = make(person)
            if made is not None:
                found.append(Question(sort, made[0], person.pk, made[1]))
        return found

    def _all(self, **wanted: str) -> frozenset[int]:
        return frozenset(
            one.pk for one in self._people if all(getattr(one, name) == value for name, value in wanted.items())
        )

    def _full_name(self, one: Person) -> tuple[str, frozenset[int]]:
        forename, surname = one.forename.lower(), one.surname.lower()
        if self._chance.random() < 0.6:
            surname = self.slip(surname)
        else:
            forename = self.slip(forename)
        return f"{forename} {surname}", self._all(forename=one.forename, surname=one.surname)

    def _swapped(self, one: Person) -> tuple[str, frozenset[int]]:
        between = self._chance.choice([" ", ", "])
        text = f"{self.slip(one.surname.lower())}{between}{one.forename.lower()}"
        return text, self._all(forename=one.forename, surname=one.surname)

    def _surname_street(self, one: Person) -> tuple[str, frozenset[int]] | None:
        if not one.street:
            return None
        surname, street = one.surname.lower(), self._street(one)
        if self._chance.random() < 0.5:
            surname = self.slip(surname)
        else:
            street = self._slip_in(street)
        return f"{surname} {street}", self._all(surname=one.surname, street=one.street)

    def _number_street(self, one: Person) -> tuple[str, frozenset[int]] | None:
        if not one.street or not one.number:
            return None
        text = f"{one.number} {self._slip_in(self._street(one))}"
        return text, self._all(number=one.number, street=one.street)

    def _initial(self, one: Person) -> tuple[str, frozenset[int]] | None:
        if not one.street:
            return None
        text = f"{one.forename[0].lower()} {self.slip(one.surname.lower())} {self._street(one)}"
        same = frozenset(p.pk for p in self._people if p.forename[:1] == one.forename[:1])
        return text, same & self._all(surname=one.surname, street=one.street)

    def _no_space(self, one: Person) -> tuple[str, frozenset[int]] | None:
        if self._chance.random() < 0.5:
            text = f"{one.forename}{one.surname}".lower()
            return text, self._all(forename=one.forename, surname=one.surname)
        if not one.street or not one.number:
            return None
        text = (
            f"{one.number}{self._street(one)}"
            if self._chance.random() < 0.5
            else one.number + " " + one.street.lower().replace(" ", "")
        )
        return text, self._all(number=one.number, street=one.street)

    def _called(self, one: Person) -> tuple[str, frozenset[int]] | None:
        short = _CALLED.get(one.forename.lower())
        return short and (f"{short} {one.surname.lower()}", self._all(forename=one.forename, surname=one.surname))  # type: ignore[return-value]

    def _postcode(self, one: Person) -> tuple[str, frozenset[int]] | None:
        if not one.postcode:
            return None
        first, second = one.postcode.lower().split()
        text = self._chance.choice([first, f"{first} {second[0]}", f"{first} {second}", first + second])
        packed = text.replace(" ", "")
        near = frozenset(p.pk for p in self._people if p.postcode.lower().replace(" ", "").startswith(packed))
        return f"{self.slip(one.surname.lower())} {text}", near & self._all(surname=one.surname)

    def _alone(self, one: Person) -> tuple[str, frozenset[int]] | None:
        meant = self._all(surname=one.surname)
        return (self.slip(one.surname.lower()), meant) if len(meant) <= FIRST and len(one.surname) > 4 else None

    def _street(self, one: Person) -> str:
        """Return the street as somebody types it: often without its last word, or with that abbreviated."""
        words = one.street.lower().split()
        way = self._chance.random()
        if len(words) > 1 and way < 0.4:
            return " ".join(words[:-1])
        if way < 0.6:
            words[-1] = _ABBREVIATED.get(words[-1], words[-1])
        return " ".join(words)

    def _slip_in(self, text: str) -> str:
        """Return the text with a slip in its longest word."""
        longest = max(text.split(), key=len)
        return text.replace(longest, self.slip(longest), 1)

    def slip(self, word: str) -> str:
        """Return the word with a slip of the finger or of the ear; a long one may have two."""
        made = self._one_slip(word)
        return self._one_slip(made) if len(word) >= 8 and self._chance.random() < 0.15 else made

    def _one_slip(self, word: str) -> str:
        chance = self._chance
        at = 0 if chance.random() < 0.05 else chance.randrange(1, len(word)) if len(word) > 1 else 0
        way = chance.random()
        if way < 0.15 and (heard := [(was, now) for was, now in _HEARD if was in word[1:]]):
            was, now = chance.choice(heard)
            return word[0] + word[1:].replace(was, now, 1)
        if way < 0.40 and len(word) > 2:
            return word[:at] + word[at + 1 :]
        if way < 0.60 and len(word) > 2:
            at = min(at, len(word) - 2)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if way < 0.75:
            return word[:at] + word[at] + word[at:]
        return word[:at] + self._beside(word[at]) + word[at + 1 :]

    def _beside(self, letter: str) -> str:
        for row in _KEYBOARD:
            if letter in row:
                at = row.index(letter)
                return self._chance.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
        return "e"


def _people(unit: Unit) -> list[Person]:
    rows = Elector.objects.filter(unit=unit, household__isnull=False).order_by("pk").values_list(
        "pk", "forenames", "surname", "household__number", "household__street__name", "household__postcode"
    )  # fmt: skip
    return [
        Person(pk, forenames.split()[0] if forenames else "", surname, str(number or ""), street or "", postcode)
        for pk, forenames, surname, number, street, postcode in rows
        if forenames and surname
    ]


def _plain_table(unit: Unit) -> None:
    """Put name and address of everybody into one text, so that the scan has nothing to join."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_plain ON COMMIT DROP AS"
            " SELECT e.id AS elector,"
            " lower(concat_ws(' ', e.forenames, e.surname, h.number, s.name, h.postcode)) AS words"
            " FROM canvass_elector e LEFT JOIN canvass_household h ON h.id = e.household_id"
            " LEFT JOIN canvass_street s ON s.id = h.street_id WHERE e.unit_id = %s AND e.left_on IS NULL",
            [unit.pk],
        )
        cursor.execute("ANALYZE bench_plain")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def _scan(text: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(_SCAN, [text.lower()])
        return cursor.fetchall()


def _timed(deed: Callable) -> tuple[float, finding.Found]:
    started = time.perf_counter()
    found = deed()
    return time.perf_counter() - started, found


@contextmanager
def _town() -> Iterator[Unit]:
    """Bring a council's file into a unit of its own."""
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A searched register")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    with tempfile.TemporaryDirectory() as folder, scoping.units([unit.pk]):
        file = (
            register.REAL
            if register.REAL.exists()
            else register._written(Path(folder) / "register.csv", register.ELECTORS)
        )
        imports.bring_in_file(path=file, unit=unit)
    yield unit
