"""Members files: read, previewed, approved, and taken back whole."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.models import OwnedByUnit, User
from organise.enums import MemberImportState


class MemberImport(OwnedByUnit):
    """One file. `mapping` says which column was read as which field; `counts` what approving does or did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(max_length=12, choices=MemberImportState, default=MemberImportState.CHECKED)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("members file")
        verbose_name_plural = _("members files")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="organise_import_unit")]

    def __str__(self) -> str:
        return self.file_name


class MemberImportRow(models.Model):
    """One row of a file: what it says, whom it means, and how that member looked before, for taking it back."""

    member_import = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()
    fields = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True)
    member_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)  # the member's fields before; None where the row made a new member
    effect = models.CharField(max_length=10, blank=True)  # "new", "changed", "same", "problem"

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return str(self.line)
