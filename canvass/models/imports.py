"""Register files on their way in: read, checked, approved, applied; and the rows that were left out."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import ImportState
from canvass.models.register import RegisterEdition


class RegisterImport(OwnedByUnit):
    """One file. Until it is applied nothing that anybody works with has changed.

    `report` is what the check found, as shown and as printed by the command: layout, encoding, delimiter, rows,
    electors, households, polling_districts, rejected, seconds, and counts by district.
    """

    privacy = Privacy(
        about="people who brought in a register file",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="18 months; the file itself a week at most",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(user=("uploaded_by", "approved_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=200, blank=True)  # below settings.PRIVATE_FILES; empty once removed
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    supplied_by = models.CharField(_("supplied by"), max_length=120, blank=True)
    dated_on = models.DateField(_("register date"), null=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKING)
    problem = models.TextField(blank=True)  # why it was refused or stopped, in words for people
    report = models.JSONField(default=dict)
    done = models.IntegerField(default=0)  # progress: rows done of `total` in `stage`
    total = models.IntegerField(default=0)
    stage = models.CharField(max_length=30, blank=True)
    edition = models.ForeignKey(RegisterEdition, on_delete=models.PROTECT, null=True, related_name="imports")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(auto_now=True)  # a running import moves this on; a silent one is taken over

    class Meta:
        verbose_name = _("register file")
        verbose_name_plural = _("register files")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["unit", "-uploaded_at"], name="canvass_import_unit")]

    def __str__(self) -> str:
        return self.file_name


class RejectedRow(OwnedByUnit):
    """A row that was left out, and why. Of the import's unit."""

    privacy = Privacy(
        about="people in rows of a register file that could not be read",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="a month",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(),
    )

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.IntegerField()  # in the file, the header being line 1
    reason = models.CharField(max_length=40)
    raw = models.TextField()

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"
