"""`load_demo`: the invented constituency, into an empty installation."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config.demo import SEED, loading
from kit import dbroles
from kit.errors import Refused


class Command(BaseCommand):
    help = "Load the demo: an invented constituency with two years of canvassing and a rehearsal of polling day today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", default=SEED, help="another seed makes another town")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            counts = loading.load(options["seed"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        # The planner must know what has come in before the first page asks; only an owner may tell it.
        with dbroles.as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        self.stdout.write(f"Loaded the demo in {time.monotonic() - started:.1f} s: {told}.")
        self.stdout.write("Its sign-ins: manage.py demo_signins")
