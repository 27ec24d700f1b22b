"""`make_administrator`: the way in when nobody can give roles, at the start or after a mishap."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.actions import audit, grants, users
from access.models import Grant, Unit, User
from access.roles import RoleName
from kit import clock
from kit.errors import Refused


class Command(BaseCommand):
    help = "Give somebody the administrator's role and print a link to set a password. The link works once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--unit", required=True, help="the unit's code")
        parser.add_argument("--name", default="", help="the person's name, for a new account")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            known = ", ".join(Unit.objects.values_list("code", flat=True)[:10]) or "none yet: see create_unit"
            raise CommandError(f"There is no unit {options['unit']}. There are: {known}.")
        try:
            with scoping.units(scoping.of(unit)):
                user, link = self._carry_out(unit, options["email"], options["name"])
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} is Administrator of {unit.name}.")
        self.stdout.write("Set a password with this link. It works once, for three days; tell it to nobody else:")
        self.stdout.write(link)

    def _carry_out(self, unit: Unit, email: str, name: str) -> tuple[User, str]:
        """Make or find the account, give it the role, and return it with a link to set a password."""
        user, _new = users.find_or_make(email=email, name=name or email.split("@", maxsplit=1)[0], by=None, unit=unit)
        if not user.is_active:
            users.let_in(user=user, by=None)
        held = Grant.objects.current(clock.today()).filter(user=user, unit=unit, role=RoleName.ADMINISTRATOR)
        if not held.exists():
            grants.give(user=user, unit=unit, role=RoleName.ADMINISTRATOR, reason="Given on the command line", by=None)
        audit.record("user.link_made", by=None, unit=unit, obj=user, user=user.pk)
        return user, users.password_link(user=user)
