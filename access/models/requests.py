"""Requests for access: what somebody needs to do, who decides, by when, and every step on the way."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import AppealState, Basis, Purpose, RefusalReason, RequestState, StepKind
from access.models.grants import Grant
from access.models.tools import Tool
from access.models.units import OwnedByUnit, Unit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.roles import RoleName


class AccessRequest(OwnedByUnit):
    """Somebody asks for a role, or a key to a tool, in `unit`.

    It rests at `rests_with`: the unit itself first, the one above after each escalation. `escalates_at` is when
    it moves on if nobody has decided; None at the top of the tree or once it is closed. `number` is what people
    say on the phone ("request 214").
    """

    own_through = "user"

    privacy = Privacy(
        about="people who asked for access",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="two years after the decision",
        readers=frozenset({Permission.GIVE_ACCESS, Permission.DECIDE_FIELD}),
        exporter=rows(user=("user", "decided_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_requests")
    role = models.CharField(_("role"), max_length=30, choices=RoleName, blank=True)
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    need = models.CharField(_("what you need to do"), max_length=300)
    why = models.CharField(_("why"), max_length=500, blank=True)
    area = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    # Renewing: the grant that is about to end.
    renews = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    rests_with = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    escalates_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=30, choices=RefusalReason, blank=True)
    words = models.CharField(_("in your own words"), max_length=1000, blank=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["unit", "state", "asked_at"], name="access_request_unit"),
            models.Index(fields=["user", "-asked_at"], name="access_request_user"),
            models.Index(fields=["escalates_at"], condition=Q(state="open"), name="access_request_clock"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(tool=None) & ~Q(role="")) | Q(role="", tool__isnull=False),
                name="access_request_for_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason="") & ~Q(words="")) | ~Q(state="refused"),
                name="access_request_refused_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role", "tool"],
                condition=Q(state__in=["open", "asked_back"]),
                nulls_distinct=False,
                name="access_request_open_once",
                violation_error_message=_("You have asked for this here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def what(self) -> str:
        """The role, or the tool, in words."""
        return str(self.tool) if self.tool_id else str(self.get_role_display())

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision; also while a question is out, since the clock goes on."""
        return self.state in {RequestState.OPEN, RequestState.ASKED_BACK}


class RequestStep(OwnedByUnit):
    """One step of a request. Append-only; the track that the person, the deciders and the appeal see."""

    own_through = "request__user"

    privacy = Privacy(
        about="people who asked for access, and who dealt with it",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="with the request",
        readers=frozenset({Permission.GIVE_ACCESS, Permission.DECIDE_FIELD}),
        exporter=rows(user=("request__user", "by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    # Ids and counts: whom it was sent to, the unit it went up to, what was made smaller.
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of a request")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "at"], name="access_step_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class Appeal(OwnedByUnit):
    """Against a refused request or an ended grant, once, to the unit above. `unit` is where it was decided."""

    own_through = "user"

    privacy = Privacy(
        about="people who appealed",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="two years after the decision",
        readers=frozenset({Permission.GIVE_ACCESS}),
        exporter=rows(user=("user", "decided_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appeals")
    request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    ended_grant = models.OneToOneField(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal")
    decided_at_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("why this should be looked at again"), max_length=1000)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["unit", "state"], name="access_appeal_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=True, ended_grant__isnull=False)
                | Q(request__isnull=False, ended_grant__isnull=True),
                name="access_appeal_against_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def subject(self) -> AccessRequest | Grant:
        """What it is against: a constraint makes sure that it is one of the two."""
        return cast(AccessRequest | Grant, self.request if self.request_id is not None else self.ended_grant)
