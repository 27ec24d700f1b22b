"""What a paper sheet says about somebody at a door: that they have moved, or have died.

The fact is an event like those from a phone, only without one: a rebuild brings it again, and it is lifted alike.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from access.actions import audit
from access.models import User
from canvass.actions import contacts
from canvass.enums import Outcome
from canvass.models import ContactEvent, Elector
from canvass.rules import contacts as events

_SCHEMA = 2


@transaction.atomic
def from_paper(*, by: User, elector: Elector, outcome: Outcome, at: datetime.datetime, event_id: uuid.UUID) -> None:
    """Keep the fact as of `at`, when it was written down. With the id of one that is there already nothing changes."""
    contacts.lock_unit(elector.unit_id)
    contacts.lock(electors=[elector.pk], households=[elector.household_id] if elector.household_id else [])
    event, is_new = ContactEvent.objects.get_or_create(
        pk=event_id,
        defaults={
            "unit_id": elector.unit_id,
            "elector": elector,
            "district_code": elector.polling_district.code,
            "number": elector.number,
            "suffix": elector.suffix,
            "kind": events.OUTCOME,
            "payload": {"outcome": outcome.value},
            "payload_sha256": event_id.bytes,
            "schema_v": _SCHEMA,
            "actor": by,
            "device_seq": 0,
            "device_time": at,
            "device_utc_offset": 0,
            "est_occurred_at": at,
        },
    )
    if is_new:
        contacts.apply([event])
        audit.record("contact.from_paper", by=by, unit=elector.unit_id, obj=elector, outcome=outcome.value)
