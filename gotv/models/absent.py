"""Who votes by post or by proxy in an election, and the councils' lists that say so (domain A5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import Elector
from gotv.enums import AbsentKind, RowProblem
from gotv.models.elections import Election
from gotv.models.lists import CouncilList

_KEPT = "until five weeks after the poll: the time in which an election can be challenged, and a week"


class AbsentList(CouncilList):
    """One list of absent voters from a council.

    `kinds` are the AbsentKind values that it is the whole list of. `report` holds counts alone: `rows`, and for each
    kind `added`, `removed`, `kept`, and by reason how many rows were `left_out`. `by_name` counts rows whose number
    had changed, and who were found by their name in the same district.
    """

    privacy = Privacy(
        about="people who brought in a list of absent voters",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention=_KEPT,
        readers=frozenset({Permission.IMPORT_REGISTER, Permission.SEE_POLLING_DAY}),
        exporter=rows(user=("uploaded_by", "approved_by", "undone_by")),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="absent_lists")
    kinds = models.JSONField()
    dated_on = models.DateField(_("date of the list"))

    class Meta(CouncilList.Meta):
        verbose_name = _("list of absent voters")
        verbose_name_plural = _("lists of absent voters")


class AbsentRow(OwnedByUnit):
    """One row of a list that waits for approval; afterwards only the rows that were left out.

    No name or address, neither the elector's nor the proxy's (reliability L6).
    """

    privacy = Privacy(
        about="people in a list of absent voters",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention=_KEPT,
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(elector="elector_id"),
    )

    absent_list = models.ForeignKey(AbsentList, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()  # of the file, the first being 1
    district_code = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    suffix = models.IntegerField(default=0)
    kind = models.CharField(max_length=12, choices=AbsentKind, blank=True)
    expires_on = models.DateField(null=True)
    elector_id = models.BigIntegerField(null=True)  # None where the row was left out
    problem = models.CharField(max_length=12, choices=RowProblem, blank=True)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.line}: {self.problem or self.kind}"


class AbsentVote(OwnedByUnit):
    """An elector votes by post or by proxy in one election: a flag, and nothing about the proxy (reliability L6).

    `listed_in` is None for one added by hand. `ended_at` is set when a newer list or a person took it away.
    `expires_on` is the end of the arrangement, None where the list doesn't say. `recorded_for` is the elector's id at
    the time: when two entries turn out to be one person, `elector` moves, and moves back when that is undone.
    """

    privacy = Privacy(
        about="people who vote by post or by proxy",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention=_KEPT,
        readers=frozenset({Permission.SEE_REGISTER, Permission.SEE_BOARDS, Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector", user=("added_by", "ended_by")),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="absent_votes", db_index=False)
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    recorded_for = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=AbsentKind)
    expires_on = models.DateField(_("until"), null=True)
    listed_in = models.ForeignKey(AbsentList, on_delete=models.CASCADE, null=True, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    ended_in = models.ForeignKey(AbsentList, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("absent vote")
        verbose_name_plural = _("absent votes")
        constraints = [
            models.UniqueConstraint(
                fields=["election", "elector"], condition=models.Q(ended_at__isnull=True), name="gotv_absent_once"
            )
        ]
        indexes = [
            models.Index(fields=["elector", "election"], name="gotv_absent_elector"),
            models.Index(fields=["recorded_for"], name="gotv_absent_recorded_for"),
        ]

    def __str__(self) -> str:
        return self.kind
