"""Taking in what a phone sends: each event once, whatever is lost or repeated on the way (reliability 1.4).

One short transaction a batch, and the answer leaves only after it has committed. Batches of one phone go one after
another, so that what it takes back is there to be found.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from access import scoping
from access.actions import audit
from access.enums import UnitKind
from access.models import DeviceGrant, Unit
from access.queries import accesses
from canvass.actions import contacts
from canvass.enums import EventStatus, QuarantineReason
from canvass.hooks import EventKind, event_kinds
from canvass.models import ContactEvent, SyncBatch
from canvass.queries import contacts as log
from canvass.queries import devices
from canvass.queries import sync as queries
from canvass.rules import contacts as rules
from canvass.rules import sync
from canvass.rules.devices import RIGHT
from canvass.rules.sync import DUPLICATE, QUARANTINED, REJECTED, STORED, Batch, Broken, Event, Facts, Result

_WORTH_A_WORD = 300  # seconds that a phone's clock is out (C6)
_COUNTS_KEPT = datetime.timedelta(days=90)
logger = structlog.get_logger(__name__)


@dataclass
class _Taking:
    """One batch on its way in."""

    grant: DeviceGrant
    batch: Batch
    now: datetime.datetime
    about: queries.About = field(default_factory=queries.About)
    sender: Facts = field(default_factory=Facts)
    stop: str = ""
    results: dict[int, Result] = field(default_factory=dict)  # by the event's place in the batch
    rows: dict[int, ContactEvent] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """What became of each event, in the order sent. `stop` is why the phone is to wipe itself (PhoneStop), or ""."""

    results: list[Result]
    stop: str


@transaction.atomic
def receive(*, grant: DeviceGrant, batch: Batch) -> Received:
    """Store the events of a batch, which may be empty: so a phone asks whether it is still wanted.

    Needs an open scope on the grant's unit. `grant` comes with its user and unit. Whatever happened is decided once
    this returns; the caller answers after the commit.
    """
    _durable()
    queries.lock_phone(batch.device)
    if batch.events:
        contacts.lock_unit(grant.unit_id)
    _bind(grant, batch.device)
    taking = _Taking(grant, batch, timezone.now())
    taking.sender = _sender(taking)
    details = _take_in(taking) if batch.events else {}
    _note(taking)
    results = [_with_detail(taking.results[place], details) for place in range(len(batch.events))]
    return Received(results, taking.stop)


def _take_in(taking: _Taking) -> dict[UUID, dict]:
    """Store what is new, let everything follow from it, and return details by event id."""
    new = _not_seen_before(taking)
    taking.about = queries.about(taking.grant, [event for _, event in new])
    for place, event in sorted(new, key=lambda one: one[1].seq):  # what is taken back before what takes it back
        _judge(taking, place, event)
    _store(taking)
    details = _follow(taking)
    _held_back(taking)
    return details


def _durable() -> None:
    """Never acknowledge what a power cut could take back: without this ten acknowledged rows were lost (M9)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")


def _bind(grant: DeviceGrant, device: UUID) -> None:
    """Make the token this phone's own the first time it is used."""
    if grant.device_id is None:
        grant.device_id = device
        grant.save(update_fields=["device_id"])


def _not_seen_before(taking: _Taking) -> list[tuple[int, Event]]:
    """Settle what is broken, repeated, or comes under an id that means something else; return the rest with places."""
    readable = [event for event in taking.batch.events if isinstance(event, Event)]
    seen = queries.hashes([event.id for event in readable])
    new: list[tuple[int, Event]] = []
    for place, event in enumerate(taking.batch.events):
        if isinstance(event, Broken):
            taking.results[place] = Result(event.id, REJECTED, event.code, event.message)
        elif event.id not in seen:
            seen[event.id] = event.sha256
            new.append((place, event))
        elif seen[event.id] == event.sha256:
            taking.results[place] = Result(event.id, DUPLICATE)
        else:
            taking.results[place] = Result(
                event.id, REJECTED, "ID_REUSED", "Another event has this id. Send it again under a new one."
            )
    return new


