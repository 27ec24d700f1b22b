"""A phone's grant: it only writes, for one purpose, and outlives the login that made it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, DeviceKind, PhoneStop, Purpose
from access.models.units import OwnedByUnit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows


class DeviceGrant(OwnedByUnit):
    """Lets one phone send what it recorded (reliability S5). Reading anything still needs a live session.

    `scope` says what for: {"board": "<uuid>"}, {"round": "<uuid>"} or {"election": id, "station": id}. The token is
    stored only as its SHA-256. The device_id is the phone's own, bound at the first use.

    Once stopped (`revoked_at`) it may still send, and what arrives waits for a person; the answer tells the phone to
    wipe itself when all is sent. `wiped_at` is when it said that it had; None until then, and for good if it never
    comes near a network again.
    """

    privacy = Privacy(
        about="people who send from a phone",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="90 days after it may write no more",
        readers=frozenset({Permission.MAKE_BOARDS, Permission.SET_UP_POLLING_DAY}),
        exporter=rows(user="user"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=DeviceKind)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    device_id = models.UUIDField(null=True, blank=True)
    scope = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    write_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=12, choices=PhoneStop, blank=True)
    wiped_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    app_version = models.CharField(max_length=20, blank=True)
    queue_depth = models.PositiveIntegerField(default=0)
    # Up to which recall (canvass.Recall.number) the phone has said that it has taken people off its list.
    heard_recall = models.BigIntegerField(default=0, db_default=0)
    # Whether the browser promised to throw nothing away by itself; None: it hasn't said.
    persists = models.BooleanField(null=True, blank=True)
    # When another phone last tried to send with this token. It is refused, and the person should know.
    second_device_at = models.DateTimeField(null=True, blank=True)
    # When its person opened the same board on another phone, or on this one after its browser had thrown everything
    # away. What it still held then may be lost; None again as soon as it is heard of.
    replaced_at = models.DateTimeField(null=True, blank=True)
    # Whether it was this very browser that came back with an empty store: then what it held is gone.
    emptied = models.BooleanField(default=False, db_default=False)
    # By how many seconds its clock was slow when it last sent (fast: less than 0); 0 within five minutes (C6).
    clock_slow_by = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        indexes = [models.Index(fields=["unit", "kind", "-created_at"], name="access_device_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"
