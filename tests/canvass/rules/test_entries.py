"""Rows become electors, or are left out for a reason: every layout, kind and fault."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.enums import ElectorKind, LeftOut, Operation
from canvass.rules import entries, layouts
from canvass.rules.entries import Entry, NotTaken, Reader

TODAY = datetime.date(2026, 11, 21)
XPRESS = ["Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector Markers", "Elector DOB"]
LINES = ["PostCode", "Address1", "Address2", "Address3"]
XPRESS_14 = [*XPRESS, "Elector Surname", "Elector Forename", *LINES]
XPRESS_13 = [*XPRESS, "Elector Name", *LINES]
ROLLNO = (
    "PDCode,RollNo,ElectorTitle,ElectorSurname,ElectorForename,ElectorMiddleName,AttainersDOB,FranchiseMarker,"
    "RegisteredAddress1,RegisteredAddress2,PostCode,Ward,SubHouse,House"
).split(",")


def reader(header: list[str], *, attainment_age: int = 18, under_16: bool = False) -> Reader:
    found = layouts.recognise(header, layouts.ALL)
    assert found is not None
    return Reader(found, TODAY, attainment_age=attainment_age, under_16=under_16)


def xpress(**cells: str) -> Entry:
    """Read one row of the 14-column layout: a good one but for the cells that are given."""
    row = {
        "Elector Number Prefix": "HH1",
        "Elector Number": "12",
        "Elector Number Suffix": "0",
        "Elector Surname": "Marchbank",
        "Elector Forename": "Elsie May",
        "PostCode": "WX1 2AB",
        "Address1": "23 Tanyard Row",
        "Address2": "Wexcombe",
    }
    for name, cell in cells.items():
        row[{"prefix": "Elector Number Prefix", "number": "Elector Number", "suffix": "Elector Number Suffix",
             "markers": "Elector Markers", "dob": "Elector DOB", "surname": "Elector Surname",
             "forename": "Elector Forename", "postcode": "PostCode"}.get(name, name.capitalize())] = cell  # fmt: skip
    return reader(XPRESS_14).read([row.get(column, "") for column in XPRESS_14])


def rollno(**cells: str) -> Entry:
    row = {
        "PDCode": "HH1",
        "RollNo": "12",
        "ElectorSurname": "MARCHBANK",
        "ElectorForename": "Elsie",
        "ElectorMiddleName": "May",
        "PostCode": "WX1 2AB",
        "RegisteredAddress1": "23 Tanyard Row",
        "RegisteredAddress2": "Wexcombe",
        "Ward": "HARROW HILL",
        "House": "23",
    } | cells
    return reader(ROLLNO).read([row.get(column, "") for column in ROLLNO])


def reason(**cells: str) -> LeftOut:
    with pytest.raises(NotTaken) as refusal:
        xpress(**cells)
    return refusal.value.reason


def test_a_good_row() -> None:
    found = xpress(markers="G", dob="15/03/2027")
    assert (found.district, found.number, found.suffix, found.kind) == ("HH1", 12, 0, ElectorKind.ORDINARY)
    assert (found.title, found.forenames, found.surname, found.markers) == ("", "Elsie May", "Marchbank", "G")
    assert found.date_of_attainment == datetime.date(2027, 3, 15)
    assert found.address is not None
    assert (found.address.number, found.address.street) == (23, "Tanyard Row")
    assert found.lines == ["23 Tanyard Row", "Wexcombe", ""]


def test_both_layouts_say_the_same_of_one_person() -> None:
    one, other = xpress(), rollno()
    assert one[:11] == other[:11]
    assert (other.ward, one.ward) == ("HARROW HILL", "")


def test_one_name_cell() -> None:
    cells = ["HH1", "12", "0", "", "", "Marchbank Elsie May", "WX1 2AB", "23 Tanyard Row", "Wexcombe", ""]
    assert reader(XPRESS_13).read(cells)[:11] == xpress()[:11]


@pytest.mark.parametrize(
    ("prefix", "number", "suffix", "expected"),
    [
        ("hh1", "12", "", ("HH1", 12, 0)),
        ("015AD", "0012", "1", ("015AD", 12, 1)),
        ("HH1", "12/1", "", ("HH1", 12, 1)),
        ("HH1", "12.0", "0", ("HH1", 12, 0)),
        ("HH1", "1,274", "2", ("HH1", 1274, 2)),
        ("", "KD-2/2-289/1", "", ("KD-2/2", 289, 1)),
        ("KD-2/2", "289", "01", ("KD-2/2", 289, 1)),
    ],
)
def test_numbers_of_xpress(prefix: str, number: str, suffix: str, expected: tuple[str, int, int]) -> None:
    assert xpress(prefix=prefix, number=number, suffix=suffix)[:3] == expected


@pytest.mark.parametrize(
    ("number", "expected"), [("5.000", (5, 0)), ("35.5", (35, 5)), ("10.75", (10, 75)), ("7", (7, 0))]
)
def test_decimal_numbers(number: str, expected: tuple[int, int]) -> None:
    assert rollno(RollNo=number)[1:3] == expected


@pytest.mark.parametrize(
    ("own", "number", "expected"), [("3", "12", 3), ("0", "12", 0), ("Jr", "12", 0), ("3", "12.5", 5)]
)
def test_a_suffix_beside_a_decimal_number_is_of_the_number_or_of_the_name(own: str, number: str, expected: int) -> None:
    cells = ["HH1", number, "", "MARCHBANK", "Elsie", "", "", "", "23 Tanyard Row", "", "WX1 2AB", "", "", "", own]
    assert reader([*ROLLNO, "Suffix"]).read(cells).suffix == expected


def test_titles() -> None:
    assert rollno(ElectorTitle="MRS").title == "Mrs"
    assert rollno(ElectorTitle="Dr").title == "Dr"
    assert xpress(forename="Mrs Elsie").title == "Mrs"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"markers": "F"}, ElectorKind.OVERSEAS),
        ({"markers": "F", "address1": "", "address2": "", "postcode": ""}, ElectorKind.OVERSEAS),
        ({"address1": "", "address2": "", "postcode": ""}, ElectorKind.OTHER),
        ({"address1": "OTHER ELECTORS", "address2": "", "postcode": ""}, ElectorKind.OTHER),
        ({"markers": "L"}, ElectorKind.ORDINARY),
        ({"markers": "?"}, ElectorKind.ORDINARY),
    ],
)
def test_kinds(cells: dict[str, str], kind: ElectorKind) -> None:
    assert xpress(**cells).kind == kind


NOBODY = {"surname": "", "forename": "", "address1": "", "address2": "", "postcode": ""}


@pytest.mark.parametrize("markers", ["N", "n", "GN", "N, G"])
def test_an_anonymous_elector_is_a_number_and_nothing_else(markers: str) -> None:
    found = xpress(**NOBODY, markers=markers)
    assert found.kind == ElectorKind.ANONYMOUS
    assert (found.forenames, found.surname, found.address, found.lines) == ("", "", None, [])


@pytest.mark.parametrize(
    "cells", [{"surname": "Hart"}, {"forename": "Ivo"}, {"address1": "1 High St"}, {"postcode": "WX1 2AB"}]
)
def test_an_anonymous_elector_with_more_than_a_number_is_left_out(cells: dict[str, str]) -> None:
    assert reason(**(NOBODY | cells), markers="N") == LeftOut.ANONYMOUS_NAMED


def test_a_word_among_the_markers_is_no_letter() -> None:
    assert entries.letters("NEW") == {"N", "E", "W"}
    assert entries.letters("PENDING") == frozenset()
    assert entries.letters("G F") == {"G", "F"}
    assert entries.letters("") == frozenset()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"number": ""}, LeftOut.NO_NUMBER),
        ({"number": "twelve"}, LeftOut.BAD_NUMBER),
        ({"number": "0"}, LeftOut.BAD_NUMBER),
        ({"suffix": "b"}, LeftOut.BAD_NUMBER),
        ({"number": "07700 900123"}, LeftOut.BAD_NUMBER),
        ({"prefix": ""}, LeftOut.NO_DISTRICT),
        ({"prefix": "X" * 17}, LeftOut.NO_DISTRICT),
        ({"surname": "", "forename": ""}, LeftOut.NO_NAME),
    ],
)
def test_rows_that_are_left_out(cells: dict[str, str], expected: LeftOut) -> None:
    assert reason(**cells) == expected


@pytest.mark.parametrize(
    "cells", [{"dob": "15/03/2012"}, {"dob": "22/11/2028"}, {"dob": "22/11/2028", "surname": "", "forename": ""}]
)
def test_somebody_under_16_is_a_number_and_nothing_else(cells: dict[str, str]) -> None:
    found = xpress(**cells, markers="G")
    assert found[:4] == ("HH1", 12, 0, ElectorKind.UNDER_16)
    assert found == Entry("HH1", 12, 0, "under_16", "", "", "", "", None, False, None, [], "", "", "", None, None, None)


def test_under_16_may_be_kept_once_a_setting_says_so() -> None:
    row = ["HH1", "12", "0", "", "15/03/2029", "Marchbank", "Pip", "WX1 2AB", "23 Tanyard Row", "Wexcombe", ""]
    found = reader(XPRESS_14, under_16=True).read(list(row))
    assert (found.kind, found.forenames) == (ElectorKind.ORDINARY, "Pip")
    assert found.date_of_attainment == datetime.date(2029, 3, 15)
    assert reader(XPRESS_14).read(row).kind == ElectorKind.UNDER_16


def test_a_council_whose_dates_mean_16() -> None:
    row = ["HH1", "12", "", "MARCHBANK", "Pip", "", "", "", "23 Tanyard Row", "", "WX1 2AB", "", "", ""]
    header = [*ROLLNO, "DateOfAttainment"]
    of_age = reader(header, attainment_age=16).read([*row, "20/11/2026"])
    assert of_age.date_of_attainment == datetime.date(2028, 11, 20)
    assert reader(header, attainment_age=16).read([*row, "22/11/2026"]).kind == ElectorKind.UNDER_16
    assert reader(header).read([*row, "22/11/2026"]).date_of_attainment == datetime.date(2026, 11, 22)


def test_letters_uprn_and_coordinates() -> None:
    header = [*XPRESS_14, "UPRN", "Latitude", "Longitude"]
    row = ["HH1", "12", "0", "K, G", "", "Hart", "Ivo", "WX1 2AB", "1 Mill Lane", "", ""]
    found = reader(header).read([*row, "100012345678", "53.42", "-2.37"])
    assert (found.franchise, found.markers) == ("GK", "K, G")
    assert (found.uprn, found.latitude, found.longitude) == (100012345678, 53.42, -2.37)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["N", "53.4", "-2.3"], (None, 53.4, -2.3)),
        (["0", "-2.3", "53.4"], (None, None, None)),
        (["1234567890123", "nan", "1"], (None, None, None)),
        (["100012345678.0", "here", "there"], (100012345678, None, None)),
        (["", "", ""], (None, None, None)),
    ],
)
def test_what_is_no_uprn_or_no_place_is_none(cells: list[str], expected: tuple) -> None:
    row = ["HH1", "12", "0", "", "", "Hart", "Ivo", "WX1 2AB", "1 Mill Lane", "", ""]
    found = reader([*XPRESS_14, "UPRN", "Latitude", "Longitude"]).read([*row, *cells])
    assert (found.uprn, found.latitude, found.longitude) == expected


UPDATE = ["ElectorNumber", "ElectorForename", "ElectorSurname", "MarkersRegisterText", "PropertyAddress1",
          "ElectorCreatedMonth", "ElectorChangedMonth", "ElectorDeletedMonth"]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "operation"),
    [
        (("3", "0", "0"), Operation.ADD),
        (("3", "3", "0"), Operation.AMEND),
        (("0", "3", "0"), Operation.AMEND),
        (("", "", ""), Operation.AMEND),
        (("0", "0.0", "0"), Operation.AMEND),
        (("0", "3", "3"), Operation.DELETE),
        (("2", "0", "3"), Operation.DELETE),
        (("3", "0", "03"), entries.IGNORED),
    ],
)
def test_months_say_what_a_row_does(months: tuple[str, str, str], operation: str) -> None:
    found = reader(UPDATE).read(["HH1-12", "Ivo", "Hart", "", "1 Mill Lane", *months])
    assert found.operation == operation
    assert bool(found.surname) == (operation != entries.IGNORED)


def test_who_is_deleted_needs_a_number_alone() -> None:
    found = reader(UPDATE).read(["HH1-12/1", "", "", "", "", "0", "0", "3"])
    assert (found[:3], found.operation) == (("HH1", 12, 1), Operation.DELETE)
    with pytest.raises(NotTaken) as refusal:
        reader(UPDATE).read(["HH1-12", "", "", "", "", "3", "0", "0"])
    assert refusal.value.reason == LeftOut.NO_NAME


def test_an_anonymous_elector_is_deleted_whatever_the_row_says_and_nothing_of_it_is_kept() -> None:
    found = reader(UPDATE).read(["HH1-12", "Sam", "Secret", "N", "4 Mill Lane", "0", "0", "3"])
    assert (found.kind, found.operation) == (ElectorKind.ANONYMOUS, Operation.DELETE)
    assert (found.surname, found.forenames, found.lines) == ("", "", [])
    with pytest.raises(NotTaken):
        reader(UPDATE).read(["HH1-12", "Sam", "Secret", "N", "4 Mill Lane", "0", "3", "0"])


def test_a_sign_that_nobody_knows_is_named() -> None:
    with pytest.raises(NotTaken) as refusal:
        reader(["ChangeTypeID", *ROLLNO]).read(["Z", "HH1", "12", "", "Hart", "Ivo", *[""] * 9])
    assert refusal.value.reason == LeftOut.NO_OPERATION


@pytest.mark.parametrize("cells", [{"surname": ""}, {"forename": ""}])
def test_half_a_name_is_a_name(cells: dict[str, str]) -> None:
    assert xpress(**cells).kind == ElectorKind.ORDINARY


def test_a_date_that_is_none_costs_the_date_and_not_the_elector() -> None:
    found = xpress(dob="PENDING")
    assert (found.date_of_attainment, found.odd_date) == (None, True)


def test_an_adults_birth_is_not_kept() -> None:
    found = xpress(dob="15/03/1961")
    assert (found.date_of_attainment, found.odd_date) == (None, False)


def test_rows_of_another_width() -> None:
    good = ["HH1", "12", "0", "", "", "Marchbank", "Elsie", "WX1 2AB", "23 Tanyard Row", "Wexcombe", ""]
    assert reader(XPRESS_14).read([*good, "", ""]).surname == "Marchbank"
    for cells, expected in (
        ([*good, "", "x"], LeftOut.TOO_MANY_CELLS),
        (good[:-1], LeftOut.CUT_SHORT),
        (good[:2], LeftOut.CUT_SHORT),
        (None, LeftOut.BROKEN),
    ):
        with pytest.raises(NotTaken) as refusal:
            reader(XPRESS_14).read(cells)
        assert refusal.value.reason == expected


def test_long_cells_are_cut_to_fit() -> None:
    found = xpress(surname="M" * 500, forename="e" * 500, markers="X" * 50)
    assert (len(found.surname), len(found.forenames), len(found.markers)) == (200, 200, 20)


@pytest.mark.parametrize(
    "raw",
    [
        "HH1,,0,,15/03/1961,Marchbank,Elsie",
        "HH1,,0,,1961-03-15,Marchbank,Elsie",
        "HH1,,0,,15.3.61,Marchbank,Elsie",
        "HH1,,0,,15 March 1961,Marchbank,Elsie",
    ],
)
def test_the_kept_text_of_a_row_holds_no_birth(raw: str) -> None:
    kept = entries.kept_text(raw, LeftOut.NO_NUMBER, TODAY)
    assert kept == "HH1,,0,,…,Marchbank,Elsie"


def test_nothing_is_kept_of_a_sealed_row() -> None:
    raw = "HH1,,0,,15/03/2012,Marchbank,Elsie"
    assert entries.kept_text(raw, LeftOut.UNDER_16, TODAY) == ""
    assert entries.kept_text("HH1,1,0,N,,Marchbank", LeftOut.ANONYMOUS_NAMED, TODAY) == ""
    # cut short, but the date of somebody under 16 stands in it
    assert entries.kept_text(raw, LeftOut.CUT_SHORT, TODAY) == ""


def test_the_kept_text_is_not_endless() -> None:
    assert len(entries.kept_text("x" * 70_000, LeftOut.BROKEN, TODAY)) == 1000


@given(st.lists(st.text(max_size=40), min_size=len(XPRESS_14), max_size=len(XPRESS_14)))
def test_any_cells_are_an_entry_or_left_out(cells: list[str]) -> None:
    tidy = [" ".join(cell.split()) for cell in cells]
    for header in (XPRESS_14, ROLLNO):
        row = (tidy + [""] * len(header))[: len(header)]
        with contextlib.suppress(NotTaken):
            found = reader(header).read(list(row))
            assert 1 <= found.number < 10**6
            assert 0 <= found.suffix < 10**6
            assert 1 <= len(found.district) <= 16


def test_the_latest_month_that_a_notice_names_for_itself() -> None:
    columns = ["ElectorNumber", "ElectorForename", "ElectorSurname", "ElectorCreatedMonth", "ElectorChangedMonth"]
    header = [*columns, "ElectorDeletedMonth", "PropertyAddress1", "CurrentRegisterMonth"]
    notice = reader(header)
    assert notice.month is None
    for month in ("", "February 2026", "March 2026", "3/2026", "January 2026"):
        notice.read(["HH1-1", "Elsie May", "Marchbank", "3", "0", "0", "23 Tanyard Row", month])
    assert notice.month == datetime.date(2026, 3, 1)
