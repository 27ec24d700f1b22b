"""Passes: a link or a code to scan that opens one board for the person who was given it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.models.boards import Handing


class BoardPass(OwnedByUnit):
    """Signs one phone in as the person of a handing, for its board alone, while the handing lasts.

    Stored only as the SHA-256 of its token. The first phone that uses it keeps it (`used_at`): for another phone
    there has to be another pass. Of the handing's unit.
    """

    privacy = Privacy(
        about="people who had a board, through their handing",
        purpose=Purpose.CANVASSING,
        basis=Basis.DEMOCRATIC,
        retention="with the handing",
        readers=frozenset({Permission.SEE_BOARDS}),
        exporter=rows(user=("handing__user", "made_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handing = models.ForeignKey(Handing, on_delete=models.CASCADE, related_name="passes")
    token_sha256 = models.BinaryField(max_length=32, unique=True)
    # None: made by a command on the server.
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pass for a board")
        verbose_name_plural = _("passes for boards")

    def __str__(self) -> str:
        return f"{self.handing_id} {self.id}"
