"""Vote marks: claims that an elector has voted. Append-only, and never how anybody voted (RPA 1983 s.66)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User, unit_unchecked
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.models import Elector, PollingDistrict
from gotv.enums import MarkSource, MarkVerdict, Suspicion
from gotv.models.elections import Election, PollingStation


class VoteMark(OwnedByUnit):
    """One number typed or one thing told. Its id is the event's; a trigger refuses any change.

    `polling_district` and `elector` are None when the number was not found. What is held by
    whoever stores a mark (the election's counters, the phone) is not checked again for each number: that took as long
    as storing it (tests/bench/polling_day.py).
    """

    privacy = Privacy(
        about="people who have voted, never how",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll, then counts alone",
        readers=frozenset({Permission.SEE_KNOCK_UPS, Permission.CORRECT_MARKS}),
        exporter=rows(elector="elector", user="actor"),
    )

    id = models.UUIDField(primary_key=True)
    unit = unit_unchecked()
    election = models.ForeignKey(
        Election, on_delete=models.CASCADE, related_name="marks", db_index=False, db_constraint=False
    )
    station = models.ForeignKey(
        PollingStation, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    polling_district = models.ForeignKey(
        PollingDistrict, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    elector = models.ForeignKey(
        Elector, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    typed = models.CharField(max_length=24)  # exactly what was typed, with its district: "HH3 1274/1"
    source = models.CharField(max_length=10, choices=MarkSource)
    verdict = models.CharField(max_length=10, choices=MarkVerdict)
    suspicion = models.CharField(max_length=14, choices=Suspicion, blank=True, db_default="")  # why it is suspect
    sheet = models.ForeignKey(
        "gotv.Sheet", on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    device = models.ForeignKey(
        DeviceGrant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    marked_at = models.DateTimeField()  # when it was typed, the clock corrected
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("vote mark")
        verbose_name_plural = _("vote marks")
        indexes = [
            models.Index(fields=["election", "-received_at"], name="gotv_mark_election"),
            models.Index(fields=["elector", "election"], name="gotv_mark_elector"),
            models.Index(fields=["device", "-marked_at"], name="gotv_mark_device"),
            models.Index(fields=["election"], condition=~models.Q(suspicion=""), name="gotv_mark_suspect"),
        ]

    def __str__(self) -> str:
        return self.typed


class MarkVoid(OwnedByUnit):
    """A mark that was wrong. The mark stays; this says who took it back, when and why."""

    privacy = Privacy(
        about="people whose mark was taken back",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="with the mark",
        readers=frozenset({Permission.CORRECT_MARKS}),
        exporter=rows(elector="mark__elector", user="voided_by"),
    )

    mark = models.OneToOneField(VoteMark, on_delete=models.CASCADE, primary_key=True, related_name="void")
    reason = models.CharField(_("reason"), max_length=200)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.reason


class MarkCheck(OwnedByUnit):
    """What an organiser decided about a mark that was suspect: it counts from then on, or it never does."""

    privacy = Privacy(
        about="people whose mark was looked at again",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="with the mark",
        readers=frozenset({Permission.CORRECT_MARKS}),
        exporter=rows(elector="mark__elector", user="checked_by"),
    )

    mark = models.OneToOneField(VoteMark, on_delete=models.CASCADE, primary_key=True, related_name="check_made")
    counts = models.BooleanField()
    note = models.CharField(_("note"), max_length=200, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.mark_id} {self.counts}"


class Voted(OwnedByUnit):
    """An elector has voted in an election: kept with the marks in one transaction, equal to a recount of them.

    The mark is written by the same statement and append-only, so no key of this table is checked row by row.
    """

    privacy = Privacy(
        about="people who have voted, never how",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector"),
    )

    unit = unit_unchecked()
    election = models.ForeignKey(
        Election, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    mark = models.ForeignKey(VoteMark, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "elector"], name="gotv_voted_once")]

    def __str__(self) -> str:
        return f"{self.elector_id}"


class DistrictCounter(OwnedByUnit):
    """How many electors of a district have voted, by us: kept with the marks, districts in sorted order."""

    privacy = NotAboutPeople("how many of a district have voted")

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="counters", db_index=False)
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, related_name="+", db_index=False)
    voted = models.IntegerField(default=0)
    last_mark_at = models.DateTimeField(null=True)
    # How often it was written: a trigger adds one, so that whatever is counted from the marks knows that it is old.
    changes = models.BigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "polling_district"], name="gotv_counter_once"),
            models.CheckConstraint(condition=models.Q(voted__gte=0), name="gotv_counter_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.voted}"
