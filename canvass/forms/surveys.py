"""Writing a survey without JavaScript: the whole draft travels with each step, and only saving keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from canvass.models import Survey, SurveyVersion
from canvass.rules import surveys as rules


@dataclass(frozen=True)
class Question:
    """A question as it is being written. `options` is one answer on each line, `only_if` are "<key>:<code>"."""

    key: str
    text: str = ""
    kind: str = rules.CHOICE
    options: str = ""
    only_if: tuple[str, ...] = ()

    @property
    def has_options(self) -> bool:
        return self.kind in rules.WITH_OPTIONS


@dataclass(frozen=True)
class Draft:
    """A survey as it is being written."""

    name: str = ""
    script: str = ""
    questions: tuple[Question, ...] = field(default_factory=tuple)

    def rows(self) -> list[dict]:
        """Return each question with its number and the answers before it that it may hang on, as (value, words)."""
        rows: list[dict] = []
        before: list[tuple[str, str]] = []
        for number, question in enumerate(self.questions, start=1):
            rows.append({"question": question, "number": number, "before": list(before)})
            if question.has_options:
                before += _answers(number, question)
        return rows

    def body(self) -> dict:
        """Return the draft as a version keeps it. Raises BadSurvey."""
        body = {"script": self.script, "questions": [_as_kept(question) for question in self.questions]}
        rules.check(body)
        return body


def _answers(number: int, question: Question) -> list[tuple[str, str]]:
    """Return the answers to a question as (value, words), for another to hang on."""
    return [
        (f"{question.key}:{one['code']}", _("%(number)s: %(answer)s") % {"number": number, "answer": one["label"]})
        for one in rules.options(question.options.splitlines())
    ]


def _as_kept(question: Question) -> dict:
    keys = {one.partition(":")[0] for one in question.only_if}
    if len(keys) > 1:
        raise rules.BadSurvey(
            _("“%(question)s” can hang on the answers to one question alone.") % {"question": question.text}
        )
    return {
        "key": question.key,
        "text": question.text,
        "kind": question.kind,
        "options": rules.options(question.options.splitlines()) if question.has_options else [],
        "only_if": {"key": keys.pop(), "codes": [one.partition(":")[2] for one in question.only_if]} if keys else None,
    }


def of(survey: Survey, version: SurveyVersion) -> Draft:
    """Return a version as a draft for the next one."""
    return Draft(survey.name, version.body["script"], tuple(_of(one) for one in version.body["questions"]))


def _of(question: dict) -> Question:
    branch = question["only_if"]
    return Question(
        question["key"],
        question["text"],
        question["kind"],
        "\n".join(option["label"] for option in question["options"]),
        tuple(f"{branch['key']}:{code}" for code in branch["codes"]) if branch else (),
    )


def read(post: QueryDict) -> Draft:
    """Return the draft that came with a step."""
    keys = list(dict.fromkeys(post.getlist("key")))[: rules.MOST_QUESTIONS + 1]
    return Draft(
        " ".join(post.get("name", "").split())[:120],
        post.get("script", "").replace("\r\n", "\n").strip(),
        tuple(
            Question(
                key,
                " ".join(post.get(f"text-{key}", "").split()),
                post.get(f"kind-{key}", ""),
                post.get(f"options-{key}", "").replace("\r\n", "\n"),
                tuple(post.getlist(f"if-{key}")),
            )
            for key in keys
        ),
    )


def step(draft: Draft, do: str, taken: set[str]) -> Draft:
    """Return the draft after "add", "up:<key>", "down:<key>" or "remove:<key>"; as it is for anything else."""
    what, _colon, key = do.partition(":")
    questions = list(draft.questions)
    if what == "add":
        questions.append(Question(rules.next_key([*taken, *(one.key for one in questions)])))
        return replace(draft, questions=tuple(questions))
    place = next((place for place, one in enumerate(questions) if one.key == key), None)
    if place is None:
        return draft
    one = questions.pop(place)
    if what == "remove":
        return replace(draft, questions=tuple(questions))
    questions.insert(max(place - 1, 0) if what == "up" else place + 1 if what == "down" else place, one)
    return replace(draft, questions=tuple(questions))
