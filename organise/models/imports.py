"""Members files: read, previewed, approved, and taken back whole."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from organise.enums import Effect, MemberImportState


class MemberImport(OwnedByUnit):
    """One file. `mapping` says how it was read: layout (the system it comes from, or ""), encoding, delimiter, and
    columns, a MemberField value or "" for each cell of `header`. `counts` says, by Effect, what approving does or did.
    """

    privacy = Privacy(
        about="people who brought in a members file",
        purpose=Purpose.MEMBERSHIP,
        basis=Basis.MEMBERS,
        retention="18 months",
        readers=frozenset({Permission.IMPORT_MEMBERS}),
        exporter=rows(user=("uploaded_by", "approved_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=MemberImportState, default=MemberImportState.READ)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("members file")
        verbose_name_plural = _("members files")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="organise_import_unit")]

    def __str__(self) -> str:
        return self.file_name


class MemberImportRow(OwnedByUnit):
    """One row of a file: what it says, whom it means, and how that member looked before, for taking it back.

    `cells` is the row as it was; of rows that were brought in it is emptied, because `fields` holds what is needed.
    """

    privacy = Privacy(
        about="members, as a file tells of them",
        purpose=Purpose.MEMBERSHIP,
        basis=Basis.MEMBERS,
        retention="18 months, so that a file can be taken back",
        readers=frozenset({Permission.IMPORT_MEMBERS}),
        exporter=rows(member="member_id"),
    )

    member_import = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()
    cells = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True)
    member_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)  # the member's fields before; None for a new member
    effect = models.CharField(max_length=10, choices=Effect, blank=True)  # empty until the columns are matched

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["member_id"], name="organise_import_row_member")]

    def __str__(self) -> str:
        return str(self.line)
