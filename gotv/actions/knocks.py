"""What came of a knock on polling day: the knock itself, and the marks and the lifts that follow from it.

That somebody has moved, has died or wants no contact is a fact of the register's own record: a phone sends it as the
doorstep does ("outcome"), so it sticks, and is lifted, in the same way, and nobody is called on again.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.enums import QuarantineReason
from canvass.hooks import EventKind
from canvass.models import ContactEvent, Elector
from gotv.actions import lifts, marks
from gotv.actions.told import entry
from gotv.actions.waiting import let_wait
from gotv.enums import KnockSaid, MarkSource
from gotv.models import Knock, Lift, Round, Sheet, VoteMark
from gotv.queries import secrecy
from gotv.rules import hours, phone_rounds
from kit import clock


@dataclass(frozen=True)
class Said:
    """What was said at one knock. `id` is the idempotency key; `elector` is None where it is about the door alone.

    `lift` is what somebody wants who wants a lift: people, needs, and "from" and "until" as "14:30".
    """

    id: uuid.UUID
    household: int
    said: str
    at: datetime.datetime
    elector: int | None = None
    by_another: bool = False
    lift: Mapping = field(default_factory=dict)


@transaction.atomic
def record(*, one: Round | Sheet, said: Sequence[Said], by: User | None, device: DeviceGrant | None = None) -> None:
    """Keep what was said in a round or stood on a sheet, mark who has voted, and note who wants a lift.

    What is kept already stays as it is. Nothing here is about how anybody voted. A round that has ended takes it too:
    a phone may send late.
    """
    known = set(Knock.objects.filter(pk__in=[knock.id for knock in said]).values_list("pk", flat=True))
    new = [knock for knock in said if knock.id not in known]
    if not new:
        return
    people = _people(new)
    Knock.objects.bulk_create(
        Knock(
            id=knock.id,
            unit_id=one.unit_id,
            election_id=one.election_id,
            round=one if isinstance(one, Round) else one.round,
            elector_id=knock.elector,
            household_id=knock.household,
            said=knock.said,
            by_another=knock.by_another,
            actor=by,
            device=device,
            at=knock.at,
        )
        for knock in new
    )
    _mark(one, new, people, by, device)
    for knock in new:
        if knock.said == KnockSaid.LIFT and knock.elector in people:
            _lift(one, knock, people[knock.elector], by)
    audit.record("knocks.recorded", by=by, unit=one.unit_id, obj=one, knocks=len(new))


def _people(said: Sequence[Said]) -> dict[int, Elector]:
    """Return the electors by the id under which they were named: each as who they are by now."""
    rows = Elector.objects.filter(pk__in=[knock.elector for knock in said if knock.elector])
    found = {row.pk: row.merged_into or row for row in rows.select_related("merged_into__polling_district")}
    known = Elector.objects.select_related("polling_district").in_bulk([row.pk for row in found.values()])
    return {pk: known[row.pk] for pk, row in found.items()}


def _source(knock: Said) -> MarkSource | None:
    """Return how a knock says that somebody has voted, or None where it doesn't (domain C6)."""
    if knock.said == KnockSaid.POSTED:
        return MarkSource.POSTAL
    if knock.said == KnockSaid.VOTED:
        return MarkSource.HOUSEHOLD if knock.by_another else MarkSource.DOOR
    return None


def _mark(
    one: Round | Sheet, said: Sequence[Said], people: Mapping[int, Elector], by: User | None, device: DeviceGrant | None
) -> None:
    sheet = one if isinstance(one, Sheet) else None
    for source in (MarkSource.DOOR, MarkSource.HOUSEHOLD, MarkSource.POSTAL):
        told = [knock for knock in said if _source(knock) == source and knock.elector in people]
        if told:
            entries = [entry(knock.id, people[knock.elector or 0], knock.at) for knock in told]
            marks.record(
                election=one.election,
                station=None,
                entries=entries,
                by=by,
                device=device,
                source=source,
                sheet=sheet,
            )


def _lift(one: Round | Sheet, knock: Said, elector: Elector, by: User | None) -> None:
    times = {name: _on_the_day(one, knock.lift.get(name)) for name in ("from", "until")}
    lifts.ask(
        election=one.election,
        elector=elector,
        by=by,
        lift_id=knock.id,
        room=one.room,
        people=knock.lift.get("people", 1),
        from_at=times["from"],
        until_at=times["until"],
        needs=knock.lift.get("needs", ()),
    )


