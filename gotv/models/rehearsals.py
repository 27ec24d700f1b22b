"""Rehearsals of a polling day: when, how fast, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from gotv.models.elections import Election


class Rehearsal(OwnedByUnit):
    """One run of a made-up polling day. `report` holds counts alone, by the names that the command prints.

    Its tellers' phones carry its id in their scope, so that what it made is known from what people typed meanwhile.
    `by_command` is whether the command plays it, over the network; else the workers do.
    """

    privacy = Privacy(
        about="people who started a rehearsal",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="as long as the election",
        readers=frozenset({Permission.SEE_POLLING_DAY}),
        exporter=rows(user="started_by"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="rehearsals")
    speed = models.PositiveSmallIntegerField(_("speed"))
    from_hour = models.PositiveSmallIntegerField(_("from"), default=7, db_default=7)
    until_hour = models.PositiveSmallIntegerField(_("until"), default=22, db_default=22)
    by_command = models.BooleanField(default=False, db_default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    played_until = models.DateTimeField(null=True)  # on the clock of the made-up day
    ended_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_hour__lt=models.F("until_hour"), until_hour__lte=24),
                name="gotv_rehearsal_has_hours",
            ),
            models.UniqueConstraint(
                fields=["election"],
                condition=models.Q(ended_at__isnull=True),
                name="gotv_rehearsal_one_at_a_time",
                violation_error_message=_("A rehearsal is running in this election already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.started_at}"
