"""By what the figures are shown, and over which time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """The fields of the address. Nothing is validated here: the view takes what it knows."""

    by = forms.ChoiceField(
        label=_("Show by"),
        required=False,
        choices=[
            ("ward", _("Ward")),
            ("district", _("Polling district")),
            ("session", _("Session")),
            ("board", _("Board")),
        ],
    )
    months = forms.ChoiceField(label=_("Promises, issues and pace of"), required=False)

    def __init__(self, values: dict[str, str], *, months: Iterable[tuple[str, str]]) -> None:
        super().__init__(initial=values)
        cast(forms.ChoiceField, self.fields["months"]).choices = list(months)
