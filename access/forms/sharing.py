"""Sharing one object with one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from access.rules.sharing import LONGEST, USUAL
from kit import clock


class ShareForm(forms.Form):
    """With whom, why, and until when. The name is used where the address has no account yet."""

    email = forms.EmailField(
        label=gettext_lazy("Their email address"),
        help_text=gettext_lazy("They sign in with it. Without an account yet, they are invited to make one."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Their name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    why = forms.CharField(
        label=gettext_lazy("Why they need it"),
        max_length=300,
        help_text=gettext_lazy("They see it, and so does everybody who runs boards here."),
    )
    until_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day. It ends by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["until_on"]
        field.initial = clock.today() + USUAL
        field.widget.attrs |= {"min": clock.today().isoformat(), "max": (clock.today() + LONGEST).isoformat()}
