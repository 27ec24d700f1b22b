"""Offices of a unit, who holds them, and for which term (domain D2)."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models.units import OwnedByUnit
from access.models.users import User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from access.roles import RoleName
from access.scoping import ScopedManager


class Office(OwnedByUnit):
    """A post in a unit: secretary, treasurer, campaign co-ordinator. `roles` is what its holder is entitled to.

    `seats` is how many may hold it together: a job-share has two. The chair and the treasurer can't be shared.
    """

    privacy = NotAboutPeople("a post, not who holds it")

    title = models.CharField(_("title"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("how many may hold it together"), default=1)
    roles = ArrayField(models.CharField(max_length=30, choices=RoleName), default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                condition=Q(closed_at__isnull=True),
                name="access_office_once",
                violation_error_message=_("There is an office of this name already."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=4), name="access_office_has_seats"),
        ]

    def __str__(self) -> str:
        return self.title


class OfficeTermQuerySet(models.QuerySet["OfficeTerm"]):
    def current(self, on: datetime.date) -> OfficeTermQuerySet:
        """Terms in force on that day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class OfficeTerm(OwnedByUnit):
    """Somebody holds an office from a day until the end of a day. Its grants end with it (Grant.term)."""

    own_through = "user"

    privacy = Privacy(
        about="officers of a unit",
        purpose=Purpose.ACCESS,
        basis=Basis.MEMBERS,
        retention="six years after the term, as minutes are",
        readers=frozenset({Permission.SEE_ACCESS}),
        exporter=rows(user="user"),
    )

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="terms")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="office_terms")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day, usually that of the next annual meeting."))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager.from_queryset(OfficeTermQuerySet)()  # type: ignore[misc] # the parent's counts as a class variable

    class Meta:
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["unit", "ends_on"], name="access_term_unit")]
        constraints = [
            # A term that was handed over before it began ends the day before its start, and counts for no day.
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on") - datetime.timedelta(days=1)),
                name="access_term_ends_after_it_starts",
                violation_error_message=_("The last day can't be before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.user}"
