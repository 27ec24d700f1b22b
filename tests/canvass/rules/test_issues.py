"""Topics: what counts as what, and what sounds alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import issues

CODES = st.sampled_from("abcdef")


def test_a_chain_of_merges_is_followed_to_its_end() -> None:
    merged = {"a": "b", "b": "c"}
    assert [issues.resolve(code, merged, "abcd") for code in "abcd"] == ["c", "c", "c", "d"]


def test_what_nobody_knows_is_something_else() -> None:
    assert issues.resolve("own_monorail", {}, ["buses"]) == "other"
    assert issues.resolve("a", {"a": "gone"}, ["a"]) == "other", "merged into what is not known"


@given(st.dictionaries(CODES, CODES, max_size=6), CODES)
def test_even_a_circle_ends(merged: dict[str, str], code: str) -> None:
    assert issues.resolve(code, merged, "abcdef") in "abcdef"


@given(st.lists(st.tuples(CODES, CODES), max_size=12))
def test_merges_that_are_let_through_never_run_in_a_circle(wanted: list[tuple[str, str]]) -> None:
    merged: dict[str, str] = {}
    for code, into in wanted:
        if not issues.runs_in_circle(code, into, merged):
            merged[code] = into
    for code in merged:
        end = issues.resolve(code, merged, "abcdef")
        assert end not in merged, "each chain ends at one that counts itself"


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("Bus shelters", "Buses and trains"),
        ("Potholes on Mill Lane", "Roads and potholes"),
        ("Fly tiping", "Fly-tipping and bins"),
        ("Parks", "Parks and green space"),
        ("Tax", "Council tax and taxes"),
    ],
)
def test_what_sounds_alike_is_found(label: str, other: str) -> None:
    assert issues.alike(label, ["Immigration", other]) == [other]


@pytest.mark.parametrize("label", ["The lido", "Station lifts", "More for the young"])
def test_what_is_new_is_left_in_peace(label: str) -> None:
    assert issues.alike(label, ["Buses and trains", "Care and support", "Jobs and pay", "The high street"]) == []


def test_labels_are_the_same_whatever_the_case_and_the_accents() -> None:
    assert issues.is_same("The Café ", "the cafe")
    assert not issues.is_same("The café", "The lido")
    assert not issues.is_same("Пул", "Парк")


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ("The lido", (), "own_the_lido"),
        ("The lido", ("own_the_lido", "own_the_lido_2"), "own_the_lido_3"),
        ("Пул", (), "own_topic"),
        ("A" * 60, (), "own_" + "a" * 32),
    ],
)
def test_a_code_is_plain_short_and_free(label: str, taken: tuple[str, ...], code: str) -> None:
    assert issues.code_for(label, taken) == code
    assert len(code) <= 40
