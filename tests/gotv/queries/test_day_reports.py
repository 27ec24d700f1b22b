"""A day in counts: what marks were worth by the marked register, whom we asked, and boxes against the truth."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.utils import timezone

from access import scoping
from canvass.models import Elector, Household
from gotv.actions import box_totals, marks
from gotv.enums import KnockSaid, MarkSource, TurnoutState
from gotv.models import Knock, Rehearsal
from gotv.queries import day_reports
from gotv.rules import hours as hours_of_day
from gotv.rules.day_reports import Asked, Seen, Source
from kit import clock
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture(autouse=True)
def at_noon(day: Day) -> object:
    with time_machine.travel(clock.at(day.poll.polling_on, 12, 15)), scoping.units([day.cast.wexcombe.pk]):
        yield


def _people(day: Day, count: int) -> list[Elector]:
    row = canvass.street(day.cast.wexcombe, "Loom Lane")
    found = [
        canvass.elector(canvass.household(row, 100 + place, in_district=day.hh1), f"Ann{chr(97 + place)}")
        for place in range(count)
    ]
    for one in found:
        make.promise(one)
    return found


def _told_at_a_door(day: Day, elector: Elector) -> None:
    marks.record(
        election=day.poll, station=None, entries=[make.entry(elector)], by=day.cast.osei, source=MarkSource.DOOR
    )


def _knock(day: Day, said: KnockSaid, household: Household, elector: Elector | None = None) -> None:
    Knock.objects.create(
        id=uuid.uuid4(),
        unit=day.cast.wexcombe,
        election=day.poll,
        elector=elector,
        household=household,
        said=said,
        at=timezone.now(),
    )


def test_marks_are_judged_by_the_register_by_source_and_station(day: Day) -> None:
    people = _people(day, 24)
    for one in people[:12]:
        make.mark(day.hall, one)
    for one in people[12:23]:
        _told_at_a_door(day, one)
    for place, one in enumerate(people):
        make.turnout(one, day.poll, TurnoutState.DID_NOT_VOTE if place in (0, 12, 13) else TurnoutState.VOTED)
    facts = day_reports.facts(day.poll)
    assert facts.recorded == 24
    assert facts.sources == [Source("door", 9, 2, 0), Source("teller", 11, 1, 0)]
    assert facts.seen == [Seen("Library", 21, 20, 3)]
    assert facts.seen[0].missed == 1


def test_a_mark_that_was_taken_back_is_judged_no_more(day: Day) -> None:
    people = _people(day, 12)
    made = [make.mark(day.hall, one) for one in people]
    marks.void(mark=made[0], reason="Mistyped", by=day.cast.osei)
    for one in people:
        make.turnout(one, day.poll)
    facts = day_reports.facts(day.poll)
    assert facts.sources == [Source("teller", 11, 0, 0)]
    assert facts.seen == [Seen("Library", 12, 11, 0)]
    assert facts.stations[0].taken_back == 1


def test_whom_we_asked_and_who_voted(day: Day) -> None:
    people = _people(day, 30)
    for one in people[:10]:
        _knock(day, KnockSaid.WILL, one.household, one)
    for one in people[10:20]:
        _knock(day, KnockSaid.NOT_IN, one.household)
    for place, one in enumerate(people):
        make.turnout(one, day.poll, TurnoutState.VOTED if place % 2 else TurnoutState.NOT_RETURNED)
    facts = day_reports.facts(day.poll)
    assert facts.asked == [Asked("spoken", 10, 5), Asked("tried", 10, 5), Asked("not_tried", 10, 5)]
    assert facts.asked_left_out is False
    assert facts.knocks == {"will": 10, "not_in": 10}


def test_few_people_are_left_out_and_cannot_be_worked_out(day: Day) -> None:
    people = _people(day, 30)
    _knock(day, KnockSaid.WILL, people[0].household, people[0])
    for one in people[1:11]:
        _knock(day, KnockSaid.NOT_IN, one.household)
    for one in people:
        make.turnout(one, day.poll)
    facts = day_reports.facts(day.poll)
    assert facts.asked == [Asked("not_tried", 19, 19)]
    assert facts.asked_left_out is True


def test_hours_and_silence(day: Day) -> None:
    make.mark(day.hall, day.elsie, when=clock.at(day.poll.polling_on, 8, 59))
    make.mark(day.hall, day.zofia, when=clock.at(day.poll.polling_on, 9, 0))
    _told_at_a_door(day, day.imran)
    facts = day_reports.facts(day.poll)
    assert [one for one in facts.hours if one[1] or one[2]] == [(8, 1, 0), (9, 1, 0), (12, 0, 1)]
    assert facts.stations[0].silent == [7, 10, 11]  # what is still to come is not silent
    assert (facts.promises, facts.promises_in) == (3, 3)


def test_boxes_against_the_range_of_our_counts(day: Day) -> None:
    boxes = [make.box(day.hall, str(number), day.hh1, electors=500) for number in (1, 2, 3)]
    for box in boxes[:2]:
        make.count(box, 200, by=day.cast.osei)
    assert day_reports.facts(day.poll).boxes.truth is None
    box_totals.enter(election=day.poll, papers=dict.fromkeys(boxes, 205), by=day.cast.osei)
    found = day_reports.facts(day.poll).boxes
    assert found.truth == 615
    assert found.holds is True
    assert (found.papers_of_both, found.counted_of_both) == (410, 400)


def test_facts_survive_being_kept(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    facts = day_reports.facts(day.poll)
    assert day_reports.facts_from(day_reports.as_json(facts)) == facts


def test_the_hours_of_a_rehearsed_day_are_those_of_its_own_clock(day: Day) -> None:
    """Played at 60 times speed from 7: a minute on the wall is an hour of the day."""
    began = timezone.now()
    hours = hours_of_day.whole_day(day.poll.polling_on).opens
    Rehearsal.objects.create(
        unit=day.cast.wexcombe,
        election=day.poll,
        speed=60,
        until_hour=10,
        played_until=hours + datetime.timedelta(hours=10),
        ended_at=began + datetime.timedelta(minutes=3),
    )
    Rehearsal.objects.update(started_at=began)
    for elector, seconds in ((day.elsie, 90), (day.zofia, 180)):
        with time_machine.travel(began + datetime.timedelta(seconds=seconds), tick=False):
            make.mark(day.hall, elector)
    found = day_reports.facts(day.poll)
    assert found.hours == [(7, 0, 0), (8, 1, 0), (9, 1, 0)]
    assert next(one.silent for one in found.stations if one.numbers) == [7]
