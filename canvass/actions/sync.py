"""Taking in what a phone sends: each event once, whatever is lost or repeated on the way (reliability 1.4).

One short transaction a batch, and the answer leaves only after it has committed. Batches of one phone go one after
another, so that what it takes back is there to be found.
"""

from __future__ import annotations

import datetime
import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from access.actions import audit
from access.models import DeviceGrant, User
from access.queries import accesses
from canvass.actions import batches, contacts
from canvass.enums import EventStatus, QuarantineReason
from canvass.hooks import EventKind, event_kinds
from canvass.models import ContactEvent
from canvass.queries import contacts as log
from canvass.queries import devices
from canvass.queries import sync as queries
from canvass.rules import contacts as rules
from canvass.rules import doorstep, sync
from canvass.rules.devices import RIGHT
from canvass.rules.sync import DUPLICATE, QUARANTINED, REJECTED, STORED, Batch, Broken, Event, Facts, Result
from kit import prepared

# What each event of a batch has of its own, with its type; the rest is the same for all of them.
_EACH = {
    "id": "uuid", "board_id": "uuid", "elector_id": "bigint", "household_id": "bigint", "district_code": "text",
    "number": "int", "suffix": "int", "kind": "text", "payload": "jsonb", "payload_sha256": "bytea",
    "schema_v": "smallint", "device_seq": "bigint", "device_time": "timestamptz", "device_utc_offset": "smallint",
    "est_occurred_at": "timestamptz", "supersedes": "uuid", "status": "text", "quarantine_reason": "text",
}  # fmt: skip
# As one value: telling them to the database one by one is most of what a batch costs.
_INSERT = f"""
WITH new AS (
    INSERT INTO canvass_contactevent (unit_id, actor_id, device_id, received_at, {", ".join(_EACH)})
    SELECT %s::bigint, %s::bigint, %s::uuid, %s::timestamptz, {", ".join(_EACH)}
    FROM json_to_recordset(%s::json) AS one ({", ".join(f"{name} {kind}" for name, kind in _EACH.items())})
    ON CONFLICT DO NOTHING RETURNING id)
SELECT id, EXISTS (SELECT FROM canvass_contactevent l WHERE l.supersedes = ANY (ARRAY (SELECT id FROM new))
                   AND l.supersedes IS NOT NULL AND l.status = 'live' AND l.unit_id = %s::bigint)
FROM new
"""  # noqa: S608 - names of columns and types
_FIELDS = [field.attname for field in ContactEvent._meta.concrete_fields]
_DEVICE = ContactEvent._meta.get_field("device")
_each = operator.attrgetter(*_EACH)
_in_order = operator.itemgetter(*_FIELDS)


@dataclass
class _Taking:
    """One batch on its way in. `by` sent it, or brought it in; unless `known` the grant stands for no phone at all."""

    grant: DeviceGrant
    batch: Batch
    now: datetime.datetime
    by: User | None = None
    known: bool = True
    about: queries.About = field(default_factory=queries.About)
    sender: Facts = field(default_factory=Facts)
    stop: str = ""
    results: dict[int, Result] = field(default_factory=dict)  # by the event's place in the batch
    rows: dict[int, ContactEvent] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)  # the phone's own numbers that are in use
    overtaken: bool = False  # something that supersedes one of them came before it


@dataclass(frozen=True)
class Received:
    """What became of each event, in the order sent. `stop` is why the phone is to wipe itself (PhoneStop), or ""."""

    results: list[Result]
    stop: str


@transaction.atomic(savepoint=False)
def receive(*, grant: DeviceGrant, batch: Batch) -> Received:
    """Store the events of a batch, which may be empty: so a phone asks whether it is still wanted.

    Needs an open scope on the grant's unit. `grant` comes with its user and unit. Whatever happened is decided once
    this returns; the caller answers after the commit.
    """
    queries.lock(batch.device, grant.unit_id if batch.events else None)
    _bind(grant, batch.device)
    taking = _Taking(grant, batch, timezone.now(), by=grant.user)
    taking.sender = _sender(taking)
    details = _take_in(taking) if batch.events else {}
    batches.note(grant=grant, batch=batch, stop=taking.stop, results=list(taking.results.values()), now=taking.now)
    results = [_with_detail(taking.results[place], details) for place in range(len(batch.events))]
    return Received(results, taking.stop)


@transaction.atomic
def from_file(*, grant: DeviceGrant, known: bool, batch: Batch, by: User) -> list[Result]:
    """Store events that somebody brought in as a file: the same way, and all of them wait for a person.

    A grant that is not `known` stands for a phone of which nothing is known: it is not stored, and nobody sent what
    comes from it. Needs an open scope on the grant's unit. Returns what became of each event, in the order given.
    """
    queries.lock(batch.device, grant.unit_id)
    taking = _Taking(grant, batch, timezone.now(), by=by, known=known)
    taking.sender = Facts(in_file=True, nobody_knows=not known)
    _take_in(taking)
    return [taking.results[place] for place in range(len(batch.events))]


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


def _bind(grant: DeviceGrant, device: UUID) -> None:
    """Make the token this phone's own the first time it is used."""
    if grant.device_id is None:
        grant.device_id = device
        grant.save(update_fields=["device_id"])


