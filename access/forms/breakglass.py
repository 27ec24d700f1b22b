"""Opening emergency access."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class BreakGlassForm(forms.Form):
    """What has happened, and under which number it is kept."""

    reference = forms.CharField(
        label=gettext_lazy("Number or name of the case"),
        max_length=40,
        help_text=gettext_lazy("A ticket, a call or a case that somebody can look up later."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("What has happened, and why it can’t wait"),
        max_length=240,
        help_text=gettext_lazy("Everybody who runs this CLP gets it by mail at once."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
