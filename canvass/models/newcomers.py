"""Newcomers: somebody at the meeting point who asks to join and for whom the leader has still to vouch."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.sessions import CanvassSession


class Newcomer(OwnedByUnit):
    """Who asked to join a session by its code, under which name and address ("": none). Of the session's unit.

    It is no account and opens nothing. `user` is the account that they asked with, or that they have since the
    leader vouched for them. `made_account` says that the account was made by that: then the phone that asked, which
    alone holds the key of `key_sha256`, may go on as that person without any other proof, for that day.
    """

    privacy = Privacy(
        about="people who asked to join a session",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="a week after the session",
        readers=frozenset({Permission.MAKE_BOARDS}),
        exporter=rows(user=("user", "decided_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CanvassSession, on_delete=models.CASCADE, related_name="newcomers")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"), max_length=254)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    key_sha256 = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    vouched = models.BooleanField(null=True)  # None: nobody has decided yet
    made_account = models.BooleanField(default=False)
    came_in_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("newcomer")
        verbose_name_plural = _("newcomers")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.name