def _sender(taking: _Taking) -> Facts:
    """Return what holds for every event of this batch, whatever it says."""
    grant = taking.grant
    access = accesses.of(grant.user) if grant.user is not None else None
    taking.stop = devices.stop(grant, access)
    removed = access is not None and not access.may(RIGHT[grant.kind], grant.unit)
    return Facts(
        revoked=grant.revoked_at is not None,
        removed=removed,
        expired=taking.now > grant.write_until,
        skewed=sync.is_skewed(taking.batch, taking.now),
    )


def _judge(taking: _Taking, place: int, event: Event) -> None:
    """Decide about one new event: reject it with its reason, or make the row that will be stored."""
    kind = event_kinds.get(event.kind)
    try:
        payload, readable = _clean(taking.grant, kind, event)
    except sync.Malformed as error:
        taking.results[place] = Result(event.id, REJECTED, "MALFORMED", str(error))
        return
    elsewhere = taking.about.elsewhere(event)
    if elsewhere is not None:
        _refuse_other_clp(taking, place, event, elsewhere)
        return
    named = _named(taking, event)
    row = _row(taking, event, payload, named)
    row.quarantine_reason = sync.reason_to_wait(_facts(taking, row, named, readable))
    if row.quarantine_reason:
        row.status = EventStatus.QUARANTINED
    taking.rows[place] = row


def _clean(grant: DeviceGrant, kind: EventKind | None, event: Event) -> tuple[dict, bool]:
    """Return the payload to keep, and whether this version understands it. Raises Malformed."""
    if kind is None or grant.kind not in kind.devices:
        raise sync.Malformed("This phone's grant is not for events of this kind.")
    if event.kind == rules.UNDO and event.supersedes is None:
        raise sync.Malformed("An undo names what it takes back in supersedes.")
    if event.schema_v not in sync.SCHEMAS:
        return event.payload, False
    try:
        payload = kind.clean(event.payload)
    except sync.Outdated:
        return event.payload, False
    needed = kind.about(payload)
    if needed and getattr(event, needed) is None:
        raise sync.Malformed(f"An event like this names its {needed}.")
    return payload, True


def _refuse_other_clp(taking: _Taking, place: int, event: Event, unit_id: int) -> None:
    audit.record(
        "sync.wrong_org",
        by=taking.grant.user,
        unit=unit_id,
        obj=taking.grant,
        event=str(event.id),
        elector=event.elector,
        household=event.household,
    )
    taking.results[place] = Result(event.id, REJECTED, "WRONG_ORG", "This is not about anybody of this unit.")


def _named(taking: _Taking, event: Event) -> ContactEvent | None:
    """Return what the event supersedes, if that has arrived: earlier, or in this very batch."""
    if event.supersedes is None:
        return None
    here = (row for row in taking.rows.values() if row.pk == event.supersedes)
    return taking.about.targets.get(event.supersedes) or next(here, None)


def _row(taking: _Taking, event: Event, payload: dict, named: ContactEvent | None) -> ContactEvent:
    """Return the row for an event. What an undo leaves out is taken from what it takes back.

    What is about somebody whose entry was merged stays about the entry it names (queries.About.entry).
    """
    elector = event.elector or (named.elector_id if named and event.household is None else None)
    household = event.household or (named.household_id if named else None)
    household = household or taking.about.door_of(taking.about.person(elector))
    return ContactEvent(
        id=event.id,
        unit_id=taking.grant.unit_id,
        board_id=event.board or (named.board_id if named else None),
        elector_id=taking.about.entry(elector, household, named),
        household_id=household,
        district_code=event.district,
        number=event.number,
        suffix=event.suffix,
        kind=event.kind,
        payload=payload,
        payload_sha256=event.sha256,
        schema_v=event.schema_v,
        actor_id=taking.grant.user_id,
        device=taking.grant,
        device_seq=event.seq,
        device_time=event.device_time,
        device_utc_offset=event.utc_offset,
        est_occurred_at=sync.happened_at(
            event, taking.batch, not_before=taking.grant.created_at, received_at=taking.now
        ),
        received_at=taking.now,
        supersedes=event.supersedes,
    )


