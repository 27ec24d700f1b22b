"""Words of names and addresses, their misspellings, what was typed, and what it may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from canvass.rules.finding import asked, meaning, words
from canvass.rules.finding.asked import Number, Typed
from canvass.rules.finding.meaning import Known
from canvass.rules.finding.words import ADDRESS, FORENAME, PLACE, SURNAME, Door

CODES = {"HH3", "HH31", "B1", "KD-2/2", "2BSA"}
LETTERS = st.text(alphabet="abcdefghijklmnoprstuwy", min_size=1, max_size=12)


def of(found: tuple[words.Word, ...], kind: str) -> list[str]:
    return [word for its, word in found if its == kind]


# --- Words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O’Brien", ["obrien"]),
        ("Núñez-Smith", ["nunez", "smith"]),
        ("St. John's  Road", ["st", "johns", "road"]),
        ("Łukasz", ["łukasz"]),
        ("A & B", ["a", "and", "b"]),
        ("", []),
        ("x" * 60, ["x" * 40]),
    ],
)
def test_a_text_in_plain_words(text: str, found: list[str]) -> None:
    assert words.plain(text) == found


def test_a_name_is_found_in_its_parts_and_written_together() -> None:
    assert of(words.of_surname("Da Costa"), SURNAME) == ["da", "costa", "dacosta"]
    assert of(words.of_surname("Smith-Jones"), SURNAME) == ["smith", "jones", "smithjones"]
    assert of(words.of_forenames("Ann-Marie Elsie"), FORENAME) == ["ann", "marie", "annmarie", "elsie", "a", "m", "e"]
    assert of(words.of_forenames(""), FORENAME) == []


def test_a_street_is_spelt_out_and_found_without_its_spaces() -> None:
    found = words.of_street("Moss Vale Rd", "Stretford, Manchester")
    assert of(found, ADDRESS) == ["moss", "vale", "road", "mossvaleroad", "mossvale"]
    assert of(found, PLACE) == ["stretford", "manchester"]
    assert of(words.of_street("Broadway", ""), ADDRESS) == ["broadway"]


def test_a_door_is_found_by_number_flat_block_and_postcode() -> None:
    found = words.of_door(Door(12, "A", "The Maltings", "Flat 2", "WX1 2AB"))
    assert of(found, ADDRESS) == ["12a", "flat", "2", "the", "maltings", "wx12ab", "wx12", "wx1"]
    assert of(words.of_door(Door(12, "-14", "", "", "")), ADDRESS) == ["12", "14"]
    assert of(words.of_door(Door(None, "", "Rose Cottage", "", "")), ADDRESS) == ["rose", "cottage"]


# --- Slips -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "slips"), [("le", 0), ("lee", 1), ("smith", 1), ("marchbank", 2), ("12", 0), ("123456", 0), ("m314ap", 1)]
)
def test_how_much_a_word_is_forgiven(word: str, slips: int) -> None:
    assert words.slips(word) == slips


@given(LETTERS, st.integers(0, 11), st.sampled_from("abcdefgh"), st.sampled_from(["drop", "add", "change", "swap"]))
def test_every_slip_leaves_something_in_common(word: str, at: int, letter: str, way: str) -> None:
    at = min(at, len(word) - 1)
    typed = {
        "drop": word[:at] + word[at + 1 :],
        "add": word[:at] + letter + word[at:],
        "change": word[:at] + letter + word[at + 1 :],
        "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[way]
    assert OSA.distance(word, typed) <= 1
    if words.slips(word) and words.slips(typed):
        assert set(words.keys(word, 7)) & set(words.keys(typed, 7))


def test_one_units_checksums_are_not_anothers() -> None:
    assert not set(words.keys("marchbank", 1)) & set(words.keys("marchbank", 2))
    assert all(-(2**31) <= key < 2**31 for key in words.keys("marchbank", 1))


# --- What was typed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HH3 124/1", [Number("HH3", 124, 1)]),
        ("hh3-124", [Number("HH3", 124, 0)]),
        (" HH3  124.2 ", [Number("HH3", 124, 2)]),
        ("hh3: 0124", [Number("HH3", 124, 0)]),
        ("HH31 24", [Number("HH31", 24, 0)]),
        ("b1124", [Number("B1", 124, 0)]),
        ("KD-2/2-289/1", [Number("KD-2/2", 289, 1)]),
        ("kd22 289", [Number("KD-2/2", 289, 0)]),
        ("2BSA-7", [Number("2BSA", 7, 0)]),
        ("124", [Number("", 124, 0)]),
        ("124/3", [Number("", 124, 3)]),
        ("ZZ9 124", []),
        ("23 tanyard row", []),
        ("0", []),
        ("1234567", []),
        ("", []),
    ],
)
def test_elector_numbers(text: str, found: list[Number]) -> None:
    assert asked.numbers(text, CODES) == found


def test_a_number_that_two_districts_may_mean_is_both() -> None:
    assert set(asked.numbers("hh3124", CODES)) == {Number("HH3", 124, 0), Number("HH31", 24, 0)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Smith, Tanyard Row", ["smith", "tanyard", "row"]),
        ("mr smith wx1 2ab", ["smith", "wx12ab"]),
        ("smith WX12AB row", ["smith", "wx12ab", "row"]),
        ("smith wx1 2", ["smith", "wx12"]),
        ("wx1", ["wx1"]),
        ("Mr", ["mr"]),
        ("smith smith", ["smith"]),
        ("a b c d e f g h i j", list("abcdefgh")),
        ("…", []),
    ],
)
def test_typed_words(text: str, found: list[str]) -> None:
    assert [one.word for one in asked.typed(text)] == found


def test_short_forms_stand_for_more() -> None:
    (bob, road) = asked.typed("bob rd")
    assert "robert" in bob.names
    assert road.also == ("road",)
    assert "bob" in asked.typed("robert")[0].names


# --- What it may mean ----------------------------------------------------------------------------------------------


def known(*found: tuple[int, str, str, int]) -> list[Known]:
    return [Known(pk, kind, word, held) for pk, kind, word, held in found]


def test_spaces_are_put_right() -> None:
    there = known((1, SURNAME, "mcdonald", 9), (2, FORENAME, "john", 50), (3, SURNAME, "smith", 90))
    assert meaning.spaced([Typed("mc"), Typed("donald")], there) == [Typed("mcdonald")]
    assert meaning.spaced([Typed("johnsmith")], there) == [Typed("john"), Typed("smith")]
    assert meaning.spaced([Typed("john"), Typed("smith")], there) == [Typed("john"), Typed("smith")]


def test_a_slip_is_likelier_than_a_space_left_out() -> None:
    there = known((1, ADDRESS, "greenlane", 9), (2, ADDRESS, "green", 50), (3, ADDRESS, "lan", 1))
    assert meaning.spaced([Typed("greenlan")], there) == [Typed("greenlan")]


@pytest.mark.parametrize(
    ("typed", "slips"),
    [("smith", 0), ("smtih", 1), ("smth", 1), ("smithh", 1), ("smyth", 1), ("jones", None),
     ("marchbank", 0), ("mrachbnk", 2), ("machbak", 2), ("mrcahbnk", None)],
)  # fmt: skip
def test_a_word_is_meant_as_far_as_its_slips_are_forgiven(typed: str, slips: int | None) -> None:
    """Two letters that changed places are one slip; each makes a word fit less."""
    there = known((1, SURNAME, "smith", 4), (2, SURNAME, "marchbank", 2))
    (term,) = meaning.terms([Typed(typed)], there, 1000)
    assert [round(one.fit, 2) for one in term.candidates] == ([] if slips is None else [round(1 - 0.2 * slips, 2)])


def test_the_nearest_word_is_the_first_meant() -> None:
    there = known((1, SURNAME, "marchbank", 4), (2, SURNAME, "marchbanks", 2), (3, ADDRESS, "marsh", 90))
    (term,) = meaning.terms([Typed("marchbnk")], there, 1000)
    assert [one.known.word for one in term.candidates] == ["marchbank", "marchbanks"]
    assert [one.known.id for one in term.best] == [1]


def test_people_come_before_streets_and_streets_before_towns() -> None:
    there = known((1, PLACE, "stretford", 900), (2, ADDRESS, "stretford", 20), (3, SURNAME, "stretford", 1))
    (term,) = meaning.terms([Typed("stretford")], there, 1000)
    assert [one.known.id for one in term.candidates] == [3, 2, 1]


def test_what_nearly_everybody_has_tells_little() -> None:
    there = known((1, SURNAME, "marchbank", 1), (2, ADDRESS, "road", 700))
    rare, common = meaning.terms([Typed("marchbank"), Typed("road")], there, 1000)
    assert rare.weight == 1
    assert common.weight < 0.1


def test_a_word_left_out_is_asked_for_last() -> None:
    there = known((1, SURNAME, "marchbank", 1), (2, ADDRESS, "row", 70))
    asks = meaning.questions(meaning.terms([Typed("marchbank"), Typed("row")], there, 1000))
    assert asks.likely == ("(1)&(2)",)
    assert asks.corrected == ""
    assert asks.less == "((2))|((1))"


def test_a_word_that_nobody_has_is_left_out_at_once() -> None:
    there = known((1, SURNAME, "marchbank", 1))
    asks = meaning.questions(meaning.terms([Typed("marchbank"), Typed("qqqq")], there, 1000))
    assert (asks.likely, asks.corrected, asks.less) == ((), "", "(1)")
    assert meaning.questions(meaning.terms([Typed("qqqq")], there, 1000)) == meaning.Questions((), "", "")


def test_forename_before_surname_is_the_usual_order() -> None:
    there = known(
        (1, FORENAME, "james", 9), (2, SURNAME, "taylor", 9), (3, SURNAME, "james", 9), (4, FORENAME, "taylor", 9)
    )
    terms = meaning.terms([Typed("james"), Typed("taylor")], there, 1000)
    assert meaning.match(terms, {1, 2}).score > meaning.match(terms, {3, 4}).score


def test_corrections_are_told() -> None:
    there = known((1, SURNAME, "marchbank", 4))
    terms = meaning.terms([Typed("marchbnk")], there, 1000)
    assert meaning.match(terms, {1}).corrections == (("marchbnk", "marchbank"),)
    assert meaning.match(terms, set()).missed == tuple(terms)


def test_what_is_missing_counts_by_how_much_it_looks_like_the_name() -> None:
    (term,) = meaning.terms([Typed("hiede")], [], 1000)
    assert meaning.likeness([term], "Rebecca Hyde") > meaning.likeness([term], "Alfie Barry")
