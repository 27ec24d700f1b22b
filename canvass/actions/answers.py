"""Deciding about what waits: it counts, or it is set aside with a reason. Either can be undone; nothing is deleted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import contacts
from canvass.actions.listed import refuse_unlisted
from canvass.enums import EventStatus
from canvass.hooks import Malformed, Outdated, event_kinds
from canvass.models import ContactEvent, Elector, Household
from canvass.queries import contacts as log
from canvass.queries import sync
from canvass.queries.answers import ACCEPTED, ATTACHED, SET_ASIDE, UNDONE
from canvass.rules import contacts as rules
from canvass.rules import doorstep
from canvass.rules.sync import SCHEMAS
from kit.errors import Refused


@transaction.atomic
def accept(*, by: User, unit: Unit, ids: Collection[UUID]) -> int:
    """Let events that wait count after all. Returns how many; one that was decided meanwhile is passed over.

    Raises Refused, and changes nothing, when one of them can't count: unreadable, or about nobody we know.
    """
    events = _locked(unit, ids, EventStatus.QUARANTINED)
    for event in events:
        _refuse_impossible(event)
    for event in events:
        event.status = EventStatus.LIVE
        event.save(update_fields=["status"])
        kind = event_kinds[event.kind]
        kind.apply([event])
        _take_back_what_it_names(event)
        _refuse_if_it_still_waits(event)
        audit.record(ACCEPTED, by=by, unit=unit, obj=event, reason=event.quarantine_reason)
    return len(events)


@transaction.atomic
def attach(*, by: User, unit: Unit, event: ContactEvent, elector: Elector) -> ContactEvent:
    """Let what waits count for another entry: they are listed elsewhere now, or the wrong one was tapped (C7).

    Events are never edited, so it counts as a new one of the same hand and time, and the old one doesn't. Returns the
    new one. Raises Refused for what can't be read or is about no person, and for somebody who isn't listed.
    """
    if elector.pk == event.elector_id and elector.left_on is None:
        accept(by=by, unit=unit, ids=[event.pk])
        return event
    kind, household = event_kinds.get(event.kind), elector.household
    found = _locked(unit, [event.pk], EventStatus.QUARANTINED)
    if not found:
        raise Refused(_("Nothing was changed: somebody decided about this already."))
    refuse_unlisted(elector, at_a_door=True)
    contacts.lock(electors=[elector.pk], households=[household.pk] if household else [])
    payload = _readable(found[0])
    if kind is None or payload is None or kind.about(payload) != "elector":
        raise Refused(_("Nothing was changed: this is about no person, or in a form that this version doesn’t read."))
    if event.kind == rules.ANSWER and sync.is_hushed(elector.pk, event.est_occurred_at):
        payload = doorstep.hushed(payload)
    made = _for(found[0], elector, payload)
    ContactEvent.objects.filter(pk=event.pk).update(status=EventStatus.VOIDED)
    kind.apply([made])
    audit.record(ATTACHED, by=by, unit=unit, obj=event, elector=elector.pk, reason=event.quarantine_reason)
    return made


def _for(event: ContactEvent, elector: Elector, payload: dict) -> ContactEvent:
    """Return the same event for another entry: the same one again where it was attached to them before."""
    made, _is_new = ContactEvent.objects.update_or_create(
        pk=uuid5(event.pk, str(elector.pk)),
        defaults={"status": EventStatus.LIVE},
        create_defaults={
            "unit_id": event.unit_id,
            "board_id": event.board_id,
            "elector": elector,
            "household_id": elector.household_id,
            "district_code": elector.polling_district.code,
            "number": elector.number,
            "suffix": elector.suffix,
            "kind": event.kind,
            "payload": payload,
            "payload_sha256": event.payload_sha256,
            "schema_v": event.schema_v,
            "actor_id": event.actor_id,
            "device_seq": event.device_seq,
            "device_time": event.device_time,
            "device_utc_offset": event.device_utc_offset,
            "est_occurred_at": event.est_occurred_at,
            "received_at": timezone.now(),
            "supersedes": event.pk,
        },
    )
    return made


@transaction.atomic
def set_aside(*, by: User, unit: Unit, ids: Collection[UUID], reason: str) -> int:
    """Keep events from counting, for good: those that wait, or one of two answers that contradict each other.

    Returns how many; one that is set aside already is passed over. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say why it does not count."))
    events = _locked(unit, ids, EventStatus.QUARANTINED, EventStatus.LIVE)
    for event in events:
        counted = event.status == EventStatus.LIVE
        if counted and not event_kinds[event.kind].recomputes:
            raise Refused(_("Nothing was changed. A number that counted is taken back on the polling day pages."))
        event.status = EventStatus.VOIDED
        event.save(update_fields=["status"])
        if counted:
            event_kinds[event.kind].take_back(event, event)
        audit.record(SET_ASIDE, by=by, unit=unit, obj=event, reason=reason.strip()[:300], counted=counted)
    return len(events)


