"""Putting things away and bringing them back: the same for rules, lists, surveys and boards.

Each has `<mark>_at` and `<mark>_by`, empty while it is in use. What else follows, and the entry in the record, is for
whoever calls, inside its own transaction.
"""

from __future__ import annotations

import datetime

from django.db.models import Model
from django.utils import timezone

from access.models import User


def put_away(*, by: User, row: Model, mark: str) -> bool:
    """Put a row away. Returns False where somebody has done so already: then nothing is to be recorded."""
    return _write(row, mark, timezone.now(), by)


def bring_back(*, row: Model, mark: str) -> bool:
    """Bring a row back. Returns False where it is in use."""
    return _write(row, mark, None, None)


def _write(row: Model, mark: str, at: datetime.datetime | None, by: User | None) -> bool:
    """Write both columns if that changes anything; two who do it at once act one after the other."""
    rows = type(row)._default_manager.filter(**{"pk": row.pk, f"{mark}_at__isnull": at is not None})
    changed = rows.update(**{f"{mark}_at": at, f"{mark}_by": by}) > 0
    row.refresh_from_db(fields=[f"{mark}_at", f"{mark}_by"])
    return changed