def _on_the_day(one: Round | Sheet, time: str | None) -> datetime.datetime | None:
    if not time:
        return None
    hour, _colon, minute = time.partition(":")
    return clock.at(one.election.polling_on, int(hour), int(minute))


@transaction.atomic
def take_back(*, knock: Knock, by: User | None) -> None:
    """Take back one knock with the mark and the lift that came of it. A second time changes nothing."""
    if not Knock.objects.filter(pk=knock.pk, undone_at=None).update(undone_at=timezone.now()):
        return
    mark = VoteMark.objects.select_related("election").filter(pk=knock.pk).first()
    if mark is not None:
        marks.take_back(mark=mark, reason=_("Taken back at the door"), by=by)
    lift = Lift.objects.filter(pk=knock.pk).first()
    if lift is not None:
        lifts.call_off(lift=lift, by=by, reason=_("Taken back at the door"))
    audit.record("knock.taken_back", by=by, unit=knock.unit_id, obj=knock)


def apply(events: Sequence[ContactEvent]) -> dict[uuid.UUID, dict]:
    """Keep what phones sent, in the order in which it was said.

    What was said outside polling day, or came from a phone without a round or from a polling agent, waits uncounted for
    somebody to decide.
    """
    found = {str(one.pk): one for one in Round.objects.select_related("election", "room").filter(pk__in=_asked(events))}
    days = {pk: one.election.polling_on for pk, one in found.items()}
    inside = secrecy.inside((event.actor, days[of]) for event in events if (of := _round_of(event)) in days)
    by_phone: dict[tuple[str, uuid.UUID], list[ContactEvent]] = {}
    held = []
    for event in events:
        one = found.get(_round_of(event))
        reason = _reason_to_wait(event, one, inside)
        if reason or one is None or event.device is None:
            held.append((event, reason))
        else:
            by_phone.setdefault((str(one.pk), event.device.pk), []).append(event)
    let_wait(held)
    for (pk, _phone), sent in by_phone.items():
        record(one=found[pk], said=[_said(event) for event in sent], by=sent[0].actor, device=sent[0].device)
    return {}


def _asked(events: Sequence[ContactEvent]) -> set[str]:
    return {_round_of(event) for event in events} - {""}


def _round_of(event: ContactEvent) -> str:
    return str(event.device.scope.get("round", "")) if event.device is not None else ""


def _reason_to_wait(event: ContactEvent, one: Round | None, inside: Collection[int | None]) -> str:
    """Return why an event can't count (QuarantineReason), or "". What somebody has accepted counts all the same."""
    if one is None:
        return QuarantineReason.OUT_OF_SCOPE_TURF
    if event.quarantine_reason:
        return ""
    if event.actor_id in inside:
        return QuarantineReason.INSIDE
    day = hours.committee_room(one.election.polling_on, rehearsal=one.election.is_rehearsal)
    return "" if day.hold(event.est_occurred_at) else QuarantineReason.AFTER_HOURS


def _said(event: ContactEvent) -> Said:
    return Said(
        id=event.pk,
        household=event.household_id or 0,
        said=event.payload["said"],
        at=event.est_occurred_at,
        elector=None if phone_rounds.about(event.payload) == "household" else event.elector_id,
        by_another=event.payload.get("by_another", False),
        lift=event.payload.get("lift") or {},
    )


def _take_back_event(event: ContactEvent, undoing: ContactEvent) -> None:
    knock = Knock.objects.filter(pk=event.pk).first()
    if knock is not None:
        take_back(knock=knock, by=undoing.actor)


def event_kind() -> EventKind:
    """Return the kind of event that a round's phone sends (docs/offline.md)."""
    return EventKind(
        name=phone_rounds.KIND,
        devices=frozenset({DeviceKind.DOORSTEP.value}),
        clean=phone_rounds.clean,
        apply=apply,
        take_back=_take_back_event,
        about=phone_rounds.about,
        describe=lambda event: str(KnockSaid(event.payload["said"]).label),
    )
