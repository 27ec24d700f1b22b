"""Every export of polling stations that we have seen: what it comes to, or why it is refused, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from canvass.rules import tables
from gotv.rules import campaign_figures, station_files
from gotv.rules.station_files import Found
from kit.errors import Refused

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STATIONS, CONTACT_CREATOR = DATA / "stations", DATA / "contact_creator"

pytestmark = pytest.mark.skipif(not STATIONS.is_dir(), reason="the exports of real councils are not on this machine")


def _read(name: str, second: str = "", folder: Path = STATIONS) -> Found:
    with tables.rows(folder / name) as rows:
        if not second:
            return station_files.read(rows)
        with tables.rows(folder / second) as others:
            return station_files.read(rows, others)


# File, layout, rows, places, the first place with its postcode, its boxes, and the codes of districts.
READ = [
    ("dcounts_stations_sample.csv", "Democracy Counts, stations", 2, 2, "Q.E. Boys School", "EN5 4DQ", ["B6/1"], set()),
    ("democracy-counts-utf-16le.csv", "Democracy Counts, stations", 34, 23, "THE SCOUT HUT", "EN11 9AR", ["1"], set()),
    ("ems-dcounts-stations.csv", "Democracy Counts, stations", 19, 13, "Hadley Memorial Hall", "EN5 4PU", ["B1/1"],
     set()),
    ("ems-idox-eros.csv", "Idox EROS", 9, 1, "FAIR VIEW YOUTH & COMMUNITY CENTRE", "PR6 9RN", ["1"], set()),
    ("ems-xpress-dc.csv", "Xpress (DC)", 9, 1, "Flash Musicals Youth Theatre", "HA8 6EZ", [], {"EAA"}),
    ("ems-xpress-weblookup.CSV", "Xpress (web lookup)", 9, 1, "Wigton Moor United Reformed Church", "LS17 8RE", [],
     {"ALA"}),
    ("encoding-windows1252.tsv", "Xpress (DC)", 9, 4, "Canolfan Cymuned Ty Caradog", "LL19 7PF", [],
     {"BPG", "BB", "CAA", "BA"}),
    ("eoni_export_sample.csv", "EONI (Northern Ireland)", 3, 2, "PUBLIC BUILDING", "BT99 9BB", [], set()),
    ("ext-csv-with-tsv-ext.tsv", "Idox EROS", 9, 1, "FAIR VIEW YOUTH & COMMUNITY CENTRE", "PR6 9RN", ["1"], set()),
    ("ext-tsv-with-csv-ext.csv", "Xpress (DC)", 9, 1, "Siambr y Cyngor/Council Chamber", "LL20 8PW", [], {"CR"}),
    ("halarose_sample.csv", "Halarose", 5, 2, "The Heron Theatre", "", ["3", "4"], {"AD", "CP"}),
    ("xpress_dc_teignbridge_2019.csv", "Xpress (DC)", 90, 1, "Memorial Hall", "EX2 9RQ", [], {"CAS"}),
    ("xpress_democlub_sample.csv", "Xpress (Democracy Club)", 5, 2, "Monks Farm Hall", "BN15 9BB", [], {"AO1", "AZ"}),
    ("xpress_weblookup_sample.csv", "Xpress (web lookup)", 6, 2, "Upper Tooting Methodist Church", "SW17 7AL", [],
     {"BFC", "BFA"}),
]  # fmt: skip
ADDRESSES_ALONE = (
    "This file says which address votes at which station code, and not what the stations are. Nothing was changed. "
    "Choose the file of stations too."
)
REFUSED = {
    "dcounts_districts_sample.csv": ADDRESSES_ALONE,
    "ems-dcounts-districts.csv": ADDRESSES_ALONE,
    "ems-other.csv": (
        "This is a Strand export of addresses with their wards and districts. It has no polling stations in it, so "
        "nothing was changed. Ask the council for the list of polling stations."
    ),
    "incomplete-file.CSV": (
        "This file can’t be read from line 10 on: it stops in the middle of a row, or a quotation mark is never "
        "closed. Nothing was changed. Download it again, and compare its size."
    ),
    "not-a-csv.csv": "This is a zip archive. Nothing was changed. Unpack it, and bring in the CSV file in it.",
    "small-files-nearly_empty.csv": (
        "This file has one line and nothing below it, so it is no list of polling stations. Nothing was changed. "
        "Download it again."
    ),
}


@pytest.mark.parametrize(("name", "layout", "rows", "places", "first", "postcode", "boxes", "codes"), READ)
def test_each_export_is_read(
    name: str, layout: str, rows: int, places: int, first: str, postcode: str, boxes: list[str], codes: set[str]
) -> None:
    found = _read(name)
    assert (found.layout, found.rows, found.left_out, len(found.places)) == (layout, rows, 0, places)
    assert (found.places[0].name, found.places[0].postcode, list(found.places[0].boxes)) == (first, postcode, boxes)
    assert {code for _ward, code in found.districts} == codes


@pytest.mark.parametrize(("name", "says"), REFUSED.items())
def test_what_can_not_be_read_is_refused_with_its_reason(name: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        _read(name)
    assert str(refused.value) == says


def test_no_export_is_forgotten() -> None:
    named = {one[0] for one in READ} | set(REFUSED)
    assert {path.name for path in STATIONS.iterdir()} == named


@pytest.mark.parametrize(
    ("stations", "addresses", "doors"),
    [
        ("ems-dcounts-stations.csv", "ems-dcounts-districts.csv", 19),
        ("dcounts_stations_sample.csv", "dcounts_districts_sample.csv", 6),
    ],
)
def test_two_files_of_democracy_counts_together(stations: str, addresses: str, doors: int) -> None:
    assert len(_read(stations, addresses).uprns) == doors


def test_contact_creators_stations() -> None:
    found = _read("polling_stations.csv", folder=CONTACT_CREATOR)
    assert (found.layout, found.rows, len(found.places), len(found.districts)) == ("Contact Creator", 51, 33, 36)
    school = next(place for place in found.places if place.name == "Walnut Tree Walk Primary School")
    assert list(school.boxes) == ["54", "55", "56"]
    assert {ward for ward, _code in found.districts} >= {"BISHOPS", "CLAPHAM TOWN"}


def test_contact_creators_campaign_stats() -> None:
    with tables.rows(CONTACT_CREATOR / "campaign_stats.csv") as rows:
        found = campaign_figures.read(rows)
    assert len(found) == 36
    assert found[0] == campaign_figures.DistrictSums("BISHOPS", "VAA", 1717, 710, 74, 40)
    assert sum(one.electors for one in found) == 64_296
