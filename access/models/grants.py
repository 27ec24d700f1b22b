"""Grants: a user holds a role in a unit from a date until a date, for a reason."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.models.units import Unit
from access.models.users import User
from access.roles import RoleName


class GrantQuerySet(models.QuerySet["Grant"]):
    def current(self, on: datetime.date) -> GrantQuerySet:
        """Grants in force on that day; ended ones are out from the moment they were ended."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, ended_at__isnull=True)


class Grant(models.Model):
    """The right to act. Dates are read at every check, so an expired grant is refused with every worker down."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=RoleName)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Empty: until ended."))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["unit__name", "role", "user__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="access_grant_ends_after_it_starts",
                violation_error_message=_("The last day can't be before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="access_grant_has_a_reason",
                violation_error_message=_("Say why this person needs the role."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="access_grant_ended_by_needs_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role", "starts_on"],
                condition=Q(ended_at__isnull=True),
                name="access_grant_once",
                violation_error_message=_("This person has this role here from that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"