def _facts(taking: _Taking, row: ContactEvent, named: ContactEvent | None, readable: bool) -> Facts:
    board = taking.about.board_of(row)
    return Facts(
        revoked=taking.sender.revoked,
        removed=taking.sender.removed,
        expired=taking.sender.expired,
        skewed=taking.sender.skewed,
        readable=readable,
        sealed=row.kind == sync.SEALED,
        gone=taking.about.is_gone(row),
        turf=taking.about.is_turf(row),
        closed=board is not None and board.closed,
        objection=_objection(row, named) if named else "",
    )


def _objection(later: ContactEvent, earlier: ContactEvent) -> str:
    return rules.objection(log.as_said(later), log.as_said(earlier))


def _store(taking: _Taking) -> None:
    """Insert the rows, and settle what each came to. The primary key has the last word (M1)."""
    rows = sorted(taking.rows.values(), key=lambda row: row.pk)
    _give_each_a_number(taking.grant, rows)
    people = {row.elector_id for row in rows if row.elector_id}
    contacts.lock(
        electors={*people, *(taking.about.person(pk) or pk for pk in people)},
        households=[row.household_id for row in rows if row.household_id],
    )
    ContactEvent.objects.bulk_create(rows, ignore_conflicts=True)
    ours = queries.stored(taking.grant, taking.now, [row.pk for row in rows])
    for place, row in list(taking.rows.items()):
        if row.pk not in ours:
            # Another phone sent the same id in this very moment: made up, so it is refused and not silently merged.
            taking.results[place] = Result(row.pk, REJECTED, "ID_REUSED", "Another event has this id.")
            del taking.rows[place]
        elif row.quarantine_reason:
            taking.results[place] = _quarantined(row.pk, row.quarantine_reason)
        else:
            taking.results[place] = Result(row.pk, STORED)


def _give_each_a_number(grant: DeviceGrant, rows: Sequence[ContactEvent]) -> None:
    """Move on the count of a phone that counted twice: a volunteer can't mend that, so it must not cost an event."""
    taken, last = queries.numbers_taken(grant, [row.device_seq for row in rows])
    for row in sorted(rows, key=lambda row: (row.device_seq, row.pk)):
        if row.device_seq in taken:
            last = max(last, *taken) + 1
            row.device_seq = last
        taken.add(row.device_seq)


def _follow(taking: _Taking) -> dict[UUID, dict]:
    """Let each kind bring its tables up to date with what counts now. Returns details by event id."""
    live = sorted((row for row in taking.rows.values() if not row.quarantine_reason), key=lambda row: row.device_seq)
    by_kind: dict[str, list[ContactEvent]] = defaultdict(list)
    for row in live:
        by_kind[row.kind].append(row)
    details: dict[UUID, dict] = {}
    for kind, rows in sorted(by_kind.items()):
        details |= event_kinds[kind].apply(rows)
    known = taking.about.targets | {row.pk: row for row in live}
    for undo in by_kind[rules.UNDO]:
        target = known.get(undo.supersedes) if undo.supersedes else None
        if target is not None and target.status == EventStatus.LIVE and not _objection(undo, target):
            event_kinds[target.kind].take_back(target, undo)
    _undone_before_they_came(taking.rows.values())
    return details


