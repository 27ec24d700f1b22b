"""Who voted in the end, as a marked register says, never how (domain A6, reliability L7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import Elector, PollingDistrict
from gotv.enums import RowProblem, TurnoutState
from gotv.models.elections import Election
from gotv.models.lists import CouncilList


class MarkedRegister(CouncilList):
    """A marked register as a file.

    `report` holds counts alone: `rows`, `states`, `districts` (by code, then by state), `added`, `changed`, `kept`,
    and by reason how many rows were `left_out`.
    """

    privacy = Privacy(
        about="people who brought in a marked register",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as what it brought in",
        readers=frozenset({Permission.ENTER_MARKED_REGISTER}),
        exporter=rows(user=("uploaded_by", "approved_by", "undone_by")),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="marked_registers")

    class Meta(CouncilList.Meta):
        verbose_name = _("marked register")
        verbose_name_plural = _("marked registers")


class MarkedRow(OwnedByUnit):
    """One row of a marked register: kept for taking the file back, then only the rows that were left out.

    `was`, `was_entry` and `was_marked` are what the record said before, and who said it; "" where there was none.
    """

    privacy = Privacy(
        about="people in a marked register: who voted, never how",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="a month, in which the file can be taken back",
        readers=frozenset({Permission.ENTER_MARKED_REGISTER}),
        exporter=rows(elector="elector_id"),
    )

    marked_register = models.ForeignKey(MarkedRegister, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()  # of the file, the first being 1
    district_code = models.CharField(max_length=16, blank=True)
    polling_district_id = models.BigIntegerField(null=True)
    number = models.IntegerField(null=True)
    suffix = models.IntegerField(default=0)
    turnout = models.CharField(max_length=12, choices=TurnoutState, blank=True)
    elector_id = models.BigIntegerField(null=True)  # None where the row was left out
    problem = models.CharField(max_length=12, choices=RowProblem, blank=True)
    was = models.CharField(max_length=12, choices=TurnoutState, blank=True, db_default="")
    was_entry = models.UUIDField(null=True)
    was_marked = models.UUIDField(null=True)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.line}: {self.problem or self.turnout}"


class TurnoutEntry(OwnedByUnit):
    """One thing typed from a marked register on paper. Its id is the form's, so that sending it twice is harmless.

    `typed` is what was typed ("12-19"), "" for closing a district. `before` says what each record said until then, for
    undoing: [elector, state, entry, marked register], the last three empty where there was no record.
    """

    privacy = Privacy(
        about="people in a marked register on paper, and who typed it in",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="a month, in which it can be undone",
        readers=frozenset({Permission.ENTER_MARKED_REGISTER}),
        exporter=rows(user=("typed_by", "undone_by")),
    )

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, related_name="+", db_index=False)
    typed = models.CharField(max_length=200, blank=True)
    turnout = models.CharField(max_length=12, choices=TurnoutState)
    people = models.IntegerField(default=0)
    before = models.JSONField(default=list)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    typed_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-typed_at"]
        indexes = [models.Index(fields=["election", "polling_district", "-typed_at"], name="gotv_entry_district")]

    def __str__(self) -> str:
        return self.typed


class TurnoutRecord(OwnedByUnit):
    """What became of an elector's vote in an election: whether, and by which way, never how.

    Apart from what tellers and doors say (VoteMark). `polling_district` is where the elector stood on the day.
    `entry` or `marked_register` says where it comes from. `recorded_for` is the elector's id at the time: when two
    entries turn out to be one person, `elector` moves, and moves back when that is undone.
    """

    privacy = Privacy(
        about="people who voted or did not, never how",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the elector is kept",
        readers=frozenset({Permission.ENTER_MARKED_REGISTER}),
        exporter=rows(elector="elector"),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="turnout", db_index=False)
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    recorded_for = models.BigIntegerField()
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=TurnoutState)
    entry = models.ForeignKey(TurnoutEntry, on_delete=models.SET_NULL, null=True, related_name="+")
    marked_register = models.ForeignKey(MarkedRegister, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("turnout record")
        verbose_name_plural = _("turnout records")
        constraints = [models.UniqueConstraint(fields=["elector", "election"], name="gotv_turnout_once")]
        indexes = [
            models.Index(fields=["election", "polling_district", "state"], name="gotv_turnout_district"),
            models.Index(fields=["recorded_for"], name="gotv_turnout_recorded_for"),
        ]

    def __str__(self) -> str:
        return self.state
