"""`import_register`: read a council's register file, and bring it in when told to."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.enums import UnitKind
from access.models import Unit, User
from canvass.actions import imports
from canvass.enums import LeftOut
from canvass.rules import imports as rules
from canvass.rules.layouts import BY_CODE
from kit.errors import Refused

_ALWAYS = ("kind", "layout", "rows", "electors", "households", "polling_districts", "rejected", "seconds")
_CHANGES = (
    "added", "amended", "deleted", "unmatched", "already", "ignored", "amended_as_added", "renumbered", "doubtful",
    "held", "deleted_share", "needs_second", "vanished", "sealed",
)  # fmt: skip
# Of these the rows of a notice are made up; of the others some are always nought for a whole register.
_SAID = {"full": ("added", "amended", "deleted", "doubtful"), "update": _CHANGES[:7]}


class Command(BaseCommand):
    help = (
        "Say what a register file, or a file of monthly changes, holds and what it would change. "
        "With --approve, bring it in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file as the council sent it; packed with gzip or not")
        parser.add_argument("--unit", required=True, help="the code of the CLP, such as wexcombe")
        parser.add_argument("--approve", action="store_true", help="bring it in; without this nothing is changed")
        parser.add_argument("--json", action="store_true", help="print the figures as one line of JSON")
        parser.add_argument(
            "--dated",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the register's date; today if not given",
        )
        parser.add_argument(
            "--council",
            "--supplied-by",
            dest="council",
            default="",
            metavar="NAME",
            help="the council that sent it; not needed where there is only one",
        )
        parser.add_argument(
            "--second-person",
            default="",
            metavar="EMAIL",
            help="who else says yes to more than 5%% deletions: somebody who may bring in registers there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unit, path = _unit(options["unit"]), options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Nothing was changed.")
        try:
            if options["approve"]:
                self._bring_in(path, unit, options)
            else:
                report = imports.examine_only(path=path, unit=unit, supplied_by=options["council"])
                self._print(report, options["json"], _figures(report), "Nothing was changed. --approve brings it in.")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except PermissionError as error:
            raise CommandError(f"{path} can’t be read: {error.strerror}. Nothing was changed.") from error

    def _bring_in(self, path: Path, unit: Unit, options: dict[str, Any]) -> None:
        made = imports.bring_in_file(
            path=path,
            unit=unit,
            supplied_by=options["council"],
            dated_on=options["dated"],
            confirmed_by=_second_person(options["second_person"]),
        )
        figures = _figures(made.report) | {"import": str(made.pk), "edition": str(made.edition_id)}
        said = f"{unit.name} uses this register now (edition {made.edition_id}, file {made.pk})."
        self._print(made.report, options["json"], figures, said)

    def _print(self, report: dict, as_json: bool, figures: dict[str, Any], end: str) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures))
            return
        self.stdout.write(f"{BY_CODE[report['layout']].name}, {rules.read_as(report)}; {report['seconds']:.1f} seconds")
        for line in ("rows", "electors", "households", "polling_districts", "rejected"):
            self.stdout.write(f"{report[line]:>10,}  {line.replace('_', ' ')}")
        for reason in rules.reasons(report):
            self.stdout.write(f"            left out: {reason}")
        for line_number, reason in report.get("left_out", []):
            self.stdout.write(f"            line {line_number}: {LeftOut(reason).label}")
        for name in _SAID[report["kind"]]:
            self.stdout.write(f"{report[name]:>10,}  {name.replace('_', ' ')}")
        self.stdout.write(end)


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(f"There is no unit {code}. Make it with create_unit, or look for its code in an address.")
    if unit.kind != UnitKind.CLP:
        raise CommandError(f"{unit.name} is no CLP, and only a CLP holds a register. Nothing was changed.")
    return unit


def _second_person(email: str) -> User | None:
    """Return the account of that address; None where no address was given."""
    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no account with the address {email}. Nothing was changed.")
    return user


def _figures(report: dict) -> dict[str, Any]:
    return {name: report[name] for name in (*_ALWAYS, *_CHANGES)}
