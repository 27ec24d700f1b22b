"""What the columns of an unknown register file hold, as a person said it, kept for the council's next file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import FileKind
from canvass.models.councils import Council


class LayoutMapping(OwnedByUnit):
    """The layout of one council's files. `columns` names the field of each column in order, "" for one not read.

    `fingerprint` tells its files: the SHA-256 of the header's squeezed names, or of "columns:<count>" for files
    without one. `has_header` is False for the latter; `number` and `names` are the values of NumberStyle and
    NameStyle; `operations` maps what stands in the operation's column to Operation values.
    """

    privacy = Privacy(
        about="people who said what a file's columns hold",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="as long as the council's files look like that",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(user="made_by"),
    )

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="mappings")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=FileKind, default=FileKind.FULL)
    has_header = models.BooleanField(default=True)
    columns = models.JSONField(default=list)
    number = models.CharField(max_length=12)
    names = models.CharField(max_length=12)
    operations = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("layout of a council's files")
        verbose_name_plural = _("layouts of councils' files")
        constraints = [models.UniqueConstraint(fields=["council", "fingerprint"], name="canvass_mapping_once")]

    def __str__(self) -> str:
        return self.fingerprint[:12]
