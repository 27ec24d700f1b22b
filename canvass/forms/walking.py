"""Saying how a street is walked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from canvass.enums import Way


class WayForm(forms.Form):
    """One of the ways."""

    way = forms.ChoiceField(
        label=gettext_lazy("How is this street walked?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Straight through suits a close or a crescent, and a street whose numbers all lie on one side."
        ),
    )
