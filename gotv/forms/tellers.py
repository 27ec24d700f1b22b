"""The form of one number, as the keypad's page sends it without a script."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gotv.rules.numbers import NotANumber, parse


class NumberForm(forms.Form):
    """A number in one of the station's districts. `entry` makes sending it twice harmless."""

    number = forms.CharField(
        label=gettext_lazy("Number on the poll card"),
        max_length=24,
        widget=forms.TextInput(
            attrs={
                "class": "kp-typed",
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "enterkeyhint": "send",
            }
        ),
    )
    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, districts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = forms.ChoiceField(
            label=gettext_lazy("District"),
            choices=[(code, code) for code in districts],
            initial=districts[0] if districts else None,
            widget=forms.HiddenInput if len(districts) == 1 else forms.RadioSelect,
        )

    def clean(self) -> dict:
        """Add `roll_number`."""
        found = super().clean() or self.cleaned_data
        typed, district = found.get("number"), found.get("district")
        if typed and district:
            try:
                found["roll_number"] = parse(typed, district)
            except NotANumber:
                self.add_error(
                    "number",
                    _("“%(typed)s” is no number on a poll card. Type it like 1274 or 1274/1. Nothing was recorded.")
                    % {"typed": typed},
                )
        return found
