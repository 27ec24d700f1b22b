from __future__ import annotations

from pathlib import Path

import pytest

from canvass.rules import tables
from gotv.rules import station_files
from gotv.rules.station_files import Found
from kit.errors import Refused
from tests.factories.stations import ADDRESSES, CONTACT_CREATOR, EROS, HALAROSE, STATIONS, XPRESS, XPRESS_DC


def _path(tmp_path: Path, *lines: str, name: str = "stations.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def _read(path: Path, second: Path | None = None) -> Found:
    with tables.rows(path) as rows:
        if second is None:
            return station_files.read(rows)
        with tables.rows(second) as others:
            return station_files.read(rows, others)


def _refused(path: Path, second: Path | None = None) -> str:
    with pytest.raises(Refused) as refused:
        _read(path, second)
    return str(refused.value)


def test_many_addresses_are_few_stations(tmp_path: Path) -> None:
    found = _read(
        _path(tmp_path, XPRESS, "1,WX1 1AA,AB,7,Hall,WX1 9ZZ", "2,WX1 1AA,AB,7,HALL,WX1 9ZZ", "3,WX1 1AB,AC,8,Club,")
    )
    assert [(place.name, place.postcode) for place in found.places] == [("Hall", "WX1 9ZZ"), ("Club", "")]
    assert found.districts == {("", "AB"): {0: 2}, ("", "AC"): {1: 1}}
    assert (found.rows, found.left_out) == (3, 0)
    assert found.uprns == {}  # where the file names districts, nobody's door is kept


def test_the_second_of_two_lists_that_run_together_is_read(tmp_path: Path) -> None:
    row = (
        "23/05/2019,Yes,1,5 Row,WX1 1AA,7,[TEST]Hall,Way,WX1 9ZZ,0,0,,5 Row,WX1 1AA,AB,7,Hall,Way,WX1 9ZZ,530047,180422"
    )
    found = _read(_path(tmp_path, XPRESS_DC, row))
    assert [place.name for place in found.places] == ["Hall"]
    assert found.places[0].latitude == pytest.approx(51.5075, abs=0.001)
    assert found.districts == {("", "AB"): {0: 1}}
    assert len(found.quirks) == 1


def test_a_venue_with_two_boxes_and_one_that_has_no_number(tmp_path: Path) -> None:
    rows = [f"1,2,WX1 1AA,19,Theatre,{number},Way,,349506,479545,19,BEETHAM EAST (AD)" for number in ("3", "4", "n/a")]
    found = _read(_path(tmp_path, HALAROSE, *rows))
    assert list(found.places[0].boxes) == ["3", "4"]
    assert [use.code for use in found.places[0].boxes["3"]] == ["AD"]
    assert found.districts == {("", "AD"): {0: 3}}


def test_without_districts_doors_say_who_votes_where(tmp_path: Path) -> None:
    found = _read(_path(tmp_path, EROS, "1,wx11aa,000100010,Hall,1,WX1 9ZZ", "2,WX1 1AA,,Hall,1,WX1 9ZZ"))
    assert found.districts == {}
    assert found.uprns == {"100010": 0}
    assert found.postcodes == {"WX1 1AA": {0: 2}}


def test_stations_and_addresses_belong_together_in_either_order(tmp_path: Path) -> None:
    stations = _path(tmp_path, STATIONS, "Way,WX1 9ZZ,B1/1,530047,180422,Hall", "Lane,WX1 9ZY,B2,0,0,Club")
    addresses = _path(tmp_path, ADDRESSES, "1 Row,WX1 1AA,B1/1,5,,", "2 Row,WX1 1AB,B9,6,,", name="addresses.csv")
    for found in (_read(stations, addresses), _read(addresses, stations)):
        assert [list(place.boxes) for place in found.places] == [["B1/1"], ["B2"]]
        assert found.uprns == {"5": 0}
        assert (found.rows, found.left_out) == (4, 1)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    stations = _path(tmp_path, STATIONS, "Way,WX1 9ZZ,B1/1,0,0,Hall")
    other = _path(tmp_path, EROS, "1,WX1 1AA,1,Hall,1,WX1 9ZZ", name="eros.csv")
    stray = _path(tmp_path, ADDRESSES, "1 Row,WX1 1AA,B7,5,,", name="addresses.csv")
    pair = "These two files don’t belong together. Nothing was changed. Choose one, or the right pair."
    assert _refused(stations, other) == pair
    assert _refused(other, stray) == pair
    assert _refused(stations, stray) == (
        "No address of the second file votes at a station of the first. Nothing was changed."
    )


def test_contact_creator_gives_boxes_with_numbers(tmp_path: Path) -> None:
    found = _read(
        _path(
            tmp_path,
            CONTACT_CREATOR,
            '55,School ,"Walk, Hill",SE11 6DS,"1,200",310,PRINCES,1,1200,VBA',
            '56,School,"Walk, Hill",SE11 6DS,0,0,PRINCES,0,0,VBA',
        )
    )
    [place] = found.places
    assert (place.address, place.postcode) == ("Walk, Hill", "SE11 6DS")
    [one], [other] = place.boxes["55"], place.boxes["56"]
    assert (one.code, one.ward, one.lowest, one.highest, one.electors, one.postal_electors) == (
        "VBA", "PRINCES", 1, 1200, 1200, 310,
    )  # fmt: skip
    assert (other.lowest, other.electors) == (None, None)


def test_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    rows = ["1,WX1 1AA,AB,7,Church Hall,WX1 9ZZ", "2,WX1 1AA,AC,8,Church Hall,WX1 9ZY", "3,WX1 1AA,AD,9,Church Hall,"]
    found = _read(_path(tmp_path, XPRESS, *rows))
    assert [place.name for place in found.places] == ["Church Hall (WX1 9ZZ)", "Church Hall (WX1 9ZY)", "Church Hall"]


def test_rows_that_say_nothing_are_counted(tmp_path: Path) -> None:
    found = _read(_path(tmp_path, XPRESS, "1,WX1 1AA,AB,7,,", "short,row", "1,WX1 1AA,AB,7,Hall,WX1 9ZZ"))
    assert (found.rows, found.left_out, len(found.places)) == (3, 2, 1)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            [XPRESS, "1,WX1 1AA,AB,7,Hall,WX1 9ZZ", "1,WX1 1AA,AB"],
            "This file stops in the middle of its last row. Nothing was changed. Download it again.",
        ),
        (
            [XPRESS, '1,"WX1 1AA'],
            (
                "This file can’t be read from line 2 on: it stops in the middle of a row, or a quotation mark is never "
                "closed. Nothing was changed. Download it again, and compare its size."
            ),
        ),
        ([XPRESS, ""], "This file has a header and no rows below it. Nothing was changed. Download it again."),
        ([XPRESS, "1,WX1 1AA,AB,7,,"], "No row of this file names a polling station. Nothing was changed."),
        (
            ["name,email", "Elsie,e@example.org"],
            (
                "This is no list of polling stations that Rosette can read: its columns begin with name, email. "
                "Nothing was changed. Known: Xpress (DC), Xpress (Democracy Club), Xpress (web lookup), Halarose, Idox "
                "EROS, Democracy Counts, stations, EONI (Northern Ireland), Contact Creator."
            ),
        ),
        (["", ""], "This file is empty. Nothing was changed."),
        (
            ["TotalRows,,", "Total rows: 36,,"],
            (
                "These are Contact Creator’s campaign stats, not its polling stations. Nothing was changed. Bring "
                "them in on the page for Contact Creator’s figures."
            ),
        ),
    ],
)
def test_what_is_no_list_of_stations_is_refused_with_its_reason(tmp_path: Path, lines: list[str], says: str) -> None:
    assert _refused(_path(tmp_path, *lines)) == says


def test_a_cell_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    path = _path(tmp_path, XPRESS, f"1,WX1 1AA,AB,7,{'x' * 10_000_000},WX1 9ZZ")
    assert "can’t be read from line 2 on" in _refused(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_letters_and_delimiters_are_found_whatever_the_file_is_called(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [line.replace(",", delimiter) for line in (XPRESS, "1,WX1 1AA,AB,7,Neuadd y Môr,WX1 9ZZ")]
    path = _path(tmp_path, *lines, name="stations.pdf", encoding=encoding)
    assert _read(path).places[0].name == "Neuadd y Môr"
