"""`add_election`: make an election, to come or over, with who may vote in it as the law has it."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.models import Unit
from canvass.enums import Nation
from gotv.actions import elections
from gotv.enums import ElectionType
from kit import clock
from kit.errors import Refused


class Command(BaseCommand):
    help = "Make an election. One whose day has gone by is for its marked register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as people say it: Borough council 2026")
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--on", required=True, type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--type", default=ElectionType.LOCAL.value, choices=ElectionType.values)
        parser.add_argument("--nation", default="", choices=["", *Nation.values])
        parser.add_argument("--json", action="store_true", help="print the election as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        about = {"name": options["name"], "type": options["type"], "nation": options["nation"]}
        try:
            with scoping.units([unit.pk]):
                if options["on"] < clock.today():
                    made = elections.create_past(unit=unit, polling_on=options["on"], by=None, **about)
                else:
                    made = elections.create(unit=unit, polling_on=options["on"], is_rehearsal=False, by=None, **about)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps({"election": made.pk, "voting_age": made.voting_age}))
        else:
            self.stdout.write(f"{made.name} is election {made.pk}; people of {made.voting_age} and over may vote.")
