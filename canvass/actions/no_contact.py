"""Noting at a desk that somebody is not to be contacted, and going on with it after looking at it again.

The mark is an event like those from a phone, only without one: a rebuild brings it again, and no phone can lift it.
Lifting is in contacts.py.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.actions import contacts
from canvass.enums import Outcome
from canvass.models import ContactEvent, Elector, LatestContact, NoContact
from canvass.rules import contacts as events
from canvass.rules.no_contact import REVIEWED_AFTER
from kit import clock
from kit.errors import Refused

_SCHEMA = 2


@transaction.atomic
def mark(*, by: User, elector: Elector, reason: str) -> None:
    """Let nobody contact somebody any more, on any channel. Raises Refused without a reason, or if that holds."""
    _refuse_without(reason)
    contacts.lock_unit(elector.unit_id)
    contacts.lock(electors=[elector.pk], households=[elector.household_id] if elector.household_id else [])
    if LatestContact.objects.filter(elector=elector, do_not_contact=True).exists():
        raise Refused(_("Nothing was changed: they are not to be contacted already."))
    now, made = timezone.now(), uuid.uuid4()
    event = ContactEvent.objects.create(
        id=made,
        unit_id=elector.unit_id,
        elector=elector,
        district_code=elector.polling_district.code,
        number=elector.number,
        suffix=elector.suffix,
        kind=events.OUTCOME,
        payload={"outcome": Outcome.DO_NOT_CONTACT.value},
        payload_sha256=made.bytes,
        schema_v=_SCHEMA,
        actor=by,
        device_seq=0,
        device_time=now,
        device_utc_offset=0,
        est_occurred_at=now,
        received_at=now,
    )
    contacts.apply([event])
    _note(by, elector, reason)
    audit.record("contact.not_wanted", by=by, unit=elector.unit_id, obj=elector, reason=reason.strip()[:300])


@transaction.atomic
def keep(*, by: User, elector: Elector, reason: str) -> None:
    """Go on contacting nobody there, and look at it again in two years. Raises Refused if it was lifted."""
    _refuse_without(reason)
    if not LatestContact.objects.select_for_update().filter(elector=elector, do_not_contact=True).exists():
        raise Refused(_("Nothing was changed: somebody has lifted this already."))
    _note(by, elector, reason)
    audit.record("contact.not_wanted_kept", by=by, unit=elector.unit_id, obj=elector, reason=reason.strip()[:300])


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say how you know."))


def _note(by: User, elector: Elector, reason: str) -> None:
    NoContact.objects.update_or_create(
        elector=elector,
        defaults={
            "unit_id": elector.unit_id,
            "reason": reason.strip()[:300],
            "review_on": clock.today() + REVIEWED_AFTER,
            "noted_by": by,
            "noted_at": timezone.now(),
        },
    )
