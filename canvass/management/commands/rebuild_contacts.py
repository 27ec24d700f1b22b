"""`rebuild_contacts`: make the current answers anew from everything that was recorded."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access import scoping
from access.models import Unit
from canvass.actions import contacts


class Command(BaseCommand):
    help = (
        "Work out current answers and last visits again from the events. Harmless at any time; phones wait meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        with scoping.units([unit.pk]):
            people, doors = contacts.rebuild(unit=unit)
        self.stdout.write(f"{unit.name}: {people} people with an answer or a mark, {doors} doors visited.")
