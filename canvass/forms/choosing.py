"""Looking for the person whom something is about."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class ChooseForm(forms.Form):
    """The words by which to look. They are sent and never stand in an address."""

    q = forms.CharField(
        label=gettext_lazy("Look for somebody else"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name, address, number or postcode"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
