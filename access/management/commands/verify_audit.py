"""`verify_audit`: whether the record of what was done is still what was written."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.models import AuditDay
from access.queries import audit_days


class Command(BaseCommand):
    help = "Check every sealed day of the record against its entries. Exit 0, or 1 with the first broken day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="DAY=DIGEST",
            help="a seal from a mail, such as 2027-05-06=9f2c...: shows whether the whole chain was rewritten since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit_days.check()
        if found.broken_on is not None:
            raise CommandError(
                f"The record is broken on {found.broken_on.isoformat()}: {found.why}. "
                f"The {found.days} days before it hold. Keep the database as it is, take a copy, and compare with "
                "the backups of that day and the day after (docs/operations.md)."
            )
        if options["expect"]:
            self._compare(options["expect"])
        if found.last is None:
            self.stdout.write("Nothing is sealed yet. A day is sealed in the night after it.")
            return
        self.stdout.write(
            f"The record holds: {found.days} days, {found.rows} entries, sealed until {found.last.day.isoformat()}.\n"
            f"{found.last.day.isoformat()}={bytes(found.last.digest).hex()}"
        )

    def _compare(self, expected: str) -> None:
        day, _equals, digest = expected.partition("=")
        try:
            wanted = datetime.date.fromisoformat(day)
        except ValueError as error:
            raise CommandError(f"{expected!r} is not DAY=DIGEST, such as 2027-05-06=9f2c...") from error
        row = AuditDay.objects.filter(day=wanted).first()
        if row is None:
            raise CommandError(f"{day} is not sealed here, and it should be: the seal you hold says so.")
        if bytes(row.digest).hex() != digest.strip().lower():
            raise CommandError(
                f"The seal of {day} is not the one you hold: the record was rewritten, with its chain, on or "
                "before that day."
            )
