"""`undo_import`: take back a register file, so that the register stands as it stood before it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.queries import units
from canvass.actions import imports
from canvass.models import RegisterImport
from kit.errors import Refused


class Command(BaseCommand):
    help = "Take back the last register file of a council. Answers and objections recorded since stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=uuid.UUID, help="the file's id, as import_register printed it")
        parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = units.of_row(RegisterImport, options["file"])
        if unit is None:
            raise CommandError(f"There is no register file {options['file']}. Nothing was changed.")
        try:
            with scoping.units([unit]):
                file = RegisterImport.objects.get(pk=options["file"])
                counts = imports.undo_at_once(register_import=file, by=None)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for name, count in counts.items():
            self.stdout.write(f"{count:>10,}  {name.replace('_', ' ')}")
        self.stdout.write(f"{file.file_name} was taken back. The register stands as it stood before.")
