"""Reading the log of events, as the rules in rules/contacts.py want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from canvass.enums import EventStatus
from canvass.models import ContactEvent
from canvass.rules import contacts

_FIELDS = (
    "id",
    "kind",
    "payload",
    "device_id",
    "device__device_id",
    "actor_id",
    "device_seq",
    "est_occurred_at",
    "supersedes",
    "elector_id",
    "household_id",
    "quarantine_reason",
)


def said(
    *, electors: Collection[int] = (), households: Collection[int] = (), ids: Collection[UUID] = ()
) -> list[contacts.Said]:
    """Return the live doorstep events about these electors or doors, or with these ids, each once, in no order.

    With them come all live events that supersede one of them, however far that goes on: an undo may name nobody.
    """
    live = ContactEvent.objects.filter(status=EventStatus.LIVE, kind__in=contacts.KINDS)
    about = live.filter(Q(elector__in=electors) | Q(household__in=households) | Q(pk__in=ids))
    found = _rows(about)
    # The first time by a join, since there may be thousands; a correction of a correction is rare.
    new = _new(live.filter(supersedes__isnull=False, supersedes__in=about.values("pk")), found) if found else {}
    while new:
        found.update(new)
        new = _new(live.filter(supersedes__in=list(new)), found)
    return list(found.values())


def _new(later: QuerySet[ContactEvent], found: dict[UUID, contacts.Said]) -> dict[UUID, contacts.Said]:
    return {pk: event for pk, event in _rows(later).items() if pk not in found}


def as_said(event: ContactEvent) -> contacts.Said:
    """Return one event in the form of the rules."""
    phone = event.device.device_id or event.device_id
    return contacts.Said(
        id=event.pk,
        kind=event.kind,
        payload=event.payload,
        phone=(phone, event.actor_id),
        seq=event.device_seq,
        at=event.est_occurred_at,
        supersedes=event.supersedes,
        elector=event.elector_id,
        household=event.household_id,
        accepted=bool(event.quarantine_reason) and event.status == EventStatus.LIVE,
    )


def doors_with_events(unit_id: int, at_a_time: int) -> Iterator[tuple[set[int], set[int]]]:
    """Yield (electors, households) until all that any event of this unit names have been named, some at a time."""
    rows = ContactEvent.objects.filter(unit=unit_id, kind__in=contacts.KINDS).order_by()
    pairs = rows.values_list("household_id", "elector_id").distinct().order_by("household_id", "elector_id")
    electors: set[int] = set()
    households: set[int] = set()
    for household, elector in pairs.iterator(chunk_size=at_a_time):
        if len(households) >= at_a_time and household not in households:
            yield electors, households
            electors, households = set(), set()
        electors |= {elector} - {None}
        households |= {household} - {None}
    yield electors, households


def _rows(events: QuerySet[ContactEvent]) -> dict[UUID, contacts.Said]:
    return {event.id: event for event in _each(events.values_list(*_FIELDS))}


def _each(rows: Iterable[tuple]) -> Iterator[contacts.Said]:
    for pk, kind, payload, device, phone, actor, seq, at, supersedes, elector, household, reason in rows:
        yield contacts.Said(
            id=pk,
            kind=kind,
            payload=payload,
            phone=(phone or device, actor),
            seq=seq,
            at=at,
            supersedes=supersedes,
            elector=elector,
            household=household,
            accepted=bool(reason),
        )
