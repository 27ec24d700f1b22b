"""A unit's settings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class UnitForm(forms.Form):
    """What people outside see of a unit."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    imprint = forms.CharField(
        label=gettext_lazy("Imprint"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Who promotes, on whose behalf, and their address: “Promoted by M. Teale on behalf of Wexcombe Labour "
            "Party, both at 4 Corn Hall Lane, Wexcombe WX1 2AB.” It stands at the foot of every page and message."
        ),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Address for replies"),
        required=False,
        help_text=gettext_lazy("Answers to mail from this unit go here."),
    )
