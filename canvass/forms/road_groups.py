"""Naming a road group and choosing its streets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.models import RoadGroup
from canvass.queries.boards.picking import StreetChoice


class StreetsForm(forms.Form):
    """Streets of some districts. `name` is asked for only where a group is made."""

    name = forms.CharField(
        label=gettext_lazy("What the group is called"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the road group a name.")},
    )
    streets = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, choices: Sequence[StreetChoice], group: RoadGroup | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group is not None:
            del self.fields["name"]
        cast(forms.MultipleChoiceField, self.fields["streets"]).choices = [(one.value, one.value) for one in choices]

    def clean_streets(self) -> list[str]:
        if not self.cleaned_data["streets"]:
            raise forms.ValidationError(_("No street is ticked, so nothing was added. Tick at least one."))
        return list(self.cleaned_data["streets"])

    def picks(self) -> list[tuple[int, int]]:
        """Return (district, street) of what was ticked."""
        found = []
        for value in self.cleaned_data["streets"]:
            district, _dash, street = value.partition("-")
            found.append((int(district), int(street)))
        return found


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("What the group is called"), max_length=120)