def _not_seen_before(taking: _Taking) -> list[tuple[int, Event]]:
    """Settle what is broken, repeated, or comes under an id that means something else; return the rest with places."""
    readable = [event for event in taking.batch.events if isinstance(event, Event)]
    seen, taking.taken = queries.seen(taking.grant.pk if taking.known else None, readable)
    new: list[tuple[int, Event]] = []
    for place, event in enumerate(taking.batch.events):
        if isinstance(event, Broken):
            taking.results[place] = Result(event.id, REJECTED, event.code, event.message)
        elif event.id not in seen:
            seen[event.id] = event.sha256
            new.append((place, event))
        elif seen[event.id] in (event.sha256, queries.ERASED):
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
    row = _row(taking, event, taking.about.said_by_ours(payload), named)
    _hush(taking, row)
    row.quarantine_reason = sync.reason_to_wait(_facts(taking, row, named, readable))
    if row.quarantine_reason:
        row.status = EventStatus.QUARANTINED
    taking.rows[place] = row


def _hush(taking: _Taking, row: ContactEvent) -> None:
    """Take out of an answer how somebody votes whose ballot was out by then. A phone of ours doesn't ask it.

    What they said before that day stays, however late it arrives. It is noted that there was something, never what.
    """
    if row.kind != rules.ANSWER or not taking.about.is_hushed(row.elector_id, row.est_occurred_at):
        return
    if not doorstep.is_hushed(row.payload):
        row.payload = doorstep.hushed(row.payload)
        audit.record("answer.hushed", by=taking.by, unit=taking.grant.unit_id)


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
        by=taking.by,
        unit=unit_id,
        obj=taking.grant if taking.known else None,
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
    found = {
        "id": event.id,
        "unit_id": taking.grant.unit_id,
        "board_id": event.board or (named.board_id if named else None),
        "elector_id": taking.about.entry(elector, household, named),
        "household_id": household,
        "district_code": event.district,
        "number": event.number,
        "suffix": event.suffix,
        "kind": event.kind,
        "payload": payload,
        "payload_sha256": event.sha256,
        "schema_v": event.schema_v,
        "actor_id": taking.grant.user_id,
        "device_seq": event.seq,
        "device_time": event.device_time,
        "device_utc_offset": event.utc_offset,
        "est_occurred_at": sync.happened_at(
            event, taking.batch, not_before=taking.grant.created_at, received_at=taking.now
        ),
        "received_at": taking.now,
        "supersedes": event.supersedes,
        "status": EventStatus.LIVE,
        "quarantine_reason": "",
        "erased_at": None,
        "device_id": taking.grant.pk if taking.known else None,
    }
    row = ContactEvent(*_in_order(found))  # in the order of the fields: by name it takes twice as long
    if taking.known:
        _DEVICE.set_cached_value(row, taking.grant)
    return row


def _facts(taking: _Taking, row: ContactEvent, named: ContactEvent | None, readable: bool) -> Facts:
    board = taking.about.board_of(row)
    return taking.sender._replace(
        readable=readable,
        sealed=row.kind == sync.SEALED,
        gone=taking.about.is_gone(row),
        turf=taking.about.is_turf(row),
        closed=board is not None and board.closed,
        practice=row.kind in rules.STICKS and devices.PRACTICE in taking.grant.scope,
        objection=_objection(row, named) if named else "",
    )


def _objection(later: ContactEvent, earlier: ContactEvent) -> str:
    return rules.objection(log.as_said(later), log.as_said(earlier))


def _store(taking: _Taking) -> None:
    """Insert the rows, and settle what each came to. The primary key has the last word (M1)."""
    rows = sorted(taking.rows.values(), key=lambda row: row.pk)
    if taking.known:
        _give_each_a_number(taking, rows)
    people = {row.elector_id for row in rows if row.elector_id}
    contacts.lock(
        electors={*people, *(taking.about.person(pk) or pk for pk in people)},
        households=[row.household_id for row in rows if row.household_id],
    )
    ours = _insert(rows)
    taking.overtaken = any(ours.values())
    for place, row in list(taking.rows.items()):
        if row.pk not in ours:
            # Another phone sent the same id in this very moment: made up, so it is refused and not silently merged.
            taking.results[place] = Result(row.pk, REJECTED, "ID_REUSED", "Another event has this id.")
            del taking.rows[place]
        elif row.quarantine_reason:
            taking.results[place] = _quarantined(row.pk, row.quarantine_reason)
        else:
            taking.results[place] = Result(row.pk, STORED)


def _insert(rows: Sequence[ContactEvent]) -> dict[UUID, bool]:
    """Add these rows of one batch. Returns those that were not there yet; with each, whether something that is kept
    already supersedes one of them."""
    if not rows:
        return {}
    each = prepared.records(_EACH, [_each(row) for row in rows])
    same = rows[0]
    values = [same.unit_id, same.actor_id, same.device_id, same.received_at, each, same.unit_id]
    return dict(prepared.rows(_INSERT, values))


def _give_each_a_number(taking: _Taking, rows: Sequence[ContactEvent]) -> None:
    """Move on the count of a phone that counted twice: a volunteer can't mend that, so it must not cost an event."""
    taken, last = taking.taken, 0
    for row in sorted(rows, key=lambda row: (row.device_seq, row.pk)):
        if row.device_seq in taken:
            last = max(last or queries.last_number(taking.grant), *taken) + 1
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
    if taking.overtaken:
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
    for place, row in taking.rows.items():
        if row.status == EventStatus.QUARANTINED:
            taking.results[place] = _quarantined(row.pk, row.quarantine_reason)


def _quarantined(pk: UUID, reason: str) -> Result:
    message = QuarantineReason(reason).label if reason in QuarantineReason.values else ""
    return Result(pk, QUARANTINED, reason, str(message))


def _with_detail(result: Result, details: dict[UUID, dict]) -> Result:
    # A broken event comes back under whatever stood in place of its id, be it a list.
    detail = details.get(result.id) if isinstance(result.id, UUID) else None
    return Result(result.id, result.status, result.code, result.message, detail) if detail else result
