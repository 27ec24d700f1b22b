"""Grants: a user holds a role in a unit from a date until a date, for a reason."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, GrantKind, Purpose
from access.models.tools import Tool
from access.models.units import Unit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.roles import RoleName


class GrantQuerySet(models.QuerySet["Grant"]):
    def current(self, on: datetime.date) -> GrantQuerySet:
        """Grants in force on that day; ended ones are out from the moment they were ended."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
            starts_on__lte=on,
            ended_at__isnull=True,
        )

    def of_roles(self) -> GrantQuerySet:
        """Grants that open something here; a key to an external tool is a recorded fact and opens nothing."""
        return self.filter(tool__isnull=True)


class Grant(models.Model):
    """The right to act. Dates are read at every check, so an expired grant is refused with every worker down.

    Either `role` or `tool` is set. A key to an external tool is confirmed by whoever let the person in
    (`done_at`), and once more when they are out again (`taken_back_at`).
    """

    privacy = Privacy(
        about="people who hold or held a role or a key",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="two years after it ended",
        readers=frozenset({Permission.SEE_ACCESS}),
        exporter=rows(user=("user", "granted_by", "ended_by")),
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=RoleName, blank=True)
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    kind = models.CharField(max_length=12, choices=GrantKind, default=GrantKind.GIVEN)
    # Keys of areas inside the unit, as hooks.areas names them ("ward:12"); empty: the whole unit.
    area = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    # The term of office that it came with, and ends with.
    term = models.ForeignKey(
        "access.OfficeTerm", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Empty: until ended."))
    # Only break-glass ends by the minute.
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)
    # Said beforehand: the person has been told that it will end on `ends_on`, by whom and why.
    notice_at = models.DateTimeField(null=True, blank=True)
    notice_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Ended at once without notice, because waiting would do harm. The region sees it.
    was_urgent = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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
            models.CheckConstraint(
                condition=(Q(tool=None) & ~Q(role="")) | Q(role="", tool__isnull=False),
                name="access_grant_of_one_thing",
            ),
            models.UniqueConstraint(
                # With the term: two offices of one person may bring the same role from the same day.
                fields=["user", "unit", "role", "tool", "term", "starts_on"],
                condition=Q(ended_at__isnull=True, expires_at__isnull=True),
                nulls_distinct=False,
                name="access_grant_once",
                violation_error_message=_("This person has this role here from that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.what} · {self.unit}"

    @property
    def what(self) -> str:
        """The role, or the tool, in words."""
        return str(self.tool) if self.tool_id else str(self.get_role_display())
