"""Two entries that may be one elector: for a person to say (domain A2)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import MatchDecision
from canvass.models.imports import RegisterImport
from canvass.models.register import Elector


class DoubtfulMatch(OwnedByUnit):
    """Somebody who left the register with a file, and somebody new in it, who may be the same person.

    Until it is decided the two are two people, and whoever asked not to be contacted is respected in both: a door is
    not knocked for `now` while an open match leads to a `was` who objects. `score` is 0 to 100, `reasons` are codes
    of what speaks for and against (canvass/rules/matches.py has the words). `before` is how `was` stood before the
    two became one, and which other questions that answered: what undoing needs; None where nothing was merged.
    """

    privacy = Privacy(
        about="people whose entry may have changed its number, name or address",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="with the edition",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(elector=("was", "now"), user="decided_by"),
    )

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="matches", db_constraint=False
    )
    was = models.ForeignKey(Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    now = models.ForeignKey(Elector, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    score = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    decision = models.CharField(max_length=10, choices=MatchDecision, default=MatchDecision.OPEN, db_default="open")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("doubtful match")
        verbose_name_plural = _("doubtful matches")
        ordering = ["-score", "now", "id"]
        constraints = [models.UniqueConstraint(fields=["was", "now"], name="canvass_match_once")]
        indexes = [
            models.Index(F("unit"), F("score").desc(), condition=Q(decision="open"), name="canvass_match_open"),
        ]

    def __str__(self) -> str:
        return f"{self.was_id} {self.now_id}"
