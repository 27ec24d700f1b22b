"""The keys under which phones seal what they have finished: only this installation opens it again."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.privacy import NotAboutPeople


class SealingKey(models.Model):
    """A pair of keys for phones (reliability S2). `public` goes to every phone; `private` is locked with SECRET_KEY.

    The newest seals; the one before it still opens what phones sealed before they heard of the new one. An older one
    is retired: its private half is gone, and with it what nobody sent in the year before.
    """

    privacy = NotAboutPeople("keys of the installation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public = models.TextField()  # SPKI, base64
    private = models.TextField(blank=True)  # PKCS 8, base64, locked (access/sealing.py); "" once retired
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sealing key")
        verbose_name_plural = _("sealing keys")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)
