"""That somebody asked not to be contacted outlives their entry: as a hash, and as an event when they are back.

Back it is an event like those from a phone, only without one, so that whatever is worked out from events holds for it
too: a rebuild brings it again, a person may lift it, and no phone can.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from access.actions import audit
from access.models import Unit
from canvass.actions import contacts
from canvass.enums import SEALED, Outcome
from canvass.models import ContactEvent, Elector, KeptObjection, RegisterImport
from canvass.rules import contacts as events
from canvass.rules import keeping as rules

_SCHEMA = 1
_NAMESPACE = uuid.UUID("6a1d4a0e-5f3a-4a55-9d0c-6f4f0c6f7a52")  # of the ids of events made here, so made only once
_AT_A_TIME = 5000
# Whose objection stands today, and since when. Somebody whose entry was merged into theirs may have made it.
_OBJECTORS = """
SELECT e.id, e.forenames, e.surname, COALESCE(h.key, ''), COALESCE(min(ev.est_occurred_at), c.spoken_at, now())
FROM canvass_elector e
JOIN canvass_latestcontact c ON c.elector_id = e.id AND c.do_not_contact
LEFT JOIN canvass_household h ON h.id = e.household_id
LEFT JOIN canvass_contactevent ev ON ev.elector_id = e.id AND ev.status = 'live' AND ev.kind = 'outcome'
                                 AND ev.payload->>'outcome' = 'do_not_contact'
WHERE e.id = ANY (%s) AND e.surname || e.forenames <> ''
GROUP BY e.id, h.key, c.spoken_at
"""


class _Back(NamedTuple):
    """Somebody new in a register at whose door somebody of that name once objected."""

    elector: int
    fingerprint: bytes


def keep(unit: int, electors: Collection[int]) -> int:
    """Keep the objections of electors who are about to be forgotten. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTORS, [list(electors)])
        found = cursor.fetchall()
    kept = [
        KeptObjection(
            unit_id=unit,
            fingerprint=rules.fingerprint(forenames, surname, door, _key()),
            outcome=Outcome.DO_NOT_CONTACT,
            since=since,
        )
        for _pk, forenames, surname, door, since in found
    ]
    KeptObjection.objects.bulk_create(kept, ignore_conflicts=True)
    return len(found)


def objections_of(unit: Unit | int, register_import: RegisterImport) -> int:
    """Let kept objections hold again for those whom this file has added. Returns for how many people.

    In the transaction that brings the file in. Safe to call twice. An objection that is back is an event from here
    on and no hash: it is kept anew when that entry goes.
    """
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    kept = {bytes(one.fingerprint): one for one in KeptObjection.objects.filter(unit=unit_id)}
    back = list(_back(unit_id, register_import, kept)) if kept else []
    if not back:
        return 0
    electors = [one.elector for one in back]
    contacts.lock_unit(unit_id)
    contacts.lock(electors=electors, households=[])
    # In the order of ids: nothing else is said by the order, and two runs make the same rows.
    made = [_event(unit_id, one, kept[one.fingerprint]) for one in sorted(back)]
    ContactEvent.objects.bulk_create(made, ignore_conflicts=True)
    contacts.recompute(unit_id=unit_id, electors=set(electors), households=set())
    KeptObjection.objects.filter(pk__in={kept[one.fingerprint].pk for one in back}).delete()
    audit.record("objections.back", by=None, unit=unit_id, obj=register_import, people=len(back))
    return len(back)


def _back(unit: int, register_import: RegisterImport, kept: Collection[bytes]) -> Iterator[_Back]:
    key = _key()
    for pk, forenames, surname, door in _added(unit, register_import):
        found = rules.fingerprint(forenames, surname, door or "", key)
        if found in kept:
            yield _Back(pk, found)


def _added(unit: int, register_import: RegisterImport) -> Iterable[tuple[int, str, str, str | None]]:
    rows = Elector.objects.filter(unit=unit, added_by=register_import, left_on=None).exclude(kind__in=SEALED)
    return rows.values_list("pk", "forenames", "surname", "household__key").iterator(chunk_size=_AT_A_TIME)


def _event(unit: int, back: _Back, objection: KeptObjection) -> ContactEvent:
    payload = {"outcome": objection.outcome}
    return ContactEvent(
        id=uuid.uuid5(_NAMESPACE, f"{back.elector}:{objection.outcome}:{back.fingerprint.hex()}"),
        unit_id=unit,
        elector_id=back.elector,
        kind=events.OUTCOME,
        payload=payload,
        payload_sha256=back.fingerprint,
        schema_v=_SCHEMA,
        device_seq=0,
        device_time=objection.since,
        device_utc_offset=0,
        est_occurred_at=objection.since,
        received_at=timezone.now(),
    )


def _key() -> bytes:
    return salted_hmac("canvass.keeping", "objections", secret=settings.SECRET_KEY, algorithm="sha256").digest()
