"""Four weeks after the poll what the day kept of people goes, and not before."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from access import scoping
from access.enums import DeviceKind
from access.models import AuditEvent, DeviceGrant
from canvass.enums import EventStatus, QuarantineReason
from canvass.models import ContactEvent
from gotv import tasks
from gotv.actions import drivers, keeping, knocks, lifts, sheets
from gotv.models import (
    Driver,
    Election,
    Knock,
    KnockUpEntry,
    KnockUpSnapshot,
    Lift,
    PostalAnswer,
    Round,
    Sheet,
    TellerShift,
)
from gotv.rules.keeping import KEPT
from kit import clock
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_ALL = (Lift, Driver, PostalAnswer, Knock, Round, Sheet, TellerShift, KnockUpEntry, KnockUpSnapshot)


def _fill(day: Day) -> None:
    osei = day.cast.osei
    make.shift(day.hall, 7, 9, day.cast.tess)
    make.frozen(day.poll, osei)
    one = make.round(day.poll, day.hh1, osei)
    with scoping.units([day.poll.unit_id]):
        said = knocks.Said(uuid.uuid4(), day.elsie.household_id or 0, "lift", timezone.now(), day.elsie.pk)
        knocks.record(one=one, said=[said], by=osei)
        car = drivers.add(election=day.poll, facts=drivers.Facts("Ada"), by=osei)
        lifts.give(lift=Lift.objects.get(), driver=car, by=osei)
        sheets.make_pads(election=day.poll, station=day.hall, pages=1, by=osei)
        PostalAnswer.objects.create(
            id=uuid.uuid4(),
            unit_id=day.poll.unit_id,
            election=day.poll,
            elector=day.zofia,
            said="sent",
            at=timezone.now(),
        )


def test_what_is_kept_of_people_goes_four_weeks_after_the_poll(day: Day) -> None:
    _fill(day)
    unit = day.poll.unit_id
    with scoping.units([unit]):
        before = {model: model.objects.count() for model in _ALL}
        assert all(before.values()), before
        Election.objects.update(polling_on=clock.today() - KEPT)
    tasks.forget_lists()
    with scoping.units([unit]):
        assert {model: model.objects.count() for model in _ALL} == before
        Election.objects.update(polling_on=clock.today() - KEPT - datetime.timedelta(days=1))
        other = make.election(day.cast.wexcombe, "Next month")
        drivers.add(election=other, facts=drivers.Facts("Jo"), by=None)
    tasks.forget_lists()
    tasks.forget_lists()  # a second time does nothing
    with scoping.units([unit]):
        assert {model.__name__: model.objects.count() for model in _ALL} == {
            model.__name__: int(model is Driver) for model in _ALL
        }
        row = AuditEvent.objects.get(verb="polling_day.forgotten")
        assert row.detail["rows"] == sum(before.values())


def _sent(day: Day, kind: str, days_ago: int, **more: object) -> ContactEvent:
    """What a phone sent so many days ago, of which no row is left unless somebody adds one under its id."""
    grant = DeviceGrant.objects.create(
        unit_id=day.poll.unit_id, kind=DeviceKind.TELLER, token_sha256=uuid.uuid4().bytes, write_until=timezone.now()
    )
    at = timezone.now() - datetime.timedelta(days=days_ago)
    facts = {"device_time": at, "est_occurred_at": at, "received_at": at, "payload_sha256": b"1"}
    return ContactEvent.objects.create(
        id=uuid.uuid4(),
        unit_id=day.poll.unit_id,
        kind=kind,
        device=grant,
        device_seq=1,
        device_utc_offset=0,
        schema_v=1,
        district_code="HH1",
        **{**facts, "payload": {}, **more},
    )


def test_what_phones_sent_goes_with_what_came_of_it(day: Day) -> None:
    with scoping.units([day.poll.unit_id]):
        number = _sent(day, "teller.number", 29, payload={"typed": "1274/1"}, number=1274)
        undo = _sent(day, "undo", 29, supersedes=number.pk)
        knock = _sent(day, "knock", 29, payload={"said": "voted"}, elector=day.elsie)
        posted = _sent(day, "postal", 29, payload={"said": "sent"}, elector=day.elsie)
        answer = _sent(day, "answer", 29, payload={"intention": "labour"}, elector=day.elsie)
        young = _sent(day, "knock", 27, payload={"said": "voted"}, elector=day.elsie)
        held = _sent(day, "knock", 29, payload={"said": "voted"}, elector=day.elsie)
        Knock.objects.create(
            id=held.pk, unit_id=day.poll.unit_id, election=day.poll, elector=day.elsie, said="voted", at=timezone.now(),
            household_id=day.elsie.household_id,
        )  # fmt: skip
    tasks.forget_lists()
    with scoping.units([day.poll.unit_id]):
        left = set(ContactEvent.objects.values_list("pk", flat=True))
        assert left == {answer.pk, young.pk, held.pk}, {number.pk, undo.pk, knock.pk, posted.pk} & left
        assert AuditEvent.objects.get(verb="polling_day.sent_forgotten").detail["events"] == 4
    tasks.forget_lists()
    with scoping.units([day.poll.unit_id]):
        assert AuditEvent.objects.filter(verb="polling_day.sent_forgotten").count() == 1


def test_a_postal_answer_that_waits_stays_as_long_as_its_poll_may_come(day: Day) -> None:
    waits = {"status": EventStatus.QUARANTINED, "quarantine_reason": QuarantineReason.SKEW}
    with scoping.units([day.poll.unit_id]):
        early = _sent(day, "postal", 40, elector=day.elsie, **waits)
        _sent(day, "postal", 60, elector=day.elsie, **waits)
        _sent(day, "teller.number", 29, **waits)
    tasks.forget_lists()
    with scoping.units([day.poll.unit_id]):
        assert list(ContactEvent.objects.values_list("pk", flat=True)) == [early.pk]


def test_another_clps_events_are_not_dropped(day: Day) -> None:
    with scoping.units([day.poll.unit_id]):
        _sent(day, "teller.number", 40)
    with scoping.units([day.cast.marsham.pk]):
        assert keeping.forget_sent(unit_id=day.poll.unit_id) == 0
    with scoping.units([day.poll.unit_id]):
        assert ContactEvent.objects.count() == 1
