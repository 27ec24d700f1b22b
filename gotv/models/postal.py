"""The postal chase: what people with a postal vote say of it. Never how they vote or voted (RPA 1983 s.66)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import Elector
from gotv.enums import PostalSaid
from gotv.models.elections import Election


class PostalAnswer(OwnedByUnit):
    """What somebody said about their postal vote: that it was sent, or what they mean to do with it.

    Its id is the event's or the form's. Of one person the newest holds; one that was undone is `undone_at`.
    """

    privacy = Privacy(
        about="people who vote by post, and whether they sent it",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector", user="actor"),
    )

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    elector = models.ForeignKey(
        Elector, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    said = models.CharField(max_length=10, choices=PostalSaid)
    by_another = models.BooleanField(default=False)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    device = models.ForeignKey(DeviceGrant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answer about a postal vote")
        verbose_name_plural = _("answers about postal votes")
        indexes = [
            models.Index(
                F("election"), F("elector"), F("at").desc(), condition=Q(undone_at__isnull=True), name="gotv_postal_who"
            )
        ]

    def __str__(self) -> str:
        return self.said
