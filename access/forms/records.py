"""Which entries of the record to show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from access import hooks
from access.models import Unit
from access.queries import records


class RecordFilterForm(forms.Form):
    """By what was done and by whom."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((verb, hooks.short(verb)) for verb in hooks.verbs), key=lambda one: one[1])
        self.fields["verb"] = forms.ChoiceField(
            label=gettext_lazy("What"),
            required=False,
            choices=[
                ("", gettext_lazy("Everything that was done")),
                (records.LOOKED, gettext_lazy("Who looked at people")),
                *kinds,
            ],
        )
        self.fields["person"] = forms.ModelChoiceField(
            label=gettext_lazy("Who"),
            queryset=records.people(unit),
            required=False,
            empty_label=gettext_lazy("Everybody"),
        )

    def asked(self) -> dict[str, Any]:
        """Return the arguments for records.events; a choice that there isn't counts as none."""
        self.is_valid()
        person = self.cleaned_data.get("person")
        return {"verb": self.cleaned_data.get("verb", ""), "person": person.pk if person else None}
