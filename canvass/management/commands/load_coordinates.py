"""`load_coordinates`: give doors the coordinates of a file of postcodes or properties, however large."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.models import Unit
from canvass.actions import coordinates
from canvass.queries import places
from kit.errors import Refused


class Command(BaseCommand):
    help = "Locate doors by a file: ONSPD, Code-Point Open, OS Open UPRN, or a table of postcodes with coordinates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or tab-separated; packed with gzip or not")
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}. Nothing was changed.")
        with scoping.units([unit.pk]):
            try:
                loaded = coordinates.load(unit=unit, path=options["file"], by=None)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            rows = places.districts(unit, None)
        figures = {
            "source": loaded.by.value,
            "rows": loaded.rows,
            "known": loaded.known,
            "doors": loaded.doors,
            "districts": {row.district.code: {"doors": row.doors, "located": row.located} for row in rows},
        }
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        self.stdout.write(f"{loaded.rows:,} rows, {loaded.known:,} of them ours; {loaded.doors:,} doors placed anew.")
        for row in rows:
            self.stdout.write(f"{row.district.code:>8}  {row.located:,} of {row.doors:,} doors are located")
