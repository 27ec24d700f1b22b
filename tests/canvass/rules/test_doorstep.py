"""What a phone may record at a door, and what is kept of it."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import doorstep
from canvass.rules.sync import Malformed, Outdated

VERSION = str(uuid.UUID(int=7))


def test_what_the_first_version_sent_is_read_as_it_was() -> None:
    old = {"intention": "labour", "labour_scale": 8, "issues": ["buses", "buses"]}
    assert doorstep.answer(old) == {"intention": "labour", "labour_scale": 8, "issues": ["buses"]}
    assert doorstep.answer({}) == {"intention": None, "labour_scale": None, "issues": []}


def test_everything_that_an_answer_may_hold() -> None:
    said = {
        "intention": "undecided",
        "labour_scale": 10,
        "issues": ["own_bins", "buses"],
        "note": "  The 47\nnever  comes ",
        "ruled_out": ["reform", "conservative"],
        "wishes": ["poster", "postal_vote"],
        "language": "Polish",
        "respondent": "other",
        "survey": {
            "version": VERSION.upper(),
            "answers": {"best": "a", "many": ["a", "b"], "how": 7, "why": "Since.", "no": ""},
        },
        "canvasser": 12,
    }  # fmt: skip
    assert doorstep.answer(said) == {
        **said,
        "note": "The 47 never comes",
        "survey": {"version": VERSION, "answers": {"best": "a", "many": ["a", "b"], "how": 7, "why": "Since."}},
    }


def test_that_they_said_so_themselves_is_not_written_down() -> None:
    assert doorstep.answer({"intention": "labour", "respondent": "self"}).keys() == {
        "intention", "labour_scale", "issues",
    }  # fmt: skip


def test_a_delicate_note_is_kept_and_flagged() -> None:
    assert doorstep.answer({"note": "Has cancer"})["note_flagged"]
    assert "note_flagged" not in doorstep.answer({"note": "Bins", "note_flagged": True}), "that is for us to say"


def test_a_topic_nobody_knows_is_kept() -> None:
    assert doorstep.answer({"issues": ["gone_since_spring"]})["issues"] == ["gone_since_spring"]


@pytest.mark.parametrize(
    "payload",
    [
        {"intention": 3},
        {"labour_scale": 0},
        {"labour_scale": 11},
        {"labour_scale": True},
        {"labour_scale": "8"},
        {"issues": "buses"},
        {"issues": [3]},
        {"issues": ["a"] * 21},
        {"note": "x" * 281},
        {"note": ["x"]},
        {"ruled_out": {"labour": 1}},
        {"wishes": [None]},
        {"language": "x" * 41},
        {"respondent": 1},
        {"canvasser": "12"},
        {"canvasser": 0},
        {"canvasser": 2**64},
        {"survey": []},
        {"survey": {"version": VERSION}},
        {"survey": {"version": "7", "answers": {"a": "b"}}},
        {"survey": {"version": VERSION, "answers": {"a b": "c"}}},
        {"survey": {"version": VERSION, "answers": {"a": 11}}},
        {"survey": {"version": VERSION, "answers": {"a": {"b": "c"}}}},
        {"mood": "good"},
    ],
)
def test_what_no_phone_of_ours_sends(payload: dict) -> None:
    with pytest.raises(Malformed):
        doorstep.answer(payload)


@pytest.mark.parametrize(
    "payload",
    [
        {"intention": "monster_raving_loony"},
        {"issues": ["a tag of yesterday"]},
        {"ruled_out": ["whigs"]},
        {"wishes": ["a_pony"]},
        {"respondent": "the dog"},
    ],
)
def test_what_only_a_later_version_knows_waits(payload: dict) -> None:
    with pytest.raises(Outdated):
        doorstep.answer(payload)


def test_outcomes() -> None:
    assert doorstep.outcome({"outcome": "language", "language": " Urdu "}) == {
        "outcome": "language",
        "language": "Urdu",
    }
    for code in ("not_in", "no_access", "not_found", "spoke", "refused", "language"):
        assert doorstep.of_outcome({"outcome": code}) == "household"
    for code in ("moved", "deceased", "do_not_contact"):
        assert doorstep.of_outcome({"outcome": code}) == "elector"
    with pytest.raises(Outdated):
        doorstep.outcome({"outcome": "abducted"})
    with pytest.raises(Malformed):
        doorstep.outcome({})


def test_consent_flag_and_found() -> None:
    given_by_phone = {"channel": "phone", "value": "07700 900123", "wording": 3}
    assert doorstep.consent(given_by_phone) == given_by_phone
    assert doorstep.flag({"reason": "dog", "note": ""}) == {"reason": "dog"}
    assert doorstep.found({"street": None, "door": "Rear of 14", "name": ""}) == {"door": "Rear of 14"}
    assert doorstep.found({"street": 4, "name": "Maria Ferrante"}) == {"street": 4, "name": "Maria Ferrante"}


@pytest.mark.parametrize(
    ("read", "payload"),
    [
        (doorstep.consent, {"channel": "phone", "value": " ", "wording": 3}),
        (doorstep.consent, {"channel": "phone", "value": "07700", "wording": "3"}),
        (doorstep.consent, {"channel": "phone", "value": "x" * 255, "wording": 3}),
        (doorstep.flag, {"note": "a dog"}),
        (doorstep.found, {"street": 3}),
        (doorstep.found, {"street": True, "door": "Rear of 14"}),
        (doorstep.undo, {"why": "a slip"}),
    ],
)
def test_what_is_missing_or_wrong_in_the_others(read: object, payload: dict) -> None:
    with pytest.raises(Malformed):
        read(payload)  # type: ignore[operator] # a reader


def test_consent_goes_by_telephone_or_email_alone() -> None:
    with pytest.raises(Outdated):
        doorstep.consent({"channel": "post", "value": "14 Mill Lane", "wording": 3})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    ["intention", "labour_scale", "issues", "note", "ruled_out", "wishes", "language", "respondent", "survey",
     "canvasser", "outcome", "channel", "value", "wording", "reason", "street", "door", "name", "version"]
)  # fmt: skip


@given(
    st.sampled_from([doorstep.answer, doorstep.outcome, doorstep.consent, doorstep.flag, doorstep.found]),
    st.dictionaries(_KEYS, _JSON | st.fixed_dictionaries({"version": st.just(VERSION), "answers": _JSON}), max_size=6),
)
def test_whatever_comes_is_read_or_refused_and_reading_it_again_changes_nothing(read: object, payload: dict) -> None:
    try:
        kept = read(payload)  # type: ignore[operator] # a reader
    except (Malformed, Outdated):
        return
    assert read(kept) == kept  # type: ignore[operator] # a reader
