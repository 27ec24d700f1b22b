"""Making an account, and choosing a password by a link that was mailed."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordKeyForm, SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from access.actions import users


class PasswordFromLinkForm(ResetPasswordKeyForm):
    """Takes the email address as proved too: the link was sent there. allauth calls `save`; it calls the action."""

    def save(self) -> None:
        super().save()
        users.prove_email(user=self.user)


class SignUpForm(SignupForm):
    """Asks for the name too. allauth makes the account; its answer is the same whether the address was known or not."""

    field_order = ("name", "email", "password1")

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As your secretary or organiser knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your email address")
        self.fields["password1"].label = _("Choose a password")
        self.fields["password1"].help_text = _(
            "12 characters or more. Three or four words that don’t belong together are best."
        )
