"""`create_unit`: make a party, region, CLP or branch."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.actions import units
from access.enums import UnitKind
from access.models import Unit
from kit.errors import Refused


class Command(BaseCommand):
    help = "Make a unit of the party. Running it again for the same unit changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=UnitKind.values)
        parser.add_argument("--code", required=True, help="short name for addresses, such as wexcombe")
        parser.add_argument("--name", required=True, help="the name that people read")
        parser.add_argument("--parent", help="the code of the unit above it")

    def handle(self, *args: Any, **options: Any) -> None:
        parent = self._parent(options["parent"])
        there = Unit.objects.filter(code=options["code"]).first()
        if there is not None:
            self._already(there, options, parent)
            return
        try:
            unit = units.create(
                kind=options["kind"], code=options["code"], name=options["name"], parent=parent, by=None
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made {unit.get_kind_display()} {unit.name} ({unit.code}).")

    def _parent(self, code: str | None) -> Unit | None:
        if code is None:
            return None
        parent = Unit.objects.filter(code=code).first()
        if parent is None:
            raise CommandError(f"There is no unit {code} to put it under. Make that one first.")
        return parent

    def _already(self, there: Unit, options: dict[str, Any], parent: Unit | None) -> None:
        same = (there.kind, there.name, there.parent_id) == (
            options["kind"],
            options["name"],
            parent.pk if parent else None,
        )
        if not same:
            raise CommandError(
                f"{there.code} is taken by the {there.get_kind_display()} {there.name}. Nothing was changed. "
                "Choose another code, or change that unit's settings in the browser."
            )
        self.stdout.write(f"{there.name} ({there.code}) is there already. Nothing was changed.")
