"""Makes districts, streets, doors and electors for tests. Needs no open scope: each function opens its own.

road = canvass.street(unit, "Tanyard Row")
door = canvass.household(road, 23)
elsie = canvass.elector(door, "Elsie", "Marchbank")
canvass.bulk(unit, districts=2, streets=3, doors=20, per_door=2)  # a small town, in four statements
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.enums import ElectorKind, FileKind, ImportState
from canvass.models import (
    Board,
    BoardDoor,
    Council,
    DoubtfulMatch,
    Elector,
    Handing,
    Household,
    PollingDistrict,
    RegisterEdition,
    RegisterImport,
    Street,
    Ward,
)
from canvass.rules import entries


def ward(unit: Unit, name: str = "Harrow Hill") -> Ward:
    """Return the ward of that name, made if need be."""
    with scoping.units([unit.pk]):
        return Ward.objects.get_or_create(unit=unit, name=name)[0]


def district(unit: Unit, code: str = "HH1", name: str = "", in_ward: Ward | None = None) -> PollingDistrict:
    """Return the polling district of that code, made if need be."""
    with scoping.units([unit.pk]):
        return PollingDistrict.objects.get_or_create(unit=unit, code=code, defaults={"name": name, "ward": in_ward})[0]


def council(unit: Unit, name: str = "Wexcombe Borough Council") -> Council:
    """Return the council of that name, made if need be."""
    with scoping.units([unit.pk]):
        return Council.objects.get_or_create(unit=unit, name=name)[0]


def edition(unit: Unit, dated_on: datetime.date = datetime.date(2025, 12, 1)) -> RegisterEdition:
    """Return the unit's current register edition, made if need be."""
    with scoping.units([unit.pk]):
        return RegisterEdition.objects.get_or_create(
            unit=unit, is_current=True, defaults={"dated_on": dated_on, "council": council(unit)}
        )[0]


def supplied(
    unit: Unit,
    dated_on: datetime.date,
    *,
    on: datetime.date,
    current: bool = True,
    delete_by: datetime.date | None = None,
    kind: str = FileKind.FULL,
    of: RegisterEdition | None = None,
) -> RegisterImport:
    """Return a file that was brought in on that day, with the edition it made, or altered (`of`)."""
    at = datetime.datetime.combine(on, datetime.time(12), tzinfo=datetime.UTC)
    with scoping.units([unit.pk]):
        place = council(unit)
        made = of or RegisterEdition.objects.create(unit=unit, council=place, dated_on=dated_on, is_current=current)
        if of is None:
            RegisterEdition.objects.filter(pk=made.pk).update(created_at=at)
        file = RegisterImport.objects.create(
            unit=unit,
            council=place,
            file_name=f"{dated_on}.csv",
            sha256="0" * 64,
            size=1,
            kind=kind,
            state=ImportState.APPLIED,
            edition=made,
            dated_on=dated_on,
            delete_by=delete_by,
            finished_at=at,
            report={"electors": 0, "rejected": 0},
        )
        RegisterImport.objects.filter(pk=file.pk).update(uploaded_at=at)
        file.refresh_from_db()
        return file


def street(unit: Unit, name: str = "Tanyard Row", locality: str = "Wexcombe") -> Street:
    """Return the street of that name and place, made if need be."""
    with scoping.units([unit.pk]):
        return Street.objects.get_or_create(
            unit=unit, key=f"{name}|{locality}".upper(), defaults={"name": name, "locality": locality}
        )[0]


def household(
    on: Street,
    number: int | None = None,
    suffix: str = "",
    *,
    building: str = "",
    flat: str = "",
    flat_number: int | None = None,
    in_district: PollingDistrict | None = None,
    postcode: str = "WX1 2AB",
) -> Household:
    """Make a door on a street, in district HH1 unless another is given. The figure in `flat` is found by itself."""
    unit = on.unit
    figures = "".join(sign for sign in flat if sign.isdigit())
    place = in_district or district(unit)
    with scoping.units([unit.pk]):
        return Household.objects.create(
            unit=unit,
            polling_district=place,
            street=on,
            number=number,
            number_suffix=suffix,
            building=building,
            flat=flat,
            flat_number=flat_number if flat_number is not None else (int(figures) if figures else None),
            postcode=postcode,
            key=f"{place.code}|{on.key}|{number}|{suffix}|{building}|{flat}".upper(),
        )


def elector(
    at: Household | None,
    forenames: str = "Elsie",
    surname: str = "Marchbank",
    *,
    number: int | None = None,
    suffix: int = 0,
    kind: str = ElectorKind.ORDINARY,
    in_district: PollingDistrict | None = None,
    date_of_attainment: datetime.date | None = None,
    left_on: datetime.date | None = None,
    markers: str = "",
) -> Elector:
    """Make an elector behind a door, with the next free number of its district.

    Without a door (overseas, anonymous, other) `in_district` says where the entry stands.
    """
    place = at.polling_district if at is not None else in_district
    assert place is not None, "An elector without a door needs in_district."
    with scoping.units([place.unit_id]):
        if number is None:
            number = (Elector.objects.filter(polling_district=place).aggregate(last=Max("number"))["last"] or 0) + 1
        return Elector.objects.create(
            unit_id=place.unit_id,
            polling_district=place,
            household=at,
            number=number,
            suffix=suffix,
            kind=kind,
            forenames=forenames,
            surname=surname,
            date_of_attainment=date_of_attainment,
            left_on=left_on,
            markers=markers,
            franchise="".join(sorted(entries.letters(markers))),
        )


