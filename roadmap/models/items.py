"""Roadmap items: asked for, supported, answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import User
from access.permissions import Permission
from access.privacy import Privacy, rows
from roadmap.enums import ItemState


class Item(models.Model):
    """Something that somebody asked for. It belongs to the whole installation: no unit's data is in it."""

    privacy = Privacy(
        about="people who asked for something",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="for good; the name goes with the account",
        readers=frozenset({Permission.ANSWER_IDEAS}),
        exporter=rows(user="asked_by"),
        everywhere="what is asked for is for the whole installation to read, and says nothing of anybody but who asked",
    )

    title = models.CharField(_("what is needed"), max_length=120)
    body = models.TextField(_("why, and for whom"), max_length=4000)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.ASKED)
    answer = models.TextField(_("answer"), blank=True, max_length=4000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("roadmap item")
        verbose_name_plural = _("roadmap items")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="roadmap_declined_has_an_answer",
                violation_error_message=_("Say why it was declined. People who asked deserve the reason."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """Somebody needs this too. One each."""

    privacy = Privacy(
        about="people who need something too",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="as long as what they need",
        readers=frozenset({Permission.ANSWER_IDEAS}),
        exporter=rows(user="user"),
        everywhere="what is asked for is for the whole installation to read; who needs it is shown as a count",
    )

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="supports", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="roadmap_support_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"
