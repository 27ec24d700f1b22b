"""Layouts are told by their header, whatever its order, letters and spaces; each is a description and nothing else."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from canvass.enums import FileKind
from canvass.rules import layouts
from canvass.rules.layouts import BadLayout, Field, Layout, Lists, loading, naming

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
def test_what_is_no_register_says_where_it_belongs(layout: Layout) -> None:
    assert bool(layout.why_not) == (layout.lists is not Lists.ELECTORS)
    if layout.why_not:
        assert "Nothing was changed" in str(layout.why_not)
        assert "election" in str(layout.why_not)


def test_names_for_translators_are_those_of_descriptions() -> None:
    written = {tomllib.loads(path.read_text())["name"] for path in loading.FOLDER.glob("*.toml")}
    assert set(naming._NAMES) <= written


GOOD = """
code = "wexcombe"
name = "Wexcombe"
kind = "update"
required = ["district", "number"]
number = "decimal"
address = ["Line #"]
[columns]
district = ["Area"]
number = ["No"]
operation = ["What"]
[operation]
style = "values"
values = { N = "add" }
[banners]
patterns = ["^Ref"]
"""


@pytest.fixture
def described(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(text: str, name: str = "wexcombe") -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(text)
        return path

    return write


def test_a_new_council_is_a_file(described: Callable[[str], Path]) -> None:
    described(GOOD)
    (layout,) = layouts.load(described(GOOD).parent)
    assert (layout.code, str(layout.name), layout.kind) == ("wexcombe", "Wexcombe", FileKind.UPDATE)
    found = layouts.recognise(["Area", "No", "What", "Line 1", "Line 2"], [layout])
    assert found is not None
    assert found.lines == (3, 4)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("code =", "code", "this is no TOML"),
        ('code = "wexcombe"', 'code = "Wex"', "code must be small letters"),
        ('name = "Wexcombe"', "", "it has no name"),
        ('kind = "update"', 'kind = "monthly"', "kind must be one of full, update, absent_voters, marked_register"),
        ('kind = "update"', 'kind = "full"', "an update must say what its rows do"),
        ('kind = "update"', 'kind = "update"\ncolour = "red"', "there is no setting called colour"),
        ('required = ["district", "number"]', 'required = ["district", "shoe"]', "“shoe” in required is none of"),
        ('required = ["district", "number"]', 'required = ["district", "ward", "number"]', "ward is required and has"),
        ('required = ["district", "number"]', 'required = ["district"]', "number must be required"),
        ('required = ["district", "number"]', 'required = ["number"]', "district must be required"),
        ('number = "decimal"', 'number = "roman"', "“roman” in number is none of parts, decimal, composite"),
        ('district = ["Area"]', 'district = "Area"', "district must be a list of names"),
        ('district = ["Area"]', 'district = ["Area", "NO."]', "is named for district and for number"),
        ('operation = ["What"]', "", "its operation has no column"),
        ('style = "values"', 'style = "sounds"', "“sounds” in operation.style is none of"),
        ('style = "values"', 'style = "months"', "operation needs values"),
        ('values = { N = "add" }', 'values = { N = "new" }', "“new” in operation.values is none of add"),
        ('patterns = ["^Ref"]', 'patterns = ["("]', "a pattern of banners can’t be read"),
        ("[columns]", "[positions]\ncolumns = 3\n[columns]", "either columns, for a file with a header, or positions"),
        ("number =", "lines = -1\nnumber =", "lines must be a whole number"),
    ],
)
def test_a_description_with_a_fault_says_which(described: Callable[[str], Path], old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadLayout, match=re.escape(said)) as refusal:
        loading.read(described(GOOD.replace(old, new, 1)))
    assert str(refusal.value).startswith("wexcombe.toml: ")


def test_a_file_is_called_as_its_code(described: Callable[..., Path]) -> None:
    with pytest.raises(BadLayout, match=r"must be called wexcombe\.toml"):
        layouts.load(described(GOOD, "other").parent)


def test_a_folder_without_layouts_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadLayout, match="holds no layouts"):
        layouts.load(tmp_path)


POSITIONS = """
code = "rows"
name = "Rows"
kind = "full"
required = ["district", "number", "address", "postcode"]
[positions]
columns = 6
district = 1
number = 2
markers = 3
attainment = 4
address = [5]
postcode = 6
"""
ROW = ["UA", "1", "G", "15/03/2027", "1 Mill Lane", "WX1 2AB"]


@pytest.fixture
def positional(described: Callable[..., Path]) -> Layout:
    return loading.read(described(POSITIONS, "rows"))


def test_positions_are_columns_of_the_file(described: Callable[..., Path]) -> None:
    with pytest.raises(BadLayout, match="number in positions must be columns from 1 to 6"):
        loading.read(described(POSITIONS.replace("number = 2", "number = 7"), "rows"))


def test_a_layout_without_a_header_needs_what_its_shape_is_told_by(described: Callable[..., Path]) -> None:
    with pytest.raises(BadLayout, match="attainment, markers must be among the positions"):
        loading.read(described(POSITIONS.replace("markers = 3\nattainment = 4\n", ""), "rows"))


@pytest.mark.parametrize(
    "rows",
    [
        [ROW, [*ROW, ""]],
        [ROW, ROW[:-1]],
        [ROW, ["UA", "one", *ROW[2:]]],
        [ROW, ["", *ROW[1:]]],
        [ROW, [*ROW[:2], "Mr Hart", *ROW[3:]]],
        [ROW, [*ROW[:3], "Hart", *ROW[4:]]],
        [ROW, [*ROW[:5], "Wexcombe"]],
        [ROW, [*ROW[:5], ""], [*ROW[:5], ""]],
        [ROW[:5]],
    ],
)
def test_a_shape_that_one_row_breaks_is_none(positional: Layout, rows: list[list[str]]) -> None:
    assert layouts.recognise_rows([ROW, [*ROW[:5], ""]], [positional]) is not None
    assert layouts.recognise_rows(rows, [positional]) is None


def test_codes_are_unique() -> None:
    assert set(layouts.BY_CODE) == {layout.code for layout in layouts.ALL} | {"mapped"}


def test_a_fingerprint_is_of_the_names_in_order() -> None:
    assert layouts.fingerprint(["Post Code", "No."]) == layouts.fingerprint(["post_code", "NO"])
    assert layouts.fingerprint(["a", "b"]) != layouts.fingerprint(["b", "a"])
    assert layouts.fingerprint_without(3) != layouts.fingerprint_without(4)
