"""Keeping what somebody said about the columns of a council's files, and reading the file with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.enums import ImportState
from canvass.models import LayoutMapping, RegisterImport
from canvass.rules.layouts import Mapped
from canvass.rules.layouts.mapped import CODE
from kit import jobs
from kit.errors import Refused


@transaction.atomic
def keep(*, register_import: RegisterImport, mapped: Mapped, fingerprint: str, by: User) -> LayoutMapping:
    """Remember the layout for the council's next file, and have this file read with it.

    Raises Refused when the file no longer waits for that.
    """
    row = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if not waits(row):
        raise Refused(_("This file doesn’t wait for its columns any more. Look at what became of it."))
    kept, _new = LayoutMapping.objects.update_or_create(
        unit_id=row.unit_id,
        council_id=row.council_id,
        fingerprint=fingerprint,
        defaults={
            "kind": mapped.kind,
            "has_header": mapped.has_header,
            "columns": list(mapped.columns),
            "number": mapped.number.value,
            "names": mapped.names.value,
            "operations": {value: what.value for value, what in mapped.operations.items()},
            "made_by": by,
        },
    )
    row.mapping, row.state, row.problem, row.report = kept, ImportState.CHECKING, "", {}
    row.save(update_fields=["mapping", "state", "problem", "report", "touched_at"])
    read = sum(1 for column in mapped.columns if column)
    audit.record("register.mapped", by=by, unit=row.unit_id, obj=row, columns=read)
    jobs.enqueue("canvass.read_import", register_import=str(row.pk))
    return kept


def waits(row: RegisterImport) -> bool:
    """Say whether people may say what the columns hold: nobody did, or it was read as they said and not in use."""
    if row.state == ImportState.UNMAPPED:
        return True
    return row.state == ImportState.CHECKED and row.report.get("layout") == CODE
