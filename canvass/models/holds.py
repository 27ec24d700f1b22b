"""Who has which door: the lock that keeps two teams from calling at one house."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.boards import Board
from canvass.models.register import Household


class HouseholdHold(OwnedByUnit):
    """A board has this household from a time until a time, and no other board has it meanwhile: the database says so.

    Putting the board away ends it early. Boards of a polling day hold nothing (canvass/actions/holds.py).
    """

    privacy = Privacy(
        about="people behind a door that is on a board",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the board",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="household__electors"),
    )

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="holds")
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    during = DateTimeRangeField()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            ExclusionConstraint(
                name="canvass_household_held_once",
                expressions=[("household", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.board_id}"
