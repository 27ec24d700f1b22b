"""Rounds of knocking up: one team per road group per round, and what each person at a door said."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import DeviceGrant, OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models import Elector, Household, PollingDistrict, RoadGroup
from gotv.enums import KnockSaid
from gotv.models.elections import Election
from gotv.models.rooms import CommitteeRoom


class Round(OwnedByUnit):
    """One pass over a road group (`road_group`), or over the rest of a district that is in none (None).

    Who is still to be called on is read live and never frozen here: a door that is finished goes from every list by
    what was said there, whether or not the round has ended. `runner` carries it on a phone; `team` is their name.
    """

    privacy = Privacy(
        about="people who knock up",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_POLLING_DAY, Permission.SEE_KNOCK_UPS}),
        exporter=rows(user=("runner", "begun_by", "ended_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="rounds")
    polling_district = models.ForeignKey(PollingDistrict, on_delete=models.PROTECT, related_name="+")
    road_group = models.ForeignKey(RoadGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(CommitteeRoom, on_delete=models.SET_NULL, null=True, blank=True, related_name="rounds")
    number = models.PositiveSmallIntegerField()  # of this road group or district in this election, from 1
    team = models.CharField(_("team"), max_length=80, blank=True)
    runner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "polling_district", "road_group"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="gotv_round_one_team",
                violation_error_message=_("A team is out there already. End its round first."),
            ),
            models.UniqueConstraint(
                fields=["election", "polling_district", "road_group", "number"],
                nulls_distinct=False,
                name="gotv_round_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.polling_district_id} {self.number}"


class Knock(OwnedByUnit):
    """What came of one knock: about a person, or about a door (`elector` None: nobody in, nobody can get in).

    Its id is the event's. Append-only: of one person or door the newest holds, and one that was undone is `undone_at`.
    """

    privacy = Privacy(
        about="what people said on polling day: whether they have voted or will, never how",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector", user="actor"),
    )

    id = models.UUIDField(primary_key=True)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="knocks")
    elector = models.ForeignKey(
        Elector, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    said = models.CharField(max_length=12, choices=KnockSaid)
    by_another = models.BooleanField(default=False)  # somebody else in the house said it
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    device = models.ForeignKey(DeviceGrant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("knock")
        verbose_name_plural = _("knocks")
        indexes = [
            models.Index(
                F("election"), F("elector"), F("at").desc(), condition=Q(undone_at__isnull=True), name="gotv_knock_who"
            ),
            models.Index(
                F("election"),
                F("household"),
                F("at").desc(),
                condition=Q(undone_at__isnull=True),
                name="gotv_knock_door",
            ),
        ]

    def __str__(self) -> str:
        return self.said
