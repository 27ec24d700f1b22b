from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from gotv.rules.knock_ups import pages


@dataclass(frozen=True)
class _Street:
    people: int


def _cut(*people: int, per_page: int = 10) -> list[list[int]]:
    return [[street.people for street in page] for page in pages([_Street(n) for n in people], per_page)]


def test_a_street_is_never_parted() -> None:
    assert _cut(4, 5, 3, 25, 1) == [[4, 5], [3], [25], [1]]


def test_nobody_makes_no_page() -> None:
    assert _cut() == []


@given(st.lists(st.integers(1, 30)))
def test_every_street_is_on_one_page_in_order(people: list[int]) -> None:
    cut = _cut(*people)
    assert [n for page in cut for n in page] == people
    assert all(sum(page) <= 10 or len(page) == 1 for page in cut)
