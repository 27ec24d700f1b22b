"""What the cells of a members file mean."""

from __future__ import annotations

import datetime

import pytest

from organise.enums import MemberField as Field
from organise.enums import MemberState
from organise.rules import members

TODAY = datetime.date(2026, 11, 21)
BRANCHES = {"harrow hill": 7, "harrow-hill": 7}


def read(**cells: str) -> dict:
    return members.fields(list(cells.values()), list(cells), BRANCHES, TODAY)


def test_a_whole_row() -> None:
    assert read(
        membership_number="A1",
        first_name="Zoë",
        last_name="Oakes",
        email="ZOE@Members.example",
        postcode="wx12ab",
        state="Paid-up",
        joined_on="5/3/2024",
        branch="Harrow Hill Branch",
    ) == {
        "membership_number": "A1",
        "first_name": "Zoë",
        "last_name": "Oakes",
        "email": "zoe@members.example",
        "postcode": "WX1 2AB",
        "state": "paid_up",
        "joined_on": "2024-03-05",
        "branch": 7,
    }


def test_empty_cells_and_columns_left_out_say_nothing() -> None:
    assert members.fields(["Oakes", "", "secret"], [Field.LAST_NAME, Field.EMAIL, ""], {}, TODAY) == {
        "last_name": "Oakes"
    }


def test_parts_of_an_address_are_put_together() -> None:
    cells, columns = ["Flat 2", "12A Mill Lane", "", "Oakes"], [Field.ADDRESS] * 3 + [Field.LAST_NAME]
    assert members.fields(cells, columns, {}, TODAY)["address"] == "Flat 2, 12A Mill Lane"


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Marian Teale", "Marian", "Teale"),
        ("Teale, Marian Ann", "Marian Ann", "Teale"),
        ("Cher", "", "Cher"),
        ("Maria de Sousa", "Maria de", "Sousa"),
    ],
)
def test_a_whole_name_is_taken_apart(full: str, first: str, last: str) -> None:
    said = read(full_name=full)
    assert (said.get("first_name", ""), said["last_name"]) == (first, last)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Current", MemberState.PAID_UP),
        ("ARREARS", MemberState.IN_ARREARS),
        ("grace", MemberState.IN_ARREARS),
        ("Expired", MemberState.LAPSED),
        ("Resigned", MemberState.LEFT),
        ("New", MemberState.PROVISIONAL),
    ],
)
def test_states_in_the_words_of_other_systems(text: str, state: str) -> None:
    assert read(state=text)["state"] == state


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T10:11:12+00:00", "2024-03-05"),
        ("05/03/2024", "2024-03-05"),
        ("5.3.2024", "2024-03-05"),
        ("5 Mar 2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
    ],
)
def test_dates_of_joining(text: str, day: str) -> None:
    assert read(joined_on=text)["joined_on"] == day


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("email", "nobody at home", "not an email"),
        ("state", "Wizard", "not a state"),
        ("joined_on", "31/02/2024", "not a date"),
        ("joined_on", "03/25/2024", "not a date"),
        ("joined_on", "last week", "not a date"),
        ("joined_on", "22/11/2026", "in the future"),
        ("joined_on", "1/1/0024", "not a date"),
        ("branch", "Atlantis", "no branch"),
        ("postcode", "somewhere else", "not a postcode"),
        ("last_name", "x" * 101, "too long"),
        ("membership_number", "9" * 31, "too long"),
    ],
)
def test_what_a_cell_can_not_hold_is_said(field: str, text: str, said: str) -> None:
    with pytest.raises(members.Unfit, match=said):
        read(**{field: text})


def test_a_foreign_postcode_stays_as_it_is() -> None:
    assert read(postcode="75 008")["postcode"] == "75 008"


def test_provisional_for_eight_weeks() -> None:
    assert members.provisional_until(datetime.date(2026, 10, 1)) == datetime.date(2026, 11, 26)
    assert members.provisional_until(None) is None
