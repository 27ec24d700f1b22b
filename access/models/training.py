"""Lessons passed and terms signed. The texts are Markdown in content/; a row names the version it was about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows


class LessonPass(models.Model):
    """Somebody answered a lesson's questions. Append-only: a new version of the lesson asks for a new row."""

    privacy = Privacy(
        about="people with an account",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="as long as the account",
        readers=frozenset({Permission.GIVE_ACCESS}),
        exporter=rows(user="user"),
        everywhere="a lesson is passed once for all units; shown to its person, and where they hold or ask for a role",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lesson_passes")
    lesson = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    passed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lesson passed")
        verbose_name_plural = _("lessons passed")
        indexes = [models.Index(fields=["user", "lesson", "-passed_at"], name="access_lesson_user")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.version}"


class TermsSignature(models.Model):
    """Somebody signed terms by typing their name. Append-only. Counts for twelve months and for its version."""

    privacy = Privacy(
        about="people who signed terms",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="six years: it proves who was bound by what",
        readers=frozenset({Permission.GIVE_ACCESS}),
        exporter=rows(user="user"),
        everywhere="terms are signed once for all units; shown to their person, and where they hold or ask for a role",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    terms = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    # What was on the screen: so that nobody can say later that another text was signed.
    text_sha256 = models.BinaryField(max_length=32)
    signed_as = models.CharField(_("your full name"), max_length=120)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        indexes = [models.Index(fields=["user", "terms", "-signed_at"], name="access_signature_user")]

    def __str__(self) -> str:
        return f"{self.terms} {self.version}"
