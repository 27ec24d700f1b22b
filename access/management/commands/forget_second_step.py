"""`forget_second_step EMAIL`: the way back in where nobody else decides about access."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.actions import resets
from access.models import User


class Command(BaseCommand):
    help = "Take passkeys and codes off an account at once. It is on the record, and the person is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        with scoping.person(user.pk):
            taken = resets.forget(user=user)
        self.stdout.write(f"{taken} taken off. Their password is as it was; their next sign-in asks for it alone.")
