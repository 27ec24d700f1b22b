from __future__ import annotations

import pytest

from gotv.enums import TurnoutState as S
from gotv.rules import turnout
from gotv.rules.numbers import RollNumber


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("V", S.VOTED),
        ("v ", S.VOTED),
        ("VA", S.BY_POST),
        ("A", S.NOT_RETURNED),
        ("", S.DID_NOT_VOTE),
        ("X", None),
        ("yes", None),
    ],
)
def test_marks_of_a_file(mark: str, state: S | None) -> None:
    assert turnout.of_mark(mark) == state


@pytest.mark.parametrize(
    ("text", "numbers", "ranges", "state", "unread"),
    [
        ("12", [(12, 0)], [], None, []),
        (" 12/1 ", [(12, 1)], [], None, []),
        ("12p", [(12, 0)], [], S.BY_POST, []),
        ("12 A", [(12, 0)], [], S.NOT_RETURNED, []),
        ("12/1n", [(12, 1)], [], S.DID_NOT_VOTE, []),
        ("12v", [(12, 0)], [], S.VOTED, []),
        ("12-19", [], [(12, 19)], None, []),
        ("12 - 19 p", [], [(12, 19)], S.BY_POST, []),
        ("3, 5 7-9", [(3, 0), (5, 0)], [(7, 9)], None, []),
        ("HH3 12", [(12, 0)], [], None, []),
        ("hh3-12", [(12, 0)], [], None, []),
        ("HH3-12-19", [], [(12, 19)], None, []),
        ("19-12", [], [], None, ["19-12"]),
        ("1-501", [], [], None, ["1-501"]),
        ("what", [], [], None, ["what"]),
        ("12 p 13", [(12, 0), (13, 0)], [], None, ["p"]),
        ("12-19/1", [], [], None, ["12-19/1"]),
    ],
)
def test_what_fingers_type(text: str, numbers: list, ranges: list, state: S | None, unread: list[str]) -> None:
    found = turnout.read(text, "HH3")
    assert found.numbers == tuple(RollNumber(*one) for one in numbers)
    assert (found.ranges, found.state, found.unread) == (tuple(ranges), state, tuple(unread))


def test_a_range_holds_the_suffixes_of_its_numbers() -> None:
    found = turnout.read("12-13", "HH3")
    assert [found.holds(RollNumber(*one)) for one in ((12, 0), (12, 3), (13, 0), (14, 0))] == [True, True, True, False]


@pytest.mark.parametrize("district", ["A", "015AD", "PF-2/1", "2BSA"])
def test_a_district_is_no_number_and_its_letters_are_no_keys(district: str) -> None:
    assert turnout.read(f"{district} 7", district).numbers == (RollNumber(7),)
    assert turnout.read(f"{district}-7 n", district).state == S.DID_NOT_VOTE
