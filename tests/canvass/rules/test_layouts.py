"""Layouts are told by their header, whatever its order, letters and spaces; each is a description and nothing else."""

from __future__ import annotations

import random

import pytest

from canvass.rules import layouts
from canvass.rules.layouts import Field, Layout

XPRESS_14 = (
    "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
    "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6"
).split(",")
XPRESS_13 = [*XPRESS_14[:5], "Elector Name", *XPRESS_14[7:]]
ROLLNO_21 = (
    "PDCode,RollNo,ElectorTitle,ElectorSurname,ElectorForename,ElectorMiddleName,AttainersDOB,FranchiseMarker,"
    "RegisteredAddress1,RegisteredAddress2,RegisteredAddress3,RegisteredAddress4,RegisteredAddress5,"
    "RegisteredAddress6,PostCode,Euro,Parl,County,Ward,SubHouse,House"
).split(",")
ROLLNO_2026 = [
    *(name.replace("AttainersDOB", "DateOfAttainment") for name in ROLLNO_21),
    "IERStatus",
    "MethodOfVerification",
    "ElectorID",
    "UPRN",
    "Suffix",
]
XPRESS_UPDATE = (
    "CompanyName,CompanyOPCSRef,DistrictRef,StreetName,PropertyAddress1,PropertyAddress2,PropertyAddress3,"
    "PropertyAddress4,PropertyAddress5,PropertyPostCode,PropertyAddressPrefix,PropertyAddressNumber,ElectorNumber,"
    "ElectorForename,ElectorSurname,ElectorDOB,ElectorCreatedMonth,ElectorChangedMonth,ElectorDeletedMonth,"
    "MarkersRegisterText,RecordCount,RecordTotal,CurrentRegisterMonth"
).split(",")
ROLLNO_UPDATE = ["ChangeTypeID", *(name.replace("AttainersDOB", "DOB") for name in ROLLNO_21)]

KNOWN = {
    "xpress_full_14": XPRESS_14,
    "xpress_full_13": XPRESS_13,
    "pdcode_rollno_21": ROLLNO_21,
    "xpress_update_23": XPRESS_UPDATE,
    "pdcode_rollno_update_22": ROLLNO_UPDATE,
    "xpress_marked": ["Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Marked"],
}


def code(header: list[str]) -> str | None:
    found = layouts.recognise(header, layouts.ALL)
    return found.layout.code if found else None


@pytest.mark.parametrize(("name", "header"), KNOWN.items())
def test_known_headers(name: str, header: list[str]) -> None:
    assert code(header) == name


@pytest.mark.parametrize(("name", "header"), KNOWN.items())
def test_order_letters_and_spaces_dont_matter(name: str, header: list[str]) -> None:
    shuffled = random.sample(header, len(header))
    assert code([f"  {column.upper()} " for column in shuffled]) == name
    assert code([column.lower().replace(" ", "_") for column in shuffled]) == name


def test_the_variants_of_2026_are_the_same_layout() -> None:
    found = layouts.recognise(ROLLNO_2026, layouts.ALL)
    assert found is not None
    assert found.layout.code == "pdcode_rollno_21"
    assert Field.ATTAINMENT in found.at
    assert Field.BIRTH not in found.at
    assert found.unknown == ()


def test_a_column_that_nobody_knows_is_left_aside_and_named() -> None:
    found = layouts.recognise([*XPRESS_14, "Polling Place Comment"], layouts.ALL)
    assert found is not None
    assert found.layout.code == "xpress_full_14"
    assert found.unknown == ("Polling Place Comment",)
    assert ("Polling Place Comment", "") in found.columns()
    assert ("Address1", "address") in found.columns()


def test_lines_of_the_address_keep_their_order_wherever_they_stand() -> None:
    header = [*XPRESS_14[:8], "Address3", "Address1", "Address2"]
    found = layouts.recognise(header, layouts.ALL)
    assert found is not None
    assert [header[i] for i in found.lines] == ["Address1", "Address2", "Address3"]


def test_empty_columns_at_the_end_don_t_count() -> None:
    found = layouts.recognise([*XPRESS_14, "", " "], layouts.ALL)
    assert found is not None
    assert found.width == 14


@pytest.mark.parametrize(
    "header",
    [
        [],
        [""],
        ["Name", "Email"],
        ["first_name", "last_name", "email", "zip_code"],
        ["2BSA", "1", "0", "", "", "Harrison", "Debra", "M31 4AP", "46 Bracken Close"],
        ["ballot_box_number", "polling_place_name", "polling_place_address", "ward"],
        XPRESS_14[:4],
        XPRESS_14[3:],
    ],
)
def test_other_headers_are_no_register(header: list[str]) -> None:
    assert code(header) is None


def test_a_header_that_fits_two_layouts_is_the_one_that_explains_more_of_it() -> None:
    assert code(ROLLNO_UPDATE) == "pdcode_rollno_update_22"
    assert code(ROLLNO_UPDATE[1:]) == "pdcode_rollno_21"


@pytest.mark.parametrize("layout", layouts.ALL, ids=lambda layout: layout.code)
def test_a_description_is_whole(layout: Layout) -> None:
    fields = set(layout.columns) | ({Field.ADDRESS} if layout.address_lines else set())
    assert layout.required <= fields
    assert str(layout.name)
    if layout.why_not:
        assert "Nothing was changed" in str(layout.why_not)
    known_as = [alias for names in layout.columns.values() for alias in names]
    assert len(known_as) == len(set(known_as)), "one name for two columns"


def test_codes_are_unique() -> None:
    assert len(layouts.BY_CODE) == len(layouts.ALL)
