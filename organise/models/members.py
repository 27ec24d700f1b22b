"""Members of a CLP."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, Unit
from access.permissions import Permission
from access.privacy import Privacy, rows
from organise.enums import MemberState


class Member(OwnedByUnit):
    """A person who belongs to the CLP. Not an account: an account signs in, a member need not."""

    privacy = Privacy(
        about="members of the party: it tells a political opinion, special category data",
        purpose=Purpose.MEMBERSHIP,
        basis=Basis.MEMBERS,
        retention="24 months after they left",
        readers=frozenset({Permission.SEE_MEMBERS}),
        exporter=rows(member="pk"),
    )

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    membership_number = models.CharField(_("membership number"), max_length=30, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    state = models.CharField(_("membership"), max_length=12, choices=MemberState, default=MemberState.PAID_UP)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["last_name", "first_name", "id"]
        indexes = [models.Index(fields=["unit", "last_name", "first_name"], name="organise_member_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "membership_number"],
                condition=~Q(membership_number=""),
                name="organise_member_number_once",
                violation_error_message=_("There is a member with this membership number already."),
            ),
            models.UniqueConstraint(
                "unit",
                Lower("email"),
                Lower("last_name"),
                Lower("first_name"),
                condition=Q(membership_number="") & ~Q(email=""),
                name="organise_member_email_once",
                violation_error_message=_("There is a member with this name and email address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
