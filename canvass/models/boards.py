"""Boards: lists of doors for one outing, in walking order, handed to a canvasser."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.register import Household


class Board(OwnedByUnit):
    """A list of doors. The doors are frozen when it is made; the people behind them are read live."""

    privacy = Privacy(
        about="people who made or closed a board",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years after it was last with somebody, or put away",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("made_by", "closed_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the board"), max_length=120)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)  # set when put away: no more answers are expected
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The list that its people are from, None for everybody there; the outing it belongs to, and who has it there.
    target_list = models.ForeignKey("canvass.TargetList", on_delete=models.PROTECT, null=True, related_name="boards")
    session = models.ForeignKey("canvass.CanvassSession", on_delete=models.PROTECT, null=True, related_name="boards")
    team = models.ForeignKey("canvass.Team", on_delete=models.SET_NULL, null=True, related_name="boards")

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["unit", "-made_at"], name="canvass_board_unit")]

    def __str__(self) -> str:
        return self.name


class BoardDoor(OwnedByUnit):
    """One door of a board, at its place in the walking order. Of the board's unit."""

    privacy = Privacy(
        about="people behind a door on a board",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the board",
        readers=frozenset({Permission.SEE_BOARDS, Permission.RECORD_DOORS}),
        exporter=rows(elector="household__electors"),
    )

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="doors", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="board_doors")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["board", "position"], name="canvass_board_position_once"),
            models.UniqueConstraint(fields=["board", "household"], name="canvass_board_door_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Handing(OwnedByUnit):
    """A board is with somebody, from a time until it came back."""

    privacy = Privacy(
        about="people who had a board",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the board",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("user", "handed_by")),
    )

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="handings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # None: handed out by a command on the server.
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)
    # The phone may read the board until then (reliability S4); sending goes on for 14 days more.
    read_until = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("handing out")
        verbose_name_plural = _("handings out")
        ordering = ["-handed_at"]
        indexes = [models.Index(fields=["user", "-handed_at"], name="canvass_handing_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(returned_at__isnull=True),
                name="canvass_board_with_one_person",
                violation_error_message=_("This board is with somebody already. Take it back first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.user_id}"
