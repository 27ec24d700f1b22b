"""Register files on their way in: read, checked, approved, applied; and the rows that were left out."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import Entitlement, FileKind, ImportState, Operation
from canvass.models.councils import Council, RegisterEdition
from canvass.models.mappings import LayoutMapping


class RegisterImport(OwnedByUnit):
    """One file. Until it is applied nothing that anybody works with has changed.

    `kind` is "" until the file was read. `report` is what the check found, as shown and as printed by the command:
    layout, encoding, delimiter, rows, electors, households, polling_districts, rejected, seconds, and counts by
    district. `mapping` says what the columns hold where no known layout does. `edition` is the one that the file made
    or altered. The terms of supply (reliability L3): `entitlement`, `received_by` (who got it from the council),
    `terms`, `delete_by`. More than five in a hundred deletions need `confirmed_by`, somebody else than `approved_by`.
    """

    privacy = Privacy(
        about="people who brought in a register file",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="18 months; the file itself a week at most",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(user=("uploaded_by", "approved_by", "confirmed_by", "undone_by")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=200, blank=True)  # below settings.PRIVATE_FILES; empty once removed
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=8, choices=FileKind, blank=True, default="", db_default="")
    mapping = models.ForeignKey(LayoutMapping, on_delete=models.SET_NULL, null=True, related_name="+")
    entitlement = models.CharField(
        _("supplied by right of"), max_length=10, choices=Entitlement, default=Entitlement.PARTY, db_default="party"
    )
    received_by = models.CharField(_("received by"), max_length=120, blank=True, db_default="")
    terms = models.TextField(_("terms of supply"), blank=True, db_default="")
    delete_by = models.DateField(_("delete by"), null=True)
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
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
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


class ChangeSample(OwnedByUnit):
    """One row of a file with what it would change, for whoever approves it. Of the import's unit.

    `operation` is "" for a row of a notice that matches nobody; `reason` then says why. `was` and `now` are the
    entry in words before and after ("Ottaway, Graham · 12 Tanyard Row · HH1 124"), "" where there is none. All
    unmatched rows are kept, and a few of each operation in each district.
    """

    privacy = Privacy(
        about="people in a register file that waits for approval",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="a month",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(elector="elector_id"),
    )

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="samples")
    elector_id = models.BigIntegerField(null=True)
    district_code = models.CharField(max_length=16)
    operation = models.CharField(max_length=8, choices=Operation, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    line = models.IntegerField(null=True)  # in the file; None for somebody whom a full register no longer lists
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)

    class Meta:
        ordering = ["district_code", "operation", "line", "id"]
        indexes = [models.Index(fields=["register_import", "operation"], name="canvass_sample_import")]

    def __str__(self) -> str:
        return f"{self.operation} {self.district_code}"
