"""Saying why something doesn't count, or no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy


class SetAsideForm(forms.Form):
    """Why answers don't count."""

    reason = forms.CharField(
        label=gettext_lazy("Why it doesn’t count"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the record. No names, please."),
    )


class LiftForm(forms.Form):
    """Which mark on a person no longer holds, and why. `marks` are (Outcome code, words) of those that stand."""

    mark = forms.ChoiceField(label=gettext_lazy("Which mark to lift"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why it no longer holds"),
        max_length=300,
        help_text=gettext_lazy(
            "For example “Rang the office and asked to be called on again.” It is kept in the record."
        ),
    )

    def __init__(self, *args: Any, marks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["mark"])
        field.choices = list(marks)
        field.initial = marks[0][0] if len(marks) == 1 else None
