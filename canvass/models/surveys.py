"""Scripts and questions of an organiser's own, and what was answered to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.register import Elector


class Survey(OwnedByUnit):
    """A script with questions, by its name. What is asked stands in its versions."""

    privacy = Privacy(
        about="people who made or put away a survey",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="five years after it was put away, or as long as an answer to it",
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
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["name", "made_at"]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(OwnedByUnit):
    """What is read out and asked, never changed once it is published. Of the survey's unit.

    `body` is {"script": text, "questions": [{"key", "text", "kind": "choice"|"choices"|"scale"|"text", "options":
    [{"code", "label"}], "only_if": {"key", "codes": [...]} or null}]}; canvass/rules/surveys.py reads it.
    """

    privacy = Privacy(
        about="people who wrote a survey",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the survey",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user="made_by"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    body = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="canvass_survey_version_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}"


class SurveyAnswer(OwnedByUnit):
    """The current answer of one elector to one question of one survey: derived from the events, as LatestContact is.

    `value` is a code, a list of codes, a number from 1 to 10, or text, as the question's kind has it.
    """

    privacy = Privacy(
        about="people who answered a survey at their door: political opinions, special category data",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="as long as what it follows from",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(elector="elector"),
    )

    elector = models.ForeignKey(
        Elector, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    value = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        constraints = [
            models.UniqueConstraint(fields=["elector", "version", "question"], name="canvass_survey_answer_once")
        ]

    def __str__(self) -> str:
        return self.question
