"""Keeping the derived tables equal to the events, and lifting the marks that only a person may lift.

The tables are recomputed for whoever an event names, never added to: so a batch, a repeat, an undo and a rebuild
all end in the same rows. Whoever changes events holds an advisory lock on the electors and doors they name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import Unit, User
from canvass.actions import approaches, following, recall
from canvass.enums import EventStatus, Outcome, RecallKind
from canvass.hooks import EventKind
from canvass.models import ContactEvent, Elector, LatestContact, LatestVisit, NoContact
from canvass.queries import contacts as log
from canvass.rules import answers as in_words
from canvass.rules import contacts, doorstep
from kit.errors import Refused

_DOORSTEP = frozenset({DeviceKind.DOORSTEP.value})
_AT_A_TIME = 2000
# By arrays: a rebuild writes tens of thousands of rows, and building as many objects is most of its time.
_WRITE_CONTACTS = """
INSERT INTO canvass_latestcontact (unit_id, elector_id, intention, labour_scale, intention_at, spoken_at, issues,
                                   ruled_out, wishes, language, reported, do_not_contact, moved, deceased)
SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::jsonb[],
                         %s::jsonb[], %s::jsonb[], %s::text[], %s::bool[], %s::bool[], %s::bool[], %s::bool[])
ON CONFLICT (elector_id) DO UPDATE SET
    unit_id = excluded.unit_id, intention = excluded.intention, labour_scale = excluded.labour_scale,
    intention_at = excluded.intention_at, spoken_at = excluded.spoken_at, issues = excluded.issues,
    ruled_out = excluded.ruled_out, wishes = excluded.wishes, language = excluded.language,
    reported = excluded.reported, do_not_contact = excluded.do_not_contact, moved = excluded.moved,
    deceased = excluded.deceased
"""
_WRITE_VISITS = """
INSERT INTO canvass_latestvisit (unit_id, household_id, at, outcome)
SELECT %s, * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[])
ON CONFLICT (household_id) DO UPDATE SET unit_id = excluded.unit_id, at = excluded.at, outcome = excluded.outcome
"""
_PLAIN = ("intention", "labour_scale", "intention_at", "spoken_at")
_LISTS = ("issues", "ruled_out", "wishes")
_REST = ("language", "reported", "do_not_contact", "moved", "deceased")
# What a phone that is out must hear of, by the mark that was set.
_RECALLED = {
    Outcome.DO_NOT_CONTACT.value: RecallKind.DO_NOT_CONTACT,
    Outcome.DECEASED.value: RecallKind.DECEASED,
    Outcome.MOVED.value: RecallKind.GONE,
}


def event_kinds() -> list[EventKind]:
    """Return the kinds of event of the doorstep, and "undo", which every kind of phone may send."""
    return [
        _kind(contacts.ANSWER, doorstep.answer, doorstep.of_person, in_words.answer),
        _kind(contacts.OUTCOME, doorstep.outcome, doorstep.of_outcome, in_words.outcome),
        _kind(contacts.CONSENT, doorstep.consent, doorstep.of_person, in_words.consent),
        _kind(contacts.FLAG, doorstep.flag, doorstep.of_door, in_words.flag),
        _kind(contacts.FOUND, doorstep.found, doorstep.of_nobody, in_words.found),
        EventKind(
            name=contacts.UNDO,
            devices=frozenset(DeviceKind.values),
            clean=doorstep.undo,
            apply=nothing_by_itself,
            take_back=take_back,
            describe=in_words.undo,
            recomputes=True,
        ),
    ]


def _kind(
    name: str,
    clean: Callable[[dict], dict],
    about: Callable[[Mapping], str],
    describe: Callable[[ContactEvent], str],
) -> EventKind:
    return EventKind(
        name=name,
        devices=_DOORSTEP,
        clean=clean,
        apply=apply,
        take_back=take_back,
        about=about,
        describe=describe,
        recomputes=True,
    )


def nothing_by_itself(_events: Sequence[ContactEvent]) -> dict[UUID, dict]:
    """An undo works on what it takes back, through that event's own kind."""
    return {}


def apply(events: Sequence[ContactEvent]) -> dict[UUID, dict]:
    """Bring the tables up to date with these newly counting events of one unit. The phone needs no details."""
    if events:
        _recompute_for(events)
        _recall(events)
    return {}


