"""`import_marked_register`: read who voted from a council's file, and bring it in when told to."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from access import scoping
from access.models import Unit
from canvass.models import Council
from gotv.actions import turnout
from gotv.enums import RowProblem, TurnoutState
from gotv.models import Election, MarkedRegister
from gotv.queries import listed
from kit.errors import Refused


class Command(BaseCommand):
    help = "Say what a marked register holds and what it would change. With --approve, bring it in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file as the council sent it; packed with gzip or not")
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--election", required=True, help="its number, its day (2026-05-07), or its name")
        parser.add_argument("--council", default="", help="the council's name, where two of them use one code")
        parser.add_argument("--approve", action="store_true", help="bring it in; without this nothing is changed")
        parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Nothing was changed.")
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Nothing was changed.")
        began = time.monotonic()
        try:
            with scoping.units([unit.pk]):
                election = _election(options["election"])
                made = self._read(path, election, options)
                oldest = listed.oldest_register(election)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        figures = _figures(made, election) | {"seconds": round(time.monotonic() - began, 1)}
        self._print(figures, made, options, oldest)

    def _read(self, path: Path, election: Election, options: dict[str, Any]) -> MarkedRegister:
        """Read the file and approve it; without --approve nothing of it stays."""
        council = _council(options["council"])
        with transaction.atomic():
            made = turnout.read(election=election, path=path, file_name=path.name, by=None, council=council)
            if options["approve"]:
                return turnout.approve(marked=made, by=None)
            transaction.set_rollback(True)
        return made

    def _print(
        self, figures: dict[str, Any], made: MarkedRegister, options: dict[str, Any], oldest: datetime.date | None
    ) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name in ("rows", "matched", "unmatched", *TurnoutState.values, "added", "changed", "kept"):
            self.stdout.write(f"{figures[name]:>10,}  {name.replace('_', ' ')}")
        for why, count in sorted(made.report["left_out"].items()):
            self.stdout.write(f"            left out: {count:,} {RowProblem(why).label}")
        if oldest is not None:
            self.stdout.write(
                f"The oldest register held is of {oldest}, after polling day; numbers are compared with it."
            )
        if not options["approve"]:
            self.stdout.write("Nothing was changed. --approve brings it in.")


def _election(text: str) -> Election:
    """Return the election by number, day or name. Raises CommandError where there is none, or more than one."""
    rows = Election.objects.filter(is_rehearsal=False)
    if text.isdecimal():
        found = list(rows.filter(pk=int(text)))
    else:
        try:
            found = list(rows.filter(polling_on=datetime.date.fromisoformat(text)))
        except ValueError:
            found = list(rows.filter(name__iexact=text))
    if len(found) == 1:
        return found[0]
    named = "; ".join(f"{one.pk} {one.name}, {one.polling_on}" for one in (found or rows)) or "none"
    how_many = "several elections are" if found else "no election is"
    raise CommandError(f"{how_many.capitalize()} called {text}. Nothing was changed. There are: {named}.")


def _council(name: str) -> Council | None:
    if not name:
        return None
    found = Council.objects.filter(name__iexact=name).first()
    if found is None:
        raise CommandError(f"There is no council {name} here. Nothing was changed.")
    return found


def _figures(made: MarkedRegister, election: Election) -> dict[str, Any]:
    report = made.report
    changes = {name: report[name] for name in ("added", "changed", "kept")}
    left_out = {"unmatched": report["rows"] - report["matched"], "left_out": report["left_out"]}
    return {
        "election": election.pk,
        "rows": report["rows"],
        "matched": report["matched"],
        **left_out,
        **report["states"],
        **changes,
    }
