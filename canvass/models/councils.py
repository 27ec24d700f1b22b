"""Councils, and the editions of the register that they supplied."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit
from access.privacy import NotAboutPeople
from canvass.enums import Nation


class Council(OwnedByUnit):
    """A registration authority that supplies a register. A CLP that crosses council boundaries has several (A1).

    `attainment_age` is the age that its dates of attainment mean: 18 nearly everywhere, 16 where a Scottish or Welsh
    register prints the day from which somebody may vote in local elections. `version` counts every change of what
    is held from it, so that a decision made about one state of the register can't be carried out on another.
    """

    privacy = NotAboutPeople("a council")

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("ONS code"), max_length=12, blank=True, db_default="")
    nation = models.CharField(_("nation"), max_length=16, choices=Nation, default=Nation.ENGLAND)
    attainment_age = models.PositiveSmallIntegerField(_("age at attainment"), default=18, db_default=18)
    version = models.IntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="canvass_council_once")]

    def __str__(self) -> str:
        return self.name


class RegisterEdition(OwnedByUnit):
    """One full register as a council supplied it. Its notices of alteration are the imports of kind "update"."""

    privacy = NotAboutPeople("when a register was supplied, and by which council")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="editions")
    dated_on = models.DateField(_("register date"))
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("register edition")
        verbose_name_plural = _("register editions")
        ordering = ["-dated_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "council"], condition=Q(is_current=True), name="canvass_one_current_edition"
            )
        ]

    def __str__(self) -> str:
        return str(self.dated_on)
