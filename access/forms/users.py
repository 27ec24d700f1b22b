"""Choosing a password by a link that was mailed."""

from __future__ import annotations

from allauth.account.forms import ResetPasswordKeyForm

from access.actions import users


class PasswordFromLinkForm(ResetPasswordKeyForm):
    """Takes the email address as proved too: the link was sent there. allauth calls `save`; it calls the action."""

    def save(self) -> None:
        super().save()
        users.prove_email(user=self.user)
