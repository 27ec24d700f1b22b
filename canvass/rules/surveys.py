"""What a survey asks: a script to read out and questions, of which one may hang on the answer to an earlier one.

A body is {"script": text, "questions": [{"key", "text", "kind", "options": [{"code", "label"}], "only_if": {"key",
"codes"} or None}]}. A question can only hang on one that stands before it, so there is no way to go round in a circle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CHOICE, CHOICES, SCALE, TEXT = "choice", "choices", "scale", "text"
KINDS = (
    (CHOICE, gettext_lazy("One answer of several")),
    (CHOICES, gettext_lazy("As many of several as they like")),
    (SCALE, gettext_lazy("From 1 to 10")),
    (TEXT, gettext_lazy("In their own words")),
)
WITH_OPTIONS = (CHOICE, CHOICES)
MOST_QUESTIONS, MOST_OPTIONS, LEAST_OPTIONS = 12, 12, 2
SCRIPT, QUESTION, LABEL = 1500, 200, 60  # the longest of each text, in characters
_KEY = re.compile(r"[a-z0-9_]{1,40}")


class BadSurvey(ValueError):
    """The survey can't be used; the text says why, for people."""


def check(body: Mapping) -> None:
    """Raise BadSurvey unless a phone can ask this."""
    questions = body["questions"]
    if len(body["script"]) > SCRIPT:
        raise BadSurvey(_("The script is too long to read out. Keep it to %(most)s characters.") % {"most": SCRIPT})
    if not questions:
        raise BadSurvey(_("There is no question yet. Add one."))
    if len(questions) > MOST_QUESTIONS:
        raise BadSurvey(_("Nobody answers more than %(most)s questions at a door.") % {"most": MOST_QUESTIONS})
    seen: dict[str, Mapping] = {}
    for number, question in enumerate(questions, start=1):
        _check(number, question, seen)
        seen[question["key"]] = question


def _check(number: int, question: Mapping, before: Mapping[str, Mapping]) -> None:
    words: dict[str, object] = {"number": number, "most": QUESTION}
    if not _KEY.fullmatch(question["key"]) or question["key"] in before:
        raise BadSurvey(_("Question %(number)s can’t be told from another. Remove it and add it anew.") % words)
    if not question["text"] or len(question["text"]) > QUESTION:
        raise BadSurvey(_("Question %(number)s says nothing, or more than %(most)s characters.") % words)
    if question["kind"] not in dict(KINDS):
        raise BadSurvey(_("Say how question %(number)s is answered.") % words)
    _check_options(number, question)
    if question["only_if"] is not None:
        _check_branch(number, question["only_if"], before)


def _check_options(number: int, question: Mapping) -> None:
    labels = [option["label"] for option in question["options"]]
    if question["kind"] not in WITH_OPTIONS:
        return
    if not LEAST_OPTIONS <= len(labels) <= MOST_OPTIONS:
        words = {"number": number, "least": LEAST_OPTIONS, "most": MOST_OPTIONS}
        raise BadSurvey(_("Question %(number)s needs from %(least)s to %(most)s answers, one on each line.") % words)
    if any(len(label) > LABEL for label in labels):
        words = {"number": number, "most": LABEL}
        raise BadSurvey(_("An answer to question %(number)s has more than %(most)s characters.") % words)
    if len({option["code"] for option in question["options"]}) < len(labels):
        raise BadSurvey(_("Two answers to question %(number)s are the same.") % {"number": number})


def _check_branch(number: int, branch: Mapping, before: Mapping[str, Mapping]) -> None:
    asked = before.get(branch["key"])
    if asked is None or asked["kind"] not in WITH_OPTIONS:
        raise BadSurvey(
            _("Question %(number)s can only hang on an answer to a question before it.") % {"number": number}
        )
    if not branch["codes"] or not set(branch["codes"]) <= {option["code"] for option in asked["options"]}:
        raise BadSurvey(_("Question %(number)s hangs on an answer that is not there any more.") % {"number": number})


def options(lines: Iterable[str]) -> list[dict[str, str]]:
    """Return the options that are written one on each line, each with a code made of its words."""
    labels = [" ".join(line.split()) for line in lines]
    return [{"code": code_of(label), "label": label} for label in labels if label]


def code_of(label: str) -> str:
    """Return a code for an answer: "Twice a week" -> "twice_a_week". The same words give the same code."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or "other"


def next_key(keys: Iterable[str]) -> str:
    """Return a key that no question of these had: a question that was removed is never mistaken for a new one."""
    taken = [int(key[1:]) for key in keys if key.startswith("q") and key[1:].isdecimal()]
    return f"q{max(taken, default=0) + 1}"


def branch_in_words(question: Mapping, questions: Sequence[Mapping]) -> str:
    """Return on what a question hangs: "Only after “Do you take the bus?”: Yes". "" for one that is always asked."""
    branch = question["only_if"]
    asked = next((one for one in questions if branch and one["key"] == branch["key"]), None)
    if branch is None or asked is None:
        return ""
    labels = [option["label"] for option in asked["options"] if option["code"] in branch["codes"]]
    return _("Only after “%(question)s”: %(answers)s") % {
        "question": asked["text"],
        "answers": _(" or ").join(labels),
    }
