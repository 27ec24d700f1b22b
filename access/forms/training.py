"""The questions of a lesson, and signing terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.content import Lesson, Question, Terms


class LessonForm(forms.Form):
    """One lesson's questions. What is wrong or missing stands as an error at its question; answers are kept."""

    # Answers are numbers: after a new version the same number may be another answer.
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, lesson: Lesson, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": lesson.version})
        self.lesson = lesson
        for question in lesson.questions:
            self.fields[question.name] = forms.TypedChoiceField(
                label=question.ask,
                choices=list(enumerate(question.answers)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for question in self.lesson.questions:
            if question.name in data and data[question.name] != question.right:
                self.add_error(question.name, question.why)
        return data

    def answers(self) -> dict[str, int]:
        """Return the answers given that are right, by the questions' names."""
        names = (question.name for question in self.lesson.questions)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def is_about_another_version(self) -> bool:
        """Say whether the answers were sent from a page with another version's questions."""
        return self.is_bound and str(self["version"].value()) != str(self.lesson.version)

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its field, and how it was answered: "", "right", "wrong" or "missing"."""
        return [
            {"question": question, "field": self[question.name], "verdict": self._verdict(question)}
            for question in self.lesson.questions
        ]

    def _verdict(self, question: Question) -> str:
        if not self.is_bound:
            return ""
        if self.has_error(question.name, "required") or self.has_error(question.name, "invalid_choice"):
            return "missing"
        return "wrong" if self.has_error(question.name) else "right"

    def to_look_at(self) -> list[Question]:
        """Return the questions that are not right yet; none before anything was sent."""
        return [row["question"] for row in self.rows() if row["verdict"] not in {"", "right"}]


class SignForm(forms.Form):
    """A full name under the terms, and the mark of the text that was on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=120,
        help_text=gettext_lazy("Typing it here is your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        error_messages={"required": gettext_lazy("Type your full name to sign.")},
    )

    def __init__(self, terms: Terms, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"digest": terms.digest.hex()})

    def clean_digest(self) -> bytes:
        """Return the mark as bytes; a broken one matches no text, and the action says so."""
        try:
            return bytes.fromhex(self.cleaned_data["digest"])
        except ValueError:
            return b""
