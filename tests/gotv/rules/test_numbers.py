import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotv.rules.numbers import NotANumber, RollNumber, parse, parse_many


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1274", RollNumber(1274)),
        (" 1274 ", RollNumber(1274)),
        ("0012", RollNumber(12)),
        ("1274/1", RollNumber(1274, 1)),
        ("1274.1", RollNumber(1274, 1)),
        ("1274 / 1", RollNumber(1274, 1)),
        ("307.000", RollNumber(307)),
        ("34.100", RollNumber(34, 1)),  # after a point noughts mean nothing, as in the register
        ("34/10", RollNumber(34, 10)),
        ("HH3-1274", RollNumber(1274)),
        ("hh3 1274/1", RollNumber(1274, 1)),
        ("HH3: 88", RollNumber(88)),
    ],
)
def test_reads_what_people_type(typed: str, number: RollNumber) -> None:
    assert parse(typed, "HH3") == number


@pytest.mark.parametrize(
    "typed", ["", "  ", "abc", "12a", "-5", "0", "1/2/3", "HH4-12", "HH31274", "9999999", "1e3", "½"]
)
def test_says_so_when_it_is_no_number(typed: str) -> None:
    with pytest.raises(NotANumber):
        parse(typed, "HH3")


def test_a_district_of_strokes_and_dashes_is_dropped_whole() -> None:
    assert parse("PF-2/1-289/1", "PF-2/1") == RollNumber(289, 1)
    with pytest.raises(NotANumber):  # the number of another district, whose code merely begins alike
        parse("PF-2/1-289", "PF-2")


def test_a_district_of_figures_is_not_taken_for_part_of_the_number() -> None:
    assert parse("1274", "12") == RollNumber(1274)
    assert parse("12-74", "12") == RollNumber(74)


def test_many_words_keep_their_order_and_say_which_is_no_number() -> None:
    assert parse_many("1274, 88/1\n\nHH3 12; what 7 . 2", "HH3") == [
        ("1274", RollNumber(1274)),
        ("88/1", RollNumber(88, 1)),
        ("12", RollNumber(12)),
        ("what", None),
        ("7.2", RollNumber(7, 2)),
    ]


def test_a_number_that_is_also_the_district_is_kept() -> None:
    assert parse_many("12 12", "12") == [("12", RollNumber(12)), ("12", RollNumber(12))]


@given(number=st.integers(1, 999_999), suffix=st.integers(0, 9999))
def test_what_is_printed_can_be_typed(number: int, suffix: int) -> None:
    roll = RollNumber(number, suffix)
    assert parse(str(roll)) == roll
    assert parse(f"HH3-{roll}", "HH3") == roll


@given(st.text(max_size=30))
def test_nothing_typed_is_worse_than_no_number(text: str) -> None:
    try:
        found = parse(text, "HH3")
    except NotANumber:
        return
    assert found.number >= 1
