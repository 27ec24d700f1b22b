"""Deciding about what waits: it counts, or it is set aside with a reason. Either can be undone; nothing is deleted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import contacts
from canvass.enums import EventStatus
from canvass.hooks import Malformed, Outdated, event_kinds
from canvass.models import ContactEvent, Elector, Household
from canvass.queries import contacts as log
from canvass.queries.answers import ACCEPTED, SET_ASIDE, UNDONE
from canvass.rules import contacts as rules
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
    counted = event.status == EventStatus.LIVE
    event.status = EventStatus.QUARANTINED if event.quarantine_reason else EventStatus.LIVE
    event.save(update_fields=["status"])
    if counted or event.status == EventStatus.LIVE:
        kind.take_back(event, event)
    audit.record(UNDONE, by=by, unit=unit, obj=event)
    return event


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


def _refuse_impossible(event: ContactEvent) -> None:
    kind = event_kinds.get(event.kind)
    try:
        readable = event.schema_v in SCHEMAS and kind is not None and kind.clean(event.payload) is not None
    except (Malformed, Outdated):
        readable = False
    if not readable:
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
