"""Lifts to the poll: who drives, who wants to be fetched and when, and whether it was done."""

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
from canvass.models import Elector, Household
from gotv.enums import LiftNeed, LiftState
from gotv.models.elections import Election
from gotv.models.rooms import CommitteeRoom


class Driver(OwnedByUnit):
    """Somebody with a car: an account, or a name alone. `takes` are LiftNeed values that the car can serve."""

    privacy = Privacy(
        about="people who offered to drive, and how to reach them",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(user="user"),
    )

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="drivers")
    room = models.ForeignKey(CommitteeRoom, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    car = models.CharField(_("car"), max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats for others"), default=3)
    takes = ArrayField(models.CharField(max_length=12, choices=LiftNeed), default=list, blank=True)
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    gone_at = models.DateTimeField(null=True)  # went home
    # Which link to their own page is good: a new one makes the old ones worthless (gotv/rules/drivers.py).
    link = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("driver")
        verbose_name_plural = _("drivers")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_words(self) -> str:
        """What the car can take besides people, in words; "" for nothing in particular."""
        return ", ".join(str(need.label) for need in LiftNeed if need.value in self.takes)


class Lift(OwnedByUnit):
    """Somebody who wants to be taken to the poll: an elector, or a name and an address alone.

    `needs` are LiftNeed values. What is done or called off stays, with when and why. `recorded_for` is the elector's id
    at the time: when two entries of the register turn out to be one person, `elector` moves, and back when undone.
    """

    privacy = Privacy(
        about="people who asked for a lift, what they need and how to reach them",
        purpose=Purpose.POLLING_DAY,
        basis=Basis.DEMOCRATIC,
        retention="28 days after the poll",
        readers=frozenset({Permission.SEE_KNOCK_UPS}),
        exporter=rows(elector="elector", user=("asked_by", "settled_by", "driver__user")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="lifts", db_index=False)
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    recorded_for = models.BigIntegerField(null=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    room = models.ForeignKey(CommitteeRoom, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    people = models.PositiveSmallIntegerField(_("how many"), default=1)
    from_at = models.DateTimeField(_("not before"), null=True, blank=True)
    until_at = models.DateTimeField(_("not after"), null=True, blank=True)
    needs = ArrayField(models.CharField(max_length=12, choices=LiftNeed), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LiftState, default=LiftState.WANTED)
    driver = models.ForeignKey(Driver, on_delete=models.SET_NULL, null=True, blank=True, related_name="lifts")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("why not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lift")
        verbose_name_plural = _("lifts")
        ordering = ["from_at", "asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(elector__isnull=False) | Q(name__gt="", address__gt=""), name="gotv_lift_is_somebodys"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="gotv_lift_takes_somebody"),
        ]
        indexes = [models.Index(fields=["election", "state", "from_at"], name="gotv_lift_election")]

    def __str__(self) -> str:
        return f"{self.election_id} {self.state}"
