"""Lessons and terms: Markdown in content/, read once at start-up, each with its version.

A lesson has a text and questions; terms have a text that people sign. How a file is written, and when its version
goes up, stands in docs/training.md. Nothing here knows who has passed what: that is access/queries/training.py.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER = Path(__file__).resolve().parents[1] / "content"

# Raw HTML in a file is shown as text, so what comes out holds only what Markdown makes.
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_FENCE = "---\n"
_ANSWER = re.compile(r"- \[(?P<mark>[ x])\] (?P<text>.+)")


class BadContent(ValueError):
    """A file in content/ is not as it should be. Says which file, and what is wrong. Raised at start-up."""


@dataclass(frozen=True)
class Question:
    """One question of a lesson. `right` is the index of the right answer; `why` explains it, right or wrong."""

    number: int
    ask: str
    answers: tuple[str, ...]
    right: int
    why: str

    @property
    def name(self) -> str:
        """The question's name in a form: "q1"."""
        return f"q{self.number}"


@dataclass(frozen=True)
class Lesson:
    """Something to read and questions about it. `minutes` is what both take on a phone."""

    name: str
    title: str
    version: int
    minutes: int
    summary: str
    source: str
    html: SafeString
    questions: tuple[Question, ...]

    def wrong(self, answers: dict[str, int]) -> list[Question]:
        """Return the questions that these answers ({"q1": index}) leave out or get wrong, in order."""
        return [question for question in self.questions if answers.get(question.name) != question.right]


@dataclass(frozen=True)
class Terms:
    """What somebody signs before data opens. `digest` is the SHA-256 of title, version and text, as signed."""

    name: str
    title: str
    version: int
    minutes: int
    summary: str
    source: str
    html: SafeString

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(f"{self.title}\n{self.version}\n{self.source}".encode()).digest()


def lesson_from(name: str, text: str) -> Lesson:
    """Return the lesson that this Markdown holds. Raises BadContent."""
    facts, body = _parts(name, text)
    source, heading, questions = body.partition("\n## Questions\n")
    if not heading:
        raise BadContent(f"{name}: there is no line '## Questions'")
    asked = questions.split("\n### ")[1:]
    if not asked:
        raise BadContent(f"{name}: there is no question; each begins with '### '")
    found = tuple(_question(name, number, part) for number, part in enumerate(asked, start=1))
    return Lesson(name=name, source=source.strip(), html=_html(source), questions=found, **facts)


def terms_from(name: str, text: str) -> Terms:
    """Return the terms that this Markdown holds. Raises BadContent."""
    facts, body = _parts(name, text)
    return Terms(name=name, source=body.strip(), html=_html(body), **facts)


def _parts(name: str, text: str) -> tuple[dict, str]:
    """Split a file into what stands between the two lines of dashes at its top, and the rest."""
    opening, _, rest = text.partition(_FENCE)
    head, fence, body = rest.partition(_FENCE)
    if opening or not fence:
        raise BadContent(f"{name}: it must begin with title, version, minutes and summary between two lines of '---'")
    given = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    missing = {"title", "version", "minutes", "summary"} ^ set(given)
    if missing or not all(given.values()):
        raise BadContent(f"{name}: look at {', '.join(sorted(missing)) or 'an empty value'} at the top")
    if not (given["version"].isdecimal() and given["minutes"].isdecimal()):
        raise BadContent(f"{name}: version and minutes are whole numbers")
    numbers = {"version": int(given["version"]), "minutes": int(given["minutes"])}
    return {"title": given["title"], "summary": given["summary"]} | numbers, body


def _question(name: str, number: int, part: str) -> Question:
    """Read one question: its words, then "- [ ] " or "- [x] " for each answer, then "> " for why."""
    ask, *lines = (line.strip() for line in part.strip().splitlines())
    answers = [match for line in lines if (match := _ANSWER.fullmatch(line))]
    why = " ".join(line[1:].strip() for line in lines if line.startswith(">"))
    right = [index for index, match in enumerate(answers) if match["mark"] == "x"]
    if not 3 <= len(answers) <= 4 or len(right) != 1 or not why:
        raise BadContent(f"{name}: question {number} needs three or four answers, one of them right, and a reason")
    return Question(number, ask, tuple(match["text"] for match in answers), right[0], why)


def _html(source: str) -> SafeString:
    return mark_safe(_MARKDOWN.render(source))  # noqa: S308 - our own files, and raw HTML in them is escaped


def _read(folder: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / folder).glob("*.md"))}


LESSONS: dict[str, Lesson] = {name: lesson_from(name, text) for name, text in _read("lessons").items()}
TERMS: dict[str, Terms] = {name: terms_from(name, text) for name, text in _read("terms").items()}
