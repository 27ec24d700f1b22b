"""`check_heartbeat NAME`: for the health checks of processes that serve no pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from access.models import Heartbeat


class Command(BaseCommand):
    help = "Exit 0 when the process has given a sign of life within the last minute, 1 when it has not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=["worker", "beat"])

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            heart = Heartbeat.objects.filter(name=name).first()
        except Error as error:
            raise CommandError("The database can't be reached, so nobody knows.") from error
        if heart is None:
            raise CommandError(f"{name} has never been seen.")
        age = (timezone.now() - heart.at).total_seconds()
        if age > settings.HEARTBEAT_STALE_SECONDS:
            raise CommandError(f"{name} has been silent for {int(age)} seconds.")
        self.stdout.write(f"{name} is alive, last seen {max(0, int(age))} seconds ago.")
