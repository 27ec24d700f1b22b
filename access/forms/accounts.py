"""Codes and passkeys, in our words. allauth calls these; what they do is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ConfirmLoginCodeForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _code(field: forms.Field, label: StrOrPromise, help_text: StrOrPromise = "") -> None:
    """Make a field that a phone offers its number pad, and the code it has just received, for."""
    field.label, field.help_text = label, help_text
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input--short"}


class _FactorCode:
    """Names the one field that takes a code from the app as well as a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Six figures from the app, or eight figures from your recovery codes.")
        _code(self.fields["code"], _("Your code"), help_text)  # type: ignore[attr-defined] # mixed into a form


class FactorForm(_FactorCode, AuthenticateForm):
    """The second step while signing in."""


class FactorAgainForm(_FactorCode, CodeAgainForm):
    """The second step once more, before something that matters."""


class AppForm(ActivateTOTPForm):
    """Sets up an app that shows codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(
            self.fields["code"],
            _("The code that the app shows now"),
            _("Six figures. A new one comes every half minute."),
        )


class PasskeyForm(AddWebAuthnForm):
    """Sets up a passkey. One that can sign in by itself unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].help_text = _("So that you know it again: “my phone”, “the office laptop”.")
        self.fields["passwordless"].label = _("Sign in with it alone, without my password")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class PasskeyNameForm(EditWebAuthnForm):
    """Renames a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].max_length = 60


class PasswordAgainForm(ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")


class AskForCodeForm(RequestLoginCodeForm):
    """Where to send a code to sign in with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your email address")


class MailedCodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("The code from the mail"))
        self.fields["code"].widget.attrs["inputmode"] = "text"
