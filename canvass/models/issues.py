"""What people raise: topics from a controlled list, and who raised which, when."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.places import Ward
from canvass.models.register import Elector


class IssueTopic(OwnedByUnit):
    """A topic that a CLP has added to the common list (enums.Issue), or something it changed about one of those.

    `code` is what events carry: for a topic of one's own "own_" and a short name, for a common one its own code.
    `ward`: offered only there; None: everywhere. `merged_into` is the code that counts instead. An `archived` topic
    is no longer offered and still counted.
    """

    privacy = Privacy(
        about="people who added a topic",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as it is counted",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    code = models.CharField(max_length=40)
    label = models.CharField(_("topic"), max_length=60)
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.CharField(max_length=40, blank=True)
    archived = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="canvass_topic_once")]

    def __str__(self) -> str:
        return self.label


class IssueRaised(OwnedByUnit):
    """Somebody raised a topic in one conversation: derived from the events that count, as LatestContact is.

    `topic` is the code as it was sent; what it was merged into is read when it is counted.
    """

    privacy = Privacy(
        about="people who raised something at their door: political opinions, special category data",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as what it follows from",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="elector"),
    )

    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    event_id = models.UUIDField(default=uuid.uuid4)
    topic = models.CharField(max_length=40)
    at = models.DateTimeField()
    reported = models.BooleanField(default=False, db_default=False)  # somebody else in the house said so for them

    class Meta:
        verbose_name = _("issue raised")
        verbose_name_plural = _("issues raised")
        constraints = [models.UniqueConstraint(fields=["elector", "event_id", "topic"], name="canvass_raised_once")]
        indexes = [models.Index(fields=["unit", "at"], name="canvass_raised_unit")]

    def __str__(self) -> str:
        return self.topic
