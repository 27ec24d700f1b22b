"""Counts the vote marks of a unit again, and says what was wrong."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from access import scoping
from access.models import Unit
from gotv.actions import marks
from gotv.models import Election
from gotv.queries import day_reports


class Command(BaseCommand):
    """`recount_marks --unit CODE [--election ID]`. Exit code 0 whether or not something had to be put right."""

    help = "Counts who has voted again from the marks, voids included, and puts the counters right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="the unit's short name: wexcombe")
        parser.add_argument("--election", type=int, help="the election's id; without it, all elections of the unit")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit called %(code)s.") % {"code": options["unit"]})
        with scoping.units([unit.pk]):
            elections = Election.objects.order_by("polling_on", "pk")
            if options["election"] is not None:
                elections = elections.filter(pk=options["election"])
            if not elections:
                raise CommandError(_("%(unit)s has no such election.") % {"unit": unit.name})
            for election in elections:
                if day_reports.is_kept(election):
                    self.stdout.write(
                        f"{election.pk} {election.name}: its marks are gone, and its counts stay as they were."
                    )
                    continue
                self._recount(election)

    def _recount(self, election: Election) -> None:
        found = marks.recount(election=election)
        if found.agreed:
            self.stdout.write(f"{election.pk} {election.name}: everything agrees with the marks.")
            return
        self.stdout.write(
            f"{election.pk} {election.name}: {found.added} added, {found.withdrawn} withdrawn, "
            f"{len(found.counters)} counters put right."
        )
