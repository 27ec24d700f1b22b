"""What stays of an event when its words go: only ever less than there was."""

from __future__ import annotations

import pytest

from canvass.rules import contacts, erasing

CODED = {"v": {"q1", "q3"}}
ANSWER = {
    "intention": "labour",
    "labour_scale": 8,
    "issues": ["buses"],
    "note": "Her knee",
    "note_flagged": True,
    "ruled_out": ["reform"],
    "wishes": ["poster"],
    "language": "Polish",
    "respondent": "other",
    "survey": {"version": "v", "answers": {"q1": "yes", "q2": "My hip", "q3": 7}},
    "canvasser": 4,
}


def test_a_note_goes_with_its_flag_and_nothing_else() -> None:
    kept = erasing.without_note(ANSWER)
    assert ANSWER.keys() - kept.keys() == {"note", "note_flagged"}
    assert erasing.without_note(kept) == kept


def test_of_an_answer_the_codes_stay() -> None:
    kept = erasing.without_words(contacts.ANSWER, ANSWER, CODED)
    assert ANSWER.keys() - kept.keys() == {"note", "note_flagged", "language"}
    assert kept["survey"] == {"version": "v", "answers": {"q1": "yes", "q3": 7}}
    assert erasing.without_words(contacts.ANSWER, kept, CODED) == kept


def test_of_a_survey_that_is_not_known_nothing_stays() -> None:
    assert "survey" not in erasing.without_words(contacts.ANSWER, ANSWER, {})


@pytest.mark.parametrize(
    ("kind", "payload", "kept"),
    [
        (contacts.OUTCOME, {"outcome": "language", "language": "Polish"}, {"outcome": "language"}),
        (
            contacts.CONSENT,
            {"channel": "phone", "value": "07700 900123", "wording": 3},
            {"channel": "phone", "wording": 3},
        ),
        (contacts.FLAG, {"reason": "dog", "note": "Mr Hunt's"}, {"reason": "dog"}),
        (contacts.FOUND, {"street": 7, "door": "14A", "name": "Ann"}, {"street": 7}),
        (contacts.UNDO, {}, {}),
    ],
)
def test_of_the_other_kinds_no_word_and_no_number_stays(kind: str, payload: dict, kept: dict) -> None:
    assert erasing.without_words(kind, payload, CODED) == kept


@pytest.mark.parametrize("mark", sorted(contacts.STICKY))
def test_what_was_asked_of_us_outlives_an_erasure(mark: str) -> None:
    assert erasing.only_marks(contacts.OUTCOME, {"outcome": mark, "canvasser": 4}) == {"outcome": mark}
    assert erasing.only_marks(contacts.OUTCOME, {"outcome": "spoke"}) == {}
    assert erasing.only_marks(contacts.ANSWER, ANSWER) == {}
