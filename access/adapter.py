"""What django-allauth asks us: accounts are by invitation, and its mail goes through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from access.actions import mail
from access.enums import MailKind

# What allauth puts into the context of a message that opens something.
_SECRETS = {"password_reset_url", "activate_url", "code"}


class AccountAdapter(DefaultAccountAdapter):
    """Closes signing up. Mail goes into the outbox in the caller's transaction."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message that allauth has a template for. One that holds a link is never sent twice by itself."""
        context = {"request": self.request, "email": email, **context}
        mail.queue(
            to=email,
            kind=MailKind.SERVICE,
            purpose=template_prefix.rsplit("/", 1)[-1],
            subject=render_to_string(f"{template_prefix}_subject.txt", context),
            text=render_to_string(f"{template_prefix}_message.txt", context),
            has_secret=bool(_SECRETS & context.keys()),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link on the installation's own address, whatever Host the request came with."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link on the installation's own address, whatever Host the request came with."""
        return f"{settings.BASE_URL}{reverse('account_confirm_email', args=[emailconfirmation.key])}"
