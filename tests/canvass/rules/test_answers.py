"""What is held about somebody, in words. No database."""

from __future__ import annotations

from types import SimpleNamespace

from canvass.rules import answers


def said(**payload: object) -> str:
    return answers.answer(SimpleNamespace(payload=payload))


def test_an_answer_reads_as_it_was_given() -> None:
    assert said(intention="labour", labour_scale=8, wishes=["poster"], note="The 44") == (
        "Labour, 8 of 10 for Labour, Would show a poster, “The 44”"
    )
    assert said(intention="labour", respondent="other") == "Labour (somebody else said so)"
    assert said() == "Spoke, nothing more"


def test_words_that_should_not_stand_beside_a_name_are_pointed_out() -> None:
    assert said(note="Her depression", note_flagged=True) == (
        "“Her depression” (a word to look at: health, crime, belief or an insult)"
    )
