"""The record of what was done: append-only, no foreign keys, so that history never blocks an erasure."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows


class AuditEvent(models.Model):
    """Somebody did something. Written in the same transaction as the deed; a trigger refuses any change.

    `detail` holds ids, counts and reasons, never names, addresses or answers.
    """

    privacy = Privacy(
        about="people who did something, by number",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="24 months",
        readers=frozenset({Permission.SEE_AUDIT}),
        exporter=rows(user="actor_id"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor_id = models.BigIntegerField(null=True, editable=False)  # None: the system itself, or nobody signed in
    unit_id = models.BigIntegerField(null=True, editable=False)  # None: the whole installation
    verb = models.CharField(_("what"), max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("entry in the record")
        verbose_name_plural = _("entries in the record")
        ordering = ["-at", "id"]
        indexes = [
            models.Index(fields=["unit_id", "-at"], name="access_audit_unit_at"),
            models.Index(fields=["actor_id", "-at"], name="access_audit_actor_at"),
            models.Index(fields=["at"], name="access_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}".strip()


class AuditDay(models.Model):
    """One day of the record, sealed: each day's digest holds the one before, so a changed row breaks the chain.

    Days are London's. Append-only by trigger. access/actions/audit.py writes it, `verify_audit` checks it.
    """

    privacy = NotAboutPeople("digests of days of the record: they can't be turned back into it")

    day = models.DateField(primary_key=True)
    rows = models.PositiveIntegerField()
    # SHA-256 over the previous day's digest and this day's rows in the order of their ids.
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sealed day of the record")
        verbose_name_plural = _("sealed days of the record")
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)
