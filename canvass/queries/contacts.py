"""Reading the log of events, as the rules in rules/contacts.py want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from django.db.models import Q, QuerySet

from canvass.enums import EventStatus
from canvass.models import ContactEvent, Elector
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
    What was recorded for an entry that was merged into one of these electors is about that elector.
    """
    return _said(also_known_as(electors), electors, households, ids)


def about(
    electors: Collection[int], households: Collection[int], ids: Collection[UUID] = ()
) -> tuple[set[int], list[contacts.Said]]:
    """Return these electors with those whom they were merged into, and what said() returns for all of them."""
    if not electors:
        return set(), said(households=households, ids=ids)
    rows = Elector.objects.filter(Q(pk__in=electors) | Q(merged_into__in=electors), merged_into__isnull=False)
    merged = dict(rows.values_list("pk", "merged_into_id"))
    survivors_too = {*electors, *merged.values()}
    if not survivors_too <= set(electors):
        merged |= also_known_as(survivors_too)
    return survivors_too, _said(merged, survivors_too, households, ids)


def _said(
    others: dict[int, int], electors: Collection[int], households: Collection[int], ids: Collection[UUID]
) -> list[contacts.Said]:
    live = ContactEvent.objects.filter(status=EventStatus.LIVE, kind__in=contacts.KINDS)
    named = live.filter(Q(elector__in={*electors, *others}) | Q(household__in=households) | Q(pk__in=ids))
    found = _rows(named)
    # The first time by a join, since there may be thousands; a correction of a correction is rare.
    new = _new(live.filter(supersedes__isnull=False, supersedes__in=named.values("pk")), found) if found else {}
    while new:
        found.update(new)
        new = _new(live.filter(supersedes__in=list(new)), found)
    return [
        replace(event, elector=others[event.elector]) if event.elector in others else event for event in found.values()
    ]


def also_known_as(electors: Collection[int]) -> dict[int, int]:
    """Return the entries that were merged into one of these electors, each with that elector."""
    if not electors:
        return {}
    return dict(Elector.objects.filter(merged_into__in=electors).values_list("pk", "merged_into_id"))


def survivors(electors: Collection[int]) -> dict[int, int]:
    """Return those of these entries that were merged into another, each with that other."""
    if not electors:
        return {}
    return dict(Elector.objects.filter(pk__in=electors, merged_into__isnull=False).values_list("pk", "merged_into_id"))


def _new(later: QuerySet[ContactEvent], found: dict[UUID, contacts.Said]) -> dict[UUID, contacts.Said]:
    return {pk: event for pk, event in _rows(later).items() if pk not in found}


def as_said(event: ContactEvent) -> contacts.Said:
    """Return one event in the form of the rules."""
    phone = (event.device.device_id if event.device else None) or event.device_id
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


def found_nowhere(unit_id: int) -> list[UUID]:
    """Return the ids of the events of this unit that tell of a door on no register: they name nobody and no door."""
    rows = ContactEvent.objects.filter(unit=unit_id, kind=contacts.FOUND, household=None)
    return list(rows.values_list("pk", flat=True))


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
