"""Tellers: who stands where and when, and the one-time code that lets a phone in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from gotv.models.elections import Election, PollingStation


class TellerShift(OwnedByUnit):
    """Somebody is to stand outside a station from a time until a time: an account, or a name alone."""

    privacy = Privacy(
        about="people who offered to be tellers, and how to reach them",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SET_UP_POLLING_DAY, Permission.SEE_POLLING_DAY}),
        exporter=rows(user=("user", "made_by")),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("teller’s shift")
        verbose_name_plural = _("tellers’ shifts")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gotv_shift_has_a_length"),
            models.CheckConstraint(condition=Q(user__isnull=False) | Q(name__gt=""), name="gotv_shift_is_somebodys"),
        ]
        indexes = [models.Index(fields=["election", "station", "starts_at"], name="gotv_shift_election")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.starts_at}"


class TellerPass(OwnedByUnit):
    """A one-time code that lets one phone send numbers for one station (reliability T1, T2).

    Stored only as the SHA-256 of its token; `spoken_sha256` is that of eight characters to say on the telephone, good
    until `spoken_until` and for five tries: the first four (`spoken_finder`) say which code is meant, so that a wrong
    try counts against it. Whoever uses it needs no account: `name` and `phone` are what they said.
    `grant` is what it was exchanged for, None until then; `checked_at` when that phone last proved that it works.
    """

    privacy = Privacy(
        about="people who tell at a station, and how to reach them",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SET_UP_POLLING_DAY, Permission.CORRECT_MARKS}),
        exporter=rows(user=("made_by", "grant__user")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="passes")
    shift = models.ForeignKey(TellerShift, on_delete=models.SET_NULL, null=True, related_name="passes")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    spoken_finder = models.CharField(max_length=4, blank=True, db_default="")
    spoken_sha256 = models.BinaryField(max_length=32, null=True)
    spoken_until = models.DateTimeField(null=True)
    spoken_tries = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    grant = models.OneToOneField(DeviceGrant, on_delete=models.CASCADE, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # The teller who took over from them, on another phone.
    followed_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("teller’s code")
        verbose_name_plural = _("tellers’ codes")
        indexes = [
            models.Index(fields=["election", "station"], name="gotv_teller_pass_station"),
            models.Index(fields=["spoken_finder"], condition=~Q(spoken_finder=""), name="gotv_teller_pass_spoken"),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.id}"
