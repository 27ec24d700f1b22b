"""Saying why a door is not safe, or is safe again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from canvass.enums import Hostility


class ReasonForm(forms.Form):
    """Why a flag is lifted, or kept for another year."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("For example “Rang, and somebody else lives there now.” It is kept in the record."),
    )


class FlagForm(forms.Form):
    """What happened at a door."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=Hostility.choices,
        widget=forms.RadioSelect,
        initial=Hostility.ABUSE,
    )
    note = forms.CharField(
        label=gettext_lazy("What whoever leads should know"),
        max_length=280,
        required=False,
        help_text=gettext_lazy("Only those who make boards read this. Canvassers see that they should take care."),
    )
