"""`forget_marks`: let the vote marks of polls go that are four weeks over, or say what would go."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.models import Unit
from gotv.actions import day_reports


class Command(BaseCommand):
    """`forget_marks --unit CODE [--dry-run [--on DAY]]`."""

    help = (
        "Delete the vote marks of a CLP's polls that are more than 28 days over, down to the counts of their reports, "
        "as it happens every night. With --dry-run, say how much that would be and change nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--on", type=datetime.date.fromisoformat, help="with --dry-run: as if it were this day")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        dry, day = options["dry_run"], options["on"]
        if day and not dry:
            raise CommandError("Another day can only be tried with --dry-run. Nothing was changed.")
        with scoping.units([unit.pk]):
            gone = day_reports.would_go(day=day) if dry else day_reports.forget(unit_id=unit.pk)
        for one in gone:
            self.stdout.write(
                f"{one.election.polling_on}  {one.election.name}: marks: {one.marks:,}, of them taken back: "
                f"{one.voids:,}; people who have voted: {one.voted:,}"
            )
        if not gone:
            self.stdout.write("No poll is more than 28 days over with marks of its own.")
        elif dry:
            self.stdout.write("Nothing was changed.")
        else:
            self.stdout.write(f"This is what {unit.name} let go. The reports stay.")
