"""Losing the second step: another officer vouches for the person, and a day goes by before it is taken off."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models.units import Unit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def running(self, now: datetime.datetime) -> FactorResetQuerySet:
        """Those that are neither used nor called off, and not yet too old: waiting for their day, or open."""
        return self.filter(done_at=None, called_off_at=None, lapses_at__gt=now)


class FactorReset(models.Model):
    """`asked_by`, who decides about access in `unit`, vouches that `user` has lost their second step.

    From `opens_at` until `lapses_at` the person may take it off themselves, with their password. No job is needed:
    the dates are read when they sign in.
    """

    privacy = Privacy(
        about="people who lost their second step",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="two years",
        readers=frozenset({Permission.GIVE_ACCESS}),
        exporter=rows(user=("user", "asked_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("how you made sure that it is them"), max_length=300)
    asked_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of second steps")
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index(fields=["unit", "-asked_at"], name="access_reset_unit"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("asked_by")), name="access_reset_not_ones_own"),
            models.CheckConstraint(
                condition=Q(opens_at__gt=F("asked_at"), lapses_at__gt=F("opens_at")), name="access_reset_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.asked_at:%Y-%m-%d}"
