"""The only mail backend Django knows here: it refuses, because every message goes through the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxOnlyBackend(BaseEmailBackend):
    """Raises on every use. Queue mail with access.actions.mail.queue, which survives a crash and obeys objections."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise RuntimeError("Mail goes through access.actions.mail.queue, never through send_mail.")