@transaction.atomic
def undo(*, by: User, unit: Unit, event: ContactEvent) -> ContactEvent:
    """Undo the last decision about an event: it waits again, or counts again if it never had to wait.

    Raises Refused when there is no decision to undo, or when its kind can't be uncounted.
    """
    found = _locked(unit, [event.pk], EventStatus.LIVE, EventStatus.VOIDED)
    if not found or (found[0].status == EventStatus.LIVE and not found[0].quarantine_reason):
        raise Refused(_("Nothing was changed: this was not decided by anybody, or is undone already."))
    event = found[0]
    kind = event_kinds[event.kind]
    if event.status == EventStatus.LIVE and not kind.recomputes:
        raise Refused(_("Nothing was changed. A number that counted is taken back on the polling day pages."))
    _detach(event)
    counted = event.status == EventStatus.LIVE
    event.status = EventStatus.QUARANTINED if event.quarantine_reason else EventStatus.LIVE
    event.save(update_fields=["status"])
    if counted or event.status == EventStatus.LIVE:
        kind.take_back(event, event)
    audit.record(UNDONE, by=by, unit=unit, obj=event)
    return event


def _detach(event: ContactEvent) -> None:
    """Let nothing count any more that was made of an event for another entry."""
    for made in ContactEvent.objects.filter(supersedes=event.pk, device=None, status=EventStatus.LIVE):
        if made.pk != uuid5(event.pk, str(made.elector_id)):
            continue  # a correction that came in a file
        contacts.lock(electors=[made.elector_id or 0], households=[made.household_id or 0])
        made.status = EventStatus.VOIDED
        made.save(update_fields=["status"])
        event_kinds[made.kind].take_back(made, event)


def _locked(unit: Unit, ids: Collection[UUID], *states: EventStatus) -> list[ContactEvent]:
    """Return those of the events that are in one of these states, held until the transaction ends, oldest first."""
    contacts.lock_unit(unit.pk)
    wanted = ContactEvent.objects.filter(unit=unit, pk__in=ids)
    named = list(wanted.values_list("elector_id", "household_id"))
    people = {elector for elector, _household in named if elector}
    contacts.lock(
        electors={*people, *log.survivors(people).values()},
        households=[household for _elector, household in named if household],
    )
    rows = wanted.filter(status__in=states).select_related("device").select_for_update(of=("self",))
    return list(rows.order_by("device_seq", "pk"))


def _readable(event: ContactEvent) -> dict | None:
    """Return what an event says, as this version keeps it; None where it can't read it."""
    kind = event_kinds.get(event.kind)
    try:
        return kind.clean(event.payload) if event.schema_v in SCHEMAS and kind is not None else None
    except (Malformed, Outdated):
        return None


def _refuse_impossible(event: ContactEvent) -> None:
    if _readable(event) is None:
        raise Refused(
            _("Nothing was changed. One of these is in a form that this version doesn’t read, so it can only wait.")
        )
    someone = event.elector_id is None or Elector.objects.filter(pk=event.elector_id).exists()
    somewhere = event.household_id is None or Household.objects.filter(pk=event.household_id).exists()
    if not (someone and somewhere):
        raise Refused(
            _("Nothing was changed. One of these is about somebody who is in no register any more; set it aside.")
        )


def _take_back_what_it_names(event: ContactEvent) -> None:
    if event.kind != rules.UNDO or event.supersedes is None:
        return
    target = ContactEvent.objects.filter(pk=event.supersedes, status=EventStatus.LIVE).select_related("device").first()
    if target is not None:
        event_kinds[target.kind].take_back(target, event)


def _refuse_if_it_still_waits(event: ContactEvent) -> None:
    """A kind may have reasons of its own, and then nobody here can overrule them."""
    if ContactEvent.objects.filter(pk=event.pk, status=EventStatus.QUARANTINED).exists():
        raise Refused(_("Nothing was changed. This came outside the hours in which it could count; set it aside."))
