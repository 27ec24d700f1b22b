"""Elector numbers in every form that councils write."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import numbers


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1), ("0012", 12), ("1,274", 1274), ("12.0", 12), ("12.", 12), ("999999", 999_999)]
)
def test_whole(text: str, number: int) -> None:
    assert numbers.whole(text) == number


@pytest.mark.parametrize("text", ["", "0", "x", "12A", "-1", "1,27", "1e5", "12.5", "1000000", "9" * 40, "½", "١٢x"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(numbers.BadNumber):
        numbers.whole(text)


@pytest.mark.parametrize(
    ("text", "suffix"), [("", 0), ("0", 0), ("-", 0), (".000", 0), ("1", 1), ("01", 1), ("12", 12)]
)
def test_suffix_missing_or_nought_is_none(text: str, suffix: int) -> None:
    assert numbers.suffix(text) == suffix


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("5", (5, 0)),
        ("5.000", (5, 0)),
        ("5.", (5, 0)),
        ("35.5", (35, 5)),
        ("10.75", (10, 75)),
        ("34.1", (34, 1)),
        ("34.100", (34, 1)),
        ("34.01", (34, 1)),
        ("124/1", (124, 1)),
        ("124/10", (124, 10)),
        ("124/0", (124, 0)),
        ("1,274", (1274, 0)),
    ],
)
def test_decimal(text: str, both: tuple[int, int]) -> None:
    assert numbers.decimal(text) == both


@pytest.mark.parametrize("text", ["", ".5", "a.5", "5.a", "5.5.5", "1/2/3", "0.5", "5.9999999"])
def test_what_is_no_decimal(text: str) -> None:
    with pytest.raises(numbers.BadNumber):
        numbers.decimal(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ABC1-12/1", ("ABC1", 12, 1)),
        ("ABC1-12", ("ABC1", 12, 0)),
        ("KD-2/2-289/1", ("KD-2/2", 289, 1)),
        ("KD-2/2-289", ("KD-2/2", 289, 0)),
        ("015AD-7", ("015AD", 7, 0)),
        ("A-888.8", ("A", 888, 8)),
        (" HH1 - 12 ", ("HH1", 12, 0)),
    ],
)
def test_composite_divides_from_the_right(text: str, parts: tuple[str, int, int]) -> None:
    assert numbers.composite(text) == parts


@pytest.mark.parametrize("text", ["", "12", "-12", "ABC-", "ABC-x", "ABC-12/x", "ABC-0"])
def test_what_is_no_composite(text: str) -> None:
    with pytest.raises(numbers.BadNumber):
        numbers.composite(text)


@given(
    st.text("ABCDEFGHIJ0123456789-/", min_size=1, max_size=10),
    st.integers(1, numbers.HIGHEST),
    st.integers(0, 999),
)
def test_composite_written_is_composite_read(district: str, number: int, suffix: int) -> None:
    written = f"{district}-{number}/{suffix}" if suffix else f"{district}-{number}"
    assert numbers.composite(written) == (district, number, suffix)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (numbers.whole, numbers.suffix, numbers.decimal, numbers.composite):
        with contextlib.suppress(numbers.BadNumber):
            read(text)
