"""Brings a register file in at once, whoever would have to approve it: for tests of what comes of it.

made = imports.bring_in(unit, path, dated_on=DECEMBER)
made.report["added"]
"""

from __future__ import annotations

import datetime
import time
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from access import scoping
from access.models import Unit
from canvass.actions.imports import applying, running
from canvass.actions.imports.progress import Progress
from canvass.enums import ImportState
from canvass.models import Council, RegisterImport
from kit import clock


def bring_in(
    unit: Unit, path: Path, *, dated_on: datetime.date | None = None, council: str = "Wexcombe Council"
) -> RegisterImport:
    """Return the import, applied; `seconds` in its report is what all of it took."""
    with scoping.units([unit.pk]), transaction.atomic():
        began = time.monotonic()
        applying.lock(unit.pk)
        row = RegisterImport.objects.create(
            unit=unit,
            file_name=path.name,
            sha256="",
            size=path.stat().st_size,
            council=Council.objects.get_or_create(unit=unit, name=council)[0],
            dated_on=dated_on or clock.today(),
            state=ImportState.APPLYING,
            approved_at=timezone.now(),
        )
        examined = running.examine(path, row.council, Progress())
        running.keep_findings(row, examined)
        row.edition = running.bring_in(examined, row, Progress())
        row.kind, row.state, row.finished_at = examined.kind, ImportState.APPLIED, timezone.now()
        row.report = examined.report() | {"seconds": round(time.monotonic() - began, 2)}
        row.save()
        return row
