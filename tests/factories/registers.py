"""Writes register files of invented people, in the layouts of two vendors.

elsie = registers.Person("HH1", 1, "Marchbank", "Elsie May", "23 Tanyard Row")
path = registers.xpress(tmp_path / "a.csv", [elsie, elsie.now(number=4)])
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

XPRESS = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6"
).split(",")
XPRESS_ONE_NAME = [*XPRESS[:5], "Elector Name", *XPRESS[7:]]
ROLLNO = (
    "PDCode,RollNo,ElectorTitle,ElectorSurname,ElectorForename,ElectorMiddleName,AttainersDOB,FranchiseMarker,"
    "RegisteredAddress1,RegisteredAddress2,RegisteredAddress3,RegisteredAddress4,RegisteredAddress5,"
    "RegisteredAddress6,PostCode,Euro,Parl,County,Ward,SubHouse,House"
).split(",")
XPRESS_UPDATE = (
    "CompanyName,CompanyOPCSRef,DistrictRef,StreetName,PropertyAddress1,PropertyAddress2,PropertyAddress3,"
    "PropertyAddress4,PropertyAddress5,PropertyPostCode,PropertyAddressPrefix,PropertyAddressNumber,ElectorNumber,"
    "ElectorForename,ElectorSurname,ElectorDOB,ElectorCreatedMonth,ElectorChangedMonth,ElectorDeletedMonth,"
    "MarkersRegisterText,RecordCount,RecordTotal,CurrentRegisterMonth"
).split(",")
ROLLNO_UPDATE = ["ChangeTypeID", *ROLLNO]


@dataclass(frozen=True)
class Person:
    """One row. `address` holds the lines, divided by a stroke; "" for somebody without one."""

    district: str
    number: int
    surname: str
    forenames: str
    address: str = "23 Tanyard Row|Wexcombe"
    suffix: int = 0
    markers: str = ""
    date: str = ""
    postcode: str = "WX1 2AB"
    ward: str = "HARROW HILL"

    def now(self, **changes: Any) -> Person:
        """Return the same person as a later register lists them."""
        return replace(self, **changes)

    @property
    def lines(self) -> list[str]:
        return (self.address.split("|") if self.address else []) + [""] * (6 - len(self.address.split("|")))


def xpress_row(person: Person) -> list[str]:
    postcode = person.postcode if person.address else ""
    lines = (person.lines + [""] * 6)[:6]
    return [
        person.district, str(person.number), str(person.suffix), person.markers, person.date, person.surname,
        person.forenames, postcode, *lines,
    ]  # fmt: skip


def one_name_row(person: Person) -> list[str]:
    row = xpress_row(person)
    return [*row[:5], f"{person.surname} {person.forenames}".strip(), *row[7:]]


def rollno_row(person: Person) -> list[str]:
    number = f"{person.number}.{person.suffix}" if person.suffix else str(person.number)
    first, _space, middle = person.forenames.partition(" ")
    lines = (person.lines + [""] * 6)[:6]
    house = lines[0].split(" ")[0] if lines[0][:1].isdigit() else ""
    return [
        person.district, number, "", person.surname.upper(), first, middle, person.date, person.markers, *lines,
        person.postcode if person.address else "", "", "", "", person.ward, "", house,
    ]  # fmt: skip


def xpress(path: Path, people: Iterable[Person], *raw: str) -> Path:
    """Write the 14-column layout in windows-1252; `raw` lines follow as they are."""
    return _write(path, XPRESS, map(xpress_row, people), raw, "cp1252")


def one_name(path: Path, people: Iterable[Person]) -> Path:
    """Write the 13-column layout."""
    return _write(path, XPRESS_ONE_NAME, map(one_name_row, people), (), "utf-8")


def rollno(path: Path, people: Iterable[Person]) -> Path:
    """Write the PDCode/RollNo layout in UTF-8 with its mark, packed."""
    return _write(path, ROLLNO, map(rollno_row, people), (), "utf-8-sig", packed=True)


Change = tuple[str, Person]  # "add", "amend" or "delete", and the row


def xpress_update(path: Path, changes: Iterable[Change], *raw: str, month: str = "") -> Path:
    """Write a month's changes in the 23-column layout; `month` is what they say of themselves ("March 2026")."""
    rows = []
    for operation, person in changes:
        number = f"{person.district}-{person.number}" + (f"/{person.suffix}" if person.suffix else "")
        months = [str(3 * (operation == name)) for name in ("add", "amend", "delete")]
        lines = (person.lines + [""] * 5)[:5]
        rows.append(
            ["WEXCOMBE", "", person.district, "", *lines, person.postcode if person.address else "", "", "", number,
             person.forenames, person.surname, person.date, *months, person.markers, "", "", month]
        )  # fmt: skip
    return _write(path, XPRESS_UPDATE, rows, raw, "cp1252")


def rollno_update(path: Path, changes: Iterable[Change], *raw: str) -> Path:
    """Write a month's changes in the layout of ChangeTypeID."""
    letters = {"add": "N", "amend": "M", "delete": "D"}
    rows = [[letters[operation], *rollno_row(person)] for operation, person in changes]
    return _write(path, ROLLNO_UPDATE, rows, raw, "utf-8")


def _write(
    path: Path, header: list[str], rows: Iterable[list[str]], raw: Iterable[str], encoding: str, *, packed: bool = False
) -> Path:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    text.writelines(f"{line}\r\n" for line in raw)
    content = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content) if packed else content)
    return path


def street(district: str = "HH1", houses: int = 5, start: int = 1) -> list[Person]:
    """Return two people in each house of Tanyard Row, numbered from `start`."""
    first = ("Elsie", "Graham", "Zofia", "Dilys", "Imran")
    last = ("Marchbank", "Ottaway", "Prosser", "Okafor", "Haddad", "Teale")
    return [
        Person(
            district,
            start + 2 * house + i,
            last[house % 6],
            first[(house + i) % 5],
            f"{house + 1} Tanyard Row|Wexcombe",
        )
        for house in range(houses)
        for i in (0, 1)
    ]
