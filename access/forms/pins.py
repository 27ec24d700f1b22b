"""A PIN for a day: signing in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from access.rules import mail

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_DIGITS = {"inputmode": "numeric", "pattern": "[0-9]{6}", "maxlength": "6"}


def pin_field(label: str | StrPromise, autocomplete: str) -> forms.CharField:
    """Return a field for six digits, which shows dots."""
    return forms.CharField(
        label=label,
        max_length=6,
        widget=forms.PasswordInput(attrs=_DIGITS | {"autocomplete": autocomplete}),
        error_messages={"required": _("Type the six digits.")},
    )


class PinForm(forms.Form):
    """Address and PIN; or the number that somebody without an address was shown."""

    email = forms.CharField(
        label=_("Your email address, or your number for today"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type your email address, or your number for today.")},
    )
    pin = pin_field(_("Your PIN for today"), "current-password")

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        return typed if "@" in typed else mail.address_of("".join(filter(str.isdigit, typed)))


class ChoosePinForm(forms.Form):
    """A new PIN, twice."""

    pin = pin_field(_("Six digits"), "new-password")
    again = pin_field(_("The same six digits again"), "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and data["pin"] != data["again"]:
            self.add_error("again", _("These are not the same six digits. Type both again."))
        return data
