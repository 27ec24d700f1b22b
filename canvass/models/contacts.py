"""What was recorded: an append-only log of events, and what follows from it (reliability 1.3-1.5)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User, unit_unchecked
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.enums import EventStatus, Intention, Outcome
from canvass.models.register import Elector, Household


class ContactEvent(OwnedByUnit):
    """One thing that a phone recorded. Its id was made by the phone and is the idempotency key.

    Without a `device` it is an objection that outlived the entry of whoever made it (canvass/actions/keeping.py).

    Never edited: a correction is a new event that names the one it supersedes. A trigger lets only `status` and
    `quarantine_reason` change. The elector is named twice, by id and by district and number, so that an event
    can be re-attached after a register changed underneath it. Words and numbers are taken out when their time is over
    (canvass/actions/keeping/erasing.py): then `erased_at` says when, and the hash is empty.
    """

    privacy = Privacy(
        about="what people said at their door: political opinions, special category data",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years, words two; an objection for good; of a polling day four weeks after it",
        readers=frozenset({Permission.REVIEW_ANSWERS, Permission.SEE_BOARDS}),
        exporter=rows(elector="elector", user="actor"),
    )

    id = models.UUIDField(primary_key=True)
    unit = unit_unchecked()
    board_id = models.UUIDField(null=True)
    elector = models.ForeignKey(
        Elector, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    district_code = models.CharField(max_length=16, blank=True)
    number = models.IntegerField(null=True)
    suffix = models.IntegerField(null=True)
    kind = models.CharField(max_length=30)
    payload = models.JSONField()
    payload_sha256 = models.BinaryField(max_length=32)
    schema_v = models.SmallIntegerField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # Read in the transaction that stores its events, and never deleted while there are any.
    device = models.ForeignKey(
        DeviceGrant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    device_seq = models.BigIntegerField()
    device_time = models.DateTimeField()
    device_utc_offset = models.SmallIntegerField()  # minutes
    est_occurred_at = models.DateTimeField()  # device_time corrected by the clock's offset, never after arrival
    received_at = models.DateTimeField(db_default=Now())
    supersedes = models.UUIDField(null=True)
    status = models.CharField(max_length=12, choices=EventStatus, default=EventStatus.LIVE)
    quarantine_reason = models.CharField(max_length=40, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recorded event")
        verbose_name_plural = _("recorded events")
        constraints = [
            models.UniqueConstraint(fields=["device", "device_seq"], name="canvass_event_seq_once"),
            models.CheckConstraint(
                condition=Q(status="quarantined", quarantine_reason__gt="") | ~Q(status="quarantined"),
                name="canvass_event_quarantine_has_a_reason",
            ),
        ]
        indexes = [
            # What tellers send names none of the three.
            models.Index(
                F("elector"),
                F("est_occurred_at").desc(),
                F("device_seq").desc(),
                condition=Q(elector__isnull=False),
                name="canvass_event_elector",
            ),
            models.Index(
                F("household"),
                F("est_occurred_at").desc(),
                condition=Q(household__isnull=False),
                name="canvass_event_household",
            ),
            models.Index(fields=["board_id"], condition=Q(board_id__isnull=False), name="canvass_event_board"),
            models.Index(fields=["unit", "est_occurred_at"], condition=Q(kind="answer"), name="canvass_event_answers"),
            models.Index(fields=["supersedes"], condition=Q(supersedes__isnull=False), name="canvass_event_supersedes"),
            models.Index(
                fields=["unit", "received_at"], condition=Q(status="quarantined"), name="canvass_event_quarantine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SyncBatch(OwnedByUnit):
    """That a phone sent a batch: counts only, kept 90 days. Of the phone's unit."""

    privacy = NotAboutPeople("counts of what a phone sent, without whose it was about")

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(DeviceGrant, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField(db_default=Now())
    events = models.SmallIntegerField()
    stored = models.SmallIntegerField()
    duplicates = models.SmallIntegerField()
    quarantined = models.SmallIntegerField()
    rejected = models.SmallIntegerField()

    def __str__(self) -> str:
        return str(self.id)


class LatestContact(OwnedByUnit):
    """The current answer of each elector we have tried: derived from the events, rebuilt to the same at any time.

    `do_not_contact`, `moved` and `deceased` are sticky: no later event lifts them, only a person online (C3).
    """

    privacy = Privacy(
        about="what people said last: political opinions, special category data",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as what it follows from",
        readers=frozenset({Permission.SEE_BOARDS, Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector"),
    )

    elector = models.OneToOneField(
        Elector, on_delete=models.CASCADE, primary_key=True, related_name="latest_contact", db_constraint=False
    )
    intention = models.CharField(max_length=14, choices=Intention, blank=True)
    labour_scale = models.SmallIntegerField(null=True)
    intention_at = models.DateTimeField(null=True)
    spoken_at = models.DateTimeField(null=True)  # the last conversation, whatever was said
    issues = models.JSONField(default=list)  # codes, of the last conversation that named any
    ruled_out = models.JSONField(default=list, db_default=[])  # parties never to be voted for: Intention codes
    wishes = models.JSONField(default=list, db_default=[])  # Wish codes
    language = models.CharField(max_length=40, blank=True, db_default="")  # the one to bring along next time
    # The last intention came from somebody else in the house, and not from the person.
    reported = models.BooleanField(default=False, db_default=False)
    do_not_contact = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    deceased = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("latest contact")
        verbose_name_plural = _("latest contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(labour_scale__isnull=True) | Q(labour_scale__gte=1, labour_scale__lte=10),
                name="canvass_scale_1_to_10",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "elector"], condition=Q(intention="labour"), name="canvass_promise"),
            models.Index(fields=["unit", "elector"], condition=Q(do_not_contact=True), name="canvass_no_contact"),
        ]

    def __str__(self) -> str:
        return self.intention


class LatestVisit(OwnedByUnit):
    """When a door was last knocked, and what came of it: derived from the events like LatestContact."""

    privacy = Privacy(
        about="people behind a door, and when it was knocked",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as what it follows from",
        readers=frozenset({Permission.SEE_BOARDS, Permission.RECORD_DOORS}),
        exporter=rows(elector="household__electors"),
    )

    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, primary_key=True, related_name="latest_visit", db_constraint=False
    )
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome)

    def __str__(self) -> str:
        return self.outcome
