"""Target lists: a readable rule over what we know, and the frozen list that came of it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import Channel
from canvass.models.register import Elector, Household


class TargetRule(OwnedByUnit):
    """A saved rule by its name. What it says is in its versions: the newest holds, the others explain old lists."""

    privacy = Privacy(
        about="people who made or put away a rule",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years after it was put away",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("made_by", "archived_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["name", "made_at"]

    def __str__(self) -> str:
        return self.name


class TargetRuleVersion(OwnedByUnit):
    """What a rule says, never changed afterwards. Of the rule's unit.

    `body` is {"conditions": [{"field", "op", "value"}, ...], "recontact_days": int, "approaches": int,
    "approach_days": int}; canvass/rules/targets.py reads it and puts it into words.
    """

    privacy = Privacy(
        about="people who wrote a rule",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the rule",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    rule = models.ForeignKey(TargetRule, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    body = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="canvass_rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.number}"


class TargetList(OwnedByUnit):
    """Who a rule found on one day in one area: frozen, with the version of the rule that found them.

    `area` is {"districts": [ids], "road_groups": [ids], "streets": [[district, street], ...]}, empty for everywhere.
    `left_out` counts electors by the first reason that kept each of them out: {"recent": 201, "postal": 80}.
    """

    privacy = Privacy(
        about="people who made or put away a list",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="two years after it and its boards were put away",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("made_by", "closed_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the list"), max_length=120)
    version = models.ForeignKey(TargetRuleVersion, on_delete=models.PROTECT, related_name="lists")
    area = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    electors = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("target list")
        verbose_name_plural = _("target lists")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["unit", "-made_at"], name="canvass_list_unit")]

    def __str__(self) -> str:
        return self.name


class Listed(OwnedByUnit):
    """Somebody on a target list. `reasons` are the places in the version's conditions that they met, from 0.

    Written by the ten thousand: keys are not checked row by row (canvass/models/register.py).
    """

    privacy = Privacy(
        about="people who are to be called on, and why",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the list",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="elector"),
    )

    target_list = models.ForeignKey(
        TargetList, on_delete=models.CASCADE, related_name="listed", db_index=False, db_constraint=False
    )
    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    reasons = ArrayField(models.SmallIntegerField())

    class Meta:
        verbose_name = _("person on a list")
        verbose_name_plural = _("people on lists")
        constraints = [models.UniqueConstraint(fields=["target_list", "elector"], name="canvass_listed_once")]

    def __str__(self) -> str:
        return f"{self.target_list_id} {self.elector_id}"


class Approach(OwnedByUnit):
    """That somebody turned to a household, on whatever channel: what the budget of approaches counts.

    Derived for the door (one a visit, by recomputing a household's events); other channels write their own rows.
    `source` is the id of what it came from, as text.
    """

    privacy = Privacy(
        about="people whom somebody turned to, and when",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="two years",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="household__electors"),
    )

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    channel = models.CharField(max_length=8, choices=Channel)
    at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("approach")
        verbose_name_plural = _("approaches")
        indexes = [
            models.Index(F("household"), F("at").desc(), name="canvass_approach_household"),
            models.Index(fields=["source"], condition=~Q(channel=Channel.DOOR), name="canvass_approach_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.household_id}"
