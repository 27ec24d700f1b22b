"""What phones sent and what may not count yet."""

from __future__ import annotations

from collections.abc import Sequence

from canvass.enums import EventStatus
from canvass.models import ContactEvent


def let_wait(held: Sequence[tuple[ContactEvent, str]]) -> None:
    """Have each event wait, uncounted, for somebody to decide, with the reason why (QuarantineReason)."""
    for event, reason in held:
        event.status, event.quarantine_reason = EventStatus.QUARANTINED, reason
    if held:
        ContactEvent.objects.bulk_update([event for event, _reason in held], ["status", "quarantine_reason"])
