"""Trafford's districts and the wards of 2023: exactly the 25 districts that the new wards cut are asked about."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from access.models import Unit
from canvass.actions import boundaries, coordinates
from canvass.enums import BoundaryKind, WardSplit
from canvass.models import BoundaryFile, Household, PollingDistrict, Ward
from canvass.queries import boundaries as queries
from canvass.rules import boundaries as rules
from tests.factories import canvass

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "constituency"
DAY = datetime.date(2023, 5, 4)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")


def _bring_in(unit: Unit, name: str, starts_on: datetime.date | None = None, *, makes: bool = False) -> BoundaryFile:
    """Bring a file in as it is proposed; every ward before it ends."""
    file = boundaries.upload(unit=unit, file_name=name, data=(DATA / name).read_bytes(), by=None)
    boundaries.describe(
        file=file,
        kind=file.kind,
        code_property=file.code_property,
        name_property=file.name_property,
        starts_on=starts_on,
        council=None,
        source="",
        by=None,
    )
    file.refresh_from_db()
    ends = queries.preview(file).ticked
    return boundaries.approve(file=file, ends=ends, makes_districts=makes, by=None)


def test_what_the_columns_hold_is_proposed() -> None:
    proposals = {}
    for name in ("polling_districts", "wards_2022", "wards_2023"):
        proposals[name] = rules.propose(rules.read((DATA / f"{name}.geojson.gz").read_bytes()))
    assert proposals["polling_districts"] == rules.Proposal(BoundaryKind.DISTRICT, "area_name", "")
    assert proposals["wards_2023"] == rules.Proposal(BoundaryKind.WARD, "area_code", "area_name")
    constituencies = rules.read((DATA / "constituencies_2024.geojson").read_bytes())
    assert rules.propose(constituencies) == rules.Proposal(BoundaryKind.CONSTITUENCY, "PCON24CD", "PCON24NM")


def test_exactly_the_districts_that_the_new_wards_cut_are_asked_about(scope: Unit) -> None:
    _bring_in(scope, "polling_districts.geojson.gz", makes=True)
    _bring_in(scope, "wards_2022.geojson.gz")
    _bring_in(scope, "wards_2023.geojson.gz", DAY)
    with (DATA / "polling_districts.csv").open() as file:
        truth = {row["PD_ID"]: row for row in csv.DictReader(file)}
    found = {one.code: one for one in PollingDistrict.objects.select_related("ward")}
    cut = {code for code, one in found.items() if one.ward_split == WardSplit.QUESTION}
    assert cut == {code for code, row in truth.items() if row["split_by_2023_wards"] == "True"}
    assert len(cut) == 25
    whole = {code: one.ward.name for code, one in found.items() if one.ward is not None}
    assert whole == {code: row["ward_2023_at_centre"] for code, row in truth.items() if code not in cut}
    assert Ward.objects.filter(ends_on=DAY).count() == 21
    assert Ward.objects.filter(starts_on=DAY, ends_on=None).count() == 21


def test_without_outlines_of_districts_postcodes_find_most_of_the_cuts(scope: Unit) -> None:
    """One door for each live postcode. Doors tell less than outlines: what they miss, they miss as one ward."""
    with (DATA / "polling_districts.csv").open() as file:
        truth = {row["PD_ID"]: row["split_by_2023_wards"] == "True" for row in csv.DictReader(file)}
    path = DATA / "postcodes.csv.gz"
    road = canvass.street(scope)
    districts = {code: canvass.district(scope, code) for code in truth}
    rows = _postcodes(path)
    Household.objects.bulk_create(
        Household(unit=scope, polling_district=districts[code], street=road, number=at, postcode=postcode, key=f"{at}")
        for at, (postcode, code) in enumerate(rows)
        if code in districts
    )
    loaded = coordinates.load(unit=scope, path=path, by=None)
    assert loaded.doors == Household.objects.count()
    _bring_in(scope, "wards_2023.geojson.gz")
    asked = set(PollingDistrict.objects.filter(ward_split=WardSplit.QUESTION).values_list("code", flat=True))
    real = {code for code, is_cut in truth.items() if is_cut}
    assert len(asked & real) >= 20
    assert len(asked - real) <= 8


def _postcodes(path: Path) -> list[tuple[str, str]]:
    import gzip

    with gzip.open(path, "rt") as file:
        return [(row["postcode"], row["polling_district"]) for row in csv.DictReader(file)]
