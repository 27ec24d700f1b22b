"""Asking to join a session at the meeting point."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Name of somebody without an account, and the address if there is one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Your full name, as whoever leads the session knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        error_messages={"required": _("Say your name, so that whoever leads the session knows who you are.")},
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        help_text=_("We send a link there, so that you can come again. Have you none? Leave it empty."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("That is not an email address. Correct it, or leave it empty.")},
    )


class AddressForm(forms.Form):
    """The address of somebody who joined without one."""

    email = forms.EmailField(
        label=_("Email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Type the email address."), "invalid": _("That is not an email address.")},
    )
