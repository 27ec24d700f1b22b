"""`hand_out`: hand a board to somebody, with the link that opens it and the token with which a phone sends."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from access import scoping
from access.models import User
from access.queries import units
from canvass.actions import boards, passes
from canvass.models import Board
from canvass.queries.boards import lists
from canvass.rules import boards as rules
from kit.errors import Refused


class Command(BaseCommand):
    help = "Hand a board to somebody. Prints a link that opens it on one phone, and the grant with which a phone sends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--board", required=True, type=uuid.UUID, help="the id of the board")
        parser.add_argument("--to", required=True, help="the address of the account that gets it")
        parser.add_argument("--until", help="until when it may be read, such as 2026-04-20T21:00; 24 hours at most")
        parser.add_argument("--instead", action="store_true", help="take it from whoever has it now")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = units.of_row(Board, options["board"])
        if unit is None:
            raise CommandError(f"There is no board {options['board']}. Nothing was changed.")
        to = User.objects.filter(email__iexact=options["to"].strip()).first()
        if to is None:
            raise CommandError(f"There is no account with the address {options['to']}. Nothing was changed.")
        try:
            with scoping.units([unit]):
                done = self._hand_out(options, to)
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was changed.") from refused
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        self.stdout.write(f"{to.name} has the board until {done['read_until']}.")
        self.stdout.write(f"Opens it on one phone:  {done['link']}")
        self.stdout.write(f"Sends until {done['write_until']}:  {done['token']}")

    def _hand_out(self, options: dict[str, Any], to: User) -> dict[str, str]:
        board = Board.objects.select_related("unit").get(pk=options["board"])
        handing = boards.hand_out(
            by=None,
            board=board,
            to=to,
            read_until=self._until(options["until"]),
            instead_of=lists.current_handing(board) if options["instead"] else None,
        )
        _pass, token = passes.make(by=None, handing=handing)
        grant, secret = boards.let_in(by=None, handing=handing, device_id=None)
        return {
            "board": str(board.pk),
            "to": to.email,
            "link": passes.address(token),
            "grant": str(grant.pk),
            "token": secret,
            "read_until": handing.read_until.isoformat(),
            "write_until": grant.write_until.isoformat(),
        }

    def _until(self, text: str | None) -> datetime.datetime:
        if text is None:
            return rules.default_until(timezone.localtime())
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"{text!r} is no day and time. Write it as 2026-04-20T21:00. Nothing was changed.")
        return found if timezone.is_aware(found) else timezone.make_aware(found)
