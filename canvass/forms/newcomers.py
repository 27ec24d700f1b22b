"""Asking to join a session at the meeting point."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Name and address of somebody without an account."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Your full name, as whoever leads the session knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        error_messages={"required": _("Say your name, so that whoever leads the session knows who you are.")},
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We send a link there, for later. You don’t need it today."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Type your email address."), "invalid": _("That is not an email address.")},
    )
