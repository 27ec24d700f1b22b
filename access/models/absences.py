"""When somebody who decides is away, and who stands in."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models.grants import Grant
from access.models.units import OwnedByUnit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.scoping import ScopedManager


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date) -> AbsenceQuerySet:
        """Absences that cover that day."""
        return self.filter(from_on__lte=day, until_on__gte=day, called_off_at=None)


class Absence(OwnedByUnit):
    """Somebody with a role in `unit` is away from a day until the end of a day. A deputy gets a dated grant."""

    own_through = "user"

    privacy = Privacy(
        about="people who decide, and when they are away",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="a year after it ended",
        readers=frozenset({Permission.SEE_ACCESS}),
        exporter=rows(user="user"),
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), help_text=_("The last day away."))
    deputy_grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(AbsenceQuerySet)()  # type: ignore[misc] # the parent's counts as a class variable

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["from_on", "pk"]
        indexes = [models.Index(fields=["unit", "until_on"], name="access_absence_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="access_absence_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.from_on} {self.until_on}"
