"""Laying the invented register into the tables, as an approved import would have left it."""

from __future__ import annotations

import datetime
import uuid

from access.models import Unit
from canvass.models import AddressLines, Council, Elector, Household, PollingDistrict, RegisterEdition, Street, Ward
from canvass.rules.entries import letters
from config.demo.register import Entry, Home, Register
from kit import bulk, clock


def lay(register: Register, unit: Unit, supplied_by: str) -> dict[str, int]:
    """Write the register for this unit; each home and entry gets its row's id. Returns district ids by code."""
    council = Council.objects.create(unit=unit, name=supplied_by).pk
    districts = _districts(register, unit, council)
    _homes(register.homes, unit, districts)
    _entries(register.entries, unit, districts)
    bulk.fill(
        RegisterEdition,
        "id unit council dated_on is_current created_at",
        [(uuid.uuid4(), unit.pk, council, register.dated_on, True, _brought_in(register.dated_on))],
    )
    return districts


def _brought_in(dated_on: datetime.date) -> datetime.datetime:
    return clock.at(dated_on + datetime.timedelta(days=4), 18, 20)


def _districts(register: Register, unit: Unit, council: int) -> dict[str, int]:
    wards = bulk.ids(Ward, len(register.wards))
    by_id = list(zip(wards, register.wards, strict=True))
    bulk.fill(Ward, "id unit name", ((pk, unit.pk, ward.name) for pk, ward in by_id))
    rows = [(pk, district) for pk, ward in by_id for district in ward.districts]
    ids = bulk.ids(PollingDistrict, len(rows))
    bulk.fill(
        PollingDistrict,
        "id unit council code name ward",
        ((pk, unit.pk, council, one.code, one.name, ward) for pk, (ward, one) in zip(ids, rows, strict=True)),
    )
    return {district.code: pk for pk, (_ward, district) in zip(ids, rows, strict=True)}


def _homes(homes: list[Home], unit: Unit, districts: dict[str, int]) -> None:
    """Write doors and streets as the importer reads them from the lines that a council would print."""
    streets = _streets(homes, unit)
    for pk, home in zip(bulk.ids(Household, len(homes)), homes, strict=True):
        home.pk, home.street_pk = pk, streets[home.address.street_key]
    bulk.fill(
        Household,
        "id unit polling_district street number number_suffix building flat flat_number postcode key",
        (_household(home, unit, districts) for home in homes),
    )
    bulk.fill(AddressLines, "unit household text", ((unit.pk, home.pk, "\n".join(home.lines)) for home in homes))


def _streets(homes: list[Home], unit: Unit) -> dict[str, int]:
    """Write each street once, also where it runs through two districts. Returns the ids by key."""
    found = {home.address.street_key: home.address for home in homes}
    ids = dict(zip(found, bulk.ids(Street, len(found)), strict=True))
    bulk.fill(
        Street,
        "id unit name locality key",
        ((ids[key], unit.pk, one.street, one.locality, key) for key, one in found.items()),
    )
    return ids


def _household(home: Home, unit: Unit, districts: dict[str, int]) -> tuple:
    at = home.address
    return (
        home.pk,
        unit.pk,
        districts[home.district.code],
        home.street_pk,
        at.number,
        at.number_suffix,
        at.building,
        at.flat,
        at.flat_number,
        at.postcode,
        at.key,
    )


def _entries(entries: list[Entry], unit: Unit, districts: dict[str, int]) -> None:
    for pk, entry in zip(bulk.ids(Elector, len(entries)), entries, strict=True):
        entry.pk = pk
    bulk.fill(
        Elector,
        "id unit polling_district number suffix household kind title forenames surname markers franchise"
        " date_of_attainment",
        (
            (
                entry.pk,
                unit.pk,
                districts[entry.district.code],
                entry.number,
                entry.suffix,
                entry.home.pk if entry.home else None,
                entry.kind,
                "",
                entry.person.forenames,
                entry.person.surname,
                entry.markers,
                "".join(sorted(letters(entry.markers))),
                entry.attains_on,
            )
            for entry in entries
        ),
    )
