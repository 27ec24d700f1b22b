"""What phones that are out must be told to take off their lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import RecallKind
from canvass.models.register import Elector, Household


class Recall(OwnedByUnit):
    """One person, or with no elector everybody behind a door, whom no phone may show by name any more.

    `number` grows in the order in which recalls of a unit are committed (canvass/actions/recall.py): a phone says up to
    which it has heard. Why stays in the office: the phone is told nothing but whom.
    """

    privacy = Privacy(
        about="people on a board that is out",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="90 days",
        readers=frozenset({Permission.MAKE_BOARDS}),
        exporter=rows(elector="elector"),
    )

    number = models.BigAutoField(primary_key=True)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=RecallKind)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        indexes = [models.Index(fields=["unit", "number"], name="canvass_recall_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
