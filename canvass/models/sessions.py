"""Canvass sessions: an outing on a day, its teams, and who joined them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows


def _user(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(User, on_delete=models.PROTECT, null=null, related_name="+")


class CanvassSession(OwnedByUnit):
    """One outing: when and where people meet, who leads it, and by when everybody is back.

    `join_sha256` is the hash of the code that people scan at the meeting point, null when nobody can join by it;
    it holds until `join_until`.
    """

    privacy = Privacy(
        about="people who lead a session",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years, or as long as its boards",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("leader", "made_by", "closed_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    meets_at = models.DateTimeField(_("when people meet"))
    back_at = models.DateTimeField(_("when everybody is to be back"))
    meeting_point = models.CharField(_("meeting point"), max_length=200)
    leader = _user()
    notes = models.TextField(_("what people should know"), blank=True, max_length=1000)
    # The survey that its boards carry; None: only the questions that every board has.
    survey = models.ForeignKey("canvass.SurveyVersion", on_delete=models.PROTECT, null=True, related_name="+")
    join_sha256 = models.BinaryField(max_length=32, null=True, unique=True)
    join_until = models.DateTimeField(null=True)
    made_by = _user()
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = _user(null=True)

    class Meta:
        verbose_name = _("canvass session")
        verbose_name_plural = _("canvass sessions")
        ordering = ["-meets_at"]
        indexes = [models.Index(fields=["unit", "-meets_at"], name="canvass_session_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(back_at__gt=models.F("meets_at")),
                name="canvass_session_ends_later",
                violation_error_message=_("People are to be back after they have met."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(OwnedByUnit):
    """People who go out together. Out from `out_at` until `back_at`; due at `due_at`; `fine_at`: last said all is well.

    Of the session's unit.
    """

    privacy = Privacy(
        about="people in a team, through its members",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the session",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="members__user"),
    )

    session = models.ForeignKey(CanvassSession, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name of the team"), max_length=60)
    out_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    fine_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="canvass_team_name_once")]

    def __str__(self) -> str:
        return self.name


class Joined(OwnedByUnit):
    """Somebody came to a session; in a team once the leader has put them there. Of the session's unit.

    `way` says how: with a role here, vouched for by the leader at the meeting point, or from another CLP.
    """

    privacy = Privacy(
        about="people who came to a session",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the session",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("user", "vouched_by")),
    )

    session = models.ForeignKey(CanvassSession, on_delete=models.CASCADE, related_name="joined", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(
        max_length=8, choices=[("role", _("Has a role here")), ("vouched", _("Vouched for")), ("visitor", _("Visitor"))]
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    vouched_by = _user(null=True)
    vouched_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person in a session")
        verbose_name_plural = _("people in a session")
        ordering = ["joined_at"]
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="canvass_joined_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.user_id}"
