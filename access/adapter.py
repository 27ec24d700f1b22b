"""What django-allauth asks us: accounts are by invitation, and its mail goes through the outbox."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes signing up. Mail goes into the outbox in the caller's transaction."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