def _undone_before_they_came(rows: Iterable[ContactEvent]) -> None:
    """Carry out the undos that overtook what they take back, and let those wait that may not."""
    by_id = {row.pk: row for row in rows}
    waiting = ContactEvent.objects.filter(supersedes__in=list(by_id), status=EventStatus.LIVE).exclude(pk__in=by_id)
    for later in waiting.select_related("device"):
        if later.supersedes is None:
            continue
        earlier = by_id[later.supersedes]
        objection = _objection(later, earlier)
        if objection:
            later.status, later.quarantine_reason = EventStatus.QUARANTINED, objection
            later.save(update_fields=["status", "quarantine_reason"])
            event_kinds[later.kind].take_back(later, earlier)  # it counted as long as nobody knew better
        elif later.kind == rules.UNDO and earlier.status == EventStatus.LIVE:
            event_kinds[earlier.kind].take_back(earlier, later)


def _held_back(taking: _Taking) -> None:
    """Tell the phone of events that their own kind has set to wait, for reasons that only it knows."""
    asked = [row.pk for row in taking.rows.values() if not event_kinds[row.kind].recomputes]
    waiting = queries.quarantined(asked)
    for place, row in taking.rows.items():
        if row.pk in waiting and not row.quarantine_reason:
            taking.results[place] = _quarantined(row.pk, waiting[row.pk])


def _quarantined(pk: UUID, reason: str) -> Result:
    message = QuarantineReason(reason).label if reason in QuarantineReason.values else ""
    return Result(pk, QUARANTINED, reason, str(message))


def _note(taking: _Taking) -> None:
    """Keep when this phone was heard of and what it still holds, whether it is wiped, and the counts."""
    results = list(taking.results.values())
    counts = Counter(result.status for result in results)
    settled = len(results) - counts[REJECTED]
    DeviceGrant.objects.filter(pk=taking.grant.pk).update(
        last_seen_at=taking.now,
        **devices.says(taking.grant, taking.batch),
        queue_depth=max(taking.batch.queue_depth - settled, 0),
        app_version=taking.batch.app_version,
    )
    if taking.batch.wiped and taking.stop:
        _wiped(taking)
    if results:
        _count(taking, counts)


def _wiped(taking: _Taking) -> None:
    grant = taking.grant
    stopped = {"revoked_at": grant.revoked_at or taking.now, "stopped_why": taking.stop}
    if DeviceGrant.objects.filter(pk=grant.pk, wiped_at=None).update(wiped_at=taking.now, **stopped):
        audit.record("phone.wiped", by=grant.user, unit=grant.unit_id, obj=grant)


def _count(taking: _Taking, counts: Counter[str]) -> None:
    SyncBatch.objects.bulk_create(
        [
            SyncBatch(
                id=taking.batch.id,
                unit_id=taking.grant.unit_id,
                device=taking.grant,
                received_at=taking.now,
                events=counts.total(),
                stored=counts[STORED],
                duplicates=counts[DUPLICATE],
                quarantined=counts[QUARANTINED],
                rejected=counts[REJECTED],
            )
        ],
        ignore_conflicts=True,
    )
    skew = round((taking.now - taking.batch.device_now).total_seconds())
    logger.info(
        "sync_batch",
        unit=taking.grant.unit_id,
        device=str(taking.grant.pk),
        events=counts.total(),
        skew_seconds=skew if abs(skew) > _WORTH_A_WORD else 0,
        **dict(counts),
    )


def forget() -> int:
    """Forget the counts of batches after 90 days: they only ever told how a phone was doing. Returns how many."""
    forgotten = 0
    for unit in Unit.objects.filter(kind=UnitKind.CLP).values_list("pk", flat=True):
        with scoping.units([unit]):
            forgotten += SyncBatch.objects.filter(received_at__lt=timezone.now() - _COUNTS_KEPT).delete()[0]
    return forgotten


def _with_detail(result: Result, details: dict[UUID, dict]) -> Result:
    # A broken event comes back under whatever stood in place of its id, be it a list.
    detail = details.get(result.id) if isinstance(result.id, UUID) else None
    return Result(result.id, result.status, result.code, result.message, detail) if detail else result
