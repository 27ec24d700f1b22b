"""Addresses, line by line: the golden table of everything awkward that councils write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import addresses

# lines -> flat, building, number with its suffix, street, place
GOLDEN: list[tuple[list[str], tuple[str, str, str, str, str]]] = [
    # The plain ones
    (["46 Bracken Close", "Sale"], ("", "", "46", "Bracken Close", "Sale")),
    (["54 Broadway", "Partington", "Manchester"], ("", "", "54", "Broadway", "Partington, Manchester")),
    (["270A Upper Chorlton Road", "Manchester"], ("", "", "270A", "Upper Chorlton Road", "Manchester")),
    (["12a high street", "urmston"], ("", "", "12A", "High Street", "Urmston")),
    (["12 A High Street"], ("", "", "12A", "High Street", "")),
    (["3 First Avenue", "Town"], ("", "", "3", "First Avenue", "Town")),
    (["12 Garden Street"], ("", "", "12", "Garden Street", "")),
    (["12 Flat Street"], ("", "", "12", "Flat Street", "")),
    (["No. 5 High Street"], ("", "", "5", "High Street", "")),
    # Flats
    (["Flat 1", "77 Redesmere Park", "Urmston"], ("Flat 1", "", "77", "Redesmere Park", "Urmston")),
    (["Flat 3, 30 High Road"], ("Flat 3", "", "30", "High Road", "")),
    (["Flat 3 30 High Road"], ("Flat 3", "", "30", "High Road", "")),
    (["56 Flat 1", "High Road"], ("Flat 1", "", "56", "High Road", "")),
    (["56 Flat 1 High Road"], ("Flat 1", "", "56", "High Road", "")),
    (["12 High Street", "Flat 3", "Town"], ("Flat 3", "", "12", "High Street", "Town")),
    (["Ground Floor Flat", "45 High Road"], ("Ground Floor Flat", "", "45", "High Road", "")),
    (["Ground Floor Flat 45 High Road"], ("Ground Floor Flat", "", "45", "High Road", "")),
    (["Basement Flat B 45 High Road"], ("Basement Flat B", "", "45", "High Road", "")),
    (["1ST & 2ND", "45 High Road"], ("1st & 2nd", "", "45", "High Road", "")),
    (["1ST & 2ND FLOOR 45 HIGH ROAD"], ("1st & 2nd Floor", "", "45", "High Road", "")),
    (["Garden Flat", "3 High St"], ("Garden Flat", "", "3", "High St", "")),
    (["The Flat, 12 High Street"], ("The Flat", "", "12", "High Street", "")),
    (["Flat Above", "12 High Street"], ("Flat Above", "", "12", "High Street", "")),
    (["Flats 1-3", "12 High Street"], ("Flats 1-3", "", "12", "High Street", "")),
    (["1/2", "44 Byres Road"], ("Flat 1/2", "", "44", "Byres Road", "")),
    (["1/2 44 Byres Road"], ("Flat 1/2", "", "44", "Byres Road", "")),
    # Buildings
    (["2 Rosewood Court", "124 Glascote Road"], ("2", "Rosewood Court", "124", "Glascote Road", "")),
    (["2 Rosewood Court", "Glascote Road"], ("2", "Rosewood Court", "", "Glascote Road", "")),
    (["2 Rosewood Court", "Tamworth"], ("", "", "2", "Rosewood Court", "Tamworth")),
    (
        ["Flat 1", "2 Rosewood Court", "124 Glascote Road", "Tamworth"],
        ("Flat 1", "2 Rosewood Court", "124", "Glascote Road", "Tamworth"),
    ),
    (["Flat 4 Rosewood Court 124 Glascote Road"], ("Flat 4", "Rosewood Court", "124", "Glascote Road", "")),
    (["Apartment 12 The Maltings", "Mill Lane"], ("Apartment 12", "The Maltings", "", "Mill Lane", "")),
    (["14A South House", "Church Lane"], ("14A", "South House", "", "Church Lane", "")),
    (["The Lodge, 28", "High Street"], ("", "The Lodge", "28", "High Street", "")),
    (["The Lodge 28 High Street"], ("", "The Lodge", "28", "High Street", "")),
    (["Block C, Flat 5, 20 High St"], ("Flat 5", "Block C", "20", "High St", "")),
    (["21st Century House", "12 High Street"], ("", "21st Century House", "12", "High Street", "")),
    (["Room 3, Nurses Home, Hospital Lane"], ("Room 3", "Nurses Home", "", "Hospital Lane", "")),
    (["Caravan 5", "Riverside Park", "Mill Lane"], ("Caravan 5", "Riverside Park", "", "Mill Lane", "")),
    (["Penthouse", "The Tower", "1 Quay Street"], ("Penthouse", "The Tower", "1", "Quay Street", "")),
    # Ranges
    (["4- 6 Knowsley Road"], ("", "", "4-6", "Knowsley Road", "")),
    (["[100-102] High Road"], ("", "", "100-102", "High Road", "")),
    (["12/14 High Street"], ("", "", "12-14", "High Street", "")),
    (["12 & 14 High Street"], ("", "", "12-14", "High Street", "")),
    (["12A-14B High Street"], ("", "", "12A-14B", "High Street", "")),
    # Numbers on a line of their own, empty lines between
    (["13", "Chamberlayne Road", "London"], ("", "", "13", "Chamberlayne Road", "London")),
    (["13", "", "Chamberlayne Road"], ("", "", "13", "Chamberlayne Road", "")),
    (["28"], ("", "", "28", "", "")),
    # Houses without a number
    (["Dunroaming", "High Street", "Urmston"], ("", "Dunroaming", "", "High Street", "Urmston")),
    (["Manor Court", "High Street"], ("", "Manor Court", "", "High Street", "")),
    (["Rose Cottage", "Little Hampton", "Tamworth"], ("", "Rose Cottage", "", "Little Hampton", "Tamworth")),
    (["Rose Cottage"], ("", "Rose Cottage", "", "", "")),
    (["Upper Chorlton Road", "Manchester"], ("", "", "", "Upper Chorlton Road", "Manchester")),
    # A street below a street: the smaller one is where the door is
    (["3 Mill Close", "Station Road", "Town"], ("", "", "3", "Mill Close", "Station Road, Town")),
    # Letters
    (["14 KING'S ROAD", "ST ANNES ON SEA"], ("", "", "14", "King's Road", "St Annes on Sea")),
    (["14 EDWARD VII AVENUE", "NEWCASTLE UPON TYNE"], ("", "", "14", "Edward VII Avenue", "Newcastle upon Tyne")),
    (["3 O'CONNELL STREET"], ("", "", "3", "O'Connell Street", "")),
    (["9 MCDONALD ROAD"], ("", "", "9", "McDonald Road", "")),
    # A place is said once, however often the register says it
    (["46 Bracken Close", "Sale", "Sale"], ("", "", "46", "Bracken Close", "Sale")),
    # Too long to be a house number
    (["9999999999 High Street"], ("", "", "", "9999999999 High Street", "")),
]


def parts(lines: list[str], postcode: str = "WX1 2AB", **columns: str) -> tuple[str, str, str, str, str]:
    found = addresses.parse(lines, postcode, **columns)
    assert found is not None
    number = f"{'' if found.number is None else found.number}{found.number_suffix}"
    return found.flat, found.building, number, found.street, found.locality


@pytest.mark.parametrize(("lines", "expected"), GOLDEN, ids=" | ".join)
def test_golden_table(lines: list[str], expected: tuple[str, str, str, str, str]) -> None:
    assert parts(lines) == expected


@pytest.mark.parametrize(("lines", "expected"), GOLDEN, ids=" | ".join)
def test_the_quick_way_and_the_thorough_way_agree(lines: list[str], expected: tuple[str, str, str, str, str]) -> None:
    """The common forms are read by a short cut; without a postcode every line takes the long way."""
    assert parts(lines, "") == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("m314qj", "M31 4QJ"),
        (" M31\t4QJ ", "M31 4QJ"),
        ("M31  4 QJ", "M31 4QJ"),
        ("W1A1AA", "W1A 1AA"),
        ("E1 6AN", "E1 6AN"),
        ("SW1A 2AA", "SW1A 2AA"),
        ("M31", ""),
        ("M31 4QJX", ""),
        ("M31 4CJ", ""),  # no postcode ends in C, I, K, M, O or V
        ("MAN 4QJ", ""),
        ("", ""),
    ],
)
def test_a_postcode_however_it_is_typed(text: str, found: str) -> None:
    assert addresses.postcode(text) == found


@pytest.mark.parametrize(
    ("lines", "cell", "found"),
    [
        (["54 Broadway", "M31 4QJ"], "M31 4QJ", "M31 4QJ"),
        (["54 Broadway", "Manchester", "M31 4QJ", ""], "", "M31 4QJ"),
        (["54 Broadway", "Manchester M31 4QJ"], "", "M31 4QJ"),
        (["54 Broadway", "Manchester m314qj"], "M31 4QJ", "M31 4QJ"),
        (["54 Broadway, Manchester, M31 4QJ"], "", "M31 4QJ"),
        (["54 Broadway", "Manchester"], "m31  4qj", "M31 4QJ"),
        (["54 Broadway", "Manchester"], "M314QJ", "M31 4QJ"),
        (["54 Broadway", "Manchester"], "unknown", ""),
        (["54 Broadway", "Manchester"], "", ""),
    ],
)
def test_postcodes(lines: list[str], cell: str, found: str) -> None:
    address = addresses.parse(lines, cell)
    assert address is not None
    assert (address.number, address.street, address.postcode) == (54, "Broadway", found)
    assert address.locality in {"", "Manchester"}


@pytest.mark.parametrize(
    ("lines", "flat", "house", "expected"),
    [
        # They say what the lines say
        (["Flat 1", "77 Park Rise"], "Flat 1", "77", ("Flat 1", "", "77", "Park Rise", "")),
        (["Flat 1, The Lodge", "77 Park Rise"], "Flat 1", "The Lodge", ("Flat 1", "The Lodge", "77", "Park Rise", "")),
        (["12 Park Rise"], "", "12", ("", "", "12", "Park Rise", "")),
        # They are all there is
        (["Park Rise", "Town"], "Flat 1", "77", ("Flat 1", "", "77", "Park Rise", "Town")),
        (["Park Rise", "Town"], "1", "77", ("Flat 1", "", "77", "Park Rise", "Town")),
        (["Glascote Road"], "1", "Rosewood Court", ("Flat 1", "Rosewood Court", "", "Glascote Road", "")),
        (["77 Park Rise"], "", "The Lodge", ("", "The Lodge", "77", "Park Rise", "")),
        # They contradict the lines, which are what is printed
        (["77 Park Rise"], "", "79", ("", "", "77", "Park Rise", "")),
    ],
)
def test_columns_of_their_own(
    lines: list[str], flat: str, house: str, expected: tuple[str, str, str, str, str]
) -> None:
    assert parts(lines, flat=flat, house=house) == expected


@pytest.mark.parametrize(
    "lines", [[], ["", ""], ["OTHER ELECTORS"], ["Other Electors", "M31 4QJ"], ["N/A"], ["M31 4QJ"], ["no address"]]
)
def test_no_address(lines: list[str]) -> None:
    assert addresses.parse(lines, "") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["12 King's Rd."], ["12 KINGS ROAD"]),
        (["Flat 1, 5 High St"], ["Flat 1", "5 High Street"]),
        (["Apartment 1", "5 High Street"], ["Flat 1", "5 High Street"]),
        (["5 High Street", "Urmston"], ["5 High Street", "Manchester", "M31 4QJ"]),
        (["2 Rosewood Court", "124 Glascote Road"], ["Flat 2, Rosewood Court", "124 Glascote Road"]),
        (["4- 6 Knowsley Road"], ["4-6 Knowsley Road"]),
        (["Rose & Crown", "Mill Lane"], ["Rose and Crown", "Mill Lane"]),
    ],
)
def test_one_front_door_spelt_twice_has_one_key(one: list[str], other: list[str]) -> None:
    first, second = addresses.parse(one, "M31 4QJ"), addresses.parse(other, "M31 4QJ")
    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["5 High Street"], ["5A High Street"]),
        (["5 High Street"], ["Flat 1", "5 High Street"]),
        (["Flat 1", "5 High Street"], ["Flat 11", "5 High Street"]),
        (["4-6 High Street"], ["4 High Street"]),
        (["Rose Cottage", "Mill Lane"], ["Ivy Cottage", "Mill Lane"]),
    ],
)
def test_two_front_doors_have_two_keys(one: list[str], other: list[str]) -> None:
    first, second = addresses.parse(one, "M31 4QJ"), addresses.parse(other, "M31 4QJ")
    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_the_postcode_tells_two_houses_of_one_number_apart() -> None:
    first, second = addresses.parse(["5 Broadway"], "M31 4QJ"), addresses.parse(["5 Broadway"], "M41 7AA")
    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_a_street_is_its_name_and_the_first_place_below_it() -> None:
    assert addresses.street_key("Church Rd", "Urmston, Manchester") == addresses.street_key("CHURCH ROAD", "Urmston")
    assert addresses.street_key("Church Road", "Urmston") != addresses.street_key("Church Road", "Stretford")


def test_flats_sort_by_their_figure() -> None:
    found = [addresses.parse([f"Flat {n}", "5 High Street"], "M31 4QJ") for n in ("9", "10", "10A", "B")]
    assert [address.flat_number for address in found if address] == [9, 10, 10, None]


@given(
    st.lists(st.text(max_size=150), max_size=9),
    st.text(max_size=12),
    st.text(max_size=12),
    st.text(max_size=12),
)
def test_any_lines_at_all_fit_into_the_tables(lines: list[str], postcode: str, flat: str, house: str) -> None:
    tidy = [" ".join(line.split()) for line in lines]
    found = addresses.parse(tidy, *(" ".join(cell.split()) for cell in (postcode, flat, house)))
    if found is None:
        return
    assert max(len(found.flat), len(found.building), len(found.street)) <= 120
    assert len(found.locality) <= 160
    assert len(found.number_suffix) <= 20
    assert len(found.postcode) <= 8
    assert len(found.key) <= 400
    assert len(found.street_key) <= 280
    assert found.number is None or 0 <= found.number < 2**31
    assert found.flat_number is None or 0 <= found.flat_number < 2**31