def _recall(events: Sequence[ContactEvent]) -> None:
    """Let phones that are out hear whom nobody is to call on any more."""
    marked: dict[RecallKind, set[int]] = defaultdict(set)
    for event in events:
        why = _RECALLED.get(event.payload.get("outcome", "")) if event.kind == contacts.OUTCOME else None
        if why and event.elector_id:
            marked[why].add(event.elector_id)
    for why, electors in sorted(marked.items()):
        recall.note(unit=events[0].unit_id, electors=electors, kind=why)


def take_back(event: ContactEvent, _undo: ContactEvent) -> None:
    """Bring the tables up to date with `event` having been taken back."""
    _recompute_for([event])


def _recompute_for(events: Sequence[ContactEvent]) -> None:
    # A correction may be about somebody else, and what takes it back lets the one before count again.
    known = {event.pk: event for event in events}
    named = {event.supersedes for event in events if event.supersedes}
    while new := named - known.keys():
        found = ContactEvent.objects.in_bulk(list(new))
        known |= found
        named = {event.supersedes for event in found.values() if event.supersedes}
    events = list(known.values())
    recompute(
        unit_id=events[0].unit_id,
        electors={event.elector_id for event in events if event.elector_id},
        households={event.household_id for event in events if event.household_id},
        kinds={event.kind for event in events},
        ids=[event.pk for event in events if event.kind == contacts.FOUND],
    )


def lock(*, electors: Iterable[int], households: Iterable[int]) -> None:
    """Wait until nobody else is changing events about these, and hold them until the transaction ends.

    Always in the same order, so that two batches can't wait for each other. Not the rows themselves: an import
    changes those for minutes.
    """
    keys = sorted([2 * pk for pk in set(electors)] + [2 * pk + 1 for pk in set(households)])
    if keys:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS key", [keys])


def recompute(
    *,
    unit_id: int,
    electors: Collection[int],
    households: Collection[int],
    kinds: Collection[str] = contacts.KINDS,
    ids: Collection[UUID] = (),
) -> None:
    """Write what the events say about these electors and doors; remove the rows of those they say nothing about.

    What is said about an entry that was merged into another is said about that other. `kinds` are those of which an
    event came or went, all when that isn't known; `ids` are events that name neither an elector nor a door.
    """
    electors, events = log.about(electors, households, ids)
    standing = contacts.standing(events)
    of_elector: dict[int, list[contacts.Said]] = defaultdict(list)
    of_household: dict[int, list[contacts.Said]] = defaultdict(list)
    for event in standing:
        if event.elector is not None and event.elector in electors:
            of_elector[event.elector].append(event)
        if event.household is not None and event.household in households:
            of_household[event.household].append(event)
    _write_contacts(unit_id, electors, {pk: contacts.contact(said) for pk, said in of_elector.items()})
    _write_visits(unit_id, households, {pk: contacts.visit(said) for pk, said in of_household.items()})
    approaches.recompute(unit_id=unit_id, households=households, said=of_household)
    following.follow(unit_id, following.About(electors, households, ids), of_elector, standing, kinds)


def _write_contacts(unit_id: int, electors: Collection[int], found: dict[int, contacts.Contact | None]) -> None:
    rows = [(pk, now) for pk, now in sorted(found.items()) if now]
    silent = set(electors) - {pk for pk, _now in rows}
    if silent:
        LatestContact.objects.filter(pk__in=silent).delete()
    columns: list[list] = [
        [pk for pk, _now in rows],
        *([getattr(now, field) for _pk, now in rows] for field in _PLAIN),
        *([json.dumps(getattr(now, field)) for _pk, now in rows] for field in _LISTS),
        *([getattr(now, field) for _pk, now in rows] for field in _REST),
    ]
    _write(_WRITE_CONTACTS, unit_id, columns)


def _write_visits(unit_id: int, households: Collection[int], found: dict[int, contacts.Visit | None]) -> None:
    rows = [(pk, now) for pk, now in sorted(found.items()) if now]
    silent = set(households) - {pk for pk, _now in rows}
    if silent:
        LatestVisit.objects.filter(pk__in=silent).delete()
    _write(
        _WRITE_VISITS,
        unit_id,
        [[pk for pk, _now in rows], [now.at for _pk, now in rows], [now.outcome for _pk, now in rows]],
    )


