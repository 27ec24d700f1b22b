"""What came in by file: the register of December with its terms, a notice of alterations in use, and one that waits.

The notices are written as a council sends them (Xpress, a month's changes) and brought in by the importer itself, so
that their reports, samples and questions of who is who are its own.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from access.models import Unit, User
from canvass.actions import imports
from canvass.actions.imports import lifecycle
from canvass.actions.imports.lifecycle import Supply
from canvass.enums import ElectorKind, Entitlement, FileKind, ImportState
from canvass.models import Council, LatestContact, RegisterEdition, RegisterImport
from canvass.rules.keeping import KEPT_MONTHS, months_later
from config.demo import people
from config.demo.people import Person
from config.demo.register import Entry, Home, Register
from gotv.models import Voted
from kit import clock

_HEADER = (
    "CompanyName", "CompanyOPCSRef", "DistrictRef", "StreetName", "PropertyAddress1", "PropertyAddress2",
    "PropertyAddress3", "PropertyAddress4", "PropertyAddress5", "PropertyPostCode", "PropertyAddressPrefix",
    "PropertyAddressNumber", "ElectorNumber", "ElectorForename", "ElectorSurname", "ElectorDOB", "ElectorCreatedMonth",
    "ElectorChangedMonth", "ElectorDeletedMonth", "MarkersRegisterText", "RecordCount", "RecordTotal",
    "CurrentRegisterMonth",
)  # fmt: skip
_LINES = 5
_HEARD = {"a": "e", "e": "a", "i": "y", "o": "u", "u": "o"}
_TERMS = "For electoral purposes alone. Not to be copied to anybody outside the party."


@dataclass(frozen=True)
class _Row:
    """One line of a notice: what it does, to whom, and where."""

    does: str  # "created", "changed" or "deleted"
    home: Home
    number: str
    person: Person


class _Town:
    """Draws from the register whom a notice is about, each entry once, and gives new people numbers of their own."""

    def __init__(self, register: Register, busy: set[int], chance: random.Random) -> None:
        self._chance = chance
        self._busy = busy
        self._homes = [home for home in register.homes if len(home.lines) <= _LINES]
        self._last: dict[str, int] = defaultdict(int)
        for entry in register.entries:
            self._last[entry.district.code] = max(self._last[entry.district.code], entry.number)

    def entries(self, count: int) -> list[Entry]:
        """Return entries that nothing else is about."""
        return list(islice(self._free(), count))

    def alone(self, among: set[int]) -> Home:
        """Return the home of one of these who lives alone and has a middle name; of anybody, where there is none."""
        fits = [home for home in self._homes if len(home.entries) == 1 and _is_told_apart(home.entries[0].person)]
        found = next(self._of(fits, among), None) or next(self._of(fits, None))
        self._busy.add(found.entries[0].pk)
        return found

    def _of(self, homes: list[Home], among: set[int] | None) -> Iterator[Home]:
        for home in self._chance.sample(homes, k=len(homes)):
            pk = home.entries[0].pk
            if pk not in self._busy and (among is None or pk in among):
                yield home

    def _free(self) -> Iterator[Entry]:
        while True:
            entry = self._chance.choice(self._chance.choice(self._homes).entries)
            if entry.kind == ElectorKind.ORDINARY and entry.pk not in self._busy:
                self._busy.add(entry.pk)
                yield entry

    def new(self, person: Person, home: Home | None = None) -> _Row:
        """Return the row of somebody new, behind that door or any."""
        home = home or self._chance.choice(self._homes)
        code = home.district.code
        self._last[code] += 1
        return _Row("created", home, f"{code}-{self._last[code]}", person)

    def near(self, home: Home, *, same_street: bool) -> Home:
        """Return another door of the same street, or on another street of the district."""
        near = [one for one in self._homes if one.district is home.district and one is not home]
        return self._chance.choice([one for one in near if (one.street is home.street) == same_street] or near)


def make(seed: str, register: Register, unit: Unit, by: User) -> None:
    """Give the edition its file, bring last month's notice in, and leave this month's waiting. `by` brings files in."""
    chance = random.Random(f"{seed} notices")  # noqa: S311 - invented changes, no secret
    today = clock.today()
    this_month = today.replace(day=1)
    last_month = months_later(this_month, -1)
    full = _full(register, unit, by)
    busy = set(Voted.objects.filter(election__unit=unit).values_list("elector", flat=True))
    town = _Town(register, busy, chance)
    supply = _supply(full, today)
    in_use = _bring_in(unit, full.council, _notice(town, chance, doubts=_doubts(unit, town, chance)), last_month, by)
    at = clock.at(today - datetime.timedelta(days=17), 19, 5)
    RegisterImport.objects.filter(pk=in_use.pk).update(
        entitlement=supply.entitlement,
        received_by=supply.received_by,
        terms=supply.terms,
        delete_by=supply.delete_by,
        uploaded_at=at - datetime.timedelta(minutes=9),
        approved_at=at,
        finished_at=at,
    )
    waiting = lifecycle.upload(
        unit=unit,
        file_name=f"alterations {this_month:%Y-%m}.csv",
        chunks=[_written(_notice(town, chance), this_month)],
        council=full.council,
        dated_on=this_month,
        supply=supply,
        by=by,
    )
    imports.read(waiting.pk)


def _full(register: Register, unit: Unit, by: User) -> RegisterImport:
    """Write the file of the edition as it stands once it was brought in, with the terms on which it was supplied."""
    edition = RegisterEdition.objects.select_related("council").get(unit=unit, is_current=True)
    at = edition.created_at
    counts = Counter(entry.district.code for entry in register.entries)
    districts = [[one.code, ward.name, counts[one.code], 0] for ward in register.wards for one in ward.districts]
    made = RegisterImport.objects.create(
        unit=unit,
        file_name=f"register {edition.dated_on:%Y-%m}.csv",
        sha256="",
        size=100 * len(register.entries),
        council=edition.council,
        kind=FileKind.FULL,
        entitlement=Entitlement.PARTY,
        received_by=by.name,
        terms=_TERMS,
        delete_by=months_later(edition.dated_on, KEPT_MONTHS),
        dated_on=edition.dated_on,
        state=ImportState.APPLIED,
        edition=edition,
        report=_report(register, sorted(districts)),
        uploaded_by=by,
        approved_by=by,
        approved_at=at,
        finished_at=at,
    )
    RegisterImport.objects.filter(pk=made.pk).update(uploaded_at=at - datetime.timedelta(minutes=20))
    return made


def _report(register: Register, districts: list[list]) -> dict:
    """Return the report of a first register, as canvass/actions/imports/running.py keeps it."""
    electors = len(register.entries)
    return {
        "kind": FileKind.FULL.value,
        "layout": "xpress_full_14",
        "encoding": "cp1252",
        "delimiter": ",",
        "packed": False,
        "columns": [],
        "unknown_columns": [],
        "rows": electors,
        "electors": electors,
        "households": len(register.homes),
        "polling_districts": len(districts),
        "rejected": 0,
        "seconds": 0,
        "reasons": {},
        "kinds": {},
        "sealed": {},
        "attainers": sum(one.attains_on is not None for one in register.entries),
        "odd_dates": 0,
        "held": 0,
        "listed": electors,
        "added": electors,
        "amended": 0,
        "deleted": 0,
        "renumbered": 0,
        "moves": [],
        "vanished": [],
        "districts": districts,
        "by_district": {},
    }


def _supply(full: RegisterImport, today: datetime.date) -> Supply:
    return Supply(
        entitlement=Entitlement.PARTY,
        received_by=full.received_by,
        terms=full.terms,
        delete_by=min(full.delete_by or today, months_later(today, KEPT_MONTHS)),
    )


def _bring_in(unit: Unit, council: Council, rows: list[_Row], dated_on: datetime.date, by: User) -> RegisterImport:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"alterations {dated_on:%Y-%m}.csv"
        path.write_bytes(_written(rows, dated_on))
        return imports.bring_in_file(path=path, unit=unit, supplied_by=council.name, dated_on=dated_on, by=by)


def _notice(town: _Town, chance: random.Random, doubts: list[_Row] | None = None) -> list[_Row]:
    """Return a month's changes: people who came, married or left, and `doubts`."""
    rows = [town.new(people.stranger(chance)) for _each in range(chance.randint(14, 22))]
    for entry in town.entries(chance.randint(5, 9)):
        married = replace(entry.person, surname=people.surname(chance))
        rows.append(_of(entry, "changed", married))
    rows += [_of(entry, "deleted") for entry in town.entries(chance.randint(10, 16))]
    return sorted([*rows, *(doubts or [])], key=lambda row: row.number)


