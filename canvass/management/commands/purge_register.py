"""`purge_register`: let go what may no longer be held of a register, or say what would go."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.models import Unit
from canvass.actions import keeping
from kit.errors import Refused


class Command(BaseCommand):
    help = (
        "Let go what may no longer be held of a CLP's register, as it happens every night. With --dry-run, say how "
        "much that would be and change nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="print the counts as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        dry = options["dry_run"]
        with scoping.units([unit.pk]):
            try:
                counts = keeping.dry_run(unit=unit) if dry else keeping.purge(unit=unit).counts
            except Refused as refused:
                raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps({"unit": unit.code, "dry_run": dry} | counts))
            return
        for name, count in counts.items():
            self.stdout.write(f"{count:>10,}  {name.replace('_', ' ')}")
        self.stdout.write("Nothing was changed." if dry else f"This is what {unit.name} let go.")
