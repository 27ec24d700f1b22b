"""Letters for voting intentions, read by the scheme of a CLP."""

from __future__ import annotations

import pytest

from canvass.rules import letters
from canvass.rules.letters import Mark

SCHEME = letters.read_scheme(letters.DEFAULT.items())


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("L", Mark("labour")),
        ("l 8", Mark("labour", 8)),
        ("VL/S", Mark("labour", None, ("lib_dem",), has_voted=True)),
        ("D9/T", Mark("undecided", 9, ("conservative",))),
        ("D10", Mark("undecided", 10)),
        ("10", Mark(labour_scale=10)),
        ("V", Mark(has_voted=True)),
        ("/TR", Mark(ruled_out=("conservative", "reform"))),
        ("NV", Mark("non_voter")),
        ("G/TT", Mark("green", None, ("conservative",))),
    ],
)
def test_what_a_mark_says(written: str, mark: Mark) -> None:
    assert letters.parse(written, SCHEME) == mark


@pytest.mark.parametrize("written", ["", "  ", "Q", "L11", "L0", "VD", "VZ", "L/D", "L/", "L/Q", "8L", "L-8", "é"])
def test_a_mark_that_these_letters_do_not_read(written: str) -> None:
    with pytest.raises(letters.Unreadable):
        letters.parse(written, SCHEME)


def test_the_same_letter_means_what_its_own_scheme_says() -> None:
    other = letters.read_scheme([*letters.DEFAULT.items(), ("pc", "plaid")]) | {"X": "non_voter"}
    assert letters.parse("X", other).intention == "non_voter"
    assert letters.parse("X", SCHEME).intention == "wont_say"
    assert letters.parse("L/PCT", other).ruled_out == ("plaid", "conservative")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"ABC": "labour"}, "not one letter"),
        ({"1": "labour"}, "not one letter"),
        ({"V": "labour"}, "has voted"),
        ({"L": "labour", "l ": "green"}, "two things"),
        ({"L": "whigs"}, "no voting intention"),
        ({"G": "green"}, "for Labour"),
    ],
)
def test_letters_that_cannot_be_used(wrong: dict, why: str) -> None:
    with pytest.raises(letters.BadScheme, match=why):
        letters.read_scheme(wrong.items())


def test_letters_that_mean_something_else_elsewhere_are_named() -> None:
    assert [letter for letter, _why in letters.conflicts(SCHEME)] == ["R", "S", "X"]


def test_the_key_of_a_sheet_names_every_letter() -> None:
    assert letters.key(SCHEME)[:2] == [("L", "Labour"), ("T", "Conservative")]
    assert ("D U", "Undecided") in letters.key(SCHEME)
