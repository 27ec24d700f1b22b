"""The form of one number, as the keypad's page sends it without a script."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

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
    district = forms.ChoiceField(label=gettext_lazy("District"), widget=forms.RadioSelect)
    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, districts: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        field.choices = [(code, code) for code in districts]
        if len(districts) == 1:
            field.widget = forms.HiddenInput()
        field.initial = districts[0] if districts else None
        self.fields["entry"].initial = uuid.uuid4

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