def _write(statement: str, unit_id: int, columns: list[list]) -> None:
    if columns[0]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [unit_id, *columns])


@transaction.atomic
def rebuild(*, unit: Unit, by: User | None = None) -> tuple[int, int]:
    """Make the tables anew from the events of one unit. Returns how many contacts and visits there are now.

    What somebody decided about a flag, a consent or something found stays: that is in no event.

    Batches that arrive meanwhile wait. Needs an open scope on the unit.
    """
    lock_unit(unit.pk, alone=True)
    LatestContact.objects.filter(unit=unit).delete()
    LatestVisit.objects.filter(unit=unit).delete()
    following.clear(unit.pk)
    recompute(unit_id=unit.pk, electors=(), households=(), ids=log.found_nowhere(unit.pk))
    for electors, households in log.doors_with_events(unit.pk, _AT_A_TIME):
        recompute(unit_id=unit.pk, electors=electors, households=households)
    counts = LatestContact.objects.filter(unit=unit).count(), LatestVisit.objects.filter(unit=unit).count()
    audit.record("contacts.rebuilt", by=by, unit=unit, contacts=counts[0], visits=counts[1])
    return counts


def lock_unit(unit_id: int, *, alone: bool = False) -> None:
    """Wait until nobody is rebuilding this unit's tables; `alone`: until nobody changes its events either."""
    shared = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_advisory_xact_lock{shared}(hashtext('canvass.contacts'), %s::int)",
            [unit_id],
        )


@transaction.atomic
def lift(*, by: User, elector: Elector, mark: str, reason: str) -> int:
    """Make every event that set `mark` (an Outcome code) on this elector not count, because a person says so.

    Returns how many there were. Raises Refused when there is none, or without a reason.
    """
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say why this no longer holds."))
    _change(elector)
    setting = [event.id for event in _standing_about(elector) if event.outcome == mark and mark in contacts.STICKY]
    if not setting:
        raise Refused(_("Nothing was changed: this is no longer set. Somebody may have lifted it a moment ago."))
    ContactEvent.objects.filter(pk__in=setting).update(status=EventStatus.VOIDED)
    if mark == Outcome.DO_NOT_CONTACT:
        NoContact.objects.filter(elector=elector).delete()
    _recompute_elector(elector)
    audit.record(
        "contact.lifted",
        by=by,
        unit=elector.unit_id,
        obj=elector,
        mark=mark,
        reason=reason.strip(),
        events=[str(pk) for pk in setting],
    )
    return len(setting)


@transaction.atomic
def put_back(*, by: User, elector: Elector, mark: str) -> int:
    """Undo lift(): let the events that set `mark` count again. Returns how many. Raises Refused when there is none."""
    if mark not in Outcome.values:
        raise Refused(_("Nothing was changed: there is nothing to put back."))
    _change(elector)
    voided = ContactEvent.objects.filter(
        elector__in={elector.pk, *log.also_known_as([elector.pk])},
        kind=contacts.OUTCOME,
        payload__outcome=mark,
        status=EventStatus.VOIDED,
        quarantine_reason="",
    )
    events = [str(pk) for pk in voided.values_list("pk", flat=True)]
    if not events:
        raise Refused(_("Nothing was changed: there is nothing to put back."))
    voided.update(status=EventStatus.LIVE)
    _recompute_elector(elector)
    audit.record("contact.lift_undone", by=by, unit=elector.unit_id, obj=elector, mark=mark, events=events)
    return len(events)


def _change(elector: Elector) -> None:
    lock_unit(elector.unit_id)
    lock(electors=[elector.pk], households=[elector.household_id] if elector.household_id else [])


def _standing_about(elector: Elector) -> list[contacts.Said]:
    return [event for event in contacts.standing(log.said(electors=[elector.pk])) if event.elector == elector.pk]


def _recompute_elector(elector: Elector) -> None:
    names = {elector.pk, *log.also_known_as([elector.pk])}
    doors = set(
        ContactEvent.objects.filter(elector__in=names, household__isnull=False).values_list("household_id", flat=True)
    )
    recompute(unit_id=elector.unit_id, electors={elector.pk}, households=doors)
