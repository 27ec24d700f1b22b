"""Writing which letter stands for which intention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from canvass.enums import Intention

_HINT = gettext_lazy("If several stand for it, put spaces between them.")


class LettersForm(forms.Form):
    """One field for each intention: the letters that stand for it, "D U"."""

    def __init__(self, *args: Any, letters: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Intention:
            self.fields[one.value] = forms.CharField(
                label=one.label,
                required=False,
                max_length=40,
                initial=" ".join(letter for letter, code in letters.items() if code == one.value),
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
            )
        self.fields[Intention.LABOUR.value].help_text = _HINT

    def pairs(self) -> list[tuple[str, str]]:
        """Return (letter, Intention code) as written."""
        return [(letter, code) for code, written in self.cleaned_data.items() for letter in written.split()]


class MarkForm(forms.Form):
    """A mark to be read."""

    mark = forms.CharField(
        label=gettext_lazy("Try a mark"), max_length=20, required=False, help_text=gettext_lazy("For example D9/T")
    )
