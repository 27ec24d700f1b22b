"""Three weeks after the poll what the day kept of people goes, and not before."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from access import scoping
from access.models import AuditEvent
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


def test_what_is_kept_of_people_goes_three_weeks_after_the_poll(day: Day) -> None:
    _fill(day)
    unit = day.poll.unit_id
    with scoping.units([unit]):
        before = {model: model.objects.count() for model in _ALL}
        assert all(before.values()), before
        Election.objects.update(polling_on=clock.today() - keeping.KEPT)
    tasks.forget_lists()
    with scoping.units([unit]):
        assert {model: model.objects.count() for model in _ALL} == before
        Election.objects.update(polling_on=clock.today() - keeping.KEPT - datetime.timedelta(days=1))
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
