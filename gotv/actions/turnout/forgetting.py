"""What was kept for undoing goes after a month; the records stay."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from gotv.enums import ListState
from gotv.models import MarkedRegister, MarkedRow, TurnoutEntry

_FOR_UNDOING = datetime.timedelta(days=31)


@transaction.atomic
def forget(*, unit_id: int) -> int:
    """Delete the rows of files and what was typed more than a month ago, and files that nobody approved.

    Returns how many rows and entries went. Safe to run at any time and again.
    """
    before = timezone.now() - _FOR_UNDOING
    files = MarkedRegister.objects.filter(unit=unit_id, uploaded_at__lt=before)
    rows, _each = MarkedRow.objects.filter(marked_register__in=files).delete()
    entries, _each = TurnoutEntry.objects.filter(unit=unit_id, typed_at__lt=before).delete()
    files.filter(state=ListState.CHECKED).update(state=ListState.DISCARDED)
    return rows + entries
