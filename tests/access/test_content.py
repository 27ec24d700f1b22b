"""Lessons and terms as they are in the repository: there, whole, short enough, and never changed behind a signature."""

from __future__ import annotations

import re

import pytest

from access import content
from access.content import BadContent, Lesson, Terms
from access.roles import ROLES, RoleName

LESSONS = [pytest.param(lesson, id=name) for name, lesson in content.LESSONS.items()]
TERMS = [pytest.param(terms, id=name) for name, terms in content.TERMS.items()]

# What was signed, for good: a text that changes gets a new version, and a new line here.
SIGNED = {
    ("register-terms", 1): "95e6085e9c2c6c5ce147cbee1bd41a6da2ff085f341445858b8b11ac6047735e",
    ("register-terms", 2): "04ebee98a8f5d9c4a3112ce3be92832e396bfa7898d7b82296c75572d25c9315",
    ("members-terms", 1): "358aa6061553059cec04c935999560e3e96fad257d57aa88bbcab75271a32a06",
}

WORDS_A_MINUTE = 200  # adults read 240 in quiet (Brysbaert 2019); on a doorstep fewer
SECONDS_A_QUESTION = 12

GOOD = """---
title: A lesson
version: 3
minutes: 6
summary: For the test.
---

Some *text*.

## Questions

### What is asked?

- [ ] No
- [x] Yes
- [ ] Perhaps

> Because it is,
> as everybody knows.
"""


def _words(text: str) -> int:
    return len(re.findall(r"\w[\w’'-]*", text))


def _sentences(text: str) -> list[str]:
    plain = re.sub(r"^(#+|-|\d+\.|>) ?|[*_]", "", text, flags=re.MULTILINE)
    return [one.strip() for one in re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n", plain) if _words(one) > 1]


def test_what_roles_ask_for_is_there_and_nothing_else() -> None:
    assert {name for role in ROLES.values() for name in role.lessons} == set(content.LESSONS)
    assert {name for role in ROLES.values() for name in role.terms} == set(content.TERMS)
    assert not set(content.LESSONS) & set(content.TERMS), "one name for both couldn't be told apart in a track"
    assert "terms" not in content.LESSONS, "its address would be that of the terms"


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_about_five_good_questions(lesson: Lesson) -> None:
    assert 5 <= len(lesson.questions) <= 6
    assert len({question.right for question in lesson.questions}) >= 2, "the right answer always stands at one place"
    for question in lesson.questions:
        assert question.ask.endswith("?"), question.ask
        assert len(set(question.answers)) == len(question.answers), question.ask
        assert _words(question.why) >= 8, f"explain: {question.ask}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_right_answer_is_not_known_by_its_length(lesson: Lesson) -> None:
    longest = sum(max(q.answers, key=len) == q.answers[q.right] for q in lesson.questions)
    assert longest <= len(lesson.questions) // 2 + 1


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_takes_six_minutes_on_a_phone(lesson: Lesson) -> None:
    asked = " ".join(" ".join((question.ask, *question.answers)) for question in lesson.questions)
    words = _words(lesson.source) + _words(asked)
    minutes = words / WORDS_A_MINUTE + len(lesson.questions) * SECONDS_A_QUESTION / 60
    assert minutes <= lesson.minutes <= 6


@pytest.mark.parametrize("terms", TERMS)
def test_terms_take_as_long_as_they_say(terms: Terms) -> None:
    assert _words(terms.source) / WORDS_A_MINUTE <= terms.minutes


@pytest.mark.parametrize("text", LESSONS + TERMS)
def test_it_is_written_in_short_sentences(text: Lesson | Terms) -> None:
    sentences = _sentences(text.source)
    assert sum(map(_words, sentences)) / len(sentences) <= 14
    assert [one for one in sentences if _words(one) > 40] == []


@pytest.mark.parametrize("text", LESSONS + TERMS)
def test_headings_stand_below_the_title_of_the_page(text: Lesson | Terms) -> None:
    assert "<h1" not in text.html
    assert "<h2" in text.html
    assert "<h4" not in text.html


@pytest.mark.parametrize("terms", TERMS)
def test_terms_that_people_signed_stay_as_they_were(terms: Terms) -> None:
    """A change to the text, its title or its version changes the mark: raise the version, and add the line here."""
    assert SIGNED[terms.name, terms.version] == terms.digest.hex()


def test_a_good_file_is_read_whole() -> None:
    lesson = content.lesson_from("good", GOOD)
    assert (lesson.title, lesson.version, lesson.minutes, lesson.summary) == ("A lesson", 3, 6, "For the test.")
    assert lesson.html == "<p>Some <em>text</em>.</p>\n"
    [question] = lesson.questions
    assert (question.name, question.ask, question.right) == ("q1", "What is asked?", 1)
    assert question.answers == ("No", "Yes", "Perhaps")
    assert question.why == "Because it is, as everybody knows."


def test_raw_html_is_shown_and_not_obeyed() -> None:
    lesson = content.lesson_from("sly", GOOD.replace("Some *text*.", "<script>alert(1)</script> [x](javascript:y)"))
    assert "<script" not in lesson.html
    assert "href" not in lesson.html


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (GOOD[4:], "two lines of"),
        (GOOD.replace("version: 3\n", ""), "version"),
        (GOOD.replace("version: 3", "version: three"), "whole numbers"),
        (GOOD.replace("title: A lesson", "title:"), "an empty value"),
        (GOOD.replace("minutes", "minuets"), "minuets"),
        (GOOD.replace("## Questions", "## Quiz"), "## Questions"),
        (GOOD.replace("### What is asked?", "What is asked?"), "no question"),
        (GOOD.replace("- [x]", "- [ ]"), "question 1"),
        (GOOD.replace("- [ ]", "- [x]"), "question 1"),
        (GOOD.replace("- [ ] Perhaps\n", ""), "question 1"),
        (GOOD.replace("> Because it is,\n> as everybody knows.\n", ""), "a reason"),
    ],
)
def test_a_broken_file_says_what_is_wrong(wrong: str, says: str) -> None:
    with pytest.raises(BadContent, match=says) as error:
        content.lesson_from("broken", wrong)
    assert str(error.value).startswith("broken: ")


def test_only_right_answers_are_right() -> None:
    lesson = content.LESSONS["doorstep"]
    right = {question.name: question.right for question in lesson.questions}
    assert lesson.wrong(right) == []
    assert [question.name for question in lesson.wrong(right | {"q2": 3})] == ["q2"]
    assert [question.name for question in lesson.wrong({})] == list(right)


def test_a_mark_belongs_to_one_text() -> None:
    plain = content.terms_from("t", GOOD)
    for change in (GOOD.replace("text", "texts"), GOOD.replace("version: 3", "version: 4"), GOOD.replace("A l", "L")):
        assert content.terms_from("t", change).digest != plain.digest
    assert content.terms_from("t", GOOD.replace("summary: For", "summary: Of")).digest == plain.digest


def test_what_a_canvasser_needs_is_done_in_six_minutes_at_the_meeting_point() -> None:
    canvasser = ROLES[RoleName.CANVASSER]
    minutes = [content.LESSONS[name].minutes for name in canvasser.lessons]
    minutes += [content.TERMS[name].minutes for name in canvasser.terms]
    assert sum(minutes) <= 6