def doubt(
    was: Elector, now: Elector, score: int = 60, *reasons: str, of: RegisterImport | None = None
) -> DoubtfulMatch:
    """Ask whether two entries are one person. Whoever is still listed leaves first: `was` has to be gone."""
    unit = Unit.objects.get(pk=now.unit_id)
    with scoping.units([unit.pk]):
        if was.left_on is None:
            was.left_on = datetime.date(2026, 11, 1)
            was.save()
        file = of or supplied(unit, datetime.date(2026, 11, 1), on=datetime.date(2026, 11, 2), of=edition(unit))
        return DoubtfulMatch.objects.create(
            unit=unit, register_import=file, was=was, now=now, score=score, reasons=list(reasons or ("same_name",))
        )


@dataclass(frozen=True)
class Town:
    """What bulk() made: the districts by code, and how many streets, doors and electors there are in all."""

    districts: list[PollingDistrict]
    streets: int
    doors: int
    electors: int


_BULK = (
    """
    INSERT INTO canvass_pollingdistrict (unit_id, code, name)
    SELECT %(unit)s, %(prefix)s || lpad(d::text, 2, '0'), 'District ' || d FROM generate_series(1, %(districts)s) d
    """,
    """
    INSERT INTO canvass_street (unit_id, name, locality, key)
    SELECT %(unit)s, p.code || ' Road ' || s, 'Wexcombe', upper(p.code || ' ROAD ' || s || '|WEXCOMBE')
    FROM canvass_pollingdistrict p, generate_series(1, %(streets)s) s
    WHERE p.unit_id = %(unit)s AND p.code ~ ('^' || %(prefix)s || '[0-9]{2}$')
    """,
    """
    INSERT INTO canvass_household (unit_id, polling_district_id, street_id, number, number_suffix, building, flat,
                                   postcode, key)
    SELECT %(unit)s, p.id, s.id, n, '', '', '', 'WX1 ' || (n %% 9 + 1) || 'AA', p.code || '|' || s.key || '|' || n
    FROM canvass_pollingdistrict p
    JOIN canvass_street s ON s.unit_id = p.unit_id AND starts_with(s.key, upper(p.code) || ' ROAD '),
         generate_series(1, %(doors)s) n
    WHERE p.unit_id = %(unit)s AND p.code ~ ('^' || %(prefix)s || '[0-9]{2}$')
    """,
    """
    INSERT INTO canvass_elector (unit_id, polling_district_id, household_id, number, suffix, kind, title, forenames,
                                 surname, markers)
    SELECT %(unit)s, h.polling_district_id, h.id,
           row_number() OVER (PARTITION BY h.polling_district_id ORDER BY h.id, e), 0, 'ordinary', '',
           (ARRAY['Elsie', 'Graham', 'Zofia', 'Dilys', 'Imran', 'Ngozi', 'Tomasz'])[(h.id + e) %% 7 + 1],
           (ARRAY['Marchbank', 'Ottaway', 'Prosser', 'Okafor', 'Haddad', 'Teale'])[h.id %% 6 + 1], ''
    FROM canvass_household h JOIN canvass_pollingdistrict p ON p.id = h.polling_district_id,
         generate_series(1, %(per_door)s) e
    WHERE p.unit_id = %(unit)s AND p.code ~ ('^' || %(prefix)s || '[0-9]{2}$')
    """,
)


@transaction.atomic
def bulk(
    unit: Unit, *, districts: int = 1, streets: int = 2, doors: int = 10, per_door: int = 2, prefix: str = "B"
) -> Town:
    """Make a town in four statements: `streets` in each district, `doors` on each street, `per_door` behind each.

    Districts are called B01, B02 ... (`prefix` changes the letter), streets "B01 Road 1". Doors count from 1, so odd
    and even sides are mixed. Electors are numbered from 1 in each district. Call it twice with two prefixes.
    """
    edition(unit)
    parameters = {
        "unit": unit.pk,
        "prefix": prefix,
        "districts": districts,
        "streets": streets,
        "doors": doors,
        "per_door": per_door,
    }
    with scoping.units([unit.pk]):
        with connection.cursor() as cursor:
            for statement in _BULK:
                cursor.execute(statement, parameters)
        made = list(PollingDistrict.objects.filter(code__startswith=prefix).order_by("code"))
    return Town(
        districts=made,
        streets=districts * streets,
        doors=districts * streets * doors,
        electors=districts * streets * doors * per_door,
    )


def board(
    by: User, *doors: Household, name: str = "HH1: Tanyard Row", made_at: datetime.datetime | None = None
) -> Board:
    """Make a board of these doors, in this order. `made_at` is now unless it is given."""
    unit_id = doors[0].unit_id
    with scoping.units([unit_id]):
        made = Board.objects.create(unit_id=unit_id, name=name, made_by=by)
        BoardDoor.objects.bulk_create(
            BoardDoor(unit_id=unit_id, board=made, household=door, position=place)
            for place, door in enumerate(doors, start=1)
        )
        if made_at is not None:
            Board.objects.filter(pk=made.pk).update(made_at=made_at)
            made.refresh_from_db()
        return made


def hand(made: Board, to: User, by: User, *, hours: float = 8) -> Handing:
    """Hand a board out for so many hours; fewer than none: the time is over."""
    with scoping.units([made.unit_id]):
        return Handing.objects.create(
            unit_id=made.unit_id,
            board=made,
            user=to,
            handed_by=by,
            read_until=timezone.now() + datetime.timedelta(hours=hours),
        )