def _doubts(unit: Unit, town: _Town, chance: random.Random) -> list[_Row]:
    """Return three people who moved round the corner and are spelt differently there: a person must say who is who.

    One of them asked not to be contacted.
    """
    now = LatestContact.objects.filter(unit=unit)
    told = set(now.exclude(intention="").values_list("elector", flat=True))
    objectors = set(now.filter(do_not_contact=True).values_list("elector", flat=True))
    rows = []
    for at, among in enumerate((objectors, told, told)):
        home = town.alone(among)
        rows.append(_of(home.entries[0], "deleted"))
        rows.append(town.new(_misspelt(home.entries[0].person), town.near(home, same_street=at == 0)))
    return rows


def _misspelt(person: Person) -> Person:
    """Return somebody whose surname was heard over the telephone: its last vowel is another, if it has one inside."""
    found = re.fullmatch(r"(\w+)([aeiou])(\w+)", person.surname)
    return replace(person, surname=f"{found[1]}{_HEARD[found[2]]}{found[3]}") if found else person


def _is_told_apart(person: Person) -> bool:
    """Say whether there are few of the name, and another spelling of it can be made."""
    return " " in person.forenames and _misspelt(person) != person


def _of(entry: Entry, does: str, person: Person | None = None) -> _Row:
    assert entry.home is not None  # noqa: S101 - of people with an address alone
    number = f"{entry.district.code}-{entry.number}{f'/{entry.suffix}' if entry.suffix else ''}"
    return _Row(does, entry.home, number, person or entry.person)


def _written(rows: list[_Row], dated_on: datetime.date) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for count, row in enumerate(rows, start=1):
        home, month = row.home, dated_on.month
        lines = [*home.lines, *[""] * (_LINES - len(home.lines))]
        months = [month if row.does == name else 0 for name in ("created", "changed", "deleted")]
        where = ["WEXCOMBE", "", home.district.code, home.address.street, *lines, home.address.postcode, "", ""]
        who = [row.number, row.person.forenames, row.person.surname, ""]
        writer.writerow([*where, *who, *months, "", count, len(rows), f"{dated_on:%B %Y}"])
    return text.getvalue().encode("cp1252")
