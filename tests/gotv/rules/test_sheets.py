from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gotv.enums import KnockSaid
from gotv.rules import sheets

_FREE = st.text(alphabet=sheets.ALPHABET, min_size=sheets.FREE, max_size=sheets.FREE)


@given(_FREE)
def test_a_code_is_read_however_it_is_written(free: str) -> None:
    code = sheets.code(free)
    assert len(code) == 8
    assert sheets.read_code(f" {sheets.spaced(code).lower()} ") == code
    assert sheets.read_code(f"{code[:2]} {code[2:6]}–{code[6:]}") == code


@given(_FREE, st.integers(0, 7), st.sampled_from(sheets.ALPHABET))
def test_one_wrong_character_is_noticed(free: str, place: int, other: str) -> None:
    code = sheets.code(free)
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(sheets.NotACode):
            sheets.read_code(wrong)


@given(_FREE, st.integers(0, 6))
def test_two_characters_that_changed_places_are_noticed(free: str, place: int) -> None:
    code = sheets.code(free)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(sheets.NotACode):
            sheets.read_code(wrong)


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2RX", "K7QM2RX44", "O0IL-1111", "ŵŵŵŵ-ŵŵŵŵ"])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(sheets.NotACode):
        sheets.read_code(typed)


@dataclass(frozen=True)
class _Person:
    pk: int


@dataclass(frozen=True)
class _Door:
    label: str
    people: list[_Person]


@dataclass(frozen=True)
class _Street:
    name: str
    doors: list[_Door]
    locality: str = ""


@dataclass
class _Count:
    next: int = 0
    made: list[_Person] = field(default_factory=list)

    def one(self) -> _Person:
        self.next += 1
        self.made.append(_Person(self.next))
        return self.made[-1]


def _streets(sizes: list[list[int]]) -> tuple[list[_Street], list[_Person]]:
    count = _Count()
    found = [
        _Street(
            f"Street {n}", [_Door(str(d), [count.one() for _person in range(size)]) for d, size in enumerate(doors)]
        )
        for n, doors in enumerate(sizes)
    ]
    return found, count.made


@given(st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=8), max_size=8), st.integers(3, 25))
def test_cutting_keeps_everybody_once_in_order_and_fits(sizes: list[list[int]], rows: int) -> None:
    streets, people = _streets(sizes)
    pages = sheets.cut(streets, rows)
    assert [line.person for page in pages for line in page if line.person] == people
    for page in pages:
        assert len(page) <= rows
        assert page[0].person is None  # each page says which street it is in
        assert page[-1].person is not None  # and none ends with a name alone
        assert [line.number for line in page if line.person] == list(range(1, sum(1 for one in page if one.person) + 1))


def test_a_street_that_goes_on_is_said_again() -> None:
    streets, _people = _streets([[5]])
    first, second = sheets.cut(streets, 4)
    assert [line.again for line in (first[0], second[0])] == [False, True]


def test_reading_what_came_back() -> None:
    found = sheets.read("10:30 1v 2 n 4L*, 14.15 2v; 9x 1q hello 25:00", 4)
    morning, later = datetime.time(10, 30), datetime.time(14, 15)
    assert found.entries == [
        sheets.Typed(1, KnockSaid.VOTED, False, morning),
        sheets.Typed(2, KnockSaid.NOT_IN, False, morning),
        sheets.Typed(4, KnockSaid.LIFT, True, morning),
        sheets.Typed(2, KnockSaid.VOTED, False, later),
    ]
    assert found.unread == ["9x", "1q", "hello", "25:00"]
    assert sheets.read("3v", 4).entries[0].at is None


def test_every_answer_has_one_letter() -> None:
    assert sorted(sheets.LETTERS.values()) == sorted(KnockSaid)
