"""`demo_signins`: who may be signed in as in the demo. Prints nothing of an installation that has no demo."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from access.models import User
from config.demo.units import PASSWORD, SIGNINS


class Command(BaseCommand):
    help = "Show the demo's accounts: role, email, password, and what each is good for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.filter(email__in=[one.email for one in SIGNINS]).values_list("email", flat=True))
        rows = [
            {"role": one.role, "email": one.email, "password": PASSWORD, "what": one.what}
            for one in SIGNINS
            if one.email in there
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        elif rows:
            for row in rows:
                self.stdout.write(f"{row['role']:<24} {row['email']:<30} {row['password']}  {row['what']}")
        else:
            self.stdout.write("There is no demo in this database. `load_demo` loads it into an empty one.")
