"""One object shared with one person: a board, and whatever else an app registers in access.hooks.shareable."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionAbstract

from access.enums import Basis, Purpose
from access.models.units import OwnedByUnit
from access.models.users import User
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.scoping import ScopedManager


class ShareQuerySet(models.QuerySet["Share"]):
    def current(self, on: datetime.date) -> ShareQuerySet:
        """Shares that hold on that day. What is revoked is gone from the table, and stands in the record."""
        return self.filter(until_on__gte=on)


class ShareManager(UserObjectPermissionManager, ScopedManager.from_queryset(ShareQuerySet)):  # type: ignore[misc]
    """django-guardian's ways to find permissions, within the units in scope."""


class Share(OwnedByUnit, UserObjectPermissionAbstract):
    """A person may see one object, until the end of a day: django-guardian's permission, with its unit and reason.

    settings.GUARDIAN_USER_OBJ_PERMS_MODEL names this model. `unit` is the object's. `title` is what the object was
    called when it was shared; it names nobody.
    """

    own_through: ClassVar[str] = "user"
    privacy = Privacy(
        about="people with whom something is shared, and who shared it",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="until it ends",
        readers=frozenset({Permission.MAKE_BOARDS}),
        exporter=rows(user=("user", "shared_by")),
    )

    title = models.CharField(_("what"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    why = models.CharField(_("why"), max_length=300)
    until_on = models.DateField(_("until"), help_text=_("The last day."))
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(auto_now_add=True)

    objects = ShareManager()  # type: ignore[misc] # the library's own manager is not scoped, ours is

    class Meta(UserObjectPermissionAbstract.Meta):
        abstract = False
        verbose_name = _("shared object")
        verbose_name_plural = _("shared objects")
        ordering = ["shared_at", "id"]
        indexes = [
            models.Index(fields=["user", "until_on"], name="access_share_user"),
            models.Index(fields=["content_type", "object_pk"], name="access_share_object"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.user_id}"

    @property
    def label(self) -> str:
        """The object's model as hooks.shareable names it: "canvass.board"."""
        return f"{self.content_type.app_label}.{self.content_type.model}"
