"""`rehearse --speed N --json`: a whole polling day, played against the running server, and what came of it."""

from __future__ import annotations

import json
import signal
import time
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.enums import UnitKind
from access.models import Unit
from gotv.actions import rehearsals as actions
from gotv.actions.rehearsals.lines import Here, Line, Network
from gotv.actions.rehearsals.playing import Player, Unreachable
from gotv.actions.rehearsals.working import summary
from gotv.models import Election, Rehearsal
from gotv.queries import rehearsals
from gotv.rules import rehearsals as rules
from kit import clock
from kit.errors import Refused

_STEP = 0.5


class Command(BaseCommand):
    """Tellers' phones send over the network, with tokens of their own and every batch again until it is answered.

    Without --election it plays in today's newest election for practice, or in a copy of the newest election that has
    stations. Where no server answers at the address, this process does the server's work and says so. Exit code 1
    when something that was acknowledged is missing, or the dashboard disagrees with a count of the marks.
    """

    help = "Plays a whole polling day in an election for practice, 1 to 600 times as fast as a real one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--speed", type=int, default=60, help="how many times as fast as the day: 1 to 600")
        parser.add_argument("--unit", default="", help="the unit's short name: wexcombe; else the first with stations")
        parser.add_argument("--election", type=int, help="the id of an election for practice, today")
        parser.add_argument("--from", type=int, default=rules.FIRST_HOUR, dest="from_hour", help="first hour: 7")
        parser.add_argument("--until", type=int, default=rules.LAST_HOUR, dest="until_hour", help="last hour: 22")
        parser.add_argument("--turnout", type=float, help="share of electors who vote, 0 to 1: 0.42")
        parser.add_argument("--phones", type=int, default=8, help="how many phones send at the same time: 8")
        parser.add_argument("--patience", type=float, default=120.0, help="seconds without an answer: 120")
        parser.add_argument("--server", default="", help="the server's address, else BASE_URL")
        parser.add_argument("--clear", action="store_true", help="clear away what was made, at the end")
        parser.add_argument("--json", action="store_true", help="print the report as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        election = _election(options["unit"], options["election"])
        hours = {"from_hour": options["from_hour"], "until_hour": options["until_hour"]}
        try:
            with scoping.units([election.unit_id]):
                made = actions.begin(election=election, speed=options["speed"], by=None, by_command=True, **hours)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside: say what came of it
        try:
            report = self._played(made, options)
        finally:
            signal.signal(signal.SIGTERM, before)
        if options["clear"]:
            with scoping.units([made.unit_id]):
                report["cleared"] = actions.clear(rehearsal=made, by=None)
        self._say(report, as_json=options["json"])
        if report["acknowledged_missing"] or report["dashboard"] != report["voted"] or report["unfinished"]:
            raise SystemExit(1)

    def _played(self, made: Rehearsal, options: dict[str, Any]) -> dict[str, Any]:
        line = self._line(options["server"] or settings.BASE_URL)
        hands = 1 if isinstance(line, Here) else max(options["phones"], 1)
        started = time.monotonic()
        player = Player(made, line, turnout=options["turnout"], hands=hands, patience=options["patience"])
        begun = time.monotonic()
        _start_the_clock(made)
        at, why = made.from_hour * 3600.0, ""
        try:
            at = _play(made, player)
        except Unreachable:
            why = str(_("The server gave no answer any more."))
        except KeyboardInterrupt:
            why = str(_("Interrupted."))
        finally:
            line.close()
        report = {
            "rehearsal": str(made.pk),
            "election": made.election_id,
            "speed": made.speed,
            "over": line.name,
            **player.ledger.figures(),
            "prepared_s": round(begun - started, 1),
            "played_s": round(time.monotonic() - begun, 1),
            "unfinished": why,
        }
        report |= player.patiently(lambda: summary(made, player, at))
        player.patiently(lambda: actions.end(rehearsal=made, report=report))
        return report

    def _line(self, address: str) -> Line:
        network = Network(address)
        if network.answers():
            return network
        self.stderr.write(
            f"No server answers at {address}, so this process does its work. Start one, or say --server http://…"
        )
        return Here()

    def _say(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report))
            return
        for name, value in report.items():
            self.stdout.write(f"{name:<22} {value}")


def _start_the_clock(made: Rehearsal) -> None:
    """Let the rehearsed day begin now, and not before its script was written."""
    made.started_at = timezone.now()
    with scoping.units([made.unit_id]):
        Rehearsal.objects.filter(pk=made.pk).update(started_at=made.started_at)


def _play(made: Rehearsal, player: Player) -> float:
    """Play until the day is over or somebody stops it; return up to which second of the day it was played."""
    at, last = made.from_hour * 3600.0, made.until_hour * 3600.0
    while at < last:
        until = rehearsals.clock_now(made, timezone.now())
        player.play(at, until)
        at = until
        if not player.patiently(partial(_noted, made, player, at)):
            break
        if at < last:
            time.sleep(_STEP)  # between two looks at the clock; what is due meanwhile goes out with the next
    return at


def _noted(made: Rehearsal, player: Player, at: float) -> int:
    """Note how far the day is played. Returns 0 when somebody has stopped it."""
    going = Rehearsal.objects.filter(pk=made.pk, ended_at__isnull=True)
    return going.update(played_until=rehearsals.on_its_clock(made, at), report=player.ledger.figures())


def _election(unit: str, election: int | None) -> Election:
    """Return the election to play in. Raises CommandError where there is none."""
    units = Unit.objects.filter(kind=UnitKind.CLP).order_by("pk")
    if unit:
        units = units.filter(code=unit)
        if not units:
            raise CommandError(_("There is no unit called %(code)s.") % {"code": unit})
    for one in units:
        with scoping.units([one.pk]):
            found = _in_unit(election)
        if found is not None:
            return found
    raise CommandError(_("There is no election with stations to rehearse. Set one up first. Nothing was changed."))


def _in_unit(election: int | None) -> Election | None:
    """Return the election that was asked for; else today's newest for practice, else a copy of the newest."""
    if election is not None:
        return Election.objects.filter(pk=election).first()
    ready = Election.objects.filter(stations__districts__isnull=False).distinct().order_by("-polling_on", "-pk")
    for found in ready.filter(is_rehearsal=True, polling_on=clock.today()):
        if rehearsals.running(found) is None:
            return found
    newest = ready.first()
    return actions.copy_for_rehearsal(election=newest, by=None) if newest is not None else None
