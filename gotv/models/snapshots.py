"""Who is to be knocked up: a rule, frozen before the day with its counts, and those who joined it later."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import Elector, Household, PollingDistrict, TargetRuleVersion
from gotv.enums import Joined
from gotv.models.elections import Election


class KnockUpSnapshot(OwnedByUnit):
    """The promises of an election, frozen as a rule found them (domain C2).

    `left_out` counts electors by the first reason that kept each of them out. A newer one replaces it
    (`replaced_at`): one holds at a time, and the others stay to be read.
    """

    privacy = Privacy(
        about="people who froze the knock-up list",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_POLLING_DAY}),
        exporter=rows(user="frozen_by"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="snapshots")
    version = models.ForeignKey(TargetRuleVersion, on_delete=models.PROTECT, related_name="+")
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(auto_now_add=True)
    electors = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("frozen knock-up list")
        verbose_name_plural = _("frozen knock-up lists")
        ordering = ["-frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["election"], condition=Q(replaced_at__isnull=True), name="gotv_snapshot_holds_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.frozen_at}"


class KnockUpEntry(OwnedByUnit):
    """Somebody to knock up. `reasons` are the places in the rule's conditions that they met, from 0.

    `recorded_for` is the elector's id at the time: when two entries of the register turn out to be one person,
    `elector` moves, and moves back when that is undone. `joined` says why somebody came later than the freezing, "" for
    those who were there; `left_at` is set for one who was taken off again (said otherwise, asked not to be contacted).
    Written by the ten thousand: keys are not checked row by row (canvass/models/register.py).
    """

    privacy = Privacy(
        about="people who are to be knocked up, and why",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector"),
    )

    snapshot = models.ForeignKey(
        KnockUpSnapshot, on_delete=models.CASCADE, related_name="entries", db_index=False, db_constraint=False
    )
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    recorded_for = models.BigIntegerField()
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    reasons = ArrayField(models.SmallIntegerField(), default=list)
    joined = models.CharField(max_length=10, choices=Joined, blank=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person to knock up")
        verbose_name_plural = _("people to knock up")
        constraints = [models.UniqueConstraint(fields=["snapshot", "elector"], name="gotv_entry_once")]
        indexes = [
            models.Index(
                fields=["snapshot", "polling_district"],
                include=["elector", "household"],
                condition=Q(left_at__isnull=True),
                name="gotv_entry_in_district",
            ),
            models.Index(fields=["elector"], name="gotv_entry_elector"),
            models.Index(fields=["recorded_for"], name="gotv_entry_recorded_for"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.elector_id}"
